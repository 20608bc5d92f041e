/** What a store promises: one writer, any number of readers beside it, and nothing of how the bytes lie on the disk. */
import type { RefusalData } from "#ledger-core/contract/schema/errors.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import type { RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { BlobFiles } from "./blob-files.ts";
import type { Blobs } from "./blobs.ts";
import type { Connection } from "./database.ts";
import type { StoreError } from "./store-error.ts";

export type StoreOptions = {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  /** The folder that holds the content, where the ledger in `folder` was made of that of another. */
  readonly contentFolder?: string;
  /** The log and the state may not grow beyond this; at the limit a commit fails with `DISK_FULL`. None by default. For a disk that is full on purpose. */
  readonly ledgerBytesMax?: number;
  /** Told how far derived tables are while they are filled before a writer is open: after an upgrade they may begin anew. */
  readonly onProjections?: ProjectionProgress;
  /** For who opens the folder to make anew what is derived: a tree that cannot be loaded is made anew from the entries first. */
  readonly isRebuilding?: boolean;
  /** Fills the projections after large blocks, beside the writer. Without it they are filled before a commit returns. */
  readonly projector?: Projector;
  /** Stands between the writer and its files: given each connection that writes, as soon as it is open. For a disk that fails on purpose. */
  readonly throughDisk?: (connection: Connection) => Connection;
  /** The same for its blobs. */
  readonly blobFiles?: BlobFiles;
};

/** Fills the projections elsewhere, as in a thread, from what lies committed in the folder. */
export type Projector = {
  /** Brings them up to what is committed now, after whatever was asked before. Resolves with why it failed, if it did. */
  catchUp(): Promise<Error | undefined>;
};

/** The newest block: `size` counts the entries up to and with it, `checkpoint` is the signed note over size and root. */
export type Head = {
  readonly height: number;
  readonly time: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly checkpoint: string;
};

/** Signs a head; called once per commit, before anything of it is durable. A throw gives the commit up. */
export type SignCheckpoint = (size: number, root: Uint8Array) => string;

export type StoredBlock = {
  readonly height: number;
  readonly time: number;
  readonly firstIndex: number;
  /** Entries in the block, the closing one included. */
  readonly count: number;
  /** Root of the log with this block. */
  readonly root: Uint8Array;
  readonly checkpoint: string;
};

/** An entry as a list shows it, without its bytes, which may be a megabyte. */
export type EntrySummary = {
  readonly index: number;
  readonly height: number;
  /** Of its block. */
  readonly time: number;
  readonly form: number;
  /** Transaction id, or for a system entry the hash of its bytes. */
  readonly id: Uint8Array;
  readonly kind: string;
  /** Code of the refusal; empty if there was none. */
  readonly code: string;
  readonly data: RefusalData;
  readonly state: Block["entries"][number]["state"];
  readonly proposal: number | undefined;
  /** 0 for what nobody signed. */
  readonly person: number;
  readonly department: number;
};

export type StoredEntry = EntrySummary & {
  /** The transaction as it was signed, the system entry, or the genesis. */
  readonly bytes: Uint8Array;
  /** The leaf. */
  readonly entry: Uint8Array;
};

/** What an entry made of a row. */
export type RowChange = {
  readonly index: number;
  readonly height: number;
  readonly before: RowValue | undefined;
  readonly after: RowValue | undefined;
};

/** A page of something that is listed newest first; `before` leaves out that place and all above it. */
export type PageBefore = { readonly limit: number; readonly before?: number };

export type HistoryPage = PageBefore & {
  /** The kind of act whose changes are left out; a change is then told against what the last one that is not left out has made. */
  readonly without?: string;
};

export type EntryFilter = PageBefore & {
  readonly kind?: string;
  readonly department?: number;
  /** False leaves out the entries that close a block: of each block but the first one its last entry. */
  readonly closing?: boolean;
};

/** Rows in the order of their keys; `next` is a key to go on from, undefined where none follows. */
export type RowsPage = { readonly rows: readonly StoredRow[]; readonly next: number | undefined };

