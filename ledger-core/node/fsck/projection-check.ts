/** Derived tables beside those that are filled anew from the same log. */
import type { Projection } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedLog } from "#ledger-core/store/committed-log.ts";
import { readHead } from "#ledger-core/store/log-reader.ts";
import { beginNameless, openNameless, orClose, Statements } from "#ledger-core/store/database.ts";
import { Projections } from "#ledger-core/store/projections.ts";
import { quote } from "#ledger-core/store/state-layout.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { joinedRowsSql } from "./joined-rows.ts";
import type { Problems } from "./problems.ts";
import { SameRows } from "./same-rows.ts";
import type { Snapshot } from "./same-rows.ts";
import { firstJoinedDifference, isSame } from "./state-check.ts";
import { leadsToEachWord } from "./word-pages.ts";

/** Under which name the file that is checked has its derived tables. */
const STORED = "projections";
const MADE = "main";
const FILE = "projections.sqlite";

/** Where a word stands, as a text: all places of a word cross over at once. */
const PLACE_SQL = `doc || ' ' || col || ifnull(' ' || "offset", '')`;

/** How the tables begin in which the file keeps what its projections are and how far each has come. */
const KEEPING = "projection_";

const NO_ROOT = new Uint8Array(0);

/** Types of columns whose values joined rows tell apart. */
const JOINED_TYPES = new Set(["INTEGER", "TEXT", "BLOB"]);

/** How far each projection has come, and in which log. */
const PROGRESS_SQL =
  "SELECT group_concat(name || ' ' || next || ' ' || root, ',' ORDER BY name) FROM SCHEMA.projection_progress";

type SchemaObject = readonly [name: string, type: string, sql: string | null, table: string];

export class ProjectionCheck {
  readonly #problems: Problems;
  readonly #ruleset: Ruleset;
  readonly #suite: Suite;
  readonly #stored: Snapshot;
  readonly #made: Snapshot;
  readonly #file: string;
  readonly #filled: Projections;
  /** Once there is something to compare; undefined where something is wrong already. */
  #same: SameRows | undefined;
  #filledTo = 0;
  /** Whether what was taken in last says the root of the log there. */
  #isRooted = true;
  #failed = false;

