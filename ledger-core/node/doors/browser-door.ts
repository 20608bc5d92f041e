/**
 * The HTTP server on this machine's own address: the console's pages, WebSockets for them, the same calls for scripts, and `POST /submit`
 * for programs that hand in signed transactions by the thousand.
 */
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { ClientSession, NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { newNonce, sendAnswer, sendJson, sendNotice, sendStatus } from "./answers.ts";
import type { Exchange } from "./answers.ts";
import { createApiDoor } from "./api-door.ts";
import type { ApiDoor } from "./api-door.ts";
import { BrowserSessions, cookieValue } from "./browser-sessions.ts";
import { createAttend } from "./call-channel.ts";
import type { NodeRouter, OnFault } from "./call-channel.ts";
import { readConsoleFile, readPage } from "./console-files.ts";
import {
  CONNECTIONS_CHECK_MS,
  CONNECTIONS_MAX,
  HEAD_MS_MAX,
  HEAD_SIZE_BYTES_MAX,
  KEEP_ALIVE_MS,
  REQUEST_MS_MAX,
} from "./door-limits.ts";
import { isGivenUp } from "./read-body.ts";
import { judgeRequest, SUBMIT_PATH } from "./request-guard.ts";
import { documentHeaders, plainHeaders } from "./security-headers.ts";
import { SubmissionDesk } from "./submission-desk.ts";
import { WebSocketDoor } from "./web-socket-door.ts";

const ADDRESS = "127.0.0.1";

export type BrowserDoorOptions = {
  readonly router: NodeRouter;
  /** The context of whoever holds a cookie. */
  readonly contextOf: (client: ClientSession) => NodeContext;
  /** Told of a browser that gives way to newer ones. */
  readonly onDropped: (client: ClientSession) => void;
  readonly onFault: OnFault;
  /** Folder of the built console. */
  readonly pages: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Time to send a whole request, longer than that for its head; a minute where it is left out. */
  readonly requestMsMax?: number;
  /** Takes what comes to `POST /submit`; one with the usual limits where it is left out. */
  readonly submissions?: SubmissionDesk;
};

export type BrowserDoor = {
  readonly port: number;
  /** A new address that lets one browser in, once. */
  readonly invite: () => string;
  readonly close: () => Promise<void>;
};

/** Opens the door on 127.0.0.1 alone. Throws PORT_IN_USE. */
export async function openBrowserDoor(options: BrowserDoorOptions): Promise<BrowserDoor> {
  const server = createServer({
    headersTimeout: HEAD_MS_MAX,
    requestTimeout: options.requestMsMax ?? REQUEST_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    maxHeaderSize: HEAD_SIZE_BYTES_MAX,
  });
  server.maxConnections = CONNECTIONS_MAX;
  const port = await listen(server, options.port);
  const door = new OpenDoor(options, port);
  server.on("request", (request, response) => void door.serve({ request, response }));
  server.on("upgrade", (request, socket, head) => door.upgrade(request, socket, head));
  return {
    port,
    invite: () => door.invite(),
    close: () => {
      door.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(isTaken ? new NodeError("PORT_IN_USE", { port }, { cause: error }) : error);
    });
    server.listen({ host: ADDRESS, port, exclusive: true }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

class OpenDoor {
  readonly #options: BrowserDoorOptions;
  readonly #port: number;
  /** Cookies know no ports, so the name tells the consoles of one machine apart. */
  readonly #cookieName: string;
  readonly #sessions: BrowserSessions;
  readonly #api: ApiDoor;
  readonly #webSockets: WebSocketDoor;
  readonly #submissions: SubmissionDesk;

  constructor(options: BrowserDoorOptions, port: number) {
    this.#options = options;
    this.#port = port;
    this.#cookieName = `console-${port}`;
    this.#sessions = new BrowserSessions({ now: Date.now, onDropped: options.onDropped });
    this.#api = createApiDoor(options.router);
    this.#submissions = options.submissions ?? new SubmissionDesk();
    this.#webSockets = new WebSocketDoor(createAttend(options.router, options.onFault));
  }

  invite(): string {
    return `http://${ADDRESS}:${this.#port}/?ticket=${this.#sessions.issueTicket()}`;
  }

  close(): void {
    this.#webSockets.close();
  }

  async serve(exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    try {
      await this.#answer(exchange);
    } catch (error) {
      if (!isGivenUp(request)) this.#options.onFault(error);
      if (response.headersSent) response.destroy();
      else sendStatus(exchange, 500);
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    const verdict = judgeRequest(request, this.#port);
    if (verdict.kind === "refused") return sendStatus(exchange, verdict.status, verdict.reason);
    const { path, query } = verdict;
    const client = this.#clientOf(request);
    const ticket = path === "/" && request.method === "GET" ? new URLSearchParams(query).get("ticket") : null;
    if (ticket !== null) return this.#enter(exchange, { ticket, isKnown: client !== undefined });
    if (client === undefined) {
      return path === "/" ? sendNotice(exchange, 401) : sendStatus(exchange, 401, "no cookie");
    }
    if (path === "/" || path === "/index.html") return await this.#sendPage(exchange);
    if (path === "/rpc") return sendStatus(exchange, 426, "WebSocket only");
    if (path === SUBMIT_PATH) return await this.#submit(exchange, this.#options.contextOf(client));
    if (path === "/api/openapi.json") return sendJson(exchange, await this.#api.describe());
    if (path.startsWith("/api/")) {
      for (const [name, value] of Object.entries(plainHeaders)) response.setHeader(name, value);
      const failure = await this.#api.answer(request, response, this.#options.contextOf(client));
      return failure === undefined ? undefined : sendStatus(exchange, failure);
    }
    await this.#sendFile(exchange, path);
  }

  /** Each act carries its own signature, so it does not matter who is unlocked in the session that sends it. */
  async #submit(exchange: Exchange, { host }: NodeContext): Promise<void> {
    const { request } = exchange;
    if (request.method !== "POST") return sendStatus(exchange, 405);
    // A form of another page may send anything but this.
    if (request.headers["content-type"] !== "application/octet-stream") return sendStatus(exchange, 415);
    const taken = await this.#submissions.take(exchange, host);
    if (taken !== undefined) sendJson(exchange, taken.json, taken);
  }

  /** A browser that looks at an address before anybody has decided to open it must not burn the ticket. */
  #enter(exchange: Exchange, { ticket, isKnown }: { readonly ticket: string; readonly isKnown: boolean }): void {
    const { request, response } = exchange;
    if (request.headers["sec-purpose"] !== undefined) return sendStatus(exchange, 503, "not ahead of time");
    const cookie = this.#sessions.redeem(ticket);
    if (cookie === undefined && !isKnown) return sendNotice(exchange, 401);
    if (cookie !== undefined) {
      response.setHeader("Set-Cookie", `${this.#cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/`);
    }
    response.setHeader("Location", "/");
    sendStatus(exchange, 303);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => undefined);
    const refusal = this.#refusalOf(request);
    if (typeof refusal === "string") return turnAway(socket, refusal);
    this.#webSockets.admit({ request, socket, head }, this.#options.contextOf(refusal));
  }

  /** Why there is no WebSocket, as a status line; else whose it is. */
  #refusalOf(request: IncomingMessage): string | ClientSession {
    const verdict = judgeRequest(request, this.#port);
    if (verdict.kind === "refused") return `${verdict.status} Refused`;
    if (verdict.path !== "/rpc") return "404 Not Found";
    const client = this.#clientOf(request);
    if (client === undefined) return "401 Unauthorized";
    return this.#webSockets.isFull ? "503 Service Unavailable" : client;
  }

  #clientOf(request: IncomingMessage): ClientSession | undefined {
    const cookie = cookieValue(request.headers.cookie, this.#cookieName);
    return cookie === undefined ? undefined : this.#sessions.find(cookie);
  }

  async #sendPage(exchange: Exchange): Promise<void> {
    const nonce = newNonce();
    const page = await readPage(this.#options.pages, nonce);
    if (page === undefined) return sendNotice(exchange, 503);
    sendAnswer(exchange, { status: 200, headers: documentHeaders(nonce), body: page });
  }

  async #sendFile(exchange: Exchange, path: string): Promise<void> {
    const file = await readConsoleFile(this.#options.pages, path);
    if (file === undefined) return sendStatus(exchange, 404);
    const headers = { ...plainHeaders, "Content-Type": file.type, "Cache-Control": file.cache };
    sendAnswer(exchange, { status: 200, headers, body: file.bytes });
  }
}

/**
 * Answers and lets go. The server forgets sockets that ask for an upgrade: it neither keeps time for them nor closes them with the door, and
 * whoever knocked may never close its own side, nor read what is said.
 */
function turnAway(socket: Duplex, status: string): void {
  const patience = setTimeout(() => socket.destroy(), HEAD_MS_MAX);
  socket.once("close", () => clearTimeout(patience));
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
