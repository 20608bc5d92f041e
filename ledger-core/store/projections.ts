/**
 * Derived tables in a file of their own. Each projection remembers how far it has come and under which version, in the same
 * transaction as its rows; so it goes on where it stopped, whatever stopped it, and begins anew when its version rises.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { CommittedEntry, Projection } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { quote, sqlNameOf } from "./state-layout.ts";
import { foldLog, Statements } from "./database.ts";
import type { Connection } from "./database.ts";
import { SqlWritePort } from "./sql-port.ts";
import type { ProjectionProgress } from "./store-types.ts";

/** Entries that are taken in within one transaction while catching up, and rows that they changed: one import changes a thousand. */
const BATCH_ENTRIES = 2_000;
const BATCH_CHANGES = 2_000;
/** Form of this file; another one is filled anew. */
const FORM = 1;

/** The committed log, from which projections are filled. */
export type CommittedLog = {
  readonly size: number;
  /** Root of the first `size` entries: tells whether a projection was filled from this log. */
  rootAt(size: number): Uint8Array;
  /** At most `limit` entries from `index` on. */
  read(index: number, limit: number): Iterable<CommittedEntry>;
};

type Progress = { readonly name: string; readonly version: number; readonly next: number; readonly root: string };
type SqlObject = { readonly name: string; readonly type: string };
type DeclaredObject = SqlObject & { readonly sql: string };

export class Projections {
  readonly #connection: Connection;
  readonly #statements: Statements;
  readonly #port: SqlWritePort;
  readonly #projections: readonly Projection[];

  constructor(connection: Connection, ruleset: Ruleset) {
    this.#connection = connection;
    this.#statements = new Statements(connection);
    this.#port = new SqlWritePort(this.#statements);
    this.#projections = ruleset.modules.flatMap((module) => module.projections);
    checkNames(this.#projections, ruleset);
    connection.exec(`CREATE TABLE IF NOT EXISTS projection_progress
      (name TEXT PRIMARY KEY, version INTEGER NOT NULL, next INTEGER NOT NULL, root TEXT NOT NULL) STRICT`);
    connection.exec(
      "CREATE TABLE IF NOT EXISTS projection_object (name TEXT PRIMARY KEY, type TEXT NOT NULL, projection TEXT NOT NULL) STRICT",
    );
  }

  /** Makes tables of new projections, and begins anew those of another version or of another log. */
  prepare(log: CommittedLog): void {
    const isOfForm = this.#connection.pragma("user_version", { simple: true }) === FORM;
    for (const name of this.#abandoned()) this.#transaction(() => this.#drop(name));
    for (const projection of this.#projections) {
      const progress = this.#progress(projection.name);
      const isCurrent = isOfForm && progress?.version === projection.version && isOfLog(progress, log);
      if (!isCurrent) this.#transaction(() => this.#begin(projection, log));
    }
    this.#connection.pragma(`user_version = ${FORM}`);
  }

  /** Takes in all entries of the log that a projection has not seen yet. Throws what a projection throws; what was whole stays. */
  catchUp(log: CommittedLog, report?: ProjectionProgress): void {
    while (this.catchUpSome(log, report));
  }

  /** The same for as many entries as are taken in together; false where there is nothing left to take in. */
  catchUpSome(log: CommittedLog, report?: ProjectionProgress): boolean {
    const next = this.size(log);
    if (next >= log.size) return false;
    let upTo = next;
    this.#transaction(() => {
      upTo = this.#takeIn(log, next, Math.min(next + BATCH_ENTRIES, log.size));
    });
    report?.(upTo, log.size);
    return true;
  }

  /** Takes in a block's entries, if all projections stand right before it; false if they do not. */
  follow(log: CommittedLog, entries: readonly CommittedEntry[], first: number): boolean {
    if (this.size(log) !== first) return false;
    this.#transaction(() => {
      for (const entry of entries) for (const projection of this.#projections) projection.apply(this.#port, entry);
      for (const projection of this.#projections) this.#save(projection, log, first + entries.length);
    });
    return true;
  }

