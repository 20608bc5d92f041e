/** A table of the ledger's state: rows under integer keys, looked up through declared indexes. */
import type { RecordSchema } from "#ledger-core/contract/schema/schema.ts";

declare const rowType: unique symbol;

export type Table<Row> = {
  /** `domain.thing`, the name under which its changes stand in the log. */
  readonly name: string;
  /** Number of its sequence, never reused: kernel 1-99, consortium 100-199, catalog 200-299. */
  readonly number: number;
  readonly row: RecordSchema<Row>;
  /** Columns by which rows may be looked up, in order. Columns are integers, choices, texts or bytes, never lists. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** The column that holds the state of a state machine, if the table is one: it changes only as `moves` declare. */
  readonly state?: string;
  /**
   * Columns by which a state statement puts the table's rows in order, before their keys; by key alone where it is left out. Every
   * root over the state depends on it, so it never changes once the table exists.
   */
  readonly proofOrder?: readonly string[];
  readonly [rowType]?: Row;
};

/** A table of rows of some kind, where only its name and columns matter. */
export type AnyTable = Table<RowValue>;

/** A decoded row: its columns by name. */
export type RowValue = Readonly<Record<string, unknown>>;

/** Declares a table. */
export function table<Row>(definition: {
  readonly name: string;
  readonly number: number;
  readonly row: RecordSchema<Row>;
  readonly indexes?: Readonly<Record<string, readonly (keyof Row & string)[]>>;
  readonly state?: keyof Row & string;
  readonly proofOrder?: readonly (keyof Row & string)[];
}): Table<Row> {
  return { ...definition, indexes: definition.indexes ?? {} };
}
