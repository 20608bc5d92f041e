/** Rows of a file beside those that were made anew, compared within SQLite: none of them crosses over. */
import type { Statements } from "#ledger-core/store/database.ts";
import { attachForReading } from "#ledger-core/store/reader.ts";
import { quote } from "#ledger-core/store/state-layout.ts";
import type { JoinedColumn } from "./joined-rows.ts";

/** Under which name the file is attached to the connection of what was made anew. */
const ATTACHED = "stored";

/** Where a file is open already: the snapshot that is checked. */
export type Snapshot = { readonly statements: Statements; readonly schema: string };

/** A table of both. `columns` are those beside its key, which is a whole number. */
export type ComparedTable = {
  readonly name: string;
  readonly keyName: string;
  readonly columns: readonly JoinedColumn[];
};

export class SameRows {
  readonly #made: Statements;
  readonly #isAttached: boolean;

  /**
   * `made` is in its only transaction. `momentSql` gives one text that tells the moment of a snapshot, its tables being in `SCHEMA`: a file whose
   * writer has gone on since is not compared here.
   */
  constructor(made: Statements, file: string, snapshot: Snapshot, momentSql: string) {
    this.#made = made;
    const momentOf = ({ statements, schema }: Snapshot): unknown =>
      statements.row<[string]>(momentSql.replaceAll("SCHEMA.", `${schema}.`))?.[0];
    this.#isAttached = this.#holds(() => {
      attachForReading(made.connection, file, ATTACHED);
      return momentOf({ statements: made, schema: ATTACHED }) === momentOf(snapshot);
    });
  }

  /** True if both have the same rows, to the last bit and type. False also where that cannot be said: whoever names what differs finds out. */
  areIn({ name, keyName, columns }: ComparedTable): boolean {
    const key = quote(keyName);
    const isSame = columns.flatMap((column) => {
      const [left, right] = ["made", "stored"].map((side) => `${side}.${quote(column.name)}`);
      // What is no whole number may equal one.
      const types = column.type === "INTEGER" ? [`typeof(${left}) = typeof(${right})`] : [];
      return [`${left} IS ${right}`, ...types];
    });
    // Each row that was made looks for its own, so that none of a damaged file counts twice; and the table itself is counted, not an index of it.
    const sql = `SELECT (SELECT count(*) FROM main.${quote(name)}), (SELECT count(*) FROM ${ATTACHED}.${quote(name)} NOT INDEXED),
      count(*) FROM main.${quote(name)} AS made CROSS JOIN ${ATTACHED}.${quote(name)} AS stored NOT INDEXED
      WHERE ${[`stored.${key} = made.${key}`, ...isSame].join(" AND ")}`;
    return this.#isAttached && this.#holds(() => new Set(this.#made.row<[number, number, number]>(sql)).size === 1);
  }

  #holds(question: () => boolean): boolean {
    try {
      return question();
    } catch (error) {
      // A disk that does not answer may have ended the transaction, and what was made is gone with it.
      if (!this.#made.connection.inTransaction) throw error;
      return false;
    }
  }
}
