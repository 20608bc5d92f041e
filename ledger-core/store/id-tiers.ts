/**
 * The index of entry ids, in tiers of time. Ids are random, so an index in their order has a page to change for every new entry, all over
 * itself, and the larger it is the longer that takes. Here a stretch of the log is indexed once it is full: its ids are sorted and written
 * in one go, and four neighbours of one size are sorted into one of the next. Which tiers there are follows from the size of the log
 * alone, and what is in them from its entries. The last entries, which fill no tier yet, are looked through as they lie in the log.
 */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { Statements } from "./database.ts";
import { StoreError } from "./store-error.ts";

/** Entries of the smallest tiers; also of a part of any tier, on an average. */
const TIER_ENTRIES_MIN = 256;
/** Entries of the largest: sorting one holds a block up, so those of a large ledger stay side by side. */
const TIER_ENTRIES_MAX = 1_048_576;
/** Tiers of one size that are sorted into one of the next size. */
const TIER_GROWTH = 4;

/** Bytes of an id by which it is indexed in the log: as many as a number holds exactly. A tier has the first 4 of them. */
const ID_PREFIX_BYTES = 6;
const TIER_PREFIX_DIVISOR = 2 ** (8 * (ID_PREFIX_BYTES - 4));
const TIER_PREFIXES = 2 ** 32;
/** The beginning of an id in 4 bytes, the entry's place within the tier in 3; two parts of the usual size fit on a page. */
const PART_ENTRY_BYTES = 7;
const OFFSET_MASK = 0xff_ffff;

/** A tier holds the ids of `count` entries from `first` on, in one part for each `TIER_ENTRIES_MIN` of them. */
type IdTier = { readonly first: number; readonly count: number };

/**
 * A part has the ids of a tier that begin with the same bits, in their order, the older entry first where they are alike. Its number
 * counts through the parts of all tiers.
 */
type IdPart = { readonly number: number; readonly entries: Uint8Array };

const PART_SQL = "SELECT entries FROM log_id_part WHERE number = ?";
const PARTS_SQL = "SELECT number, entries FROM log_id_part WHERE number >= ? AND number < ? ORDER BY number";
const SAVE_SQL = "INSERT OR REPLACE INTO log_id_part (number, entries) VALUES (?, ?)";
const KEYS_SQL = `SELECT id_prefix / ${TIER_PREFIX_DIVISOR} * ${TIER_ENTRIES_MAX} + place FROM log_entry WHERE place >= ? AND place < ?`;
const LATEST_SQL = "SELECT place FROM log_entry WHERE place >= ? AND id_prefix = ? ORDER BY place";

/** No log has more entries; a size beyond it is one that somebody has written into the file. */
const LOG_ENTRIES_MAX = 2 ** 40;

/** The tiers of a log of that size, the oldest first; less than `TIER_ENTRIES_MIN` entries come after them. Throws LEDGER_DAMAGED. */
export function tiersOf(size: number): readonly IdTier[] {
  if (size > LOG_ENTRIES_MAX) throw new StoreError("LEDGER_DAMAGED", { detail: "the size of the log", size });
  const tiers: IdTier[] = [];
  let first = 0;
  for (let count = TIER_ENTRIES_MAX; count >= TIER_ENTRIES_MIN; count /= TIER_GROWTH)
    for (; size - first >= count; first += count) tiers.push({ first, count });
  return tiers;
}

/** The first 6 bytes of an id as a number. */
export function idPrefix(id: Uint8Array): number {
  let prefix = 0;
  for (let i = 0; i < ID_PREFIX_BYTES && i < id.length; i++) prefix = prefix * 256 + (id[i] ?? 0);
  return prefix;
}

/**
 * Places of entries whose ids begin like this one, the oldest first; `size` is that of the log within the same snapshot. Throws
 * LEDGER_DAMAGED where a part of the index is missing.
 */
export function* placesOf(statements: Statements, id: Uint8Array, size: number): Generator<number> {
  const prefix = idPrefix(id);
  const tierPrefix = tierPrefixOf(prefix);
  let end = 0;
  for (const tier of tiersOf(size)) {
    const number = firstNumber(tier) + partOf(tier, tierPrefix);
    const row = statements.row<[Uint8Array]>(PART_SQL, number);
    if (row === undefined || row[0].length % PART_ENTRY_BYTES !== 0) throw damaged(number);
    for (const offset of offsetsIn(row[0], tierPrefix)) yield tier.first + offset;
    end = tier.first + tier.count;
  }
  for (const [place] of statements.rows<[number]>(LATEST_SQL, end, prefix)) yield place;
}

/** Makes the tiers that a log has once it has grown so far. Only within a transaction of the writer, with the entries in it. */
export function growTiers(statements: Statements, oldSize: number, newSize: number): void {
  if (wholeParts(oldSize) === wholeParts(newSize)) return;
  const old = tiersOf(oldSize);
  const known = new Set(old.map(nameOf));
  for (const tier of tiersOf(newSize)) {
    if (known.has(nameOf(tier))) continue;
    const merged = old.filter(({ first }) => first >= tier.first && first < tier.first + tier.count);
    for (const { number, entries } of makeParts(tier, sortedKeys(statements, tier, merged)))
      statements.prepare(SAVE_SQL).run(number, entries);
  }
}

/** Makes all tiers of a log anew from its entries. Only within a transaction of the writer. */
export function rebuildTiers(statements: Statements, size: number): void {
  statements.prepare("DELETE FROM log_id_part").run();
  growTiers(statements, 0, size);
}

