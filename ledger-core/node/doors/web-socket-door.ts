/** WebSockets of the console's pages. Whether a page may have one is decided before it comes here. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import type { Attend, Channel, Refused } from "./call-channel.ts";
import { CALL_SIZE_BYTES_MAX, HEARTBEAT_MS, UNREAD_BYTES_MAX, WEB_SOCKETS_MAX } from "./door-limits.ts";

/** Codes of RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
const CLOSE_CODES: Readonly<Record<Refused, number>> = { "not a call": 1003, "too many calls": 1013 };

export type Knock = { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer };

export class WebSocketDoor {
  readonly #attend: Attend;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: CALL_SIZE_BYTES_MAX, perMessageDeflate: false });
  /** Every open socket, and whether it has answered since the last heartbeat. */
  readonly #alive = new Map<WebSocket, boolean>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(attend: Attend, heartbeatMs = HEARTBEAT_MS) {
    this.#attend = attend;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  get isFull(): boolean {
    return this.#alive.size >= WEB_SOCKETS_MAX;
  }

  /** Completes the handshake, then answers calls until the socket closes. A malformed handshake is answered with 400. */
  admit({ request, socket, head }: Knock, context: NodeContext): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#alive.set(webSocket, true);
      webSocket.on("pong", () => this.#alive.set(webSocket, true));
      webSocket.on("close", () => this.#alive.delete(webSocket));
      // A frame that breaks the protocol or is too long: the library closes the socket, and there is nothing else to do.
      webSocket.on("error", () => undefined);
      this.#attend(channelOf(webSocket), context);
    });
  }

  /** Says goodbye to every page. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const webSocket of this.#alive.keys()) {
      webSocket.close(GOING_AWAY);
      webSocket.terminate();
    }
  }

  #beat(): void {
    for (const [webSocket, isAlive] of this.#alive) {
      if (!isAlive) {
        webSocket.terminate();
        continue;
      }
      this.#alive.set(webSocket, false);
      webSocket.ping();
    }
  }
}

function channelOf(webSocket: WebSocket): Channel {
  return {
    onFrame: (listener) =>
      void webSocket.on("message", (data: Buffer, isBinary: boolean) =>
        listener(isBinary ? data : data.toString("utf8")),
      ),
    onClose: (listener) => void webSocket.on("close", listener),
    send: (frame) => send(webSocket, frame),
    refuse: (reason) => webSocket.close(CLOSE_CODES[reason], reason),
  };
}

/** A page that has gone needs no answer, so that is no failure. */
async function send(webSocket: WebSocket, frame: string): Promise<void> {
  if (webSocket.readyState !== WebSocket.OPEN) return;
  if (webSocket.bufferedAmount > UNREAD_BYTES_MAX) return webSocket.terminate();
  await new Promise<void>((resolve) => {
    webSocket.send(frame, () => resolve());
  });
}
