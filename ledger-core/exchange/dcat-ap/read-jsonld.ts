/** JSON-LD 1.1. No context is fetched: one that is written in the file is used, DCAT-AP's own is known here, any other is refused. */
import { JsonLdParser } from "jsonld-streaming-parser";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import { countCopiedTerms, putContextsFirst } from "#ledger-core/exchange/jsonld-contexts.ts";
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
  if (countCopiedTerms(json.value, knownContext) > limits.contextTermsMax) return refuse("CONTEXTS_TOO_LARGE", "");
  return { ok: true, text: JSON.stringify(putContextsFirst(json.value, knownContext)) };
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
