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
import { changedLeaves, mergeLeaves } from "./changed-leaves.ts";
import { LeafFileDamaged, LeafFileWriter } from "./leaf-file.ts";
import type { LeafFile, LeafRecord } from "./leaf-file.ts";
import { rowLeaves, tablesInOrder } from "./row-leaves.ts";
import { RowSource } from "./row-source.ts";
import { SortedLeaves } from "./sorted-leaves.ts";

/** Of which ledger, at which height. */
export type StateOptions = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  /** A connection that reads the ledger. */
  readonly statements: Statements;
  readonly network: Uint8Array;
  readonly height: number;
  /** Told how many leaves are done; throws to stop. */
  readonly progress: (leavesDone: number) => void;
};

export type ComposeOptions = StateOptions & {
  /** The leaves of an earlier statement, to begin with where they are of this log. */
  readonly kept: LeafFile | undefined;
  /** Where the leaves are written; the file must not exist. */
  readonly file: string;
};

/** `hashed` counts the rows that were read and hashed for it; `isKept`: the kept leaves are those of the statement, and no file was written. */
export type Composed = {
  readonly head: StatementHead;
  readonly root: Uint8Array;
  readonly hashed: number;
  readonly isKept: boolean;
};

/** Leaves between two reports. */
const REPORT = 1_024;

/** Writes the leaves of the statement into `file`. Throws RangeError if there is no block of that height, and what `progress` throws. */
export function composeStatement(options: ComposeOptions): Composed {
  const { kept, height, progress } = options;
  const moment = momentOf(options);
  if (kept !== undefined && isOfLog(options, moment, kept)) {
    try {
      if (kept.head.height === height) return { ...readWhole(kept), hashed: 0, isKept: true };
      const changed = changedLeaves(options, moment, kept.head.size);
      if (changed !== undefined)
        return write(options, moment, mergeLeaves(kept.records(), changed.leaves), changed.hashed);
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

/** The log as it was after a block. */
export type Moment = { readonly height: number; readonly size: number; readonly logRoot: Uint8Array };

/** The moment of a height. Throws RangeError if there is no block of it. */
export function momentOf({ statements, height }: StateOptions): Moment {
  const block = readBlock(statements, height);
  if (block === undefined) throw new RangeError(`there is no block ${height}`);
  return { height, size: block.firstIndex + block.count, logRoot: block.root };
}

/** Whether the kept leaves are of the same log, no later than the moment that is wanted. */
function isOfLog({ suite, statements, network }: ComposeOptions, moment: Moment, { head }: LeafFile): boolean {
  if (!equalBytes(head.network, network) || head.height > moment.height || head.size > moment.size) return false;
  const root = frontierAt(suite, head.size, hashReader(suite, statements)).root();
  return equalBytes(root, head.logRoot);
}

/** What a file says, once all of it has proven to be as it was written. */
function readWhole(kept: LeafFile): Pick<Composed, "head" | "root"> {
  for (const _record of kept.records());
  return { head: kept.head, root: kept.root };
}

/** Writes leaves that come in order, and counts them by table. */
function write(options: ComposeOptions, moment: Moment, leaves: Iterable<LeafRecord>, hashed: number): Composed {
  const { suite, file, progress } = options;
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
    const head = headOf(options, moment, counts);
    const bytes = encodeStatementHead(head);
    return { head, root: writer.finish(bytes, leafHash(suite, bytes)), hashed, isKept: false };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** What the statement's own leaf says. Throws LEDGER_DAMAGED if a row is of a table that is not known. */
export function headOf(
  { ruleset, network }: StateOptions,
  { height, size, logRoot }: Moment,
  counts: ReadonlyMap<number, number>,
): StatementHead {
  const tables = tablesInOrder(ruleset)
    .map(({ number, name }) => ({ number, name, rows: counts.get(number) ?? 0 }))
    .filter(({ rows }) => rows > 0);
  const head = { network, height, size, logRoot, tables };
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (rowsOf(head) !== all) throw new StoreError("LEDGER_DAMAGED", { detail: "rows of an unknown table" });
  return head;
}

/** Every row of a moment as a leaf, in order. `hash` is called for each that was hashed. */
export function* allLeaves(
  { ruleset, suite, statements, progress }: StateOptions,
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
