/** Connections to SQLite: how they are opened, and statements that are prepared once. The store is the only folder that does this. */
import { chmodSync, closeSync, fsyncSync, openSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { sharedBytes } from "#ledger-core/contract/schema/bytes.ts";
import { BrokenInvariant } from "#ledger-core/kernel/assert.ts";
import { databaseFiles } from "./ledger-file.ts";
import { isStrange } from "./plain-file.ts";
import { StoreError } from "./store-error.ts";
import type { StoreErrorData } from "./store-error.ts";
import { codeOf } from "./error-code.ts";

export type Connection = Database.Database;
export type Statement = Database.Statement<unknown[], unknown>;

/** Statements that one connection keeps prepared. */
const STATEMENTS_MAX = 512;
/** How long a connection waits for another's short lock, as while the write-ahead log is recovered. */
const BUSY_WAIT_MS = 5_000;
/** Page cache of a connection. */
const CACHE_KIB = 32_768;
/** Pages of 4 KiB in the write-ahead log before they are folded into the file: pages that many blocks touch are then written once. */
const CHECKPOINT_PAGES = 8_000;
/** `PRAGMA synchronous` as a number. */
const SYNCHRONOUS_FULL = 2;

admitAddresses();

/** `throughDisk`: see `StoreOptions`. */
type WritingOptions = {
  readonly durable: boolean;
  readonly throughDisk?: ((connection: Connection) => Connection) | undefined;
};

/**
 * A connection that writes. Each commit of it is on the disk before it returns, if `durable`; a derived file does not need that. Throws as
 * `refuseStrange` does.
 */
export function openForWriting(file: string, { durable, throughDisk }: WritingOptions): Connection {
  refuseStrange(file);
  const opened = new Database(file, { timeout: BUSY_WAIT_MS });
  const connection = throughDisk === undefined ? opened : throughDisk(opened);
  return orClose(connection, () => {
    // A file that is new, or that a killed process has left before it wrote anything. What is made beside it takes over its mode.
    if (statSync(file).size === 0) chmodSync(file, 0o600);
    connection.pragma("journal_mode = WAL");
    connection.pragma(`synchronous = ${durable ? "FULL" : "NORMAL"}`);
    // Where a plain sync leaves what it was given in the drive's own memory (macOS), the drive is asked as well; without effect elsewhere.
    for (const name of ["fullfsync", "checkpoint_fullfsync"]) connection.pragma(`${name} = ${durable ? 1 : 0}`);
    // This build falls back to NORMAL once the file is in WAL mode, so what was asked for is read back.
    const synchronous = connection.pragma("synchronous", { simple: true });
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    if (durable && synchronous !== SYNCHRONOUS_FULL) throw new BrokenInvariant("commits of the ledger are synchronous");
    tune(connection);
    return connection;
  });
}

/** A new file of what is derived, written in one go: a crash leaves a file that is to be thrown away. */
export function openDerived(file: string): Connection {
  const connection = new Database(file);
  return orClose(connection, () => {
    chmodSync(file, 0o600);
    connection.pragma("journal_mode = OFF");
    connection.pragma("synchronous = OFF");
    tune(connection);
    return connection;
  });
}

/** A database without a name: held in memory, spilling over onto the disk, gone when it is closed. For what is only compared. */
export function openNameless(): Connection {
  const connection = new Database("");
  return orClose(connection, () => {
    tune(connection);
    return connection;
  });
}

/** A connection that only reads. `address` is a `file:` one of the same file, with parameters. Throws as `refuseStrange` does. */
export function openForReading(file: string, address = file): Connection {
  refuseStrange(file);
  const connection = new Database(address, { readonly: true, fileMustExist: true, timeout: BUSY_WAIT_MS });
  return orClose(connection, () => {
    tune(connection);
    return connection;
  });
}

/**
 * Refuses what is no plain file, before SQLite opens it: it would wait for a pipe for ever, and follow a link out of the folder. What is not
 * there is not refused. Throws `StoreError` NOT_A_LEDGER, with the path as `file`.
 */
export function refuseStrange(file: string): void {
  const strange = databaseFiles(file).find(isStrange);
  if (strange !== undefined) throw new StoreError("NOT_A_LEDGER", { file: strange, detail: "no plain file" });
}

type SchemaRow = { readonly type: string; readonly name: string; readonly sql: string | null };
type Program = { readonly what: string; readonly name: string };
type DefaultValue = { readonly name: string; readonly value: string };

/** Tables of a module are left out: to look at one runs the module, and what it keeps lies in tables like all others. */
const PLAIN_SQL = `WITH plain AS (SELECT name FROM SCHEMA.sqlite_master WHERE type = 'table' AND sql GLOB 'CREATE TABLE *')`;
/** What works itself out in a table as it is read, checked or written. */
const HIDDEN_PROGRAMS_SQL = `${PLAIN_SQL}
  SELECT 'a column that is worked out' AS what, plain.name FROM plain, pragma_table_xinfo(plain.name, 'SCHEMA') AS part
    WHERE part.hidden > 1
  UNION ALL SELECT 'a key of another table', plain.name FROM plain, pragma_foreign_key_list(plain.name, 'SCHEMA')
  UNION ALL SELECT 'an index of some rows', part.name FROM plain, pragma_index_list(plain.name, 'SCHEMA') AS part WHERE part.partial
  UNION ALL SELECT 'an index of what is worked out', list.name FROM plain, pragma_index_list(plain.name, 'SCHEMA') AS list,
    pragma_index_xinfo(list.name, 'SCHEMA') AS part WHERE part.cid = -2
  LIMIT 1`;
/** What a column has where a row is written without it, as it was declared. */
const DEFAULTS_SQL = `${PLAIN_SQL}
  SELECT plain.name, part.dflt_value AS value FROM plain, pragma_table_xinfo(plain.name, 'SCHEMA') AS part
    WHERE part.dflt_value IS NOT NULL`;
/** A number, bytes or a text, each without its pairs of quotes; all else is worked out with each row. */
const LITERAL = /^(-?\d+|x?('[^']*')?)$/i;

/**
 * Refuses a file that carries programs of its own: a view, or a column or an index that is worked out, can keep a query busy for ever; a
 * trigger can write behind one's back, and so can a key of another table, or a row that takes the place of those with which it conflicts.
 * No ledger has any. To be called before anything else is asked of the file; looks at its schema and at no row. `schema` is that of an
 * attached file. Throws LEDGER_DAMAGED.
 */
export function refusePrograms(connection: Connection, schema: "main" | "projections"): void {
  const declared = connection
    .prepare<[], SchemaRow>(
      `SELECT type, name, sql FROM ${schema}.sqlite_master WHERE type IN ('table', 'view', 'trigger')`,
    )
    .all();
  for (const { type, name, sql } of declared) {
    if (type !== "table") throw programIn(name, `a ${type}`);
    // As SQLite itself writes it down, which leaves no doubt what it is.
    if (!/^CREATE (VIRTUAL )?TABLE /.test(sql ?? "")) throw programIn(name, "a table that is declared otherwise");
    // The only parts of a table that no pragma tells of.
    if (/\bCHECK\b/i.test(sql ?? "")) throw programIn(name, "a condition");
    if (/\bCONFLICT\b/i.test(sql ?? "")) throw programIn(name, "what becomes of a row with which another conflicts");
  }
  const found = connection.prepare<[], Program>(HIDDEN_PROGRAMS_SQL.replaceAll("SCHEMA", schema)).get();
  if (found !== undefined) throw programIn(found.name, found.what);
  const defaults = connection.prepare<[], DefaultValue>(DEFAULTS_SQL.replaceAll("SCHEMA", schema)).all();
  const worked = defaults.find(({ value }) => !LITERAL.test(value.replaceAll("''", "")));
  if (worked !== undefined) throw programIn(worked.name, "a default that is worked out");
}

function programIn(table: string, detail: string): StoreError {
  return new StoreError("LEDGER_DAMAGED", { detail, table });
}

/** Folds the write-ahead log into the file and empties it; does nothing, at once, while a reader still needs it. */
export function foldLog(connection: Connection): void {
  connection.pragma("busy_timeout = 0");
  try {
    connection.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    connection.pragma(`busy_timeout = ${BUSY_WAIT_MS}`);
  }
}

/**
 * Makes durable what the write-ahead log holds when it is opened: a process that was killed between writing a block and syncing it has left
 * one that everybody reads and that a loss of power takes away. SQLite syncs the log before it folds it, so a file that has no room to grow
 * does no harm.
 */
export function syncLog(connection: Connection): void {
  try {
    connection.pragma("wal_checkpoint(PASSIVE)");
  } catch (error) {
    if (codeOf(error) !== "SQLITE_FULL") throw error;
  }
}

/** The same for who may only read, before anything of it is handed out. SQLite holds no lock on this file that closing it would drop. */
export function syncLogAsReader(file: string): void {
  try {
    // Windows syncs nothing through a handle that may only read.
    const log = openSync(`${file}-wal`, process.platform === "win32" ? "r+" : "r");
    try {
      fsyncSync(log);
    } finally {
      closeSync(log);
    }
  } catch (error) {
    // There is none, or it may not be synced by who may not write: then it is as durable as the writer has made it.
    if (codeOf(error) === "EIO") throw error;
  }
}

/** What `use` gives; a connection for which it throws is closed. */
export function orClose<T>(connection: Connection, use: () => T): T {
  try {
    return use();
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * SQLite reads `file:` addresses only if it was told so before its first use, and only by the environment. In a worker thread, whose
 * environment is a copy, this has no effect unless the main thread did it first; a read-only folder is then refused.
 */
function admitAddresses(): void {
  const before = process.env["SQLITE_USE_URI"];
  process.env["SQLITE_USE_URI"] = "1";
  new Database(":memory:").close();
  if (before === undefined) delete process.env["SQLITE_USE_URI"];
  else process.env["SQLITE_USE_URI"] = before;
}

/**
 * Begins the only transaction that a nameless database has, for nobody asks whether what is written there lasts: with each that ends, SQLite
 * walks through all pages that were written since it was opened.
 */
export function beginNameless({ connection }: Statements): void {
  connection.exec("BEGIN IMMEDIATE");
}

/** A nameless database with these tables, in its only transaction: for what would take too much memory. */
export function openSpill(tables: readonly string[]): Statements {
  const connection = openNameless();
  return orClose(connection, () => {
    connection.pragma("journal_mode = OFF");
    for (const sql of tables) connection.exec(sql);
    const statements = new Statements(connection);
    beginNameless(statements);
    return statements;
  });
}

function tune(connection: Connection): void {
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  connection.pragma("trusted_schema = OFF");
  connection.pragma("temp_store = MEMORY");
}

/** The prepared statements of a connection by their SQL; the one unused for longest makes room. */
export class Statements {
  readonly connection: Connection;
  readonly #prepared = new Map<string, Statement>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.connection.prepare<unknown[], unknown>(sql);
    if (this.#prepared.size >= STATEMENTS_MAX) {
      const oldest = this.#prepared.keys().next().value;
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    this.#prepared.set(sql, statement);
    return statement;
  }

  /** Rows as arrays of columns. Throws StoreError where the disk does not give them. */
  rows<Row extends readonly unknown[]>(sql: string, ...parameters: readonly unknown[]): readonly Row[] {
    try {
      return this.prepare(sql)
        .raw()
        .all(...parameters) as readonly Row[];
    } catch (error) {
      throw asStoreError(error, { file: this.connection.name });
    }
  }

  /** The first of them. Throws StoreError where the disk does not give it. */
  row<Row extends readonly unknown[]>(sql: string, ...parameters: readonly unknown[]): Row | undefined {
    try {
      return this.prepare(sql)
        .raw()
        .get(...parameters) as Row | undefined;
    } catch (error) {
      throw asStoreError(error, { file: this.connection.name });
    }
  }
}

/** Rows that are inserted by one statement: the way into it and out of it costs as much as a small row. */
const ROWS_TOGETHER = 32;

/** Inserts many rows into a table, within the writer's transaction. What was added is there once it is flushed. */
export class RowInserts {
  readonly #statements: Statements;
  readonly #into: string;
  readonly #columns: number;
  /** Values that wait are the first so many; the others are of rows that are inserted already. */
  readonly #values: unknown[] = [];
  #used = 0;
  /** The statements that insert one and many, once there are so many. */
  #one: string | undefined;
  #many: string | undefined;

  /** `into`: the statement as far as `VALUES`, which is not part of it; `columns`: how many a row has. */
  constructor(statements: Statements, into: string, columns: number) {
    this.#statements = statements;
    this.#into = into;
    this.#columns = columns;
  }

  add(row: readonly unknown[]): void {
    for (let i = 0; i < this.#columns; i++) this.#values[this.#used++] = outside(row[i]);
    if (this.#used < ROWS_TOGETHER * this.#columns) return;
    this.#many ??= this.#sql(ROWS_TOGETHER);
    this.#statements.prepare(this.#many).run(...this.#values);
    this.#used = 0;
  }

  /** Inserts the last few. */
  flush(): void {
    if (this.#used === 0) return;
    this.#one ??= this.#sql(1);
    for (let at = 0; at < this.#used; at += this.#columns)
      this.#statements.prepare(this.#one).run(...this.#values.slice(at, at + this.#columns));
    this.#used = 0;
  }

  /** Lets go of the last few. */
  discard(): void {
    this.#used = 0;
  }

  #sql(rows: number): string {
    const row = `(${Array.from({ length: this.#columns }, () => "?").join(", ")})`;
    return `${this.#into} VALUES ${Array.from({ length: rows }, () => row).join(", ")}`;
  }
}

/** V8 has small byte strings within its heap, and would make memory outside of it for each before SQLite can read it. */
const INSIDE_BYTES_MAX = 64;

function outside(value: unknown): unknown {
  if (!(value instanceof Uint8Array) || value.length > INSIDE_BYTES_MAX) return value;
  const copy = sharedBytes(value.length);
  copy.set(value);
  return copy;
}

/** A view of SQLite's bytes as plain ones: a Buffer would not equal what was put. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What keeps a file from being written that a moment later may not: too many open files, a file that another program holds. */
const PASSING = /^(EMFILE|ENFILE|ENOMEM|EBUSY|ESTALE)$/;

/** The store's error for one of SQLite or of the file system; others are given back as they are. */
export function asStoreError(error: unknown, data: StoreErrorData): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof StoreError) return error;
  const detail = { ...data, detail: code };
  if (/^SQLITE_(FULL|IOERR)|^(ENOSPC|EDQUOT|EIO)$/.test(code))
    return new StoreError("DISK_FULL", detail, { cause: error });
  if (/^SQLITE_CORRUPT/.test(code) || lacksParts(code, error))
    return new StoreError("LEDGER_DAMAGED", detail, { cause: error });
  if (code === "SQLITE_NOTADB") return new StoreError("NOT_A_LEDGER", detail, { cause: error });
  if (/^SQLITE_BUSY/.test(code)) return new StoreError("LEDGER_LOCKED", detail, { cause: error });
  if (/^SQLITE_(CANTOPEN|READONLY|PERM)|^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code) || PASSING.test(code))
    return new StoreError("FOLDER_UNWRITABLE", detail, { cause: error });
  return error;
}

/** The same of what was read from derived tables, whose damage is no fault of the ledger beside them: DERIVED_UNREADABLE. */
export function asDerivedError(error: unknown, data: StoreErrorData): unknown {
  const failure = asStoreError(error, data);
  const isDamaged = failure instanceof StoreError && ["NOT_A_LEDGER", "LEDGER_DAMAGED"].includes(failure.code);
  return isDamaged ? new StoreError("DERIVED_UNREADABLE", failure.data, { cause: error }) : failure;
}

/** True where a statement, which is always the same, does not find in the file what has to be there. */
function lacksParts(code: string, error: unknown): boolean {
  const isOfSchema = /^(no such (table|column|index|function|module|collation)|table \S+ has )/;
  return code === "SQLITE_ERROR" && error instanceof Error && isOfSchema.test(error.message);
}
