/** A reader of a ledger's folder, on a connection of its own. */
import { existsSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import {
  consistencyProofFrom,
  inclusionProofFrom,
  leafHash,
  verifyConsistency,
  verifyInclusion,
} from "#ledger-core/proof/tree.ts";
import type { ReadHash } from "#ledger-core/proof/tree.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Blobs } from "./blobs.ts";
import { openBlobs } from "./blob-folder.ts";
import {
  asDerivedError,
  asStoreError,
  openForReading,
  openForWriting,
  orClose,
  refusePrograms,
  refuseStrange,
  Statements,
  syncLogAsReader,
} from "./database.ts";
import type { Connection } from "./database.ts";
import { blobsFolder, ledgerFile, projectionsFile } from "./ledger-file.ts";
import * as log from "./log-reader.ts";
import { frontierAt, hashReader } from "./log-tree.ts";
import { checkVersion } from "./migrations.ts";
import { PastRows } from "./past-rows.ts";
import { SqlReadPort } from "./sql-port.ts";
import { StateRows } from "./state-rows.ts";
import { checkStateTables } from "./state-schema.ts";
import { StoreError } from "./store-error.ts";
import type {
  EntryFilter,
  EntrySummary,
  Head,
  HistoryPage,
  PageBefore,
  Reader,
  RowChange,
  StoredBlock,
  StoredEntry,
  StoreOptions,
  RowsPage,
} from "./store-types.ts";
import { codeOf } from "./error-code.ts";

export class LedgerReader implements Reader {
  readonly sql: ReadPort;
  readonly blobs: Blobs;
  readonly #options: StoreOptions;
  readonly #statements: Statements;
  readonly #rows: StateRows;
  readonly #readHash: ReadHash;

  constructor(options: StoreOptions) {
    this.#options = options;
    const connection = connect(options);
    this.#statements = new Statements(connection);
    this.#rows = new StateRows(this.#statements);
    this.#readHash = hashReader(options.suite, this.#statements);
    this.sql = new SqlReadPort(this.#statements);
    this.blobs = openBlobs(blobsFolder(options.contentFolder ?? options.folder));
  }

  head(): Head | undefined {
    return headOf(this.#statements);
  }

  rows(): RowSource {
    return this.#rows;
  }

  rowsAt(height: number): RowSource {
    return this.#past(height);
  }

  pageAt(height: number, table: AnyTable, page: { readonly from: number; readonly limit: number }): RowsPage {
    return this.#past(height).page(table, page);
  }

  #past(height: number): PastRows {
    const block = log.readBlockUpTo(this.#statements, height);
    return new PastRows(this.#statements, block === undefined ? 0 : block.firstIndex + block.count);
  }

  snapshot<T>(read: () => T): T {
    if (this.#connection.inTransaction) return read();
    return this.#connection.transaction(read).deferred();
  }

  entry(index: number): StoredEntry | undefined {
    return log.readEntry(this.#statements, index);
  }

  findEntry(id: Uint8Array): StoredEntry | undefined {
    return this.snapshot(() => {
      const index = log.findEntryIndex(this.#statements, id);
      return index === undefined ? undefined : this.entry(index);
    });
  }

  entries(filter: EntryFilter): readonly EntrySummary[] {
    return log.readEntries(this.#statements, filter);
  }

  block(height: number): StoredBlock | undefined {
    return log.readBlock(this.#statements, height);
  }

  blocks(page: PageBefore): readonly StoredBlock[] {
    return log.readBlocks(this.#statements, page);
  }

  changes(index: number): readonly Uint8Array[] {
    return log.readChanges(this.#statements, index);
  }

  history(table: AnyTable, key: number, page: HistoryPage): readonly RowChange[] {
    return log.readHistory(this.#statements, table, key, page);
  }

  inclusion(index: number, size: number): readonly Uint8Array[] {
    this.#checkSize(size);
    const proof = inclusionProofFrom(this.#suite, size, index, this.#readHash);
    const root = log.readRoot(this.#statements, size);
    const [leaf] = log.readLeaves(this.#statements, index, 1);
    if (root !== undefined && leaf !== undefined) {
      const claim = { leafHash: leafHash(this.#suite, leaf), index, size, proof, root };
      if (!verifyInclusion(this.#suite, claim)) throw treeDamaged(size);
    }
    return proof;
  }

  consistency(oldSize: number, newSize: number): readonly Uint8Array[] {
    this.#checkSize(newSize);
    const proof = consistencyProofFrom(this.#suite, { oldSize, newSize }, this.#readHash);
    const [oldRoot, newRoot] = [oldSize, newSize].map((size) => log.readRoot(this.#statements, size));
    if (oldRoot !== undefined && newRoot !== undefined) {
      const claim = { oldSize, oldRoot, newSize, newRoot, proof };
      if (!verifyConsistency(this.#suite, claim)) throw treeDamaged(newSize);
    }
    return proof;
  }

  rootAt(size: number): Uint8Array {
    this.#checkSize(size);
    return frontierAt(this.#suite, size, this.#readHash).root();
  }

  subtree(level: number, index: number): Uint8Array {
    this.#checkSize((index + 1) * 2 ** level);
    return this.#readHash(level, index);
  }

  leaves(first: number, count: number): readonly Uint8Array[] {
    this.#checkSize(first + count);
    return log.readLeaves(this.#statements, first, count);
  }

  projectedSize(): number {
    const size = this.head()?.size ?? 0;
    const names = this.#options.ruleset.modules.flatMap((module) => module.projections.map(({ name }) => name));
    if (names.length === 0) return size;
    const next = this.#projectionProgress();
    return Math.min(size, ...names.map((name) => next.get(name) ?? 0));
  }

  close(): void {
    this.#connection.close();
  }

  get #connection(): Connection {
    return this.#statements.connection;
  }

  get #suite(): Suite {
    return this.#options.suite;
  }

  /** The entry that each projection takes in next; none where there are no projections. */
  #projectionProgress(): ReadonlyMap<string, number> {
    const isThere = "SELECT 1 FROM projections.sqlite_schema WHERE name = 'projection_progress'";
    try {
      if (this.#statements.row(isThere) === undefined) return new Map();
      return new Map(this.#statements.rows<[string, number]>("SELECT name, next FROM projections.projection_progress"));
    } catch (error) {
      throw asDerivedError(error, {});
    }
  }

  #checkSize(size: number): void {
    const held = this.head()?.size ?? 0;
    if (!Number.isSafeInteger(size) || size < 0 || size > held) throw new RangeError(`${size} of ${held} entries`);
  }
}

/** Of a tree by which an entry or an older log would not be what was signed: nobody could do anything with the proof. */
function treeDamaged(size: number): StoreError {
  return new StoreError("LEDGER_DAMAGED", { detail: "the tree is not the one that was signed", size });
}

/** The newest block as a head; undefined before the first. */
export function headOf(statements: Statements): Head | undefined {
  const newest = log.readHead(statements);
  if (newest === undefined) return undefined;
  const { height, time, size, root, checkpoint } = newest;
  return { height, time, size, root, checkpoint };
}

/**
 * A connection that reads the ledger's file, with the projections' under the name `projections` unless they are left out; the caller closes
 * it. For who has to see the columns as they lie: a reader gives what they mean. Throws as `openReader` does.
 */
export function connect(options: StoreOptions, { isLogAlone = false } = {}): Connection {
  const { folder, ruleset } = options;
  const file = ledgerFile(folder);
  if (!existsSync(file)) throw new StoreError("NOT_A_LEDGER", { folder, detail: "no ledger.sqlite" });
  try {
    const { connection, isFrozen } = openFile(file);
    return orClose(connection, () => {
      syncLogAsReader(file);
      refusePrograms(connection, "main");
      checkVersion(connection, folder);
      checkStateTables(connection, ruleset, folder);
      if (!isLogAlone) attachDerived(connection, projectionsFile(folder), isFrozen);
      return connection;
    });
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

/**
 * Attaches a file of a ledger to a connection under this name, only to be read; what is read of it is as of the first look, within a
 * transaction of that connection. Throws as `refuseStrange` does, and what SQLite throws.
 */
export function attachForReading(connection: Connection, file: string, schema: string): void {
  refuseStrange(file);
  connection.prepare(`ATTACH ? AS ${schema}`).run(`${pathToFileURL(file).href}?mode=ro`);
}

/** True where the ledger's file was made and never got its first block. Throws what SQLite throws. */
export function isBlank(folder: string): boolean {
  const file = ledgerFile(folder);
  if (!existsSync(file)) return false;
  // To write: what a process that was killed has left half done is undone first.
  const connection = openForWriting(file, { durable: true });
  try {
    refusePrograms(connection, "main");
    const statements = new Statements(connection);
    const table = statements.row("SELECT 1 FROM sqlite_schema WHERE name = 'log_block'");
    return table === undefined || statements.row("SELECT 1 FROM log_block LIMIT 1") === undefined;
  } finally {
    connection.close();
  }
}

type OpenFile = { readonly connection: Connection; readonly isFrozen: boolean };

/** What SQLite says where the shared file has no room. */
const WITHOUT_ROOM = /^SQLITE_(FULL|IOERR_SHM)/;

/**
 * SQLite shares its write-ahead log through a file beside it. Where that cannot be made and nobody writes, the file is read as one
 * that does not change; this needs a write-ahead log that is empty, as a writer leaves it when it closes.
 */
export function openFile(file: string): OpenFile {
  try {
    const connection = openForReading(file);
    // Opening is lazy: the first look at the file is what may fail.
    return orClose(connection, () => {
      connection.pragma("schema_version");
      return { connection, isFrozen: false };
    });
  } catch (error) {
    if (!canBeFrozen(error, file)) throw error;
    return { connection: openForReading(file, frozenAddress(file)), isFrozen: true };
  }
}

function canBeFrozen(error: unknown, file: string): boolean {
  const failure = asStoreError(error, {});
  const isUnwritable = failure instanceof StoreError && failure.code === "FOLDER_UNWRITABLE";
  return (isUnwritable || WITHOUT_ROOM.test(codeOf(error) ?? "")) && isFolded(file);
}

/** Whether the file says all there is: what a log or a journal beside it says, a writer would find in it. */
function isFolded(file: string): boolean {
  return ["-wal", "-journal"].every((suffix) => (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) === 0);
}

function frozenAddress(file: string): string {
  return `${pathToFileURL(file).href}?immutable=1`;
}

/** Throws DERIVED_UNREADABLE where the file is there and is something else, which is no fault of the ledger beside it. */
function attachDerived(connection: Connection, file: string, isFrozen: boolean): void {
  try {
    attachProjections(connection, file, isFrozen);
    refusePrograms(connection, "projections");
  } catch (error) {
    throw asDerivedError(error, {});
  }
}

/**
 * The projections under the name `projections`; an empty stand-in where there are none, so that asking for one names what is missing, and
 * where a process was killed that had just begun to make their file: only a writer can undo what it left.
 */
function attachProjections(connection: Connection, file: string, isFrozen: boolean): void {
  refuseStrange(file);
  const attach = connection.prepare("ATTACH ? AS projections");
  if (!existsSync(file) || (isFrozen && !isFolded(file))) return void attach.run(":memory:");
  try {
    attach.run(isFrozen ? frozenAddress(file) : file);
  } catch (error) {
    if (codeOf(error) === "SQLITE_READONLY_ROLLBACK") attach.run(":memory:");
    else if (!isFrozen && canBeFrozen(error, file)) attach.run(frozenAddress(file));
    else throw error;
  }
}
