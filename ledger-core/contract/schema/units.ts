/** Branded numbers and byte strings. The schema beside a brand is the only way in. */
import { KEY_MAX } from "./limits.ts";
import { bytes, integer, text } from "./schema.ts";

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]?: Name };

/** Unix seconds of a block. */
export type BlockTime = Brand<number, "BlockTime">;
/** Number of a block; genesis is block 0. */
export type Height = Brand<number, "Height">;
/** Place of an entry in the log, from 0 (genesis). */
export type EntryIndex = Brand<number, "EntryIndex">;
/** Key of a row within its table, from 1. */
export type RowKey = Brand<number, "RowKey">;
/** Days since 1970-01-01 of a document's date. */
export type DayNumber = Brand<number, "DayNumber">;
/** SHA-256. */
export type Hash = Brand<Uint8Array, "Hash">;
/** Ed25519 public key. */
export type PublicKey = Brand<Uint8Array, "PublicKey">;

/** Unix seconds until the year 9999. */
export const timeSchema = integer<BlockTime>(0, 253_402_300_799);
export const heightSchema = integer<Height>(0, KEY_MAX);
export const entryIndexSchema = integer<EntryIndex>(0, KEY_MAX);
export const rowKeySchema = integer<RowKey>(1, KEY_MAX);
/** A row that may be named or left open with 0. */
export const rowKeyOrNoneSchema = integer<number>(0, KEY_MAX);
/** From 0001-01-01 to 9999-12-31. */
export const daySchema = integer<DayNumber>(-719_162, 2_932_896);
export const countSchema = integer(0, KEY_MAX);
export const hashSchema = bytes<Hash>(32);
export const publicKeySchema = bytes<PublicKey>(32);
export const signatureSchema = bytes(64);
export const saltSchema = bytes(16);
/** Name of a kind of action, `domain.verb`. */
export const kindSchema = text(64, 1);
/** A reason that a person gives for a decision. */
export const reasonSchema = text(2_000);
/** The name by which scripts and key files know a person; lower case, digits and hyphens, checked where it is enrolled. */
export const handleSchema = text(48, 1);
