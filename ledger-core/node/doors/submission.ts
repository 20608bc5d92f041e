/** What goes over the local socket and over `POST /submit`: signed transactions in, what became of them out. */
import { parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { DOOR_CODES, ENTRY_CODES } from "#ledger-core/contract/schema/errors.ts";
import type { RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { packWires } from "#ledger-core/engine/packed-wires.ts";
import { SUBMISSION_TRANSACTIONS_MAX } from "./door-limits.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

const LENGTH_BYTES = 4;
const STATES = ["executed", "proposed", "voted", "refused", "system"] as const satisfies readonly Receipt["state"][];

/** Each transaction after its length in four bytes, the most significant first. */
export function encodeWires(wires: readonly Uint8Array[]): Buffer {
  return Buffer.from(packWires(wires).buffer);
}

/** The transactions in their order, as views into the body; undefined if it is not whole, is empty, or holds too many. */
export function parseWires(body: Buffer): readonly Uint8Array[] | undefined {
  const wires: Uint8Array[] = [];
  // No slice of a Buffer is a copy, and what is read further on is to be copied out.
  const bytes = new Uint8Array(body.buffer, body.byteOffset, body.length);
  let at = 0;
  while (at < body.length) {
    if (at + LENGTH_BYTES > body.length || wires.length === SUBMISSION_TRANSACTIONS_MAX) return undefined;
    const end = at + LENGTH_BYTES + body.readUInt32BE(at);
    if (end > body.length) return undefined;
    wires.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return wires.length === 0 ? undefined : wires;
}

/** As JSON: ids in hexadecimal, `proposal` only where there is one. */
export function answersToJson(answers: readonly (Receipt | Turnaway)[]): string {
  return JSON.stringify(answers.map((answer) => (isReceipt(answer) ? { ...answer, id: hexOf(answer.id) } : answer)));
}

/** By Node, which is faster at it, and there are thousands. */
function hexOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("hex");
}

/** What `answersToJson` wrote; undefined for anything else, or if there are not `count` of them. */
export function parseAnswers(json: unknown, count: number): readonly (Receipt | Turnaway)[] | undefined {
  if (!Array.isArray(json) || json.length !== count) return undefined;
  const answers: (Receipt | Turnaway)[] = [];
  for (const item of json) {
    const answer = parseAnswer(item);
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  return answers;
}

function parseAnswer(json: unknown): Receipt | Turnaway | undefined {
  if (!isObject(json) || !isRefusalData(json["data"])) return undefined;
  const { code, data } = json;
  const doorCode = DOOR_CODES.find((known) => known === code);
  if (doorCode !== undefined) return { code: doorCode, data };
  const entryCode = code === "" ? "" : ENTRY_CODES.find((known) => known === code);
  const { height, index, kind, proposal } = json;
  const id = typeof json["id"] === "string" ? parseHex(json["id"]) : undefined;
  const state = STATES.find((known) => known === json["state"]);
  if (id === undefined || entryCode === undefined || state === undefined || typeof kind !== "string") return undefined;
  if (!isCount(height) || !isCount(index) || (proposal !== undefined && !isCount(proposal))) return undefined;
  return { id, height, index, kind, state, code: entryCode, data, proposal };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRefusalData(value: unknown): value is RefusalData {
  return isObject(value) && Object.values(value).every((item) => typeof item === "string" || Number.isFinite(item));
}
