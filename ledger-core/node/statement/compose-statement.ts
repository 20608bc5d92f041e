/** A state statement made of the log's changes: from all rows, or from the leaves of an earlier one and the rows that changed since. */
import { compareBytes, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { encodeStatementHead, rowsOf } from "#ledger-core/proof/state-statement.ts";
import type { StatementHead } from "#ledger-core/proof/state-statement.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { readBlock } from "#ledger-core/store/log-reader.ts";
import { frontierAt, hashReader } from "#ledger-core/store/log-tree.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { LeafFileDamaged, LeafFileWriter } from "./leaf-file.ts";
import type { LeafFile, LeafRecord } from "./leaf-file.ts";
import { rowLeaves, tablesInOrder } from "./row-leaves.ts";
import { RowSource } from "./row-source.ts";
import { SortedLeaves } from "./sorted-leaves.ts";

export type ComposeOptions = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  /** A connection that reads the ledger. */
  readonly statements: Statements;
  readonly network: Uint8Array;
  readonly height: number;
  /** The leaves of an earlier statement, to begin with where they are of this log. */
  readonly kept: LeafFile | undefined;
  /** Where the leaves are written; the file must not exist. */
  readonly file: string;
  /** Told how many leaves are done; throws to stop. */
  readonly progress: (leavesDone: number) => void;
};

/** `hashed` counts the rows that were read and hashed for it; `isKept`: the kept leaves are those of the statement, and no file was written. */
export type Composed = {
  readonly head: StatementHead;
  readonly root: Uint8Array;
  readonly hashed: number;
  readonly isKept: boolean;
};

/** Rows changed since an earlier statement for which it is still worth beginning with. */
const CHANGED_MAX = 200_000;
/** Leaves between two reports. */
const REPORT = 1_024;

/** Writes the leaves of the statement into `file`. Throws RangeError if there is no block of that height, and what `progress` throws. */
export function composeStatement(options: ComposeOptions): Composed {
  const { kept, height, progress } = options;
  const moment = momentOf(options);
  if (kept !== undefined && isOfLog(options, kept)) {
    try {
      if (kept.head.height === height) return { ...readWhole(kept), hashed: 0, isKept: true };
      const changed = changedLeaves(options, moment, kept);
      if (changed !== undefined) return write(options, moment, merged(kept, changed.leaves), changed.hashed);
    } catch (error) {
      if (!(error instanceof LeafFileDamaged)) throw error;
    }
  }
  let hashed = 0;
  const composed = write(
    options,
    moment,
    allLeaves(options, moment, () => hashed++),
    0,
  );
  progress(rowsOf(composed.head));
  return { ...composed, hashed };
}

type Moment = { readonly height: number; readonly size: number; readonly logRoot: Uint8Array };

function momentOf({ statements, height }: ComposeOptions): Moment {
  const block = readBlock(statements, height);
  if (block === undefined) throw new RangeError(`there is no block ${height}`);
  return { height, size: block.firstIndex + block.count, logRoot: block.root };
}

/** Whether the kept leaves are of the same log, no later than the height that is wanted. */
function isOfLog({ suite, statements, network, height }: ComposeOptions, { head }: LeafFile): boolean {
  if (!equalBytes(head.network, network) || head.height > height) return false;
  const root = frontierAt(suite, head.size, hashReader(suite, statements)).root();
  return equalBytes(root, head.logRoot);
}

/** What a file says, once all of it has proven to be as it was written. */
function readWhole(kept: LeafFile): Pick<Composed, "head" | "root"> {
  for (const _record of kept.records());
  return { head: kept.head, root: kept.root };
}

