/** The same procedures over a MessagePort, for the windows of the desktop shell: the node runs in its utility process. */
import { randomUUID } from "node:crypto";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { createAttend } from "./call-channel.ts";
import type { Attend, Channel, NodeRouter } from "./call-channel.ts";
import { lockSession } from "./lock-session.ts";

/** A port as Electron's utility process receives it (`MessagePortMain`). */
export type ShellPort = {
  on(event: "message", listener: (message: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: string): void;
  start(): void;
  close(): void;
};

export type PortDoor = {
  /** Answers the calls of one window until its port closes; then what it had unlocked is locked. */
  readonly admit: (port: ShellPort) => ClientSession;
};

/** Opens the door of the shell; each port that it hands over is one window. */
export function openPortDoor(host: NodeHost, router: NodeRouter = createRouter()): PortDoor {
  const attend: Attend = createAttend(router, (error) => console.error(error));
  return {
    admit: (port) => {
      const client: ClientSession = { id: randomUUID(), keystoreSession: undefined };
      port.on("close", () => lockSession(host, client));
      attend(channelOf(port), { host, client, door: "shell" });
      port.start();
      return client;
    },
  };
}

/** A port has no bound on what waits in it; a window reads as long as it lives. */
function channelOf(port: ShellPort): Channel {
  let isOpen = true;
  port.on("close", () => {
    isOpen = false;
  });
  return {
    onFrame: (listener) => void port.on("message", ({ data }) => listener(data)),
    onClose: (listener) => void port.on("close", listener),
    send: async (frame) => {
      if (isOpen) port.postMessage(frame);
    },
    refuse: () => port.close(),
  };
}
