/** What projections, reads and invariants are given of the database: SQL, and nothing of where it is. */

export type DatabaseValue = number | string | Uint8Array | null;

/** Read-only SQL. Parameters are positional. Integers come as numbers; one beyond 53 bits is a broken invariant. */
export type ReadPort = {
  all<Row = Readonly<Record<string, DatabaseValue>>>(
    sql: string,
    ...parameters: readonly DatabaseValue[]
  ): readonly Row[];
  get<Row = Readonly<Record<string, DatabaseValue>>>(
    sql: string,
    ...parameters: readonly DatabaseValue[]
  ): Row | undefined;
};

/** SQL that may write, given to projections only. */
export type WritePort = ReadPort & {
  run(sql: string, ...parameters: readonly DatabaseValue[]): void;
  /**
   * Inserts a row as `run` would: `into` is the statement as far as `VALUES`, which is not part of it. Rows that follow one another into
   * the same are written together, before anything else is asked or written; so a row that breaks a constraint may be told of later.
   */
  insert(into: string, ...row: readonly DatabaseValue[]): void;
};
