/**
 * A change: the only way in which an entry alters a row. Its bytes are `[table, key, row]`, where row is `[]` if the row was removed
 * and `[row]` with the row's own CBOR inside if it was written. A changed row is given whole, so a change needs no earlier state.
 */
import { bytesWritten, CborReader, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { utf8Length } from "#ledger-core/contract/schema/bytes.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Suite } from "./suite.ts";
import { leafHash, treeRoot } from "./tree.ts";

/** `row` is the row's encoding, and undefined where the row was removed. */
export type Change = { readonly table: string; readonly key: number; readonly row: Uint8Array | undefined };

/** Bytes of a table's name. */
export const TABLE_BYTES_MAX = 64;
/** How deep arrays may nest inside a row or a body; enough for any schema of the contract, and no stack is in danger. */
export const NESTING_MAX = 32;

/** The one encoding of a change. Throws RangeError for a table or key out of range; that `row` is CBOR is the caller's promise. */
export function encodeChange(change: Change): Uint8Array {
  if (!isTable(change.table) || !isKey(change.key)) throw new RangeError("the table or the key of a change");
  return bytesWritten((writer) => {
    writer.array(3);
    writer.text(change.table);
    writer.integer(change.key);
    writer.array(change.row === undefined ? 0 : 1);
    if (change.row !== undefined) writer.raw(change.row);
  });
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
