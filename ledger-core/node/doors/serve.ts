/** A node whose console opens in a browser on the same machine. */
import { fileURLToPath } from "node:url";
import type { ClientSession, NodeContext } from "#ledger-core/node/node-context.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { openBrowserDoor } from "./browser-door.ts";
import type { Announcement } from "./local-socket.ts";
import { openLocalSocket } from "./local-socket-server.ts";
import { lockSession } from "./lock-session.ts";
import { openInBrowser } from "./open-in-browser.ts";

export type ServeOptions = {
  readonly host: NodeHost;
  /** Where the local socket is; the host's own folder. */
  readonly folder: string;
  /** A free one where it is left out. */
  readonly port?: number;
  /** Whether to open the person's browser, where there is a screen. */
  readonly open: boolean;
  /** Called once, when the address answers. */
  readonly announce: (line: Announcement) => void;
  /** Folder of the built console; that of this project where it is left out. */
  readonly pages?: string;
};

export type Served = {
  readonly port: number;
  /** A new address that lets one more browser in, once. */
  readonly invite: () => string;
  /** Closes the doors; the host stays open and is the caller's to close. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the browser door and the local socket. Throws PORT_IN_USE, or LEDGER_LOCKED if another process serves this folder
 * already; then no door stays open.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { host, folder, announce } = options;
  const contextOf = (client: ClientSession): NodeContext => ({ host, client, door: "browser" });
  const browser = await openBrowserDoor({
    router: createRouter(),
    contextOf,
    onDropped: (client) => lockSession(host, client),
    onFault: (error) => console.error(error),
    pages: options.pages ?? fileURLToPath(new URL("../../../build/renderer", import.meta.url)),
    port: options.port ?? 0,
  });
  try {
    const local = await openLocalSocket({ host, folder, invite: browser.invite });
    const url = browser.invite();
    announce({ url, port: browser.port, pid: process.pid });
    if (options.open) openInBrowser(url);
    const close = async (): Promise<void> => {
      await Promise.all([local.close(), browser.close()]);
    };
    return { port: browser.port, invite: browser.invite, close };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
