/** The SQL ports that reads, invariants and projections are given. */
import { BrokenInvariant } from "#ledger-core/kernel/assert.ts";
import type { DatabaseValue, ReadPort, WritePort } from "#ledger-core/kernel/ports.ts";
import { asStoreError, codeOf, plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";

export class SqlReadPort implements ReadPort {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  all<Row>(sql: string, ...parameters: readonly DatabaseValue[]): readonly Row[] {
    const rows = told(() => this.#statements.prepare(sql).all(...parameters.map(bound)));
    for (const row of rows) loadColumns(row as Record<string, unknown>);
    return rows as readonly Row[];
  }

  get<Row>(sql: string, ...parameters: readonly DatabaseValue[]): Row | undefined {
    const row = told(() => this.#statements.prepare(sql).get(...parameters.map(bound)));
    if (row !== undefined) loadColumns(row as Record<string, unknown>);
    return row as Row | undefined;
  }
}

export class SqlWritePort extends SqlReadPort implements WritePort {
  readonly #writing: Statements;

  constructor(statements: Statements) {
    super(statements);
    this.#writing = statements;
  }

  run(sql: string, ...parameters: readonly DatabaseValue[]): void {
    this.#writing.prepare(sql).run(...parameters.map(bound));
  }
}

/** A disk that does not answer, in the store's words. Anything else is wrong with the question. */
function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw /^SQLITE_(IOERR|FULL|CORRUPT)/.test(codeOf(error) ?? "") ? asStoreError(error, {}) : error;
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
