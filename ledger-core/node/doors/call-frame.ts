/** The frames that a window may send: a call, or the end of one. Anything else is not ours, and its connection is closed. */
import { CALL_SIZE_BYTES_MAX } from "./door-limits.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

const ABORT = 4;
const ID_LENGTH_MAX = 64;
const PATH_PATTERN = /^(?:\/[A-Za-z][A-Za-z0-9]*){1,4}$/;

/**
 * True for the JSON text of `{i, p: {u, b}}`, a call with an id to the procedure at path `u`, and of `{i, t: 4}`, which gives
 * one up. Binary frames, files, streams from a window, other methods and headers are not part of this interface.
 */
export function isCallFrame(data: unknown): data is string {
  if (typeof data !== "string" || data.length > CALL_SIZE_BYTES_MAX) return false;
  const frame = parseJson(data);
  if (!isObject(frame)) return false;
  const { i: id, t: type, p: payload } = frame;
  if (typeof id !== "string" || id.length === 0 || id.length > ID_LENGTH_MAX) return false;
  if (type === ABORT) return true;
  if (type !== undefined || !isObject(payload)) return false;
  const { u: path, h: headers, m: method } = payload;
  return typeof path === "string" && PATH_PATTERN.test(path) && method === undefined && areHeadersKnown(headers);
}

/** A window that lost its connection says which event it saw last. */
function areHeadersKnown(headers: unknown): boolean {
  if (headers === undefined) return true;
  if (!isObject(headers)) return false;
  return Object.entries(headers).every(([name, value]) => name === "last-event-id" && typeof value === "string");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
