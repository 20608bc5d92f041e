/** A registry of catalogues out of records. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { writeRow } from "#ledger-core/exchange/json-rows/record-row.ts";
import { ENTRY_MAPPING } from "./homes.ts";
import { LINES_CATALOG } from "./parse-registry.ts";

/** What the registry asks of every entry and a record that came from elsewhere does not say. */
const NEW_ENTRY: JsonObject = { catalog_type: "Other", access_mode: ["open"], status: "active" };

/** The entry that a record stands for: of the registry's own records, unchanged, the very one they were read from. */
export function recordToEntry(record: DatasetRecord): JsonObject {
  const kept = ownKept(record, "registry");
  return writeRow(Object.keys(kept).length === 0 ? NEW_ENTRY : kept, record, ENTRY_MAPPING);
}

/** One entry on each line, in the order given, or the list or single entry that the file was. UTF-8. */
export function writeRegistry(records: readonly DatasetRecord[], catalog: JsonObject = LINES_CATALOG): Uint8Array {
  const entries = records.map(recordToEntry);
  const [only, ...others] = entries;
  const document =
    catalog["form"] === "list" ? entries : catalog["form"] === "entry" && others.length === 0 ? only : undefined;
  const text =
    document === undefined
      ? entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")
      : `${JSON.stringify(document, undefined, 2)}\n`;
  // ECMAScript escapes lone surrogates, so the text always has UTF-8.
  return encodeUtf8(text) ?? new Uint8Array();
}
