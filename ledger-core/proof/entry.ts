/**
 * A leaf of the log: what was ordered, where, with which outcome, and what it changed. The root over all leaves is therefore the
 * root over the whole state's history.
 */
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { bytes, integer, record, text } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { HASH_BYTES } from "./suite.ts";

/** An action that somebody signed. */
export const FORM_TRANSACTION = 1;
/** What the ledger did by itself: a block's head, an action whose time had come. */
export const FORM_SYSTEM = 2;
/** The first entry. */
export const FORM_GENESIS = 3;

/** Heights and indexes have 48 bits. */
export const HEIGHT_MAX = 0xffff_ffff_ffff;

/** The positions of a leaf; never changed, for every root depends on them. */
export const entrySchema = record({
  form: integer(FORM_TRANSACTION, FORM_GENESIS),
  /** SHA-256 of the entry's bytes as they were ordered, signature included. */
  transactionHash: bytes(HASH_BYTES),
  height: integer(0, HEIGHT_MAX),
  /** Place in the whole log, from 0. */
  index: integer(0, HEIGHT_MAX),
  /** Empty if it was executed or proposed; else the code of the refusal. */
  code: text(64),
  changesRoot: bytes(HASH_BYTES),
});

export type Entry = Value<typeof entrySchema>;

/** The bytes of a leaf. Throws `ValueOutOfSchema` if a field is out of its range. */
export function encodeEntry(entry: Entry): Uint8Array {
  return encode(entrySchema, entry);
}

/** The leaf of bytes that may come from anybody; undefined if they are not the one encoding of a leaf. */
export function parseEntry(entryBytes: Uint8Array): Entry | undefined {
  const decoded = decode(entrySchema, entryBytes);
  return decoded.ok ? decoded.value : undefined;
}
