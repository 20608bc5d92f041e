/** Entries read many at a time, where nothing about their places and types is odd: a row with five byte strings of its own takes thrice as long. */
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import type { StoredColumns } from "./stored-block.ts";

/** Columns of bytes, in the order in which they stand in the one string of a block. */
const BYTE_COLUMNS = ["id", "data", "leaf", "bytes", "changes"] as const;
const RANGE = "FROM log_entry WHERE place >= ? AND place < ? ORDER BY place";
/** `data` is a text, which is taken as the bytes that it is. */
const ALL_BYTES_SQL = `SELECT CAST(group_concat(part, '') AS BLOB) FROM
  (SELECT id || CAST(data AS BLOB) || leaf || bytes || changes AS part ${RANGE})`;
const COLUMNS_SQL = `SELECT place, height, form, id_prefix, kind, code, state, proposal, person, department,
  typeof(id) = 'blob' AND typeof(data) = 'text' AND typeof(leaf) = 'blob' AND typeof(bytes) = 'blob' AND typeof(changes) = 'blob',
  ${BYTE_COLUMNS.map((name) => `octet_length(${name})`).join(", ")} ${RANGE}`;

/** Bytes of a block that are read together; a longer one is read entry by entry. */
const ALL_BYTES_MAX = 16 * 1_024 * 1_024;

type ColumnsRow = readonly [
  place: number,
  height: number,
  form: number,
  idPrefix: number,
  kind: string,
  code: string,
  state: string,
  proposal: number | null,
  person: number,
  department: number,
  isTyped: 0 | 1,
  id: number,
  data: number,
  leaf: number,
  bytes: number,
  changes: number,
];

/**
 * The entries from `next` to before `end`; undefined unless there is one at each place, every column of bytes holds bytes, and they are not too
 * long together. The bytes are views of one memory.
 */
export function readSoundEntries(
  statements: Statements,
  next: number,
  end: number,
): readonly StoredColumns[] | undefined {
  const rows = statements.rows<ColumnsRow>(COLUMNS_SQL, next, end);
  const isSound = (row: ColumnsRow, i: number): boolean => row[0] === next + i && row[10] === 1;
  if (rows.length === 0 || rows.length !== end - next || !rows.every(isSound)) return undefined;
  const length = rows.reduce((sum, row) => sum + row[11] + row[12] + row[13] + row[14] + row[15], 0);
  if (length > ALL_BYTES_MAX) return undefined;
  const [joined] = statements.row<[Uint8Array]>(ALL_BYTES_SQL, next, end) ?? [];
  return joined?.length === length ? entriesOf(rows, plainBytes(joined)) : undefined;
}

function entriesOf(rows: readonly ColumnsRow[], all: Uint8Array): readonly StoredColumns[] {
  let begin = 0;
  const cut = (length: number): Uint8Array => {
    begin += length;
    return all.subarray(begin - length, begin);
  };
  // By their places, for taking a row apart as a list takes longer than all that is done with it.
  return rows.map((row) => ({
    place: row[0],
    height: row[1],
    form: row[2],
    idPrefix: row[3],
    kind: row[4],
    code: row[5],
    state: row[6],
    proposal: row[7],
    person: row[8],
    department: row[9],
    id: cut(row[11]),
    data: cut(row[12]),
    leaf: cut(row[13]),
    bytes: cut(row[14]),
    changes: cut(row[15]),
  }));
}
