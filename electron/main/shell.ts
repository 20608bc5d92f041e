/** The shell, once Electron is ready: the node, the window, and what ties them to the operating system. */
import { join } from "node:path";
import { app, dialog, nativeTheme, session } from "electron";
import type { BrowserWindow, Session } from "electron";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import type { Language } from "#electron/preload/messages.ts";
import { openConsoleWindow } from "./console-window.ts";
import { guardSession } from "./guards.ts";
import { Keychain } from "./keychain.ts";
import { showMenu } from "./menu.ts";
import { NodeProcess } from "./node-process.ts";
import { createPageServer } from "./page-files.ts";
import { appScheme, consoleHost, consolePage, sheetHost, sheetPage } from "./pages.ts";
import { ShellChannel } from "./shell-channel.ts";
import { languageOf, words } from "./words.ts";

export type ShellOptions = {
  /** The folder of the ledger. */
  readonly folder: string;
  /** Where the built shell and the built console lie. */
  readonly built: { readonly electron: string; readonly renderer: string };
};

export type Shell = {
  /** Brings the window to the front; called when the program is started a second time. */
  readonly show: () => void;
  /** Ends the node in order. */
  readonly stop: () => Promise<void>;
};

/** Starts the node and opens the window. The window opens at once: it says itself that it waits for the node. */
export function startShell({ folder, built }: ShellOptions): Shell {
  const userData = app.getPath("userData");
  const devTools = !app.isPackaged;
  const menu = { devTools, isMac: process.platform === "darwin" };
  const logFile = join(userData, "logs", "node.log");
  let language: Language = languageOf(app.getPreferredSystemLanguages());
  let window: BrowserWindow | undefined;
  const node = new NodeProcess({
    program: join(built.electron, "node.js"),
    folder,
    logFile,
    onReady: () => {},
    onFailed: (problem) => void tellFailed(problem, language),
    onDied: (state) => void tellDied(state, { language, logFile, window, again: () => node.start() }),
  });
  node.start();
  showMenu(language, menu);
  window = openConsoleWindow({
    node,
    keychain: new Keychain(join(userData, "keychain")),
    channel: new ShellChannel(),
    consoleSession: openSession({
      partition: "persist:console",
      page: consolePage,
      files: { host: consoleHost, folder: built.renderer, kind: "console" },
    }),
    sheetSession: openSession({
      partition: "sheet",
      page: sheetPage,
      files: { host: sheetHost, folder: join(built.electron, "sheet"), kind: "sheet" },
    }),
    preloads: { console: join(built.electron, "preload.cjs"), sheet: join(built.electron, "sheet-preload.cjs") },
    stateFile: join(userData, "window.json"),
    devTools,
    language: () => language,
    onAppearance: (chosen, theme) => {
      language = chosen;
      nativeTheme.themeSource = theme;
      showMenu(language, menu);
    },
    onPageGone: (state) => {
      const message = words(language, state === "again" ? "window.gone" : "window.away");
      void tell(window, { type: "warning", message, language });
    },
  });
  window.once("closed", () => (window = undefined));
  return { show: () => bringToFront(window), stop: async () => node.stop() };
}

function openSession(options: {
  readonly partition: string;
  readonly page: string;
  readonly files: Parameters<typeof createPageServer>[0];
}): Session {
  const opened = session.fromPartition(options.partition);
  guardSession(opened, options.page);
  opened.protocol.handle(appScheme, createPageServer(options.files));
  return opened;
}

function bringToFront(window: BrowserWindow | undefined): void {
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Without its ledger there is nothing to show: why, what to do, and the end. */
async function tellFailed(problem: Problem, language: Language): Promise<void> {
  await dialog.showMessageBox({
    type: "error",
    title: words(language, "product"),
    message: words(language, "node.failed.title"),
    detail: `${problem.cause[language]}\n${problem.next[language]}\n\n${problem.code}`,
    buttons: [words(language, "node.quit")],
  });
  app.quit();
}

async function tellDied(
  state: "again" | "stopped",
  options: {
    readonly language: Language;
    readonly logFile: string;
    readonly window: BrowserWindow | undefined;
    readonly again: () => void;
  },
): Promise<void> {
  const { language, logFile, window, again } = options;
  if (state === "again") {
    return tell(window, { type: "warning", message: words(language, "node.restarted"), language });
  }
  const { response } = await dialog.showMessageBox({
    type: "error",
    title: words(language, "product"),
    message: words(language, "node.stopped"),
    detail: words(language, "node.stoppedDetail", { log: logFile }),
    buttons: [words(language, "node.tryAgain"), words(language, "node.quit")],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) again();
  else app.quit();
}

async function tell(
  window: BrowserWindow | undefined,
  message: { readonly type: "warning"; readonly message: string; readonly language: Language },
): Promise<void> {
  const { type, language } = message;
  const box = {
    type,
    title: words(language, "product"),
    message: message.message,
    buttons: [words(language, "node.understood")],
  };
  await (window === undefined ? dialog.showMessageBox(box) : dialog.showMessageBox(window, box));
}
