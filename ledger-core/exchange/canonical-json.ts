/** One text for one JSON value, whatever the order of its keys. For comparing and fingerprints only; nothing is signed in this form. */
import { compareText, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Json, JsonObject } from "./dataset-record.ts";

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The value without white space, keys in order of code points, numbers and escapes as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  const ordered = inOrder(value);
  return ordered === undefined ? writeInOrder(value) : JSON.stringify(ordered);
}

/**
 * The value with its keys in order, so that all of it is written at once: itself where it has them so, as most files write it. Undefined
 * where an object cannot hold them so: ECMAScript puts whole numbers before other keys, and one name stands for the prototype.
 */
function inOrder(value: Json): Json | undefined {
  if (isJsonList(value)) {
    const items: Json[] = [];
    let isSame = true;
    for (const item of value) {
      const ordered = inOrder(item);
      if (ordered === undefined) return undefined;
      isSame &&= ordered === item;
      items.push(ordered);
    }
    return isSame ? value : items;
  }
  return isJsonObject(value) ? objectInOrder(value) : value;
}

function objectInOrder(value: JsonObject): JsonObject | undefined {
  const own = Object.keys(value);
  if (!own.every(isPlainKey)) return undefined;
  const keys = isSorted(own) ? own : own.toSorted();
  let isSame = keys === own;
  const parts: Json[] = [];
  for (const key of keys) {
    const ordered = inOrder(value[key] ?? null);
    if (ordered === undefined) return undefined;
    isSame &&= ordered === value[key];
    parts.push(ordered);
  }
  if (isSame) return value;
  const object: Record<string, Json> = {};
  keys.forEach((key, i) => (object[key] = parts[i] ?? null));
  return object;
}

/** Keys that an object can hold in any order, and whose UTF-16 units are ordered as their code points: files have few different ones. */
const plainKeys = new Set<string>();
const PLAIN_KEYS_MAX = 2_000;

function isPlainKey(key: string): boolean {
  if (plainKeys.has(key)) return true;
  if (key === "__proto__" || !/^(?!\d)[\0-\ud7ff]*$/.test(key)) return false;
  if (plainKeys.size < PLAIN_KEYS_MAX) plainKeys.add(key);
  return true;
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? "") < key);
}

function writeInOrder(value: Json): string {
  if (isJsonList(value)) return `[${value.map(writeInOrder).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${sortedKeys(value)
    .map((key) => `${JSON.stringify(key)}:${writeInOrder(value[key] ?? null)}`)
    .join(",")}}`;
}

/** In order of code points, which is that of UTF-16 units where no unit is half of a pair. */
function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value);
  return keys.every((key) => /^[\0-\ud7ff]*$/.test(key)) ? keys.sort() : keys.sort(compareText);
}

const utf8 = new TextEncoder();

/** SHA-256, in hexadecimal, of the canonical text in UTF-8: equal for equal values, whatever the order of their keys. */
export function fingerprintJson(value: Json, sha256: Sha256): string {
  // ECMAScript escapes lone surrogates, so nothing is replaced here.
  return encodeHex(sha256(utf8.encode(canonicalJson(value))));
}

/** True if both hold the same, ignoring the order of keys. */
export function equalJson(left: Json, right: Json): boolean {
  if (isJsonList(left)) {
    if (!isJsonList(right) || left.length !== right.length) return false;
    return left.every((item, i) => equalJson(item, right[i] ?? null));
  }
  if (!isJsonObject(left)) return left === right;
  if (!isJsonObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key] ?? null, right[key] ?? null));
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
