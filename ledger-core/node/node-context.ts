/** What every procedure is given: the node, the window that asks, and through which door it came. */
import type { NodeHost } from "./node-host.ts";

/** One window or script: a browser's cookie, a MessagePort, or the local socket. It unlocks one identity at a time. */
export type ClientSession = {
  readonly id: string;
  /** Session of the keystore; undefined while nobody is unlocked here. */
  keystoreSession: string | undefined;
  /** Somebody locked this window by hand, so a demo does not unlock it again by itself. */
  isLockedByHand?: boolean;
  /** The window has gone: what is unlocked for it from now on nobody would lock again. */
  isGone?: boolean;
};

export type NodeContext = {
  readonly host: NodeHost;
  readonly client: ClientSession;
  /** Through the shell's own channel alone may the shell confirm a signature. */
  readonly door: "browser" | "shell" | "local";
};
