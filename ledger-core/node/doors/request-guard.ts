/**
 * Which requests the browser door looks at: those of this machine's own address (no other name may be made to point here), and
 * from the console's own page. A page of another origin is refused before anything else is read.
 */
import type { IncomingMessage } from "node:http";

export type Verdict =
  | { readonly kind: "welcome"; readonly path: string; readonly query: string }
  | { readonly kind: "refused"; readonly status: 400 | 403 | 405; readonly reason: string };

/** How a request arrives: as a page or file, as a call, or to become a WebSocket. */
export type Approach = "read" | "call" | "socket";

/** Where programs hand in signed transactions, many at a time. */
export const SUBMIT_PATH = "/submit";

const TARGET_LENGTH_MAX = 2_048;

/** Judges the head of a request; nothing of its body has been read. */
export function judgeRequest(request: IncomingMessage, port: number): Verdict {
  const hosts = request.headersDistinct["host"] ?? [];
  const host = hosts[0];
  if (hosts.length !== 1 || (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`))
    return refuse(403, "foreign host");
  const target = request.url ?? "";
  if (!target.startsWith("/") || target.length > TARGET_LENGTH_MAX) return refuse(400, "malformed target");
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark + 1);
  const approach = approachOf(request, path);
  if (approach === undefined) return refuse(405, "method not allowed");
  const origins = request.headersDistinct["origin"] ?? [];
  const isOurs = origins.length === 1 && origins[0] === `http://${host}`;
  if (origins.length > 0 && !isOurs) return refuse(403, "foreign origin");
  if (approach !== "read" && !isOurs) return refuse(403, "origin missing");
  if (!isSameSite(request, path)) return refuse(403, "foreign page");
  return { kind: "welcome", path, query };
}

function approachOf(request: IncomingMessage, path: string): Approach | undefined {
  if (request.headers.upgrade !== undefined) return request.method === "GET" ? "socket" : undefined;
  if (request.method === "GET" || request.method === "HEAD") return "read";
  return request.method === "POST" && (path.startsWith("/api/") || path === SUBMIT_PATH) ? "call" : undefined;
}

/**
 * Browsers say where a request comes from. A page on another port of this machine shares our cookie, so only the console's own
 * page may fetch; following a link to the front page is all that others can do.
 */
function isSameSite(request: IncomingMessage, path: string): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return true;
  const { "sec-fetch-mode": mode, "sec-fetch-dest": destination } = request.headers;
  return path === "/" && request.method === "GET" && mode === "navigate" && destination === "document";
}

function refuse(status: 400 | 403 | 405, reason: string): Verdict {
  return { kind: "refused", status, reason };
}