/** Reads beside a writer without holding it up. Each call sees what was committed last; `snapshot` holds several calls together. */
export type Reader = {
  head(): Head | undefined;
  /** The current state. */
  rows(): RowSource;
  /** The state after the block of that height, from the changes: `get`, and `scan` along `key`; other indexes throw. */
  rowsAt(height: number): RowSource;
  /**
   * Rows of a table after the block of that height, from a key on; so many at most, and fewer where too many keys in between are of rows that
   * were gone: a page takes no longer, however many there are.
   */
  pageAt(height: number, table: AnyTable, page: { readonly from: number; readonly limit: number }): RowsPage;
  /**
   * SQL over the state's tables (`domain.thing` is `domain_thing`, columns as in the row's schema, with `key` and `changed_at`),
   * the log's (`log_entry`, `log_block`) and the projections'.
   */
  readonly sql: ReadPort;
  /** All calls within see one moment. Keep it short: a long one makes the write-ahead log grow. */
  snapshot<T>(read: () => T): T;
  entry(index: number): StoredEntry | undefined;
  /** By transaction id, or by the hash of a system entry; the oldest where several have it. */
  findEntry(id: Uint8Array): StoredEntry | undefined;
  /** Newest first; `before` is an index. */
  entries(filter: EntryFilter): readonly EntrySummary[];
  block(height: number): StoredBlock | undefined;
  /** Newest first; `before` is a height. */
  blocks(page: PageBefore): readonly StoredBlock[];
  /** The changes of an entry in their order, as the leaf's `changesRoot` covers them. Throws RangeError if there is no such entry. */
  changes(index: number): readonly Uint8Array[];
  /** Newest first; `before` is an index. */
  history(table: AnyTable, key: number, page: HistoryPage): readonly RowChange[];
  /**
   * As RFC 6962 has it. Throws RangeError for what the log does not hold, and LEDGER_DAMAGED for a proof that does not lead to the root that
   * was signed, where one was of that size.
   */
  inclusion(index: number, size: number): readonly Uint8Array[];
  consistency(oldSize: number, newSize: number): readonly Uint8Array[];
  rootAt(size: number): Uint8Array;
  /** The root of the complete subtree of 2^level entries whose place among the subtrees of its level is `index`. Throws RangeError. */
  subtree(level: number, index: number): Uint8Array;
  /** The leaves of `count` entries from `first` on. Throws RangeError for more than there are. */
  leaves(first: number, count: number): readonly Uint8Array[];
  /** Entries that every projection has taken in; less than the head's size only while they catch up. */
  projectedSize(): number;
  readonly blobs: Blobs;
  close(): void;
};

/** How far a projection is being filled: entries taken in, of how many. */
export type ProjectionProgress = (done: number, total: number) => void;

/** What was made anew: how many indexes, and the projections by name. */
export type Rebuilt = { readonly indexes: number; readonly projections: readonly string[] };

/** The only one that writes to its folder. */
export type Writer = {
  /** The committed state, with what is read often held in memory. */
  readonly rows: RowSource;
  /** Undefined in an empty folder. */
  head(): Head | undefined;
  /** The bytes of entry 0; undefined in an empty folder. */
  genesis(): Uint8Array | undefined;
  /**
   * Makes a block durable: rows, entries, tree, block and checkpoint in one SQLite transaction, all or nothing. Then fills the
   * projections; if one of them fails the block stands, and `projectionFailure` says why. Throws `StoreError`, or what `sign` throws.
   */
  commit(block: Block, sign: SignCheckpoint): Head;
  /** Resolves once the projections have taken in, or failed to take in, all that is committed; undefined where they have already. */
  projected(): Promise<void> | undefined;
  /** Why the projections stopped; undefined while they follow. Each commit tries again from where they stopped. */
  projectionFailure(): StoreError | Error | undefined;
  /**
   * Makes anew all that follows from the entries: the indexes of all tables, the tiles of the tree, the index of changes, that of entry ids,
   * and all projections from entry 0. Nothing is committed meanwhile. Stopped, it leaves each of the log's own as it was or whole, and the
   * projections to the next opening of the folder. Throws `StoreError`: `LEDGER_DAMAGED` where the entries are not what was signed.
   */
  rebuildDerived(progress: ProjectionProgress, signal: AbortSignal): Promise<Rebuilt>;
  /** Folds the write-ahead log into the file, if no reader stands in the way. For quiet moments. */
  idle(): void;
  /** A new reader on its own connection; the caller closes it. */
  reader(): Reader;
  readonly blobs: Blobs;
  close(): void;
};
