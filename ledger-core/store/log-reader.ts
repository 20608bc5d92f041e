/** Reads of the log's tables: entries, blocks, changes, and what became of a row over time. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { RefusalData } from "#ledger-core/contract/schema/errors.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";
import { placesOf } from "./id-tiers.ts";
import { unpack } from "./packed.ts";
import { decodeRow } from "./state-layout.ts";
import { StoreError } from "./store-error.ts";
import type {
  EntryFilter,
  EntrySummary,
  HistoryPage,
  PageBefore,
  RowChange,
  StoredBlock,
  StoredEntry,
} from "./store-types.ts";

const SUMMARY_COLUMNS = `entry.place, entry.height, block.time, entry.form, entry.id, entry.kind, entry.code, entry.data,
  entry.state, entry.proposal, entry.person, entry.department`;
const ENTRY_TABLES = "log_entry AS entry JOIN log_block AS block ON block.height = entry.height";
const BLOCK_COLUMNS = "height, time, first_place, count, root, checkpoint";

/** Kind of the entry that closes a block. */
const CLOSING = "block";

type SummaryRow = readonly [
  place: number,
  height: number,
  time: number,
  form: number,
  id: Uint8Array,
  kind: string,
  code: string,
  data: string,
  state: EntrySummary["state"],
  proposal: number | null,
  person: number,
  department: number,
];
type EntryRow = readonly [...SummaryRow, leaf: Uint8Array, bytes: Uint8Array];
type BlockRow = readonly [number, number, number, number, Uint8Array, string];

export function readEntry(statements: Statements, index: number): StoredEntry | undefined {
  const row = statements.row<EntryRow>(
    `SELECT ${SUMMARY_COLUMNS}, entry.leaf, entry.bytes FROM ${ENTRY_TABLES} WHERE entry.place = ?`,
    index,
  );
  if (row === undefined) return undefined;
  return { ...summaryOf(row), entry: plainBytes(row[12]), bytes: plainBytes(row[13]) };
}

/** The oldest entry with the id. Only within a snapshot: which tiers there are and what is in them are read one after the other. */
export function findEntryIndex(statements: Statements, id: Uint8Array): number | undefined {
  const last = statements.row<[number | null]>("SELECT max(place) FROM log_entry")?.[0] ?? -1;
  for (const place of placesOf(statements, id, last + 1)) {
    const row = statements.row<[Uint8Array]>("SELECT id FROM log_entry WHERE place = ?", place);
    if (row !== undefined && equalBytes(row[0], id)) return place;
  }
  return undefined;
}

export function readEntries(statements: Statements, filter: EntryFilter): readonly EntrySummary[] {
  const conditions = [
    { sql: "entry.place < ?", value: filter.before },
    { sql: "entry.kind = ?", value: filter.kind },
    { sql: "entry.department = ?", value: filter.department },
  ].filter(({ value }) => value !== undefined);
  const parts = [
    ...conditions.map(({ sql }) => sql),
    ...(filter.closing === false ? [`entry.kind <> '${CLOSING}'`] : []),
  ];
  const where = parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
  const sql = `SELECT ${SUMMARY_COLUMNS} FROM ${ENTRY_TABLES} ${where} ORDER BY entry.place DESC LIMIT ?`;
  const values = conditions.map(({ value }) => value);
  return statements.rows<SummaryRow>(sql, ...values, filter.limit).map(summaryOf);
}

export function readBlock(statements: Statements, height: number): StoredBlock | undefined {
  return blockOf(statements.row<BlockRow>(`SELECT ${BLOCK_COLUMNS} FROM log_block WHERE height = ?`, height));
}

/** The newest block of at most that height. */
export function readBlockUpTo(statements: Statements, height: number): StoredBlock | undefined {
  const sql = `SELECT ${BLOCK_COLUMNS} FROM log_block WHERE height <= ? ORDER BY height DESC LIMIT 1`;
  return blockOf(statements.row<BlockRow>(sql, height));
}

