/** The stored log as projections read it. */
import type { CommittedEntry } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedEntry } from "./committed-entry.ts";
import { plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";
import { frontierAt, hashReader } from "./log-tree.ts";
import { unpack } from "./packed.ts";
import type { CommittedLog } from "./projections.ts";

const RANGE = `FROM log_entry AS entry JOIN log_block AS block ON block.height = entry.height
  WHERE entry.place >= ? AND entry.place < ? ORDER BY entry.place`;
const COLUMNS = `entry.place, entry.height, block.time, entry.form, entry.kind, entry.code, entry.person, entry.department,
  octet_length(entry.changes)`;
const COLUMNS_SQL = `SELECT ${COLUMNS} ${RANGE}`;
const WHOLE_SQL = `SELECT entry.changes, ${COLUMNS} ${RANGE}`;
const CHANGES_SQL = `SELECT CAST(group_concat(part, '') AS BLOB) FROM (SELECT entry.changes AS part ${RANGE})`;

/** Entries that are read together, and bytes of their changes; what is longer is read entry by entry. */
const ENTRIES_TOGETHER = 250;
const CHANGES_TOGETHER_BYTES_MAX = 1_048_576;

type Columns = readonly [
  place: number,
  height: number,
  time: number,
  form: number,
  kind: string,
  code: string,
  person: number,
  department: number,
  size: number,
];
type Row = { readonly columns: Columns; readonly changes: Uint8Array };
/** Few projections ask for the bytes of an entry. */
const BYTES_SQL = "SELECT bytes FROM log_entry WHERE place = ?";

/**
 * The first `size` entries; `root` is theirs, where it is known already. While a read is being walked through, nothing is written by the
 * same connection.
 */
export function committedLog(
  ruleset: Ruleset,
  suite: Suite,
  statements: Statements,
  { size, root }: { readonly size: number; readonly root?: Uint8Array },
): CommittedLog {
  const readHash = hashReader(suite, statements);
  // After every block each projection asks for the same root, mostly of the whole log, which need not be read from the disk.
  let asked = { count: size, root };
  const rootAt = (count: number): Uint8Array => {
    if (count === asked.count && asked.root !== undefined) return asked.root;
    const found = frontierAt(suite, count, readHash).root();
    asked = { count, root: found };
    return found;
  };
  return {
    size,
    rootAt,
    *read(index, limit): Generator<CommittedEntry> {
      const end = Math.min(index + limit, size);
      for (let from = index; from < end; from += ENTRIES_TOGETHER)
        for (const row of readRows(statements, from, Math.min(from + ENTRIES_TOGETHER, end)))
          yield entryOf(ruleset, suite, statements, row);
    },
  };
}

/** A byte string that crosses over from SQLite by itself costs as much as all other columns of its row. */
function readRows(statements: Statements, from: number, end: number): Iterable<Row> {
  const rows = statements.rows<Columns>(COLUMNS_SQL, from, end);
  const length = rows.reduce((sum, row) => sum + row[8], 0);
  const joined =
    length > CHANGES_TOGETHER_BYTES_MAX ? undefined : statements.row<[Uint8Array | null]>(CHANGES_SQL, from, end)?.[0];
  return joined?.length === length ? cutRows(rows, plainBytes(joined)) : readRowByRow(statements, from, end);
}

function cutRows(rows: readonly Columns[], all: Uint8Array): readonly Row[] {
  let end = 0;
  return rows.map((columns) => {
    end += columns[8];
    return { columns, changes: all.subarray(end - columns[8], end) };
  });
}

function* readRowByRow(statements: Statements, from: number, end: number): Generator<Row> {
  for (const row of statements.prepare(WHOLE_SQL).raw().iterate(from, end)) {
    const [changes, ...columns] = row as [Uint8Array, ...Columns];
    yield { columns, changes: plainBytes(changes) };
  }
}

function entryOf(ruleset: Ruleset, suite: Suite, statements: Statements, { columns, changes }: Row): CommittedEntry {
  const [index, height, time, form, kind, code, person, department] = columns;
  const readBytes = (): Uint8Array =>
    plainBytes(statements.row<[Uint8Array]>(BYTES_SQL, index)?.[0] ?? new Uint8Array());
  const entry = { index, height, time, form, kind, code, person, department, changes: unpack(changes), readBytes };
  return committedEntry(ruleset, suite, entry);
}
