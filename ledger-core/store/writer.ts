/** The writer of a ledger's folder. */
import { accessSync, constants, mkdirSync } from "node:fs";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { AbsentRows } from "./absent-rows.ts";
import { openBlobs, removeUnfinishedBlobs } from "./blob-folder.ts";
import type { Blobs } from "./blobs.ts";
import { CachedRows } from "./cached-rows.ts";
import { committedLog } from "./committed-log.ts";
import { asStoreError, foldLog, openForWriting, orClose, refusePrograms, Statements, syncLog } from "./database.ts";
import type { Connection } from "./database.ts";
import { growTiers, hasTiers, rebuildTiers } from "./id-tiers.ts";
import { blobsFolder, ledgerFile } from "./ledger-file.ts";
import { takeLock } from "./lock.ts";
import type { FolderLock } from "./lock.ts";
import { readEntry } from "./log-reader.ts";
import { LogTree } from "./log-tree.ts";
import { insertBlock, insertEntries, insertTiles } from "./log-writer.ts";
import { migrate } from "./migrations.ts";
import { rebuildLog, rebuildTree } from "./rebuild-log.ts";
import { ProjectionKeeper } from "./projection-keeper.ts";
import type { CommittedLog } from "./projections.ts";
import { headOf, LedgerReader } from "./reader.ts";
import { lastWrites, StateRows } from "./state-rows.ts";
import { createStateTables, refuseExclusive } from "./state-schema.ts";
import { StoreError } from "./store-error.ts";
import type { Head, ProjectionProgress, Reader, Rebuilt, SignCheckpoint, StoreOptions, Writer } from "./store-types.ts";

export class LedgerWriter implements Writer {
  readonly blobs: Blobs;
  readonly #options: StoreOptions;
  readonly #lock: FolderLock;
  readonly #statements: Statements;
  readonly #state: StateRows;
  readonly #cache: CachedRows;
  readonly #projections: ProjectionKeeper;
  #head: Head | undefined;
  #tree: LogTree;
  /** A commit has failed, and what the file says since could not be read yet. */
  #isUnread = false;