/** Whether as many parts are there as a log of that size has; not whether each of them is right, which a check of the folder tells. */
export function hasTiers(statements: Statements, size: number): boolean {
  const last = statements.row<[number | null]>("SELECT max(number) FROM log_id_part")?.[0] ?? -1;
  return last + 1 === wholeParts(size);
}

/** Parts of the tier that are missing or not as the log's entries make them: their numbers. */
export function wrongParts(statements: Statements, tier: IdTier): readonly number[] {
  return makeParts(tier, sortedKeys(statements, tier, []))
    .filter(({ number, entries }) => {
      const row = statements.row<[Uint8Array]>(PART_SQL, number);
      return row === undefined || !equalBytes(row[0], entries);
    })
    .map(({ number }) => number);
}

/** Numbers of parts that no log of that size has, the first few. */
export function strayParts(statements: Statements, size: number): readonly number[] {
  const sql = "SELECT number FROM log_id_part WHERE number < 0 OR number >= ? ORDER BY number LIMIT 8";
  return statements.rows<[number]>(sql, wholeParts(size)).map(([number]) => number);
}

/** The ids of a tier as numbers in their order: from what was sorted before, as far as there is, and from the log. */
function sortedKeys(statements: Statements, tier: IdTier, merged: readonly IdTier[]): Float64Array {
  const keys = new Float64Array(tier.count);
  let count = 0;
  for (const before of merged) {
    const shift = before.first - tier.first;
    for (const { number, entries } of storedParts(statements, before)) {
      const view = viewOf(entries);
      for (let at = 0; at < entries.length; at += PART_ENTRY_BYTES) {
        const offset = offsetAt(view, at);
        if (offset >= before.count) throw damaged(number);
        keys[count++] = keyOf(prefixAt(view, at), offset + shift);
      }
    }
    if (count !== shift + before.count) throw damaged(firstNumber(before));
  }
  const last = merged.at(-1);
  const next = last === undefined ? tier.first : last.first + last.count;
  const rest = statements
    .prepare(KEYS_SQL)
    .pluck()
    .all(next, tier.first + tier.count) as readonly number[];
  for (const key of rest) keys[count++] = key - tier.first;
  // A log that lacks entries is for others to name: the index is of those that are there.
  return keys.subarray(0, count).sort();
}

function makeParts(tier: IdTier, keys: Float64Array): readonly IdPart[] {
  const parts: IdPart[] = [];
  let begin = 0;
  for (let part = 0; part < wholeParts(tier.count); part++) {
    const below = keyOf(((part + 1) * TIER_PREFIXES) / wholeParts(tier.count), 0);
    let end = begin;
    while (end < keys.length && (keys[end] ?? below) < below) end++;
    parts.push({ number: firstNumber(tier) + part, entries: packKeys(keys.subarray(begin, end)) });
    begin = end;
  }
  assert(begin === keys.length, "every id of a tier is in one of its parts");
  return parts;
}

function packKeys(keys: Float64Array): Uint8Array {
  const entries = new Uint8Array(keys.length * PART_ENTRY_BYTES);
  const view = viewOf(entries);
  let at = 0;
  for (const key of keys) {
    // The first of these 4 bytes is the last of the beginning, which is written over it.
    view.setUint32(at + 3, key % TIER_ENTRIES_MAX);
    view.setUint32(at, Math.floor(key / TIER_ENTRIES_MAX));
    at += PART_ENTRY_BYTES;
  }
  return entries;
}

/** Places within the tier of the ids that begin like this, by halving. */
function* offsetsIn(entries: Uint8Array, tierPrefix: number): Generator<number> {
  const view = viewOf(entries);
  let low = 0;
  let high = Math.floor(view.byteLength / PART_ENTRY_BYTES);
  const count = high;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (prefixAt(view, middle * PART_ENTRY_BYTES) < tierPrefix) low = middle + 1;
    else high = middle;
  }
  for (let at = low * PART_ENTRY_BYTES; low < count && prefixAt(view, at) === tierPrefix; low++) {
    yield offsetAt(view, at);
    at += PART_ENTRY_BYTES;
  }
}

function storedParts(statements: Statements, tier: IdTier): readonly IdPart[] {
  const first = firstNumber(tier);
  const rows = statements.rows<[number, Uint8Array]>(PARTS_SQL, first, first + wholeParts(tier.count));
  return rows.map(([number, entries]) => {
    if (entries.length % PART_ENTRY_BYTES !== 0) throw damaged(number);
    return { number, entries };
  });
}

function damaged(number: number): StoreError {
  return new StoreError("LEDGER_DAMAGED", { detail: "the index of entry ids", number });
}

function prefixAt(view: DataView, at: number): number {
  return view.getUint32(at);
}

function offsetAt(view: DataView, at: number): number {
  return view.getUint32(at + 3) & OFFSET_MASK;
}

/** Beginning of the id and place within the tier as one number, whose order is that of both; exact, for it has 52 bits. */
function keyOf(tierPrefix: number, offset: number): number {
  return tierPrefix * TIER_ENTRIES_MAX + offset;
}

function tierPrefixOf(prefix: number): number {
  return Math.floor(prefix / TIER_PREFIX_DIVISOR);
}

function partOf({ count }: IdTier, tierPrefix: number): number {
  return Math.floor((tierPrefix * wholeParts(count)) / TIER_PREFIXES);
}

function firstNumber({ first }: IdTier): number {
  return first / TIER_ENTRIES_MIN;
}

function wholeParts(count: number): number {
  return Math.floor(count / TIER_ENTRIES_MIN);
}

function nameOf({ first, count }: IdTier): string {
  return `${first}+${count}`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
