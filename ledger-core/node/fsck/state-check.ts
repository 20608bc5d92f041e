/** The tables of the state beside those that executing the log once more has filled. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { SqlReadPort } from "#ledger-core/store/sql-port.ts";
import { layoutOf, quote } from "#ledger-core/store/state-layout.ts";
import { areSame } from "./compare-entry.ts";
import { joinedRowsSql } from "./joined-rows.ts";
import type { JoinedRows } from "./joined-rows.ts";
import { columnsInWords, tableInWords } from "./part-words.ts";
import type { Problems } from "./problems.ts";
import { SameRows } from "./same-rows.ts";
import type { ComparedTable } from "./same-rows.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** Versions among which the newest sealed content that lies here is looked for. */
const SEALED_LOOKED_AT_MAX = 1_000;

/** Records of a table that are named for their lost attachments: one damaged pack may have held those of all, and is named as well. */
const BLOBS_NAMED_MAX = 10;

/** Rows that are compared in one go. */
const JOINED_ROWS = 256;
/** No row of SQLite has a smaller key. */
const KEY_MIN = -(2n ** 63n);

/** A row as an array of its columns, the key first. */
type Columns = readonly [key: number, ...unknown[]];

/** What tells one block of a log from all others. */
const BLOCK_SQL = "SELECT height || ' ' || hex(root) FROM SCHEMA.log_block ORDER BY height DESC LIMIT 1";

type BothStates = {
  readonly stored: Statements;
  readonly made: Statements;
  /** What `stored` reads; left out where `made` is used again after this. */
  readonly file?: string;
};

/** Compares every row of every table, in both directions. */
export function compareState(problems: Problems, ruleset: Ruleset, { stored, made, file }: BothStates): void {
  // A file of another schema, which is a problem already, might compare in its own way.
  const isQuick = file !== undefined && problems.count === 0;
  const same = isQuick ? new SameRows(made, file, { statements: stored, schema: "main" }, BLOCK_SQL) : undefined;
  for (const table of ruleset.tables.values()) {
    const compared = comparedTable(table);
    if (same?.areIn(compared) === true) continue;
    const from = firstDifference(compared, stored, made);
    if (from === undefined) continue;
    const sql = selectAll(table);
    const left = stored.prepare(sql).raw().iterate(from) as IterableIterator<Columns>;
    const right = made.prepare(sql).raw().iterate(from) as IterableIterator<Columns>;
    try {
      compareTable(problems, table, left, right);
    } finally {
      // An iterator that is not walked to its end keeps its connection busy.
      left.return?.();
      right.return?.();
    }
  }
}

function comparedTable(table: AnyTable): ComparedTable {
  const { columns, sqlName } = layoutOf(table);
  return { name: sqlName, keyName: "key", columns: [{ name: "changed_at", type: "INTEGER" }, ...columns] };
}

/** A key before which both have the same rows; undefined where all are the same. */
function firstDifference(
  { name, columns }: ComparedTable,
  stored: Statements,
  made: Statements,
): number | bigint | undefined {
  const sql = joinedRowsSql(quote(name), columns);
  return firstJoinedDifference([stored, sql], [made, sql]);
}

/** Whose rows, and the statement of `joinedRowsSql` that reads them. */
type Joined = readonly [statements: Statements, sql: string];

/** The same of two tables of one form. Rows by the dozen as one string of bytes take a third of the time. */
export function firstJoinedDifference(stored: Joined, made: Joined): number | bigint | undefined {
  let from: number | bigint = KEY_MIN;
  for (;;) {
    const [left, right] = [stored, made].map((one) => readJoined(one, from));
    if (left === undefined || right === undefined || !isSameChunk(left, right)) return from;
    const [, last] = left;
    if (last === null) return undefined;
    if (!Number.isSafeInteger(last)) return from;
    from = last + 1;
  }
}

