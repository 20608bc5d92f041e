import { useSyncExternalStore } from "react";
import type { ClientContext, ClientLink, ClientOptions } from "@orpc/client";

/** One open way to the node, until `closed` settles. */
export type Transport = {
  readonly link: ClientLink<ClientContext>;
  readonly closed: Promise<void>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
};

/** Opens a way to the node, or rejects. */
export type OpenTransport = () => Promise<Transport>;

/** How the window stands to its node. `waiting` means that it was lost and the next attempt is due. */
export type ConnectionState = "connecting" | "open" | "waiting";

const firstRetryMs = 250;
const retryMsMax = 5_000;

/** How long a call waits for a lost connection to come back before it fails. */
export const patienceMs = 10_000;

/** A call that could not reach the node. Whether a write had arrived is not known: read before trying again. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
  constructor(options?: ErrorOptions) {
    super("the node on this computer could not be reached", options);
  }
}

/** The wait before attempt number `attempt` (0 based): doubling from 250 ms to 5 s, spread by up to a fifth. */
export function retryDelayMs(attempt: number, spread: number): number {
  const base = Math.min(retryMsMax, firstRetryMs * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.8 + 0.4 * spread));
}

export type Connection = ClientLink<ClientContext> & {
  readonly state: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Runs `listener` each time the connection opens; `isFirst` is false after a loss, when events may have been missed. */
  readonly onOpen: (listener: (isFirst: boolean) => void) => () => void;
  readonly close: () => void;
};

type Wait = {
  readonly find: () => Transport | undefined;
  readonly listeners: Set<() => void>;
  readonly signal: AbortSignal | undefined;
};

/** The open transport, now or as soon as there is one; rejects after `patienceMs` or when the caller leaves. */
async function waitForTransport({ find, listeners, signal }: Wait): Promise<Transport> {
  const found = find();
  if (found !== undefined) return found;
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(deadline);
      listeners.delete(check);
      signal?.removeEventListener("abort", abort);
      finish();
    };
    const check = () => {
      const opened = find();
      if (opened !== undefined) settle(() => resolve(opened));
    };
    const abort = () => settle(() => reject(signal?.reason));
    const deadline = setTimeout(() => settle(() => reject(new ConnectionLostError())), patienceMs);
    listeners.add(check);
    signal?.addEventListener("abort", abort);
  });
}

/** Keeps one transport open for as long as it is not closed, and tells about every change of its state. */
function keepOpen(open: OpenTransport) {
  let state: ConnectionState = "connecting";
  let transport: Transport | undefined;
  let isClosed = false;
  let hasOpened = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const openListeners = new Set<(isFirst: boolean) => void>();

  const change = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const attempt = async (number: number): Promise<void> => {
    if (isClosed) return;
    change(number === 0 && !hasOpened ? "connecting" : "waiting");
    try {
      const opened = await open();
      transport = opened;
      const isFirst = !hasOpened;
      hasOpened = true;
      change("open");
      for (const listener of openListeners) listener(isFirst);
      await opened.closed;
      transport = undefined;
      void attempt(0);
    } catch {
      timer = setTimeout(() => void attempt(number + 1), retryDelayMs(number, Math.random()));
    }
  };
  void attempt(0);
  const close = () => {
    isClosed = true;
    clearTimeout(timer);
    transport?.close();
  };
  return { state: () => state, transport: () => transport, listeners, openListeners, close };
}

/**
 * A link that survives the loss of its transport: it opens the next one with growing pauses, and calls made meanwhile
 * wait up to `patienceMs`. A call that was under way when the transport broke fails; it is never sent twice.
 */
export function createConnection(open: OpenTransport): Connection {
  const kept = keepOpen(open);
  const { state, listeners, openListeners, close } = kept;
  return {
    state,
    close,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onOpen: (listener) => {
      openListeners.add(listener);
      if (state() === "open") listener(true);
      return () => openListeners.delete(listener);
    },
    call: async (path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) => {
      const used = await waitForTransport({ find: kept.transport, listeners, signal: options.signal });
      try {
        return await used.link.call(path, input, options);
      } catch (error) {
        if (!used.isOpen()) throw new ConnectionLostError({ cause: error });
        throw error;
      }
    },
  };
}

/** The state of the connection, for the status line. */
export function useConnectionState(connection: Connection): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}
