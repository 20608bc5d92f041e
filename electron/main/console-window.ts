/** The console's one window: its frame, its place, and what it may ask of the shell. */
import { randomUUID } from "node:crypto";
import { BrowserWindow, MessageChannelMain, nativeTheme, screen } from "electron";
import type { Session } from "electron";
import { portMessage, shellChannel } from "#electron/preload/messages.ts";
import type { Language, Theme } from "#electron/preload/messages.ts";
import type { Keychain } from "./keychain.ts";
import type { NodeProcess } from "./node-process.ts";
import { consolePage } from "./pages.ts";
import { busyProblem, confirmAct, unlockPerson } from "./person-asks.ts";
import type { AskOptions } from "./person-asks.ts";
import { NoMessageError } from "./shell-channel.ts";
import type { ShellChannel } from "./shell-channel.ts";
import { webPreferencesFor } from "./web-preferences.ts";
import { parseConsoleMessage } from "./window-messages.ts";
import { loadWindowState, saveWindowState, windowSizeMin } from "./window-state.ts";
import { words } from "./words.ts";

export type ConsoleWindowOptions = {
  readonly node: NodeProcess;
  readonly keychain: Keychain;
  readonly channel: ShellChannel;
  readonly consoleSession: Session;
  readonly sheetSession: Session;
  readonly preloads: { readonly console: string; readonly sheet: string };
  readonly stateFile: string;
  readonly devTools: boolean;
  readonly language: () => Language;
  readonly onAppearance: (language: Language, theme: Theme) => void;
  /** The page's process died; `again`: it has been loaded anew. */
  readonly onPageGone: (state: "again" | "away") => void;
};

/** The papers of the two themes, so that nothing flashes before the page is there. */
const paper = { light: "#f4f6f8", dark: "#0e1318" } as const;

/** A page that lived for less did not get as far as anything a person did. */
const pageLifeMsMin = 10_000;

export function openConsoleWindow(options: ConsoleWindowOptions): BrowserWindow {
  const { node, channel, consoleSession, preloads, devTools } = options;
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const state = loadWindowState(options.stateFile, areas);
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: windowSizeMin.width,
    minHeight: windowSizeMin.height,
    show: false,
    title: words(options.language(), "product"),
    backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    autoHideMenuBar: true,
    webPreferences: webPreferencesFor({ preload: preloads.console, session: consoleSession, devTools }),
  });
  if (state.isMaximized) window.maximize();
  const name = randomUUID();
  channel.admit(window.webContents, consolePage, createAnswer(options, window, name));
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    saveWindowState(options.stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  window.once("closed", () => node.forget(name));
  let goneAt = Number.NEGATIVE_INFINITY;
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    node.forget(name);
    if (reason === "clean-exit" || window.isDestroyed()) return;
    const now = Date.now();
    // A page that dies as soon as it is loaded stays away until the person loads it; else the program would do nothing but load it.
    const isAgain = now - goneAt < pageLifeMsMin;
    goneAt = now;
    if (!isAgain) void window.loadURL(consolePage);
    options.onPageGone(isAgain ? "away" : "again");
  });
  void window.loadURL(consolePage);
  return window;
}

function createAnswer(options: ConsoleWindowOptions, parent: BrowserWindow, window: string) {
  const { node, keychain, channel, sheetSession: session, preloads, devTools } = options;
  const asks = (): AskOptions => ({
    node,
    keychain,
    window,
    language: options.language(),
    surroundings: { parent, session, channel, preload: preloads.sheet, devTools },
  });
  let isAsking = false;
  const once = async <Outcome>(ask: () => Promise<Outcome>) => {
    if (isAsking) return { state: "refused", problem: busyProblem() } as const;
    isAsking = true;
    try {
      return await ask();
    } finally {
      isAsking = false;
    }
  };
  return (data: unknown): unknown => {
    const message = parseConsoleMessage(data);
    switch (message?.kind) {
      case "port":
        return handPort(node, parent, window);
      case "confirm":
        return once(() => confirmAct(asks(), message.digest));
      case "unlock":
        return once(() => unlockPerson(asks(), message.handle));
      case "appearance":
        return options.onAppearance(message.language, message.theme);
      case undefined:
        throw new NoMessageError("not a message of the console");
    }
  };
}

/** One end to the node, the other to the page; this process keeps neither. */
function handPort(node: NodeProcess, { webContents }: BrowserWindow, window: string): void {
  const { port1, port2 } = new MessageChannelMain();
  node.admit(window, port1);
  webContents.postMessage(shellChannel, portMessage, [port2]);
}
