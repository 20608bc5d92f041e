/**
 * Electron as far as the main process uses it, without a screen. Windows, dialogs and the keychain are played; ports are real, the
 * node's process is a real thread that runs the built program, and pages come out of the real protocol handler.
 */
import { EventEmitter } from "node:events";
import { Worker } from "node:worker_threads";
import { TestChannel } from "./message-port.testing.ts";
import type { TestPort } from "./message-port.testing.ts";

export { TestChannel as MessageChannelMain };

type Listener = (...given: never[]) => unknown;

function newWorld() {
  return {
    userData: "",
    isFirstInstance: true,
    languages: ["zh-CN"],
    backend: "gnome_libsecret",
    hasKeychain: true,
    windows: [] as BrowserWindow[],
    nodes: [] as TestUtility[],
    dialogs: [] as { message: string; detail?: string; buttons: string[] }[],
    /** What a person presses in the next dialogs. */
    answers: [] as number[],
    opened: [] as string[],
    menus: [] as { label?: string }[][],
    schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
    sessions: new Map<string, TestSession>(),
    handlers: new Map<string, (event: object, message: unknown) => unknown>(),
    calls: [] as string[],
  };
}

/** What a test looks at and decides. */
export const world = newWorld();

let ready = Promise.withResolvers<void>();

/** A machine on which nothing has been started yet. */
export function beginAnew(): void {
  Object.assign(world, newWorld());
  app.removeAllListeners();
  ready = Promise.withResolvers<void>();
  nativeTheme.themeSource = "system";
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: () => world.calls.push("enableSandbox"),
  requestSingleInstanceLock: () => world.isFirstInstance,
  whenReady: () => ready.promise,
  becomeReady: () => {
    world.calls.push("ready");
    ready.resolve();
  },
  getPath: () => world.userData,
  getPreferredSystemLanguages: () => world.languages,
  quit: () => {
    world.calls.push("quit");
    let isPrevented = false;
    app.emit("before-quit", { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) world.calls.push("ended");
  },
});

export const protocol = {
  registerSchemesAsPrivileged: (schemes: typeof world.schemes) => {
    world.calls.push("schemes");
    world.schemes = schemes;
  },
};

export class TestSession extends EventEmitter {
  readonly handlers: Record<string, Listener | null> = {};
  serve: ((request: Request) => Promise<Response>) | undefined;
  readonly protocol = {
    handle: (_scheme: string, serve: (request: Request) => Promise<Response>) => void (this.serve = serve),
  };
  readonly webRequest = { onBeforeRequest: (listener: Listener) => void (this.handlers["request"] = listener) };
  readonly setPermissionRequestHandler = (listener: Listener) => void (this.handlers["permission"] = listener);
  readonly setPermissionCheckHandler = (listener: Listener) => void (this.handlers["check"] = listener);
  readonly setDevicePermissionHandler = (listener: Listener) => void (this.handlers["device"] = listener);
  readonly setDisplayMediaRequestHandler = (listener: Listener | null) => void (this.handlers["display"] = listener);
  readonly setSpellCheckerEnabled = (isOn: boolean) => void world.calls.push(`spelling ${isOn}`);
}

export const session = {
  fromPartition: (partition: string): TestSession => {
    const known = world.sessions.get(partition) ?? new TestSession();
    world.sessions.set(partition, known);
    return known;
  },
};

let contentsMade = 0;

export class TestContents extends EventEmitter {
  readonly id = ++contentsMade;
  url = "";
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly ports: TestPort[] = [];
  readonly getURL = () => this.url;
  readonly setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }) =>
    void (this.openHandler = handler);
  readonly postMessage = (channel: string, data: unknown, ports: TestPort[]) => {
    world.calls.push(`post ${channel} ${String(data)}`);
    this.ports.push(...ports);
  };
}

type WindowOptions = {
  readonly title?: string;
  readonly modal?: boolean;
  readonly parent?: BrowserWindow;
  readonly webPreferences: { readonly session: TestSession } & Record<string, unknown>;
} & Record<string, unknown>;

export class BrowserWindow extends EventEmitter {
  readonly options: WindowOptions;
  readonly webContents = new TestContents();
  page = "";
  status = 0;
  isShown = false;
  isGone = false;

  constructor(options: WindowOptions) {
    super();
    this.options = options;
    world.windows.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    const response = await this.options.webPreferences.session.serve?.(new Request(url));
    this.status = response?.status ?? 0;
    this.page = (await response?.text()) ?? "";
    this.webContents.url = url;
    this.emit("ready-to-show");
  }

  show(): void {
    this.isShown = true;
  }

  close(): void {
    let isPrevented = false;
    this.emit("close", { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.isGone = true;
    this.emit("closed");
    this.webContents.emit("destroyed");
  }

  readonly isDestroyed = () => this.isGone;
  readonly isMaximized = () => false;
  readonly isMinimized = () => false;
  readonly getNormalBounds = () => ({ x: 10, y: 20, width: 1_200, height: 800 });
  readonly maximize = () => undefined;
  readonly removeMenu = () => undefined;
  readonly focus = () => world.calls.push("focus");
}

export const ipcMain = {
  handle: (channel: string, listener: (event: object, message: unknown) => unknown) => {
    if (world.handlers.has(channel)) throw new Error("one channel has one listener");
    world.handlers.set(channel, listener);
  },
};

export class TestUtility extends EventEmitter {
  readonly worker: Worker;
  readonly stdout: Worker["stdout"];
  readonly stderr: Worker["stderr"];

  constructor(program: string, args: string[]) {
    super();
    const thread = new URL("utility-thread.testing.ts", import.meta.url);
    this.worker = new Worker(thread, { argv: args, workerData: { program }, stdout: true, stderr: true, execArgv: [] });
    this.stdout = this.worker.stdout;
    this.stderr = this.worker.stderr;
    this.worker.on("message", (message) => this.emit("message", message));
    this.worker.on("error", (error) => world.calls.push(`node: ${String(error)}`));
    this.worker.on("exit", (code) => this.emit("exit", code));
  }

  postMessage(data: unknown, ports: TestPort[] = []): void {
    const raw = ports.map((port) => port.raw);
    this.worker.postMessage({ data, ports: raw }, raw);
  }

  kill(): void {
    void this.worker.terminate();
  }
}

export const utilityProcess = {
  fork: (program: string, args: string[]): TestUtility => {
    const utility = new TestUtility(program, args);
    world.nodes.push(utility);
    return utility;
  },
};

export const dialog = {
  showMessageBox: async (...given: object[]): Promise<{ response: number }> => {
    world.dialogs.push(given.at(-1) as (typeof world.dialogs)[number]);
    return { response: world.answers.shift() ?? 0 };
  },
};

export const safeStorage = {
  getSelectedStorageBackend: () => world.backend,
  isAsyncEncryptionAvailable: async () => world.hasKeychain,
  encryptStringAsync: async (text: string) => Buffer.from(text, "utf8").map((byte) => byte ^ 0x5a),
  decryptStringAsync: async (sealed: Uint8Array) => ({
    result: Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString("utf8"),
    shouldReEncrypt: false,
  }),
};

export const shell = { openExternal: async (url: string) => void world.opened.push(url) };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_040 } }] };
export const nativeTheme = { shouldUseDarkColors: false, themeSource: "system" };
export const Menu = {
  buildFromTemplate: (template: { label?: string }[]) => template,
  setApplicationMenu: (menu: { label?: string }[]) => void world.menus.push(menu),
};