export function readBlocks(statements: Statements, page: PageBefore): readonly StoredBlock[] {
  const sql = `SELECT ${BLOCK_COLUMNS} FROM log_block WHERE height < ? ORDER BY height DESC LIMIT ?`;
  const rows = statements.rows<BlockRow>(sql, page.before ?? Number.MAX_SAFE_INTEGER, page.limit);
  return rows.map(blockOf).filter((block) => block !== undefined);
}

/** The newest block and the size of the log with it. */
export function readHead(statements: Statements): (StoredBlock & { readonly size: number }) | undefined {
  const [newest] = readBlocks(statements, { limit: 1 });
  return newest === undefined ? undefined : { ...newest, size: newest.firstIndex + newest.count };
}

/** The root that was signed over the first `size` entries; undefined where no block ends there. */
export function readRoot(statements: Statements, size: number): Uint8Array | undefined {
  const sql = `SELECT root FROM log_block WHERE height = (SELECT height FROM log_entry WHERE place = ?)
    AND first_place + count = ?`;
  const row = statements.row<[Uint8Array]>(sql, size - 1, size);
  return row === undefined ? undefined : plainBytes(row[0]);
}

export function readLeaves(statements: Statements, first: number, count: number): readonly Uint8Array[] {
  const sql = "SELECT leaf FROM log_entry WHERE place >= ? AND place < ? ORDER BY place";
  return statements.rows<[Uint8Array]>(sql, first, first + count).map(([leaf]) => plainBytes(leaf));
}

export function readChanges(statements: Statements, index: number): readonly Uint8Array[] {
  const row = statements.row<[Uint8Array]>("SELECT changes FROM log_entry WHERE place = ?", index);
  if (row === undefined) throw new RangeError(`there is no entry ${index}`);
  return unpack(plainBytes(row[0]));
}

/** The row that the bytes of a change hold; undefined where it was removed. */
export function rowOfChange(table: AnyTable, bytes: Uint8Array): RowValue | undefined {
  const change = parseChange(plainBytes(bytes));
  if (change?.table !== table.name) throw new StoreError("LEDGER_DAMAGED", { table: table.name, detail: "a change" });
  return change.row === undefined ? undefined : decodeRow(table, change.row);
}

/** What entries made of a row, newest first. */
export function readHistory(
  statements: Statements,
  table: AnyTable,
  key: number,
  { limit, before = Number.MAX_SAFE_INTEGER, without = "" }: HistoryPage,
): readonly RowChange[] {
  // One more than asked for, because the row before a change is what the previous change made of it.
  const sql = `SELECT history.place, entry.height, substr(entry.changes, history.begin + 1, history.size)
    FROM log_history AS history JOIN log_entry AS entry ON entry.place = history.place
    WHERE history.table_number = ? AND history.key = ? AND history.place < ? AND entry.kind <> ?
    ORDER BY history.place DESC LIMIT ?`;
  const rows = statements.rows<[number, number, Uint8Array]>(sql, table.number, key, before, without, limit + 1);
  const values = rows.map(([, , bytes]) => rowOfChange(table, bytes));
  return rows.slice(0, limit).map(([index, height], i) => ({ index, height, before: values[i + 1], after: values[i] }));
}

function summaryOf(row: SummaryRow | EntryRow): EntrySummary {
  const [index, height, time, form, id, kind, code, data, state, proposal, person, department] = row;
  const refusal = data === "" ? {} : (JSON.parse(data) as RefusalData);
  const who = { proposal: proposal ?? undefined, person, department };
  return { index, height, time, form, id: plainBytes(id), kind, code, data: refusal, state, ...who };
}

function blockOf(row: BlockRow | undefined): StoredBlock | undefined {
  if (row === undefined) return undefined;
  const [height, time, firstIndex, count, root, checkpoint] = row;
  return { height, time, firstIndex, count, root: plainBytes(root), checkpoint };
}
