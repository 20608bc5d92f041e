/** The shell's own sheet before the console: a window that no page of the console made, can read or can answer. */
import { BrowserWindow } from "electron";
import type { Session } from "electron";
import type { Sheet, SheetTrouble } from "#electron/preload/messages.ts";
import { sheetPage } from "./pages.ts";
import { NoMessageError } from "./shell-channel.ts";
import type { ShellChannel } from "./shell-channel.ts";
import { webPreferencesFor } from "./web-preferences.ts";
import { parseSheetMessage } from "./window-messages.ts";

/** What came of an answer: it is done, or what stands in the way. */
export type Attempt<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "trouble"; readonly trouble: SheetTrouble };

export type SheetSurroundings = {
  readonly parent: BrowserWindow;
  readonly session: Session;
  readonly preload: string;
  readonly channel: ShellChannel;
  readonly devTools: boolean;
};

export type SheetAnswer = { readonly passphrase: string | undefined; readonly keep: boolean };

const sheetSize = { width: 480, height: 420, useContentSize: true } as const;

/** Asks the person; undefined if the person went back. `attempt` runs once at a time, and never after the sheet has gone. */
export async function askInSheet<Result>(
  surroundings: SheetSurroundings,
  sheet: Sheet,
  attempt: (answer: SheetAnswer) => Promise<Attempt<Result>>,
): Promise<Result | undefined> {
  const { parent, session, preload, channel, devTools } = surroundings;
  const window = new BrowserWindow({
    ...sheetSize,
    parent,
    modal: true,
    show: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    title: sheet.words[sheet.language].title,
    webPreferences: webPreferencesFor({ preload, session, devTools }),
  });
  window.removeMenu();
  let result: Result | undefined;
  let isWorking = false;
  const accept = async (answer: SheetAnswer): Promise<SheetTrouble | undefined> => {
    if (isWorking) throw new NoMessageError("an answer is already being tried");
    isWorking = true;
    try {
      const tried = await attempt(answer);
      if (tried.kind === "trouble") return tried.trouble;
      result = tried.result;
      // After this answer has reached the page, so that nobody waits for a window that has gone.
      setImmediate(() => close(window));
      return undefined;
    } finally {
      isWorking = false;
    }
  };
  channel.admit(window.webContents, sheetPage, (data) => {
    const message = parseSheetMessage(data);
    switch (message?.kind) {
      case "read":
        return sheet;
      case "accept":
        return accept({ passphrase: message.passphrase, keep: message.keep });
      case "cancel":
        if (!isWorking) setImmediate(() => close(window));
        return undefined;
      case undefined:
        throw new NoMessageError("not a message of the sheet");
    }
  });
  // A signature under way is not lost sight of: the window stays until the node has answered.
  window.on("close", (event) => {
    if (isWorking) event.preventDefault();
  });
  window.once("ready-to-show", () => window.show());
  const closed = new Promise<void>((resolve) => window.once("closed", () => resolve()));
  await window.loadURL(sheetPage);
  await closed;
  return result;
}

function close(window: BrowserWindow): void {
  if (!window.isDestroyed()) window.close();
}