  /** `file`: what `stored` has attached. */
  constructor(options: { problems: Problems; ruleset: Ruleset; suite: Suite; stored: Statements; file: string }) {
    const { problems, ruleset, suite, stored, file } = options;
    this.#problems = problems;
    this.#ruleset = ruleset;
    this.#suite = suite;
    this.#file = file;
    this.#stored = { statements: stored, schema: STORED };
    const connection = openNameless();
    this.#filled = orClose(connection, () => new Projections(connection, ruleset));
    this.#made = { statements: new Statements(connection), schema: MADE };
    this.#filled.prepare(committedLog(ruleset, suite, stored, { size: 0 }));
    beginNameless(this.#made.statements);
  }

  /** Goes through at least so many further entries, or compares what came out once there are none; true after that. */
  advance(entries: number): boolean {
    // Projections follow the log. So what they have taken in is read first: the snapshot then holds no fewer entries.
    const progress = this.#readProgress();
    const size = readHead(this.#stored.statements)?.size ?? 0;
    const reached = progress.size === 0 ? 0 : Math.max(0, Math.min(size, ...progress.values()));
    const upTo = Math.min(this.#filledTo + entries, reached);
    if (upTo > this.#filledTo) this.#fill(upTo, { isLast: upTo === reached });
    if (this.#failed) return true;
    if (this.#filledTo < reached) return false;
    this.#compare(size, progress);
    return true;
  }

  /** Compares what is stored with what was filled anew. `size`: entries of the log within the snapshot. */
  #compare(size: number, progress: ReadonlyMap<string, number>): void {
    this.#findUnfounded();
    this.#compareForm(progress);
    // A file of another form, which is a problem already, might compare in its own way.
    if (this.#problems.count === 0)
      this.#same = new SameRows(this.#made.statements, this.#file, this.#stored, PROGRESS_SQL);
    const all = this.#ruleset.modules.flatMap((module) => module.projections);
    const nextOf = ({ name }: Projection): number => progress.get(name) ?? 0;
    for (const projection of all.toSorted((left, right) => nextOf(left) - nextOf(right))) {
      const next = nextOf(projection);
      const values = { name: projection.name };
      if (!progress.has(projection.name)) {
        // What a newer program brings is made by its first writer, and without the file the next one makes all.
        const isThere = this.#objects(this.#stored, projection.name).length > 0;
        if (isThere || this.#isListed(projection)) this.#problems.add(projection.name, "PROJECTION_DIFFERS", values);
        continue;
      }
      if (next > size) {
        this.#problems.add(projection.name, "PROJECTION_AHEAD", { ...values, next, entries: size });
        continue;
      }
      if (next < 0) {
        this.#problems.add(projection.name, "PROJECTION_DIFFERS", values);
        continue;
      }
      // It stood further a moment ago: somebody is filling it anew, so it is not to be judged now.
      if (next < this.#filledTo || (next === this.#filledTo && !this.#isRooted)) continue;
      this.#fill(next, { isLast: true });
      if (this.#failed) return;
      if (!this.#isEqual(projection)) this.#problems.add(projection.name, "PROJECTION_DIFFERS", values);
    }
  }

  /** Of a file of another form a writer makes all tables anew, whatever they hold. Before anything was taken in, it is only being made. */
  #compareForm(progress: ReadonlyMap<string, number>): void {
    const isBegun = [...progress.values()].some((next) => next > 0);
    const [stored, made] = [this.#stored, this.#made].map(
      ({ statements, schema }) => statements.row<[number]>(`PRAGMA ${schema}.user_version`)?.[0],
    );
    if (isBegun && stored !== made) this.#problems.add(FILE, "PROJECTION_DIFFERS", { name: FILE });
  }

  /** Tables that belong to nothing: of no projection of this program, nor of one that it no longer has. */
  #findUnfounded(): void {
    const own = this.#ruleset.modules.flatMap((module) => module.projections.map(({ name }) => name));
    const beginnings = [KEEPING, ...own, ...this.#listed().map(([, projection]) => projection)];
    for (const [name, , , table] of this.#objects(this.#stored, ""))
      // What belongs to a projection begins with its name, and so does the table that an index of SQLite's own is for.
      if (!beginnings.some((beginning) => table.startsWith(beginning)))
        this.#problems.add(name, "PROJECTION_DIFFERS", { name });
    // And what is said to be there is there: by its name a table of somebody's own could come to belong to something.
    const names = new Set(this.#objects(this.#stored, "").map(([name]) => name));
    for (const [name] of this.#listed()) if (!names.has(name)) this.#problems.add(name, "PROJECTION_DIFFERS", { name });
  }

  #isListed({ name }: Projection): boolean {
    return this.#listed().some(([, projection]) => projection === name);
  }

  /** What the file says of its tables and indexes: of which projection each is. */
  #listed(): readonly (readonly [object: string, projection: string])[] {
    if (!this.#keeps("projection_object")) return [];
    return this.#stored.statements.rows<[string, string]>(`SELECT name, projection FROM ${STORED}.projection_object`);
  }

  /** Entries that each stored projection has taken in; of none where the file is not there. */
  #readProgress(): ReadonlyMap<string, number> {
    if (!this.#keeps("projection_progress")) return new Map();
    const sql = `SELECT name, next FROM ${STORED}.projection_progress`;
    return new Map(this.#stored.statements.rows<[string, number]>(sql));
  }

  #keeps(table: string): boolean {
    const sql = `SELECT 1 FROM ${STORED}.sqlite_schema WHERE name = ?`;
    return this.#stored.statements.row(sql, table) !== undefined;
  }

  close(): void {
    this.#filled.close();
  }

  /** Takes in entries up to `size`; the root of the log there, over many tiles, counts only where it is compared. */
  #fill(size: number, { isLast }: { readonly isLast: boolean }): void {
    const log = committedLog(this.#ruleset, this.#suite, this.#stored.statements, { size });
    try {
      this.#filled.catchUp(isLast ? log : { ...log, rootAt: () => NO_ROOT });
      this.#filledTo = size;
      this.#isRooted = isLast;
    } catch (error) {
      this.#failed = true;
      // An entry or a tile that cannot be read is a problem of the log, which is named where the log is checked.
      const isOfLog = error instanceof StoreError && error.code === "LEDGER_DAMAGED";
      if (!isOfLog) this.#problems.addError(FILE, error);
    }
  }

  #isEqual({ name }: Projection): boolean {
    const progress = "SELECT version, next, root FROM SCHEMA.projection_progress WHERE name = ?";
    const listed = "SELECT name, type FROM SCHEMA.projection_object WHERE projection = ? ORDER BY name";
    if (![progress, listed].every((sql) => this.#areEqual(sql, name))) return false;
    for (const prefix of [KEEPING, name])
      if (!isEqualList(this.#objects(this.#stored, prefix), this.#objects(this.#made, prefix))) return false;
    const made = this.#objects(this.#made, name);
    return made.every((object) => this.#isEqualObject(object, made));
  }

  #isEqualObject([name, type, sql]: SchemaObject, all: readonly SchemaObject[]): boolean {
    if (type !== "table") return true;
    if (sql !== null && isVirtual(sql)) return this.#isEqualIndex(name);
    // The tables that a full-text index keeps for itself depend on how many entries came at a time.
    const isShadow = all.some(([owner, , other]) => other !== null && isVirtual(other) && name.startsWith(`${owner}_`));
    if (isShadow) return true;
    if (this.#areJoinedEqual(name)) return true;
    return this.#areEqual(`SELECT * FROM SCHEMA.${quote(name)} ORDER BY ${this.#orderOf(name)}`);
  }

  /** The quick way, of tables whose key is a number. False where it cannot be gone, or something differs. */
  #areJoinedEqual(name: string): boolean {
    const sql = `SELECT name, type, pk FROM pragma_table_info(?, '${MADE}') ORDER BY cid`;
    const columns = this.#made.statements.rows<[name: string, type: string, pk: number]>(sql, name);
    const [key, ...others] = columns.filter(([, , pk]) => pk > 0);
    const isJoinable = columns.every(([, type]) => JOINED_TYPES.has(type));
    if (key === undefined || others.length > 0 || key[1] !== "INTEGER" || !isJoinable) return false;
    const rest = columns.filter((column) => column !== key).map(([column, type]) => ({ name: column, type }));
    if (this.#same?.areIn({ name, keyName: key[0], columns: rest }) === true) return true;
    const [stored, made] = [this.#stored, this.#made].map(
      ({ statements, schema }) => [statements, joinedRowsSql(`${schema}.${quote(name)}`, rest, key[0])] as const,
    );
    return stored !== undefined && made !== undefined && firstJoinedDifference(stored, made) === undefined;
  }

  /** Which words stand where and whether each is found there, and how long the texts are that they stand in. */
  #isEqualIndex(name: string): boolean {
    const view = `check_${name}`;
    for (const { statements, schema } of [this.#stored, this.#made]) {
      statements.connection.exec(
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${quote(view)} USING fts5vocab('${schema}', '${name}', 'instance')`,
      );
    }
    return (
      this.#areEqual(`SELECT CAST(term AS BLOB), count(*), CAST(group_concat(${PLACE_SQL}, ',') AS BLOB)
        FROM temp.${quote(view)} GROUP BY term`) &&
      leadsToEachWord(this.#stored.statements, STORED, name) &&
      this.#areEqual(`SELECT id, sz FROM SCHEMA.${quote(`${name}_docsize`)} ORDER BY id`) &&
      this.#areEqual(`SELECT k, v FROM SCHEMA.${quote(`${name}_config`)} ORDER BY k`) &&
      // The first record holds the sums from which the average lengths of texts come.
      this.#areEqual(`SELECT block FROM SCHEMA.${quote(`${name}_data`)} WHERE id = 1`)
    );
  }

  #orderOf(table: string): string {
    const sql = `SELECT name FROM pragma_table_info(?, '${MADE}') ORDER BY pk = 0, pk, cid`;
    return this.#made.statements
      .rows<[string]>(sql, table)
      .map(([column]) => quote(column))
      .join(", ");
  }

  #objects({ statements, schema }: Snapshot, name: string): readonly SchemaObject[] {
    const sql = `SELECT name, type, sql, tbl_name FROM ${schema}.sqlite_schema WHERE substr(name, 1, ?) = ?
      OR substr(tbl_name, 1, ?) = ? ORDER BY name`;
    return statements.rows<SchemaObject>(sql, name.length, name, name.length, name);
  }

  #areEqual(sql: string, ...parameters: readonly unknown[]): boolean {
    const [left, right] = [this.#stored, this.#made].map(
      ({ statements, schema }) =>
        statements
          .prepare(sql.replaceAll("SCHEMA.", `${schema}.`))
          .raw()
          .iterate(...parameters) as IterableIterator<unknown[]>,
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
