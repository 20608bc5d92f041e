/** JSON-LD 1.1. No context is fetched: one that is written in the file is used, DCAT-AP's own is known here, any other is refused. */
import { JsonLdParser } from "jsonld-streaming-parser";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { DcatApRefusal } from "./finding-codes.ts";
import { BASE } from "./from-rdfjs.ts";
import type { ReadStatements } from "./from-rdfjs.ts";
import { knownContext } from "./known-context.ts";
import type { DcatApLimits } from "./limits.ts";
import { readThrough } from "./read-stream.ts";
import { readUtf8 } from "./read-text.ts";
import type { ReadText } from "./read-text.ts";

/** The statements of a file, or why it has none. Never rejects. */
export async function readJsonLd(bytes: Uint8Array, limits: DcatApLimits): Promise<ReadStatements> {
  const ordered = readOrdered(bytes, limits);
  if (!ordered.ok) return ordered;
  const parser = new JsonLdParser({ baseIRI: BASE, streamingProfile: true, documentLoader: { load: loadContext } });
  return await readThrough(parser, ordered.text, { statementsMax: limits.statementsMax, syntaxCode: "JSON_LD_SYNTAX" });
}

/** The document as a text that can be read in one go. A function by itself, so that its values are gone from memory before the reading. */
function readOrdered(bytes: Uint8Array, limits: DcatApLimits): ReadText {
  const read = readUtf8(bytes);
  if (!read.ok) return read;
  const json = parseJsonText(read.text, limits);
  if (!json.ok) return refuse(json.code, `${json.line}:${json.column}`);
  const [note] = json.notes.filter(({ code }) => code !== "NUMBER_ROUNDED" && code !== "TEXT_NUL");
  if (note !== undefined)
    return refuse(note.code === "KEY_TWICE" ? "JSON_KEY_TWICE" : "JSON_VALUE_LOST", excerpt(note.path.join(".")));
  const remote = findRemoteContext(json.value);
  if (remote !== undefined) return refuse("CONTEXT_REMOTE", excerpt(remote));
  if (contextTerms(json.value, 0) > limits.contextTermsMax) return refuse("CONTEXTS_TOO_LARGE", "");
  // Where contexts and classes come first, the reader need not keep the rest of the file waiting for them, which takes time by its square.
  return { ok: true, text: JSON.stringify(contextsFirst(json.value, typeKeys(json.value))) };
}

async function loadContext(url: string) {
  const context = knownContext(url);
  if (context === undefined) throw new Error(`context ${url} is not known`);
  return await Promise.resolve({ "@context": context });
}

/** The first context that is named by an address and not known here. Depth was limited when the text was read. */
function findRemoteContext(value: Json): string | undefined {
  if (isJsonList(value)) return firstFound(value);
  if (!isJsonObject(value)) return undefined;
  const context = value["@context"];
  const named = (isJsonList(context) ? context : [context]).filter((entry) => typeof entry === "string");
  const unknown = named.find((address) => knownContext(address) === undefined);
  if (unknown !== undefined) return unknown;
  const imported = isJsonObject(context) ? context["@import"] : undefined;
  return typeof imported === "string" ? imported : firstFound(Object.values(value));
}

/** Terms that are in force at each context of the file, together; `above` are those around the value. */
function contextTerms(value: Json, above: number): number {
  if (isJsonList(value)) return value.reduce<number>((sum, item) => sum + contextTerms(item, above), 0);
  if (!isJsonObject(value)) return 0;
  const context = value["@context"];
  const within = context === undefined ? above : above + termsOf(context);
  let sum = context === undefined ? 0 : within;
  for (const [key, item] of Object.entries(value)) if (key !== "@context") sum += contextTerms(item, within);
  return sum;
}

function termsOf(context: Json): number {
  if (isJsonList(context)) return context.reduce<number>((sum, entry) => sum + termsOf(entry), 0);
  if (isJsonObject(context)) return Object.keys(context).length;
  return typeof context === "string" ? Object.keys(knownContext(context) ?? {}).length : 0;
}

/** The keys that stand for `@type`: itself, and what a context of the file says is another word for it. */
function typeKeys(value: Json): ReadonlySet<string> {
  const keys = new Set(["@type"]);
  const look = (inner: Json): void => {
    if (isJsonList(inner)) return inner.forEach(look);
    if (!isJsonObject(inner)) return;
    for (const [key, entry] of Object.entries(inner)) {
      const meaning = isJsonObject(entry) ? entry["@id"] : entry;
      if (meaning === "@type" && !key.startsWith("@")) keys.add(key);
      look(entry);
    }
  };
  look(value);
  return keys;
}

/** The same document with each object's context first, its class next, and its address behind. Depth was limited before. */
function contextsFirst(value: Json, types: ReadonlySet<string>): Json {
  if (isJsonList(value)) return value.map((item) => contextsFirst(item, types));
  if (!isJsonObject(value)) return value;
  const rank = (key: string): number => {
    if (key === "@context") return 0;
    if (types.has(key)) return 1;
    return key === "@id" ? 2 : 3;
  };
  const entries = Object.entries(value).toSorted(([left], [right]) => rank(left) - rank(right));
  return Object.fromEntries(entries.map(([key, item]) => [key, contextsFirst(item, types)]));
}

function firstFound(values: readonly Json[]): string | undefined {
  for (const value of values) {
    const found = findRemoteContext(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refuse(code: DcatApRefusal, detail: string): ReadText {
  return { ok: false, code, detail };
}
