/** The SQL ports that reads, invariants and projections are given. */
import { BrokenInvariant } from "#ledger-core/kernel/assert.ts";
import type { DatabaseValue, ReadPort, WritePort } from "#ledger-core/kernel/ports.ts";
import { asDerivedError, asStoreError, plainBytes, RowInserts } from "./database.ts";
import type { Statements } from "./database.ts";
import { StoreError } from "./store-error.ts";
import { codeOf } from "./error-code.ts";

export class SqlReadPort implements ReadPort {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  all<Row>(sql: string, ...parameters: readonly DatabaseValue[]): readonly Row[] {
    const rows = this.#told(sql, () => this.#statements.prepare(sql).all(...parameters.map(bound)));
    for (const row of rows) loadColumns(row as Record<string, unknown>);
    return rows as readonly Row[];
  }

  get<Row>(sql: string, ...parameters: readonly DatabaseValue[]): Row | undefined {
    const row = this.#told(sql, () => this.#statements.prepare(sql).get(...parameters.map(bound)));
    if (row !== undefined) loadColumns(row as Record<string, unknown>);
    return row as Row | undefined;
  }

  /**
   * A disk that does not answer, damage, or derived tables that are not there, in the store's words: the tables of the state were looked for
   * when the folder was opened. Anything else is wrong with the question.
   */
  #told<T>(sql: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      const code = codeOf(error) ?? "";
      if (code === "SQLITE_CORRUPT_VTAB" || (code.startsWith("SQLITE_CORRUPT") && this.#asksDerived(sql)))
        throw asDerivedError(error, {});
      if (/^SQLITE_(IOERR|FULL|CORRUPT)/.test(code)) throw asStoreError(error, {});
      if (!(error instanceof Error) || !/^no such table: /.test(error.message)) throw error;
      throw new StoreError("DERIVED_UNREADABLE", { detail: error.message }, { cause: error });
    }
  }

  /** Whether a question names a table of the derived file, if that is open here. Where this cannot be said any more, that file is what is damaged. */
  #asksDerived(sql: string): boolean {
    const open = this.#statements.rows<[number, string]>("PRAGMA database_list");
    if (!open.some(([, name]) => name === "projections")) return false;
    try {
      const names = this.#statements.rows<[string]>("SELECT name FROM projections.sqlite_schema WHERE type = 'table'");
      const words = new Set(sql.match(/\w+/g));
      return names.some(([name]) => words.has(name));
    } catch {
      return true;
    }
  }
}

/** Whoever has a transaction around it calls `flush` before its end, and `discard` where it fails. */
export class SqlWritePort extends SqlReadPort implements WritePort {
  readonly #writing: Statements;
  readonly #inserts = new Map<string, RowInserts>();
  /** The only ones that may have rows waiting. */
  #latest: RowInserts | undefined;

  constructor(statements: Statements) {
    super(statements);
    this.#writing = statements;
  }

  override all<Row>(sql: string, ...parameters: readonly DatabaseValue[]): readonly Row[] {
    this.flush();
    return super.all(sql, ...parameters);
  }

  override get<Row>(sql: string, ...parameters: readonly DatabaseValue[]): Row | undefined {
    this.flush();
    return super.get(sql, ...parameters);
  }

  run(sql: string, ...parameters: readonly DatabaseValue[]): void {
    this.flush();
    this.#writing.prepare(sql).run(...parameters.map(bound));
  }

  insert(into: string, ...row: readonly DatabaseValue[]): void {
    let rows = this.#inserts.get(into);
    if (rows === undefined) this.#inserts.set(into, (rows = new RowInserts(this.#writing, into, row.length)));
    if (rows !== this.#latest) this.flush();
    this.#latest = rows;
    rows.add(row.map(bound));
  }

  /** Writes the rows that wait. */
  flush(): void {
    this.#latest?.flush();
  }

  /** Lets go of the rows that wait: what they belong to has failed. */
  discard(): void {
    this.#latest?.discard();
  }
}

/** better-sqlite3 hands over every number as a float, which would make SQLite divide as floats do. */
function bound(value: DatabaseValue): DatabaseValue | bigint {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function loadColumns(row: Record<string, unknown>): void {
  for (const name of Object.keys(row)) {
    const value = row[name];
    if (value instanceof Uint8Array) row[name] = plainBytes(value);
    else if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
      throw new BrokenInvariant(`${name} is an integer within 53 bits`);
  }
}
