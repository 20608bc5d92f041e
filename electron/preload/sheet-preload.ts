/**
 * The shell's own sheet: what is to be signed or unlocked, and the passphrase. The page holds no script at all; everything it does is
 * done here, in a world of its own, and nothing is exposed to the page.
 */
import { ipcRenderer } from "electron";
import { shellChannel } from "./messages.ts";
import type { Sheet, SheetMessage, SheetTrouble } from "./messages.ts";
import { showSheet } from "./sheet-view.ts";

const tell = async (message: SheetMessage): Promise<unknown> => ipcRenderer.invoke(shellChannel, message);

/** The main process is the one that may be believed here: it made the sheet and its answers. */
async function show(): Promise<void> {
  const sheet = (await tell({ kind: "read" })) as Sheet;
  showSheet(sheet, {
    onAccept: async ({ passphrase, keep }) =>
      (await tell({ kind: "accept", passphrase, keep })) as SheetTrouble | undefined,
    onCancel: () => void tell({ kind: "cancel" }),
  });
}

globalThis.addEventListener("DOMContentLoaded", () => void show());