/** Writes leaves that come in order, and counts them by table. */
function write(
  { ruleset, suite, network, file, progress }: ComposeOptions,
  { height, size, logRoot }: Moment,
  leaves: Iterable<LeafRecord>,
  hashed: number,
): Composed {
  const writer = new LeafFileWriter(suite, file);
  try {
    const counts = new Map<number, number>();
    let done = 0;
    let last: Uint8Array = new Uint8Array(0);
    for (const record of leaves) {
      if (compareBytes(last, record.place) >= 0) throw new LeafFileDamaged();
      writer.append(record);
      last = record.place;
      counts.set(record.table, (counts.get(record.table) ?? 0) + 1);
      if (++done % REPORT === 0) progress(done);
    }
    const tables = tablesInOrder(ruleset)
      .map(({ number, name }) => ({ number, name, rows: counts.get(number) ?? 0 }))
      .filter(({ rows }) => rows > 0);
    const head = { network, height, size, logRoot, tables };
    if (rowsOf(head) !== done) throw new StoreError("LEDGER_DAMAGED", { detail: "rows of an unknown table" });
    const bytes = encodeStatementHead(head);
    return { head, root: writer.finish(bytes, leafHash(suite, bytes)), hashed, isKept: false };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

function* allLeaves(
  { ruleset, suite, statements, progress }: ComposeOptions,
  { size }: Moment,
  hash: () => void,
): Generator<LeafRecord> {
  const source = new RowSource(statements);
  let read = 0;
  for (const table of tablesInOrder(ruleset)) {
    const leaves = rowLeaves(suite, table);
    const sorted = table.proofOrder === undefined ? undefined : new SortedLeaves();
    try {
      for (const portion of source.table(table, size)) {
        progress(read);
        for (const row of portion) {
          const record = leaves.record(row);
          hash();
          if (sorted === undefined) yield record;
          else sorted.add(record);
        }
        read += portion.length;
      }
      if (sorted !== undefined) yield* sorted.inOrder();
    } finally {
      sorted?.close();
    }
  }
}

/** A leaf that came, in place of the one that was there; or only that the one is gone. */
type ChangedLeaf = { readonly place: Uint8Array; readonly wasThere: boolean; readonly now: LeafRecord | undefined };

/** Leaves by their places that are others than in the kept statement; undefined if they are too many. */
function changedLeaves(
  options: ComposeOptions,
  { size }: Moment,
  kept: LeafFile,
): { readonly leaves: readonly ChangedLeaf[]; readonly hashed: number } | undefined {
  const { ruleset, suite, statements, progress } = options;
  const source = new RowSource(statements);
  const span = { from: kept.head.size, size, keysMax: CHANGED_MAX };
  const changed = source.changed(span, () => progress(0));
  if (changed === undefined) return undefined;
  const found: ChangedLeaf[] = [];
  let hashed = 0;
  for (const [name, keys] of changed) {
    const table = ruleset.tables.get(name);
    if (table === undefined) throw new StoreError("LEDGER_DAMAGED", { table: name, detail: "an unknown table" });
    const leaves = rowLeaves(suite, table);
    for (const key of [...keys].toSorted((left, right) => left - right)) {
      const old = source.row(table, key, kept.head.size);
      const before = old === undefined ? undefined : leaves.place({ key, row: old });
      const row = source.row(table, key, size);
      const now = row === undefined ? undefined : leaves.record({ key, row });
      if (now !== undefined) hashed++;
      if (hashed % REPORT === 0) progress(0);
      const isMoved = before !== undefined && (now === undefined || !equalBytes(before, now.place));
      if (isMoved) found.push({ place: before, wasThere: true, now: undefined });
      if (now !== undefined) found.push({ place: now.place, wasThere: before !== undefined && !isMoved, now });
    }
  }
  return { leaves: found.toSorted((left, right) => compareBytes(left.place, right.place)), hashed };
}

/** The kept leaves with the changed ones in their places. Throws `LeafFileDamaged` if one that must be there is not. */
function* merged(kept: LeafFile, changed: readonly ChangedLeaf[]): Generator<LeafRecord> {
  let next = 0;
  for (const record of kept.records()) {
    for (;;) {
      const change = changed[next];
      const order = change === undefined ? 1 : compareBytes(change.place, record.place);
      if (change === undefined || order > 0) {
        yield record;
        break;
      }
      next++;
      if (change.wasThere !== (order === 0)) throw new LeafFileDamaged();
      if (change.now !== undefined) yield change.now;
      if (order === 0) break;
    }
  }
  for (const change of changed.slice(next)) {
    if (change.wasThere || change.now === undefined) throw new LeafFileDamaged();
    yield change.now;
  }
}