/** Undefined where the rows are longer together than SQLite's longest string, or a value is of no type that its column has. */
function readJoined([statements, sql]: Joined, from: number | bigint): JoinedRows | undefined {
  try {
    return statements.row<JoinedRows>(sql, from, JOINED_ROWS);
  } catch (error) {
    if (["SQLITE_TOOBIG", "SQLITE_ERROR"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

function isSameChunk(left: JoinedRows, right: JoinedRows): boolean {
  return left.every((value, i) => isSame(value, right[i]));
}

/** Asks every module for what must always hold. */
export function checkInvariants(problems: Problems, ruleset: Ruleset, stored: Statements): void {
  const port = new SqlReadPort(stored);
  for (const module of ruleset.modules)
    for (const { name, nameZh, check } of module.invariants)
      for (const key of check(port))
        problems.add(module.name, "INVARIANT_BROKEN", (language) => ({
          statement: language === "zh" ? nameZh : name,
          key: String(key),
        }));
}

/** Looks whether the blobs that rows name are held. */
export function findLostBlobs(problems: Problems, ruleset: Ruleset, stored: Statements, blobs: Blobs): void {
  for (const table of ruleset.tables.values()) {
    if (!table.row.fields.some(([name]) => name === "kept")) continue;
    const sql = `SELECT key, kept FROM ${quote(layoutOf(table).sqlName)} WHERE kept IS NOT NULL ORDER BY key`;
    const lost = stored
      .rows<[number, Uint8Array]>(sql)
      .filter(([, hash]) => hash.length !== HASH_BYTES || !blobs.has(plainBytes(hash)));
    for (const [key] of lost.slice(0, BLOBS_NAMED_MAX))
      problems.add(`${table.name} ${key}`, "BLOB_MISSING", (language) => ({
        table: tableInWords(language, table.name),
        key: String(key),
      }));
    const count = lost.length - BLOBS_NAMED_MAX;
    if (count > 0)
      problems.add(table.name, "BLOBS_MISSING", (language) => ({ table: tableInWords(language, table.name), count }));
  }
}

/** The hash of the newest sealed content that lies here; undefined if none does, or in a ledger that has no such table. */
export function newestSealed(stored: Statements, blobs: Blobs): Uint8Array | undefined {
  const layout = layoutOf(versionTable as AnyTable);
  const [table, column] = [layout.sqlName, "sealedHash"].map((name) => quote(name));
  const known = stored.row<[number]>("SELECT count(*) FROM sqlite_schema WHERE name = ?", layout.sqlName)?.[0] ?? 0;
  if (known === 0) return undefined;
  const sql = `SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL ORDER BY key DESC LIMIT ${SEALED_LOOKED_AT_MAX}`;
  const hashes = stored.rows<[Uint8Array]>(sql).map(([hash]) => plainBytes(hash));
  return hashes.find((hash) => hash.length === HASH_BYTES && blobs.has(hash));
}

function compareTable(problems: Problems, table: AnyTable, stored: Iterator<Columns>, made: Iterator<Columns>): void {
  let [left, right] = [stored.next(), made.next()];
  while ((left.done !== true || right.done !== true) && !problems.isFull) {
    const leftKey = left.done === true ? Infinity : left.value[0];
    const rightKey = right.done === true ? Infinity : right.value[0];
    if (left.done !== true && right.done !== true && leftKey === rightKey)
      compareRow(problems, table, left.value, right.value);
    else report(problems, leftKey < rightKey ? "ROW_UNFOUNDED" : "ROW_MISSING", table, Math.min(leftKey, rightKey));
    if (leftKey <= rightKey) left = stored.next();
    if (rightKey <= leftKey) right = made.next();
  }
}

function compareRow(problems: Problems, table: AnyTable, left: Columns, right: Columns): void {
  const names = ["key", "changed_at", ...layoutOf(table).columns.map((column) => column.name)];
  const differing = names.filter((_, i) => !isSame(left[i], right[i]));
  if (differing.length > 0) report(problems, "ROW_DIFFERS", table, left[0], differing);
}

function report(
  problems: Problems,
  code: "ROW_MISSING" | "ROW_DIFFERS" | "ROW_UNFOUNDED",
  { name }: AnyTable,
  key: number,
  columns: readonly string[] = [],
): void {
  problems.add(`${name} ${key}`, code, (language) => ({
    table: tableInWords(language, name),
    key: String(key),
    columns: columnsInWords(language, name, columns),
  }));
}

/** Texts as bytes: one that is no UTF-8 could read like another. */
function selectAll(table: AnyTable): string {
  const { columns, sqlName } = layoutOf(table);
  const list = columns.map(({ name, type }) => (type === "TEXT" ? `CAST(${quote(name)} AS BLOB)` : quote(name)));
  return `SELECT ${["key", "changed_at", ...list].join(", ")} FROM ${quote(sqlName)} WHERE key >= ? ORDER BY key`;
}

export function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return areSame(left, right);
  return left === right;
}