  constructor(options: StoreOptions) {
    const { folder } = options;
    this.#options = options;
    makeFolder(folder);
    this.#lock = takeLock(folder);
    const opened: Connection[] = [];
    try {
      const connection = openLedgerFile(options);
      opened.push(connection);
      this.#statements = new Statements(connection);
      this.#state = new StateRows(this.#statements);
      this.#cache = new CachedRows(this.#state, new AbsentRows(this.#state));
      this.#head = headOf(this.#statements);
      this.#tree = openTree(options, this.#statements, this.#head);
      if (!hasTiers(this.#statements, this.#tree.size)) this.#rebuildTiers();
      removeUnfinishedBlobs(blobsFolder(folder));
      this.blobs = openBlobs(blobsFolder(folder), options.blobFiles);
      this.#projections = new ProjectionKeeper(options, () => this.#log());
    } catch (error) {
      for (const connection of opened.reverse()) connection.close();
      this.#lock.release();
      throw asStoreError(error, { folder });
    }
  }

  get rows(): RowSource {
    if (this.#isUnread) this.#readAnew();
    return this.#cache;
  }

  head(): Head | undefined {
    if (this.#isUnread) this.#readAnew();
    return this.#head;
  }

  genesis(): Uint8Array | undefined {
    return readEntry(this.#statements, 0)?.bytes;
  }

  commit(block: Block, sign: SignCheckpoint): Head {
    this.#checkFollows(block);
    const { tree, tiles } = this.#tree.grow(block.entries.map((entry) => entry.entry));
    const { root, size } = tree;
    const writes = lastWrites(block.entries.map((entry) => entry.writes));
    const { height, time, firstIndex } = block;
    const save = (): Head => {
      insertEntries(this.#statements, block);
      insertTiles(this.#statements, tiles);
      growTiers(this.#statements, firstIndex, size);
      this.#state.save(writes);
      const checkpoint = sign(size, root);
      insertBlock(this.#statements, { height, time, firstIndex, count: block.entries.length, root, checkpoint });
      return { height, time, size, root, checkpoint };
    };
    try {
      this.#head = this.#statements.connection.transaction(save).immediate();
    } catch (error) {
      throw asStoreError(this.#recover(error), { folder: this.#options.folder });
    }
    this.#tree = tree;
    for (const write of writes) this.#cache.forget(write.table, write.key, write.row);
    this.#projections.follow(block);
    return this.#head;
  }

  projected(): Promise<void> | undefined {
    return this.#projections.elsewhere;
  }

  projectionFailure(): Error | undefined {
    return this.#projections.failure;
  }

  async rebuildDerived(progress: ProjectionProgress, signal: AbortSignal): Promise<Rebuilt> {
    try {
      const { ruleset, suite } = this.#options;
      const { size, root } = this.#tree;
      const isDone = await rebuildLog({ statements: this.#statements, ruleset, suite, size, root }, signal);
      if (!isDone) return { indexes: 0, projections: [] };
      const projections = await this.#projections.rebuild(progress, signal);
      const [indexes = 0] =
        this.#statements.row<[number]>("SELECT count(*) FROM sqlite_master WHERE type = 'index'") ?? [];
      // The index of entry ids is a table, and so is that of changes.
      return { indexes: indexes + 2, projections };
    } catch (error) {
      throw asStoreError(error, { folder: this.#options.folder });
    }
  }

  idle(): void {
    try {
      foldLog(this.#statements.connection);
      this.#projections.idle();
    } catch (error) {
      // What a full or failing disk does not let be tidied up now is left for the next quiet moment.
      if (!(asStoreError(error, {}) instanceof StoreError)) throw error;
    }
  }

  reader(): Reader {
    return new LedgerReader(this.#options);
  }

  close(): void {
    this.#projections.close();
    this.#statements.connection.close();
    this.#lock.release();
  }

  /** A block goes on right where the log ends; anything else is a bug of who made it. */
  #checkFollows(block: Block): void {
    assert(block.entries.length > 0, "a block has entries");
    assert(block.firstIndex === this.#tree.size, "a block begins where the log ends");
    assert(block.height > (this.#head?.height ?? -1), "a block is higher than the last");
    assert(block.time >= (this.#head?.time ?? 0), "a block is not earlier than the last");
    block.entries.forEach((entry, i) => {
      const isInPlace = entry.index === block.firstIndex + i && entry.height === block.height;
      assert(isInPlace && entry.writes.length === entry.changes.length, "the entries of a block stand in their places");
    });
  }

  #rebuildTiers(): void {
    const rebuild = (): void => rebuildTiers(this.#statements, this.#tree.size);
    this.#statements.connection.transaction(rebuild).immediate();
  }

  /** After a commit that failed. Returns why it failed, or why what the file says since cannot be read; then that is tried again when it is asked for. */
  #recover(error: unknown): unknown {
    try {
      this.#readAnew();
      return error;
    } catch (second) {
      this.#isUnread = true;
      // A bug of ours is not hidden behind what the disk says after it.
      return asStoreError(error, {}) instanceof StoreError ? second : error;
    }
  }

  /** Whatever the file says is true, for a failing disk may have kept a commit or not. */
  #readAnew(): void {
    this.#cache.forgetAll();
    const head = headOf(this.#statements);
    this.#tree = loadTree(this.#options, this.#statements, head);
    this.#head = head;
    this.#isUnread = false;
  }

  #log(): CommittedLog {
    return committedLog(this.#options.ruleset, this.#options.suite, this.#statements, this.#tree);
  }
}

function makeFolder(folder: string): void {
  try {
    // What a department holds is for the account that runs its node alone.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // SQLite opens what it may only read as if it could write, and fails in the middle of something.
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

/** A connection that writes the ledger's file, brought up to date; the caller closes it. Throws what SQLite throws, or `StoreError`. */
export function openLedgerFile({
  folder,
  ruleset,
  ledgerBytesMax,
  throughDisk,
  isRebuilding,
}: StoreOptions): Connection {
  const connection = openForWriting(ledgerFile(folder), { durable: true, throughDisk });
  return orClose(connection, () => {
    refusePrograms(connection, "main");
    migrate(connection, folder);
    createStateTables(connection, ruleset, folder);
    if (isRebuilding !== true) refuseExclusive(connection, ruleset);
    syncLog(connection);
    if (ledgerBytesMax !== undefined) {
      const pageBytes = Number(connection.pragma("page_size", { simple: true }));
      connection.pragma(`max_page_count = ${Math.max(1, Math.floor(ledgerBytesMax / pageBytes))}`);
    }
    return connection;
  });
}

/** The tree of the stored log, which must have the root that was signed. */
function loadTree({ folder, suite }: StoreOptions, statements: Statements, head: Head | undefined): LogTree {
  const size = head?.size ?? 0;
  const entries = entriesIn(statements);
  if (entries !== size)
    throw new StoreError("LEDGER_DAMAGED", { folder, detail: "entries without a block", size, entries });
  const tree = LogTree.load(suite, statements, size);
  if (head !== undefined && !equalBytes(tree.root, head.root))
    throw new StoreError("LEDGER_DAMAGED", { folder, detail: "the root is not the one that was signed", size });
  return tree;
}

/** The same for a writer that is opened. One that makes anew what is derived begins with the tree where it cannot be loaded. */
function openTree(options: StoreOptions, statements: Statements, head: Head | undefined): LogTree {
  try {
    return loadTree(options, statements, head);
  } catch (error) {
    const isWhole = head !== undefined && entriesIn(statements) === head.size;
    if (options.isRebuilding !== true || !isWhole) throw error;
    rebuildTree({ ...options, statements, size: head.size, root: head.root });
    return loadTree(options, statements, head);
  }
}

function entriesIn(statements: Statements): number {
  return (statements.row<[number | null]>("SELECT max(place) FROM log_entry")?.[0] ?? -1) + 1;
}
