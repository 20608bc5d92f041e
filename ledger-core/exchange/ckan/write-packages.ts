/** Packages of CKAN out of records. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { withField, writeRow } from "#ledger-core/exchange/json-rows/record-row.ts";
import { LINES_CATALOG, packagesDocument } from "./find-packages.ts";
import { PACKAGE_MAPPING } from "./homes.ts";
import { freeName, nameOf } from "./package-name.ts";

/** The package that a record stands for: of CKAN's own records, unchanged, the very one they were read from. */
export function recordToPackage(record: DatasetRecord): JsonObject {
  return writeRow(ownKept(record, "ckan"), record, PACKAGE_MAPPING);
}

/**
 * A file in the form that the catalog came in, indented where it is one document; otherwise one package on each line, as `ckanapi load
 * datasets` reads it. UTF-8. Every package has a name that is its own: where two sources use one, the later gets a number behind it.
 */
export function writePackages(records: readonly DatasetRecord[], catalog: JsonObject = LINES_CATALOG): Uint8Array {
  const names = new Set<string>();
  const packages = records.map((record) => {
    const row = recordToPackage(record);
    const name = nameOf(row);
    if (name === undefined) return row;
    const free = freeName(name, names);
    names.add(free);
    return free === name ? row : withField(row, "name", free);
  });
  const document = packagesDocument(packages, catalog);
  const text =
    document === undefined
      ? packages.map((row) => `${JSON.stringify(row)}\n`).join("")
      : `${JSON.stringify(document, undefined, 2)}\n`;
  // ECMAScript escapes lone surrogates, so the text always has UTF-8.
  return encodeUtf8(text) ?? new Uint8Array();
}
