/** Derived tables beside those that are filled anew from the same log. */
import type { Projection } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedLog } from "#ledger-core/store/committed-log.ts";
import { openNameless, orClose, Statements } from "#ledger-core/store/database.ts";
import { Projections } from "#ledger-core/store/projections.ts";
import { quote } from "#ledger-core/store/state-layout.ts";
import type { Problems } from "./problems.ts";
import { isSame } from "./state-check.ts";

/** Under which name the file that is checked has its derived tables. */
const STORED = "projections";
const MADE = "main";

type SchemaObject = readonly [name: string, type: string, sql: string | null];
type Source = { readonly statements: Statements; readonly schema: string };

/** The log as far as it was executed once more: its tree is the recomputed one. */
export type Reached = { readonly size: number; readonly root: Uint8Array };

export class ProjectionCheck {
  readonly #problems: Problems;
  readonly #ruleset: Ruleset;
  readonly #suite: Suite;
  readonly #stored: Source;
  readonly #made: Source;
  readonly #filled: Projections;
  #failed = false;

  constructor(options: { problems: Problems; ruleset: Ruleset; suite: Suite; stored: Statements }) {
    const { problems, ruleset, suite, stored } = options;
    this.#problems = problems;
    this.#ruleset = ruleset;
    this.#suite = suite;
    this.#stored = { statements: stored, schema: STORED };
    const connection = openNameless();
    this.#filled = orClose(connection, () => new Projections(connection, ruleset));
    this.#made = { statements: new Statements(connection), schema: MADE };
    this.#filled.prepare(committedLog(ruleset, suite, stored, 0));
  }

  /**
   * Entries that each stored projection has taken in. To be asked before anything else is read within a snapshot, which then holds
   * no fewer entries: projections follow the log.
   */
  readProgress(): ReadonlyMap<string, number> {
    const { statements } = this.#stored;
    if (statements.row(`SELECT 1 FROM ${STORED}.sqlite_schema WHERE name = 'projection_progress'`) === undefined)
      return new Map();
    return new Map(statements.rows<[string, number]>(`SELECT name, next FROM ${STORED}.projection_progress`));
  }

  /** Fills the tables anew from the entries so far, or from as many as the slowest stored projection has taken in. */
  advance(reached: Reached, progress: ReadonlyMap<string, number>): void {
    if (progress.size > 0) this.#fill(Math.min(reached.size, ...progress.values()), reached);
  }

  /** Compares what is stored with what was filled anew. `reached`: the log within the snapshot. */
  compare(reached: Reached, progress: ReadonlyMap<string, number>): void {
    // Without the file there is nothing to compare: the next writer makes it.
    if (progress.size === 0) return;
    const all = this.#ruleset.modules.flatMap((module) => module.projections);
    const nextOf = ({ name }: Projection): number => progress.get(name) ?? 0;
    for (const projection of all.toSorted((left, right) => nextOf(left) - nextOf(right))) {
      const next = nextOf(projection);
      const values = { name: projection.name };
      if (next > reached.size) {
        this.#problems.add(projection.name, "PROJECTION_AHEAD", { ...values, next, entries: reached.size });
        continue;
      }
      this.#fill(next, reached);
      if (this.#failed) return;
      if (!this.#isEqual(projection)) this.#problems.add(projection.name, "PROJECTION_DIFFERS", values);
    }
  }

  close(): void {
    this.#filled.close();
  }

  #fill(size: number, reached: Reached): void {
    if (this.#failed) return;
    const log = committedLog(this.#ruleset, this.#suite, this.#stored.statements, size);
    const rootAt = (count: number): Uint8Array => {
      if (count === reached.size) return reached.root;
      // Of a batch on the way nobody asks for the root again.
      return count === size ? log.rootAt(count) : new Uint8Array(0);
    };
    try {
      this.#filled.catchUp({ ...log, rootAt });
    } catch (error) {
      // An entry that cannot be read is a problem of its own, which the replay names.
      this.#failed = true;
      this.#problems.addError("projections.sqlite", error);
    }
  }

  #isEqual({ name }: Projection): boolean {
    const progress = "SELECT version, next, root FROM SCHEMA.projection_progress WHERE name = ?";
    const listed = "SELECT name, type FROM SCHEMA.projection_object WHERE projection = ? ORDER BY name";
    if (![progress, listed].every((sql) => this.#areEqual(sql, name))) return false;
    const [stored, made] = [this.#objects(this.#stored, name), this.#objects(this.#made, name)];
    if (!isEqualList(stored, made)) return false;
    return made.every((object) => this.#isEqualObject(object, made));
  }

  #isEqualObject([name, type, sql]: SchemaObject, all: readonly SchemaObject[]): boolean {
    if (type !== "table") return true;
    if (sql !== null && isVirtual(sql)) return this.#isEqualIndex(name);
    // The tables that a full-text index keeps for itself depend on how many entries came at a time.
    const isShadow = all.some(([owner, , other]) => other !== null && isVirtual(other) && name.startsWith(`${owner}_`));
    if (isShadow) return true;
    return this.#areEqual(`SELECT * FROM SCHEMA.${quote(name)} ORDER BY ${this.#orderOf(name)}`);
  }

  /** Which words stand where, and how long the texts are that they stand in. */
  #isEqualIndex(name: string): boolean {
    const view = `check_${name}`;
    for (const { statements, schema } of [this.#stored, this.#made]) {
      statements.connection.exec(
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${quote(view)} USING fts5vocab('${schema}', '${name}', 'instance')`,
      );
    }
    return (
      this.#areEqual(`SELECT term, doc, col, "offset" FROM temp.${quote(view)}`) &&
      this.#areEqual(`SELECT id, sz FROM SCHEMA.${quote(`${name}_docsize`)} ORDER BY id`) &&
      this.#areEqual(`SELECT k, v FROM SCHEMA.${quote(`${name}_config`)} ORDER BY k`) &&
      // The first record holds the sums from which the average lengths of texts come.
      this.#areEqual(`SELECT block FROM SCHEMA.${quote(`${name}_data`)} WHERE id = 1`)
    );
  }

  #orderOf(table: string): string {
    const sql = `SELECT name FROM pragma_table_info(?, '${MADE}') ORDER BY pk = 0, pk, cid`;
    return this.#made.statements.rows<[string]>(sql, table).map(([column]) => quote(column)).join(", ");
  }

  #objects({ statements, schema }: Source, name: string): readonly SchemaObject[] {
    const sql = `SELECT name, type, sql FROM ${schema}.sqlite_schema WHERE substr(name, 1, ?) = ?
      OR substr(tbl_name, 1, ?) = ? ORDER BY name`;
    return statements.rows<SchemaObject>(sql, name.length, name, name.length, name);
  }

  #areEqual(sql: string, ...parameters: readonly unknown[]): boolean {
    const [left, right] = [this.#stored, this.#made].map(
      ({ statements, schema }) =>
        statements.prepare(sql.replaceAll("SCHEMA.", `${schema}.`)).raw().iterate(...parameters) as IterableIterator<unknown[]>,
    );
    if (left === undefined || right === undefined) return false;
    try {
      for (;;) {
        const [one, other] = [left.next(), right.next()];
        if (one.done === true || other.done === true) return one.done === other.done;
        if (!one.value.every((value, i) => isSame(value, other.value[i]))) return false;
      }
    } finally {
      left.return?.();
      right.return?.();
    }
  }
}

function isVirtual(sql: string): boolean {
  return /^CREATE VIRTUAL TABLE/i.test(sql);
}

function isEqualList(left: readonly SchemaObject[], right: readonly SchemaObject[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
