/**
 * What a record says and its statements cannot: one text beside the dataset, in which each field stands with what the statements say of it.
 * Where somebody has changed those statements since, they are believed and the field's text is not.
 */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode, ValueOutOfSchema } from "#ledger-core/contract/schema/codec.ts";
import { canonicalJson, equalJson, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { isShortened } from "#ledger-core/exchange/fit-text.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { Graph } from "./graph.ts";
import { distributionOrder, readHomes } from "./homes.ts";
import type { Homes } from "./homes.ts";
import { nameOf } from "./names.ts";
import { textLiteral } from "./statements.ts";
import type { Node } from "./statements.ts";

const WORDS = nameOf("tc:ledgerWords");
const LIMITS = { depthMax: 16, valuesMax: 100_000, notesMax: 100 };

/** Description of a record that fits the ledger's schema, or the field that does not. */
export type FittedDescription =
  | { readonly ok: true; readonly description: Omit<Description, "kept"> }
  | { readonly ok: false; readonly path: string };

/** What a dataset says: its statements, and where they are unchanged the record's own words for them. */
export function readFields(graph: Graph, dataset: Node): Homes {
  const read = readHomes(graph, dataset);
  const words = parseWords(graph, dataset);
  if (words === undefined) return read;
  const fields: Record<string, unknown> = { ...read };
  for (const [field, said] of Object.entries(words)) {
    if (!isFieldName(field) || !isJsonObject(said)) continue;
    if (equalJson(jsonOf(read[field]), said["read"] ?? null)) fields[field] = said["is"] ?? undefined;
  }
  const fitted = fitDescription({ ...fields, code: "-", profile: "dcat-ap" });
  return fitted.ok ? fitted.description : read;
}

/** Writes beside the dataset what its statements do not say of a record; nothing where they say all. */
export function writeWords(graph: Graph, dataset: Node, fields: Homes): void {
  for (const object of graph.values(dataset, WORDS)) graph.remove({ subject: dataset, predicate: WORDS, object });
  const read = readHomes(graph, dataset);
  const words: Record<string, Json> = {};
  for (const field of FIELD_NAMES)
    if (!saysTheSame(field, read, fields)) words[field] = { read: jsonOf(read[field]), is: jsonOf(fields[field]) };
  if (Object.keys(words).length === 0) return;
  graph.add({ subject: dataset, predicate: WORDS, object: textLiteral(canonicalJson(words)), graph: "" });
}

/** The names of the fields in which two say different things. A shortened text says the same as the whole of it, a list in any order. */
export function changedFields(kept: Homes, record: Homes): readonly (keyof Homes)[] {
  return FIELD_NAMES.filter((field) => !saysTheSame(field, kept, record));
}

/** The value as the schema has it, checked; `kept` is left out. */
export function fitDescription(fields: Readonly<Record<string, unknown>>): FittedDescription {
  try {
    const bytes = encode<unknown>(descriptionSchema, { ...fields, kept: undefined });
    const decoded = decode(descriptionSchema, bytes);
    if (!decoded.ok) return { ok: false, path: decoded.path };
    const { kept: _kept, ...description } = decoded.value;
    return { ok: true, description };
  } catch (error) {
    if (error instanceof ValueOutOfSchema) return { ok: false, path: error.path };
    throw error;
  }
}

const FIELD_NAMES = [
  "title",
  "summary",
  "publisher",
  "providerCode",
  "format",
  "items",
  "sharing",
  "sharingCondition",
  "sharingMethod",
  "openness",
  "updateCycle",
  "publishedDay",
  "modifiedDay",
  "relatedCodes",
  "keywords",
  "themes",
  "languages",
  "distributions",
  "classification",
  "legalBasis",
  "licence",
] as const satisfies readonly (keyof Homes)[];

function isFieldName(field: string): field is keyof Homes {
  return FIELD_NAMES.some((name) => name === field);
}

function saysTheSame(field: keyof Homes, read: Homes, record: Homes): boolean {
  if (field === "distributions")
    return equalJson(distributionOrder(read.distributions), distributionOrder(record.distributions));
  const [left, right] = [read[field], record[field]];
  if (typeof left === "string" && typeof right === "string") return isShortened(right, left);
  return equalJson(inOrder(jsonOf(left)), inOrder(jsonOf(right)));
}

/** Lists of texts have no order among statements; items have. */
function inOrder(value: Json): Json {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return value;
  return [...new Set(value.filter((item) => item !== ""))].toSorted(compareText);
}

function jsonOf(value: Homes[keyof Homes]): Json {
  return value ?? null;
}

function parseWords(graph: Graph, dataset: Node): JsonObject | undefined {
  const [literal] = graph.literals(dataset, WORDS);
  const json = literal === undefined ? undefined : parseJsonText(literal.value, LIMITS);
  return json?.ok === true && isJsonObject(json.value) ? json.value : undefined;
}
