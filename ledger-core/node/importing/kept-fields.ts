/**
 * What the ledger's description has no field for, kept verbatim in one blob for each imported record: the record's own kept fields, and
 * beside them the fields of the catalog that it came with, so that they last as long as any record of the source does and need no file
 * of their own. The blob begins with a random salt: its hash on the ledger tells nobody what is in it.
 */
import { concatBytes, decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";

export type KeptFields = {
  /** Entries that the log had when this was written: of two blobs of a source the later one knows the catalog's fields. */
  readonly logSize: number;
  readonly catalog: JsonObject;
  readonly fields: JsonObject;
};

export const SALT_BYTES = 16;
/** A row has at most 262,144 characters, the rest of a file's fields far fewer. */
export const KEPT_BYTES_MAX = 4_194_304;
/** The fields of a file lie two levels deeper here than they did in it; no format reads a deeper one than 64. */
const LIMITS = { depthMax: 66, valuesMax: 4_000_000, notesMax: 10_000 };

/** Fields as they stand in a blob: JSON in UTF-8, with keys in the file's own order. */
export function keptText(fields: JsonObject): Uint8Array {
  // ECMAScript escapes lone surrogates, so nothing is replaced here.
  return Buffer.from(JSON.stringify(fields), "utf8");
}

/** The bytes of the blob, of texts that `keptText` has made. `salt`: 16 random bytes of its own, so two blobs of the same fields are never equal. */
export function joinKept(
  kept: { readonly logSize: number; readonly catalog: Uint8Array; readonly fields: Uint8Array },
  salt: Uint8Array,
): Uint8Array {
  const begin = Buffer.from(`{"logSize":${kept.logSize},"catalog":`);
  return concatBytes(salt, begin, kept.catalog, BETWEEN, kept.fields, END);
}

const BETWEEN = Buffer.from(',"fields":');
const END = Buffer.from("}");

/** The fields of a blob; undefined if it holds something else. */
export function parseKept(bytes: Uint8Array): KeptFields | undefined {
  const text = decodeUtf8(bytes.subarray(SALT_BYTES));
  const json = text === undefined ? undefined : parseJsonText(text, LIMITS);
  if (json === undefined || !json.ok || !isJsonObject(json.value)) return undefined;
  const { logSize, catalog, fields } = json.value;
  if (typeof logSize !== "number" || !isJsonObject(catalog) || !isJsonObject(fields)) return undefined;
  return { logSize, catalog, fields };
}

/** The kept fields under a hash; undefined where the blob is not held here, was erased, or holds something else. */
export async function loadKept(blobs: Blobs, hash: Uint8Array): Promise<KeptFields | undefined> {
  const bytes = await blobs.get(hash, { sizeBytesMax: KEPT_BYTES_MAX });
  return bytes === undefined ? undefined : parseKept(bytes);
}
