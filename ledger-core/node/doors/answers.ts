/** Answers of the browser door, each complete and with every header that it needs. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { notBuilt, noticePage, startFromTerminal } from "./notice-pages.ts";
import { documentHeaders, plainHeaders } from "./security-headers.ts";

/** A request and the answer to it. */
export type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

const NONCE_BYTES = 18;

/** A value that a page cannot guess before it is served. */
export function newNonce(): string {
  return Buffer.from(randomBytes(NONCE_BYTES)).toString("base64");
}

/** Sends a whole answer. A body that was not read to its end closes the connection, so that nobody waits for the rest. */
export function sendAnswer({ request, response }: Exchange, { status, headers, body }: Answer): void {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  const hasBody = length !== undefined || encoding !== undefined;
  const more = hasBody && !request.complete ? { Connection: "close" } : {};
  response.writeHead(status, { ...headers, ...more, "Content-Length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** A status and a few words for whoever reads the traffic. */
export function sendStatus(exchange: Exchange, status: number, reason = STATUS_CODES[status] ?? ""): void {
  const headers = { ...plainHeaders, "Content-Type": "text/plain; charset=utf-8" };
  const allow = status === 405 ? { Allow: "GET, HEAD, POST" } : {};
  sendAnswer(exchange, { status, headers: { ...headers, ...allow }, body: `${reason}\n` });
}

/** JSON that is text already. `retrySeconds`: when the same request may be tried again. */
export function sendJson(
  exchange: Exchange,
  json: string,
  { status = 200, retrySeconds }: { readonly status?: number; readonly retrySeconds?: number } = {},
): void {
  const retry = retrySeconds === undefined ? {} : { "Retry-After": String(retrySeconds) };
  sendAnswer(exchange, {
    status,
    headers: { ...plainHeaders, "Content-Type": "application/json", ...retry },
    body: json,
  });
}

/** A page for people, in both languages: they were not let in (401), or there is no console to show (503). */
export function sendNotice(exchange: Exchange, status: 401 | 503): void {
  const nonce = newNonce();
  const page = noticePage(status === 401 ? startFromTerminal : notBuilt, nonce);
  sendAnswer(exchange, { status, headers: documentHeaders(nonce), body: page });
}
