/** One statement from the beginning to the end: with the leaves that are kept in the ledger's folder, where that can be written to. */
import { randomUUID } from "node:crypto";
import { accessSync, constants, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { StateRows } from "#ledger-core/proof/state-checks.ts";
import { encodeStatementHead, rowsOf } from "#ledger-core/proof/state-statement.ts";
import type { StatementHead } from "#ledger-core/proof/state-statement.ts";
import { asStoreError, orClose, Statements } from "#ledger-core/store/database.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { changedLeaves } from "./changed-leaves.ts";
import { allLeaves, composeStatement, headOf, momentOf } from "./compose-statement.ts";
import type { Composed, ComposeOptions, Moment, StateOptions } from "./compose-statement.ts";
import { HeldLeaves } from "./held-leaves.ts";
import { LeafFile, LeafFileDamaged, leavesDigest } from "./leaf-file.ts";
import { proveRows } from "./prove-rows.ts";
import type { RowsWanted } from "./prove-rows.ts";
import { RowSource } from "./row-source.ts";

export type StatementWork = {
  readonly folder: string;
  readonly network: Uint8Array;
  readonly height: number;
  /** Rows to be proven against the statement, if any. */
  readonly wanted: RowsWanted | undefined;
  /** False reads no leaves that are kept and keeps none. */
  readonly keep: boolean;
};

export type StatementAnswer = {
  readonly head: StatementHead;
  readonly root: Uint8Array;
  /** Rows that were read and hashed for it. */
  readonly hashed: number;
  readonly rows: StateRows | undefined;
};

/** Thrown by `progress` to stop. */
export class StatementStopped extends Error {}

/** The kept leaves; a derived file, which may be deleted. */
export const KEPT = "statement.sqlite";
const DRAFT = /^statement\.[0-9a-f-]+\.new$/;
/** A draft that is older was left behind by a process that was killed. */
const DRAFT_AGE_MS_MAX = 86_400_000;

/**
 * Makes the statement of a height. `progress` is told how many rows are done, and may throw to stop. Throws what `composeStatement` and
 * `proveRows` throw.
 */
export function runStatement(
  rules: { readonly ruleset: Ruleset; readonly suite: Suite },
  work: StatementWork,
  progress: (done: number) => void,
): StatementAnswer {
  const connection = connect({ folder: work.folder, ...rules }, { isLogAlone: true });
  const statements = new Statements(connection);
  const place = orClose(connection, () => placeFor(work));
  try {
    const { network, height } = work;
    const options = { ...rules, statements, network, height, file: place.draft, progress };
    return tried(options, work, place);
  } catch (error) {
    if (place.keepAs === undefined || !isDiskFull(error)) throw error;
  } finally {
    connection.close();
    place.remove();
  }
  // A ledger without room for leaves says what it holds all the same.
  return runStatement(rules, { ...work, keep: false }, progress);
}

function isDiskFull(error: unknown): boolean {
  const failure = asStoreError(error, {});
  return failure instanceof StoreError && failure.code === "DISK_FULL";
}

export type RootsWork = Pick<StatementWork, "folder" | "network"> & {
  readonly heights: readonly number[];
  /** The one of which also the leaves are wanted. */
  readonly leavesAt?: number | undefined;
};

/** What a statement of a height would say. */
export type StatementRoot = {
  readonly height: number;
  readonly root: Uint8Array;
  readonly rows: number;
  /** The digest of its leaves, where that was asked for. */
  readonly leaves: Uint8Array | undefined;
};

/**
 * The roots of several heights, of which each is a block's, from the log alone: nothing that lies in the folder is begun with, and
 * nothing is kept. They are gone through in their order, and only rows that changed in between are read and hashed again, so that a height more costs
 * the inner hashes of its tree and no more. Whoever may sign statements says how many there are.
 */
export function runRoots(
  rules: { readonly ruleset: Ruleset; readonly suite: Suite },
  { folder, network, heights, leavesAt }: RootsWork,
  progress: (done: number) => void,
): readonly StatementRoot[] {
  const statements = new Statements(connect({ folder, ...rules }, { isLogAlone: true }));
  let held: Held | undefined;
  try {
    return [...new Set(heights)]
      .toSorted((left, right) => left - right)
      .map((height) => {
        const options = { ...rules, statements, network, height, progress };
        const moment = momentOf(options);
        held = heldAt(options, moment, held);
        const all = held.leaves;
        const head = headOf(options, moment, all.counts);
        const root = all.root(rules.suite, encodeStatementHead(head), progress);
        const leaves = height === leavesAt ? leavesDigest(rules.suite, all.records()) : undefined;
        return { height, root, rows: rowsOf(head), leaves };
      });
  } finally {
    held?.leaves.close();
    statements.connection.close();
  }
}

/** What kept leaves say, with what they are themselves. */
type KeptRoot = StatementRoot & { readonly leaves: Uint8Array };

export type KeptWork = { readonly folder: string; readonly isOfKept: true };

/** What the leaves say that are kept in the folder; `damaged` where they contradict themselves. */
export function runKept(suite: Suite, { folder }: KeptWork): KeptRoot | "damaged" {
  const kept = LeafFile.open(suite, join(folder, KEPT));
  try {
    const leaves = kept?.digest();
    if (kept === undefined || leaves === undefined) return "damaged";
    return { height: kept.head.height, root: kept.root, rows: rowsOf(kept.head), leaves };
  } catch (error) {
    if (error instanceof LeafFileDamaged) return "damaged";
    throw error;
  } finally {
    kept?.close();
  }
}

/** The leaves after the log's first `size` entries. */
type Held = { readonly leaves: HeldLeaves; readonly size: number };

function heldAt(options: StateOptions, moment: Moment, before: Held | undefined): Held {
  const { size } = moment;
  try {
    const changed = before === undefined ? undefined : changedLeaves(options, moment, before.size);
    if (before !== undefined && changed !== undefined) {
      before.leaves.apply(changed.leaves);
      return { leaves: before.leaves, size };
    }
  } catch (error) {
    // Whatever does not fit together is made anew from the rows.
    if (!(error instanceof LeafFileDamaged)) throw error;
  }
  before?.leaves.close();
  return { leaves: HeldLeaves.of(allLeaves(options, moment, () => {})), size };
}

type Options = Omit<ComposeOptions, "kept">;
type Place = {
  readonly draft: string;
  /** Leaves to begin with, if there are any. */
  readonly kept: string | undefined;
  /** Under which name the new ones are kept. */
  readonly keepAs: string | undefined;
  remove(): void;
};

/** With the kept leaves; anew if they turn out to be damaged. */
function tried(options: Options, work: StatementWork, place: Place): StatementAnswer {
  const kept = place.kept === undefined ? undefined : LeafFile.open(options.suite, place.kept);
  let made: Made;
  try {
    made = makeWith(options, work, kept);
  } catch (error) {
    if (!(error instanceof LeafFileDamaged) || kept === undefined) throw error;
    rmSync(place.draft, { force: true });
    return tried(options, work, { ...place, kept: undefined });
  } finally {
    kept?.close();
  }
  // Once both files are closed, since not every system renames one that is open.
  if (place.keepAs !== undefined && made.isToKeep) renameSync(place.draft, place.keepAs);
  return made.answer;
}

type Made = { readonly answer: StatementAnswer; readonly isToKeep: boolean };

function makeWith(options: Options, { wanted }: StatementWork, kept: LeafFile | undefined): Made {
  const composed = composeStatement({ ...options, kept });
  if (composed.isKept && kept !== undefined)
    return { answer: answer(options, composed, kept, wanted), isToKeep: false };
  const file = LeafFile.open(options.suite, options.file);
  if (file === undefined) throw new LeafFileDamaged();
  try {
    // An earlier height than the one that is kept was somebody's question about the past.
    const isPast = kept !== undefined && composed.head.height < kept.head.height;
    return { answer: answer(options, composed, file, wanted), isToKeep: !isPast };
  } finally {
    file.close();
  }
}

function answer(options: Options, composed: Composed, file: LeafFile, wanted: RowsWanted | undefined): StatementAnswer {
  const { ruleset, suite, statements } = options;
  const { head, root, hashed } = composed;
  const source = new RowSource(statements);
  const rows = wanted === undefined ? undefined : proveRows({ ruleset, suite, source, file }, wanted);
  return { head, root, hashed, rows };
}

/** Where leaves are written: beside those that are kept, or in a folder that is removed afterwards. */
function placeFor({ folder, keep }: StatementWork): Place {
  if (keep && isWritable(folder)) {
    removeLeftDrafts(folder);
    const draft = join(folder, `statement.${randomUUID()}.new`);
    const kept = join(folder, KEPT);
    return { draft, kept, keepAs: kept, remove: () => rmSync(draft, { force: true }) };
  }
  const temporary = mkdtempSync(join(tmpdir(), "ledger-statement-"));
  const kept = keep ? join(folder, KEPT) : undefined;
  const draft = join(temporary, "leaves");
  return { draft, kept, keepAs: undefined, remove: () => rmSync(temporary, { recursive: true, force: true }) };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function removeLeftDrafts(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder).filter((one) => DRAFT.test(one))) {
    const file = join(folder, name);
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && now - made > DRAFT_AGE_MS_MAX) rmSync(file, { force: true });
  }
}
