/** The one channel between windows and this process: who may speak on it, and as what. No other file listens to windows. */
import { ipcMain } from "electron";
import type { IpcMainInvokeEvent, WebContents } from "electron";
import { shellChannel } from "#electron/preload/messages.ts";
import { isPage } from "./pages.ts";

/** A window sent what is no message of it. Windows may be hostile, so this is not worth a line in a log. */
export class NoMessageError extends Error {}

/** Answers a message of one window; what it gives is sent back. Throwing sends back that the message was refused, without why. */
export type Answer = (message: unknown) => unknown;

type Speaker = { readonly page: string; readonly answer: Answer };

export class ShellChannel {
  readonly #speakers = new Map<number, Speaker>();

  constructor() {
    ipcMain.handle(shellChannel, async (event, message: unknown) => this.#hear(event, message));
  }

  /** Lets the main frame of a window speak for as long as it shows `page`; the window's end ends it. */
  admit(contents: WebContents, page: string, answer: Answer): void {
    const { id } = contents;
    this.#speakers.set(id, { page, answer });
    contents.once("destroyed", () => this.#speakers.delete(id));
  }

  async #hear({ sender, senderFrame }: IpcMainInvokeEvent, message: unknown): Promise<unknown> {
    const speaker = this.#speakers.get(sender.id);
    const isOurs =
      speaker !== undefined &&
      senderFrame !== null &&
      senderFrame.parent === null &&
      isPage(senderFrame.url, speaker.page);
    if (!isOurs) throw new Error("refused");
    try {
      return await speaker.answer(message);
    } catch (error) {
      if (!(error instanceof NoMessageError)) console.error(error);
      throw new Error("refused", { cause: error });
    }
  }
}
