/** Blocks as a ledger's file holds them, column by column and without believing any of them. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { BLOCK_TRANSACTIONS_MAX, DUE_PER_BLOCK_MAX } from "#ledger-core/contract/schema/limits.ts";
import { blockBody } from "#ledger-core/kernel/block.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { readSoundEntries } from "./sound-entries.ts";

/** The columns of an entry. `data` is bytes, for a text that is no UTF-8 could read like another. */
export type StoredColumns = {
  readonly place: number;
  readonly height: number;
  readonly form: number;
  readonly idPrefix: number;
  readonly id: Uint8Array;
  readonly kind: string;
  readonly code: string;
  readonly data: Uint8Array;
  readonly state: string;
  readonly proposal: number | null;
  readonly person: number;
  readonly department: number;
  readonly leaf: Uint8Array;
  readonly bytes: Uint8Array;
  readonly changes: Uint8Array;
};

export type BlockColumns = {
  readonly time: number;
  readonly first: number;
  readonly count: number;
  readonly root: Uint8Array;
  readonly checkpoint: string;
};

/** The entries that belong to a block, with the block's own row and what its closing entry says, where there are such. */
export type StoredBlock = {
  readonly height: number;
  readonly entries: readonly StoredColumns[];
  readonly row: BlockColumns | undefined;
  readonly closing: Value<typeof blockBody> | undefined;
  /** Where the next block begins. */
  readonly end: number;
  /** Places within the block at which there is no entry, the first few. */
  readonly missing: readonly number[];
};

const ENTRIES_SQL = `SELECT place, height, form, id_prefix, id, kind, code, CAST(data AS BLOB), state, proposal, person, department,
  leaf, bytes, changes FROM log_entry WHERE place >= ? ORDER BY place`;
const BLOCK_SQL = "SELECT time, first_place, count, root, checkpoint FROM log_block WHERE height = ?";

type EntryRow = readonly [
  place: number,
  height: number,
  form: number,
  idPrefix: number,
  id: Uint8Array,
  kind: string,
  code: string,
  data: Uint8Array,
  state: string,
  proposal: number | null,
  person: number,
  department: number,
  leaf: Uint8Array,
  bytes: Uint8Array,
  changes: Uint8Array,
];

/** Missing places that are named one by one. */
const MISSING_MAX = 8;
/** Entries that a block has at most: what is signed, what was due, and the closing one. */
const BLOCK_ENTRIES_MAX = BLOCK_TRANSACTIONS_MAX + DUE_PER_BLOCK_MAX + 1;

/**
 * The block that begins at `next`; undefined where there is no further entry and no row of that height. It ends with the entry that
 * closes it; where that cannot be read, where the block's row says.
 */
export function readStoredBlock(statements: Statements, height: number, next: number): StoredBlock | undefined {
  const row = readRow(statements, height);
  const rowEnd = row?.first === next && row.count <= BLOCK_ENTRIES_MAX ? next + row.count : undefined;
  const sound = rowEnd === undefined ? undefined : readSoundBlock(statements, height, next, rowEnd);
  if (sound !== undefined) return { height, ...sound, row, end: sound.entries.length + next, missing: [] };
  const entries: StoredColumns[] = [];
  let closing: StoredBlock["closing"];
  for (const values of statements.prepare(ENTRIES_SQL).raw().iterate(next)) {
    const entry = columnsOf(values as EntryRow);
    if (rowEnd !== undefined && entry.place >= rowEnd && entry.height !== height) break;
    entries.push(entry);
    closing = closingOf(entry.bytes);
    if (closing !== undefined || entry.place === 0 || entries.length >= BLOCK_ENTRIES_MAX) break;
  }
  if (entries.length === 0 && row === undefined) return undefined;
  const after = (entries.at(-1)?.place ?? next - 1) + 1;
  // The first block is the genesis alone; any other without its closing entry lacks it, and may lack more.
  const end = closing === undefined && next > 0 ? Math.max(after, rowEnd ?? next) : after;
  return { height, entries, row, closing, end, missing: missingPlaces(entries, next, end) };
}

function missingPlaces(entries: readonly StoredColumns[], next: number, end: number): readonly number[] {
  const missing: number[] = [];
  let expected = next;
  for (const place of [...entries.map((entry) => entry.place), end]) {
    for (; expected < place && missing.length < MISSING_MAX; expected++) missing.push(expected);
    expected = place + 1;
  }
  return missing;
}

/** A block in which nothing is odd, as by far the most are: all of this height, closed by the last entry and by none before it. */
function readSoundBlock(
  statements: Statements,
  height: number,
  next: number,
  end: number,
): Pick<StoredBlock, "entries" | "closing"> | undefined {
  const entries = readSoundEntries(statements, next, end) ?? [];
  const closings = entries.map(({ bytes }) => closingOf(bytes));
  const isClosedByLast = closings.findIndex((closing) => closing !== undefined) === entries.length - 1;
  const isSound = entries.length > 0 && isClosedByLast && entries.every((entry) => entry.height === height);
  return isSound ? { entries, closing: closings.at(-1) } : undefined;
}

/** What the entry says that closes a block; undefined for the bytes of any other. */
export function closingOf(bytes: Uint8Array): StoredBlock["closing"] {
  const system = parseSystemEntry(bytes);
  if (system?.name !== "block") return undefined;
  const body = decode(blockBody, system.body);
  return body.ok ? body.value : undefined;
}

function readRow(statements: Statements, height: number): BlockColumns | undefined {
  const row = statements.row<[number, number, number, Uint8Array, string]>(BLOCK_SQL, height);
  if (row === undefined) return undefined;
  const [time, first, count, root, checkpoint] = row;
  return { time, first, count, root: plainBytes(root), checkpoint };
}

function columnsOf(row: EntryRow): StoredColumns {
  const [
    place,
    height,
    form,
    idPrefix,
    id,
    kind,
    code,
    data,
    state,
    proposal,
    person,
    department,
    leaf,
    bytes,
    changes,
  ] = row;
  return {
    place,
    height,
    form,
    idPrefix,
    id: plainBytes(id),
    kind,
    code,
    data: plainBytes(data),
    state,
    proposal,
    person,
    department,
    leaf: plainBytes(leaf),
    bytes: plainBytes(bytes),
    changes: plainBytes(changes),
  };
}