  /** Begins all of them anew; they are empty until they catch up. */
  beginAnew(log: CommittedLog): void {
    for (const projection of this.#projections) this.#transaction(() => this.#begin(projection, log));
  }

  /** Entries that every projection has taken in. */
  size(log: CommittedLog): number {
    return Math.min(log.size, ...this.#projections.map(({ name }) => this.#progress(name)?.next ?? 0));
  }

  get names(): readonly string[] {
    return this.#projections.map(({ name }) => name);
  }

  get isEmpty(): boolean {
    return this.#projections.length === 0;
  }

  close(): void {
    this.#connection.close();
  }

  /** Folds the write-ahead log into the file, if no reader stands in the way. */
  foldLog(): void {
    foldLog(this.#connection);
  }

  /** Takes in entries from `first` on, `most` at most; returns the index behind the last one. */
  #takeIn(log: CommittedLog, first: number, most: number): number {
    const behind = this.#projections.map((projection) => ({
      projection,
      next: this.#progress(projection.name)?.next ?? 0,
    }));
    let upTo = first;
    let changes = 0;
    for (const entry of log.read(first, most - first)) {
      for (const { projection, next } of behind) if (entry.index >= next) projection.apply(this.#port, entry);
      upTo = entry.index + 1;
      changes += entry.changes.length;
      if (changes >= BATCH_CHANGES) break;
    }
    assert(upTo > first, "a log has the entries that it says it has");
    for (const { projection, next } of behind) if (next < upTo) this.#save(projection, log, upTo);
    return upTo;
  }

  #begin(projection: Projection, log: CommittedLog): void {
    this.#drop(projection.name);
    const before = new Set(this.#objects().map((object) => object.name));
    for (const sql of projection.setup) this.#connection.exec(sql);
    const made = withoutShadows(this.#objects().filter((object) => !before.has(object.name)));
    for (const { name, type } of made) {
      assert(name.startsWith(projection.name), `${name} begins with the projection's name ${projection.name}`);
      this.#port.run(
        "INSERT INTO projection_object (name, type, projection) VALUES (?, ?, ?)",
        name,
        type,
        projection.name,
      );
    }
    this.#save(projection, log, 0);
  }

  #drop(projection: string): void {
    // The file may be anybody's: what is dropped is what SQLite itself calls a table or an index of these names. Indexes first: they hang on tables.
    const sql = `SELECT name, type FROM sqlite_schema WHERE name IN (SELECT name FROM projection_object WHERE projection = ?)
      AND type IN ('table', 'index') ORDER BY type`;
    for (const { name, type } of this.#port.all<SqlObject>(sql, projection))
      this.#connection.exec(`DROP ${type === "index" ? "INDEX" : "TABLE"} IF EXISTS main.${quote(name)}`);
    this.#port.run("DELETE FROM projection_object WHERE projection = ?", projection);
    this.#port.run("DELETE FROM projection_progress WHERE name = ?", projection);
  }

  #save(projection: Projection, log: CommittedLog, next: number): void {
    const sql = "INSERT OR REPLACE INTO projection_progress (name, version, next, root) VALUES (?, ?, ?, ?)";
    this.#port.run(sql, projection.name, projection.version, next, encodeHex(log.rootAt(next)));
  }

  #progress(name: string): Progress | undefined {
    return this.#port.get<Progress>("SELECT name, version, next, root FROM projection_progress WHERE name = ?", name);
  }

  /** Projections that this program no longer has. */
  #abandoned(): readonly string[] {
    const names = new Set(this.#projections.map((projection) => projection.name));
    return this.#port
      .all<{ readonly name: string }>("SELECT name FROM projection_progress")
      .map(({ name }) => name)
      .filter((name) => !names.has(name));
  }

  #objects(): readonly DeclaredObject[] {
    return this.#port.all<DeclaredObject>("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL");
  }

  #transaction(write: () => void): void {
    const whole = this.#connection.transaction(() => {
      write();
      this.#port.flush();
    });
    try {
      whole.immediate();
    } finally {
      this.#port.discard();
    }
  }
}

function isOfLog(progress: Progress, log: CommittedLog): boolean {
  return progress.next <= log.size && progress.root === encodeHex(log.rootAt(progress.next));
}

/** A virtual table, such as a full-text index, keeps its content in tables of its own, which come and go with it. */
function withoutShadows(objects: readonly DeclaredObject[]): readonly SqlObject[] {
  const virtual = objects.filter(({ sql }) => /^CREATE VIRTUAL TABLE/i.test(sql));
  return objects.filter(({ name }) => !virtual.some((owner) => name.startsWith(`${owner.name}_`)));
}

/** Names must differ, and no table of a projection may hide one of the state. */
function checkNames(projections: readonly Projection[], ruleset: Ruleset): void {
  const names = projections.map((projection) => projection.name);
  assert(new Set(names).size === names.length, "projections have names of their own");
  const taken = [...ruleset.tables.values()].map((table) => sqlNameOf(table));
  for (const name of names) {
    assert(/^[A-Za-z]\w*$/.test(name) && !/^(log|projection)_/.test(name), `${name} names a projection`);
    assert(!taken.some((table) => table.startsWith(name)), `the projection ${name} does not hide a table of the state`);
  }
}
