/**
 * A leaf of the log: what was ordered, where, with which outcome, and what it changed. The root over all leaves is therefore the
 * root over the whole state's history.
 */
import { decode, encodeShared } from "#ledger-core/contract/schema/codec.ts";
import { integer, record, text } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { entryIndexSchema, hashSchema, heightSchema } from "#ledger-core/contract/schema/units.ts";

/** An action that somebody signed. */
export const FORM_TRANSACTION = 1;
/** What the ledger did by itself: a block's head, an action whose time had come. */
export const FORM_SYSTEM = 2;
/** The first entry. */
export const FORM_GENESIS = 3;

/** The positions of a leaf; never changed, for every root depends on them. */
export const entrySchema = record({
  form: integer(FORM_TRANSACTION, FORM_GENESIS),
  /** SHA-256 of the entry's bytes as they were ordered, signature included. */
  transactionHash: hashSchema,
  height: heightSchema,
  /** Place in the whole log, from 0. */
  index: entryIndexSchema,
  /** Empty if it was executed or proposed; else the code of the refusal. */
  code: text(64),
  changesRoot: hashSchema,
});

export type Entry = Value<typeof entrySchema>;

/** The bytes of a leaf, in memory that small pieces share. Throws `ValueOutOfSchema` if a field is out of its range. */
export function encodeEntry(entry: Entry): Uint8Array {
  return encodeShared(entrySchema, entry);
}

/** The leaf of bytes that may come from anybody; undefined if they are not the one encoding of a leaf. */
export function parseEntry(entryBytes: Uint8Array): Entry | undefined {
  const decoded = decode(entrySchema, entryBytes);
  return decoded.ok ? decoded.value : undefined;
}
