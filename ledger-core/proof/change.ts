/**
 * A change: the only way in which an entry alters a row. Its bytes are `[table, key, row]`, where row is `[]` if the row was removed
 * and `[row]` with the row's own CBOR inside if it was written. A changed row is given whole, so a change needs no earlier state.
 */
import { sharedBytes, utf8Length } from "#ledger-core/contract/schema/bytes.ts";
import { bytesWritten, CborReader, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import type { CborWriter } from "#ledger-core/contract/schema/cbor.ts";
import { writeValue } from "#ledger-core/contract/schema/codec.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import type { Suite } from "./suite.ts";
import { leafHash, treeRoot } from "./tree.ts";

/** `row` is the row's encoding, and undefined where the row was removed. */
export type Change = { readonly table: string; readonly key: number; readonly row: Uint8Array | undefined };

/** Bytes of a table's name. */
export const TABLE_BYTES_MAX = 64;
/** How deep arrays may nest inside a row or a body; enough for any schema of the contract, and no stack is in danger. */
export const NESTING_MAX = 32;

/** The one encoding of a change, in memory that small pieces share. Throws RangeError for a table or key out of range; that `row` is CBOR is the caller's promise. */
export function encodeChange({ table, key, row }: Change): Uint8Array {
  return bytesWritten((writer) => {
    writeHead(writer, table, key, row === undefined ? 0 : 1);
    if (row !== undefined) writer.raw(row);
  }, sharedBytes);
}

/** The change that writes a row, of which only the value is at hand. Throws the same, and `ValueOutOfSchema` for a row that is not of its schema. */
export function encodeRowChange<Row>(table: string, key: number, schema: Schema<Row>, row: Row): Uint8Array {
  return bytesWritten((writer) => {
    writeHead(writer, table, key, 1);
    writeValue(writer, schema, row);
  }, sharedBytes);
}

function writeHead(writer: CborWriter, table: string, key: number, count: number): void {
  if (!isTable(table) || !isKey(key)) throw new RangeError("the table or the key of a change");
  writer.array(3);
  writer.text(table);
  writer.integer(key);
  writer.array(count);
}

/** The change of bytes that may come from anybody; undefined if they are not the one encoding of a change. */
export function parseChange(bytes: Uint8Array): Change | undefined {
  return parsed(bytes, (reader) => {
    const row = reader.skip(NESTING_MAX).slice();
    reader.end();
    return row;
  });
}

/**
 * The same for who decodes the row next, which checks all that is left of the bytes: `row` is whatever stands there, as a view, and is
 * not looked at.
 */
export function parseChangeHead(bytes: Uint8Array): Change | undefined {
  return parsed(bytes, (reader) => bytes.subarray(reader.offset));
}

function parsed(bytes: Uint8Array, readRow: (reader: CborReader) => Uint8Array): Change | undefined {
  const reader = new CborReader(bytes);
  try {
    if (reader.array() !== 3) return undefined;
    const table = reader.text();
    const key = reader.integer();
    const count = reader.array();
    if (!isTable(table) || !isKey(key) || count > 1) return undefined;
    if (count === 1) return { table, key, row: readRow(reader) };
    reader.end();
    return { table, key, row: undefined };
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

/** The RFC 6962 root over the changes of one entry, in the order in which they were made; the empty tree's root for none. */
export function changesRoot(suite: Suite, changes: readonly Uint8Array[]): Uint8Array {
  return treeRoot(
    suite,
    changes.map((change) => leafHash(suite, change)),
  );
}

function isTable(table: string): boolean {
  const length = utf8Length(table);
  return length !== undefined && length >= 1 && length <= TABLE_BYTES_MAX;
}

function isKey(key: number): boolean {
  return Number.isSafeInteger(key) && key >= 0 && key <= KEY_MAX;
}
