/** The other end of a node's local socket: how a command hands signed transactions to the node that holds the ledger. */
import { request as sendRequest } from "node:http";
import { setTimeout } from "node:timers/promises";
import { NODE_CODES, NodeError } from "#ledger-core/node/node-error.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Submitter } from "#ledger-core/node/submitter.ts";
import { ANSWER_SIZE_BYTES_MAX, SUBMISSION_SIZE_BYTES_MAX, SUBMISSION_TRANSACTIONS_MAX } from "./door-limits.ts";
import { readBody } from "./read-body.ts";
import { findSocket } from "./socket-path.ts";
import { encodeWires, parseAnswers } from "./submission.ts";

/** A node seals within milliseconds; one that says nothing for so long is stopped or stuck. */
const SILENCE_MS_MAX = 60_000;
const BUSY = 503;
const BUSY_PAUSE_MS = 500;
const LENGTH_BYTES = 4;

/** Where a node's console is: the address with a one-time ticket, and the process to end. */
export type Announcement = { readonly url: string; readonly port: number; readonly pid: number };

export type LocalSubmitter = Submitter & {
  /** An address that lets one more browser in, once; undefined if the node serves no browser. */
  ticket(): Promise<Announcement | undefined>;
};

/**
 * Speaks with the node that holds the ledger of a folder. Nothing is connected yet: each call throws SOCKET_SILENT if no node
 * of this user answers. After SOCKET_SILENT from `submit` it is not known which transactions were sealed; submitting the same
 * bytes again is safe, for none is ever sealed twice.
 */
export function connectLocalSocket(folder: string): LocalSubmitter {
  return {
    submit: async (wires) => {
      const answers: (Receipt | Turnaway)[] = [];
      for (const batch of batchesOf(wires)) {
        const body = await call(folder, { method: "POST", path: "/submit", body: encodeWires(batch) });
        answers.push(...(parseAnswers(body, batch.length) ?? fail(folder, "answer")));
      }
      return answers;
    },
    ticket: async () => {
      const body = await call(folder, { method: "POST", path: "/ticket" });
      return body === null ? undefined : (parseAnnouncement(body) ?? fail(folder, "answer"));
    },
    close: () => Promise.resolve(),
  };
}

function parseAnnouncement(json: unknown): Announcement | undefined {
  if (typeof json !== "object" || json === null || !("url" in json) || !("pid" in json)) return undefined;
  const { url, pid } = json;
  if (typeof url !== "string" || !URL.canParse(url) || typeof pid !== "number") return undefined;
  return { url, port: Number(new URL(url).port), pid };
}

/** In order, as many to a submission as the node takes. */
function batchesOf(wires: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const batches: Uint8Array[][] = [];
  let batch: Uint8Array[] = [];
  let size = 0;
  for (const wire of wires) {
    const length = LENGTH_BYTES + wire.length;
    const isFull = batch.length === SUBMISSION_TRANSACTIONS_MAX || size + length > SUBMISSION_SIZE_BYTES_MAX;
    if (isFull && batch.length > 0) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(wire);
    size += length;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

type Call = { readonly method: "GET" | "POST"; readonly path: string; readonly body?: Buffer };

async function call(folder: string, { method, path, body }: Call): Promise<unknown> {
  const socketPath = findSocket(folder);
  if (socketPath === undefined) return fail(folder, "no socket");
  for (let busyMs = 0; ; busyMs += BUSY_PAUSE_MS) {
    const { status, json } = await send(folder, { socketPath, method, path, body });
    if (status === 200) return json;
    // It has taken nothing, for others are handing in more than it may hold.
    if (status === BUSY && busyMs < SILENCE_MS_MAX) await setTimeout(BUSY_PAUSE_MS);
    else throw errorOf(folder, json) ?? new NodeError("SOCKET_SILENT", { folder }, { cause: status });
  }
}

type Sent = Omit<Call, "body"> & { readonly socketPath: string; readonly body: Buffer | undefined };
type Answered = { readonly status: number; readonly json: unknown };

async function send(folder: string, { body, ...where }: Sent): Promise<Answered> {
  return await new Promise<Answered>((resolve, reject) => {
    const silent = (cause: unknown): void => reject(new NodeError("SOCKET_SILENT", { folder }, { cause }));
    const headers = { Host: "localhost", "Content-Length": body?.length ?? 0 };
    const sent = sendRequest({ ...where, agent: false, timeout: SILENCE_MS_MAX, headers }, (answer) => {
      readBody(answer, ANSWER_SIZE_BYTES_MAX)
        .then((bytes) => resolve({ status: answer.statusCode ?? 0, json: parseJson(bytes) }))
        .catch(silent);
    });
    sent.on("timeout", () => sent.destroy(new Error("the node is silent")));
    sent.on("error", silent);
    sent.end(body);
  });
}

/** The node's own error, so that it reads the same as when the ledger is open in this process. */
function errorOf(folder: string, json: unknown): NodeError | undefined {
  const code = typeof json === "object" && json !== null && "code" in json ? json.code : undefined;
  const known = NODE_CODES.find((each) => each === code);
  return known === undefined ? undefined : new NodeError(known, { folder });
}

function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function fail(folder: string, cause: string): never {
  throw new NodeError("SOCKET_SILENT", { folder }, { cause });
}
