/**
 * How commands reach the node that holds a ledger: HTTP over a socket that only the same user can open. `POST /submit` takes
 * signed transactions, `POST /ticket` gives the address for one more browser, `GET /status` says who answers.
 */
import { chmodSync, existsSync, lstatSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { problemOfError } from "#ledger-core/node/problem.ts";
import { statusOf } from "#ledger-core/node/status.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { CONNECTIONS_CHECK_MS, HEAD_MS_MAX, LOCAL_CONNECTIONS_MAX, REQUEST_MS_MAX } from "./door-limits.ts";
import { isGivenUp } from "./read-body.ts";
import { clearPlace, notePlace, placeSocket } from "./socket-path.ts";
import { SubmissionDesk } from "./submission-desk.ts";

export type LocalSocketOptions = {
  readonly host: NodeHost;
  readonly folder: string;
  /** Gives the address for one more browser; left out where this node serves none. */
  readonly invite?: () => string;
};

export type LocalSocket = { readonly close: () => Promise<void> };

/**
 * Listens, in the place of whatever a killed node left behind. Throws LEDGER_LOCKED if another node answers there, or
 * FOLDER_UNWRITABLE.
 */
export async function openLocalSocket(options: LocalSocketOptions): Promise<LocalSocket> {
  const { folder } = options;
  const place = placeSocket(folder);
  if (await answers(place.path)) throw new StoreError("LEDGER_LOCKED", { folder });
  const server = createServer({
    headersTimeout: HEAD_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
  });
  server.maxConnections = LOCAL_CONNECTIONS_MAX;
  const submissions = new SubmissionDesk();
  server.on("request", (request, response) => void serve({ request, response }, { ...options, submissions }));
  try {
    await (process.platform === "win32" ? listen(server, place.path) : listenPrivately(server, place.path));
    notePlace(folder, place);
  } catch (error) {
    server.close();
    throw error instanceof StoreError ? error : new StoreError("FOLDER_UNWRITABLE", { folder }, { cause: error });
  }
  const close = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    clearPlace(place);
    return closed;
  };
  return { close };
}

/**
 * The socket is made in a folder that nobody else can enter, closed to others, and only then put in its place: at no time can
 * another user connect, whatever the folder allows.
 */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isSocket()) throw new StoreError("FOLDER_UNWRITABLE", { folder: dirname(path) });
  const made = mkdtempSync(join(dirname(path), ".sock-"));
  try {
    await listen(server, join(made, "s"));
    chmodSync(join(made, "s"), 0o600);
    renameSync(join(made, "s"), path);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}

async function answers(path: string): Promise<boolean> {
  if (process.platform !== "win32" && !existsSync(path)) return false;
  return await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

type Serving = LocalSocketOptions & { readonly submissions: SubmissionDesk };

async function serve(exchange: Exchange, options: Serving): Promise<void> {
  try {
    await answer(exchange, options);
  } catch (error) {
    const problem = problemOfError(error);
    if (problem === undefined && !isGivenUp(exchange.request)) console.error(error);
    if (exchange.response.headersSent) return void exchange.response.destroy();
    const { code, data } = problem ?? { code: "INTERNAL", data: {} };
    send(exchange, problem === undefined ? 500 : 409, JSON.stringify({ code, data }));
  }
}

async function answer(exchange: Exchange, { host, invite, submissions }: Serving): Promise<void> {
  const { request } = exchange;
  switch (`${request.method} ${request.url}`) {
    case "POST /submit": {
      const taken = await submissions.take(exchange, host);
      if (taken !== undefined) send(exchange, taken.status, taken.json);
      return;
    }
    case "POST /ticket":
      return send(exchange, 200, JSON.stringify(invite === undefined ? null : { url: invite(), pid: process.pid }));
    case "GET /status":
      return send(
        exchange,
        200,
        JSON.stringify({ pid: process.pid, ledger: host.isOpen ? statusOf(host.ledger) : null }),
      );
    default:
      return send(exchange, 404, "null");
  }
}

function send({ response }: Exchange, status: number, json: string): void {
  response.writeHead(status, { "Content-Type": "application/json", Connection: "close" });
  response.end(json);
}
