/** The two halves of a check: what was signed and what follows from it; and what is derived, with the files themselves. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { asDerivedError, asStoreError, Statements } from "#ledger-core/store/database.ts";
import { blobsFolder, ledgerFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { checkBlobs, checkContentKey, checkKeyFiles } from "./file-check.ts";
import { IdCheck } from "./id-check.ts";
import { Problems } from "./problems.ts";
import type { LedgerProblem } from "./problems.ts";
import { ProjectionCheck } from "./projection-check.ts";
import { Replay } from "./replay.ts";
import { compareSchema } from "./schema-check.ts";
import { Scratch } from "./scratch.ts";
import { isUnread } from "./unread-file.ts";
import type { SignatureChecks } from "./signatures.ts";
import { checkInvariants, compareState, findLostBlobs, newestSealed } from "./state-check.ts";

export type FolderCheck = {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly language: Language;
  /** Asked now and then; a check that is stopped gives nothing. */
  readonly isStopped: () => boolean;
};

export type LogCheck = FolderCheck & {
  readonly checkpoint: string | undefined;
  readonly signatures: SignatureChecks;
  readonly progress: (entriesDone: number, entriesTotal: number) => void;
};

export type CheckedLog = {
  readonly entries: number;
  readonly blocks: number;
  /** Of the last block; undefined where it has none. */
  readonly checkpoint: string | undefined;
  readonly problems: readonly LedgerProblem[];
};

/** Entries between two looks at whether to stop; also how long one snapshot of a busy ledger is held. */
const TURN_ENTRIES = 1_000;
/** Findings of SQLite about one file. */
const SQLITE_FINDINGS_MAX = 20;
const LEDGER = "ledger.sqlite";
const DERIVED = "projections.sqlite";

/**
 * Executes the log once more and compares entries, tree, checkpoints, rows and indexes with what comes out; then looks at blobs and
 * key files. Undefined if it was stopped on the way. Whatever is wrong with the folder is among the problems.
 */
export async function checkLog(options: LogCheck): Promise<CheckedLog | undefined> {
  const { folder, isStopped } = options;
  const problems = new Problems(options.language);
  const blobs = openBlobs(blobsFolder(folder));
  let checked: CheckedSize | undefined;
  let sealed: Uint8Array | undefined;
  try {
    await withStored(options, { isLogAlone: true }, async (stored) => {
      checked = await checkDatabase(options, { problems, stored, blobs });
      sealed = newestSealed(stored, blobs);
    });
  } catch (error) {
    problems.addError(LEDGER, asStoreError(error, { folder }));
  }
  if (checked !== undefined) await checkKeyFiles(problems, options, checked.network);
  await checkContentKey(problems, folder, blobs, sealed);
  const isDone = !isStopped() && (await checkBlobs(problems, blobs, isStopped));
  if (!isDone) return undefined;
  const { entries = 0, blocks = 0, checkpoint } = checked ?? {};
  return { entries, blocks, checkpoint, problems: problems.list };
}

/**
 * Has SQLite check its files, makes the index of ids anew beside the stored one, and then the derived tables; undefined if it was stopped
 * on the way. What is wrong with the log itself is not said here: `checkLog` names it.
 */
export async function checkDerived(options: FolderCheck): Promise<readonly LedgerProblem[] | undefined> {
  const { folder, isStopped } = options;
  const problems = new Problems(options.language);
  try {
    await withStored(options, { isLogAlone: false }, async (stored) => {
      if (isUnread(options.folder, stored))
        throw new StoreError("DERIVED_UNREADABLE", { detail: "a journal or a log" });
      checkFiles(problems, stored);
      await checkIds(options, problems, stored);
      await checkProjections(options, problems, stored);
    });
  } catch (error) {
    // A folder that cannot be opened is named once.
    if (!(await isRefused(options))) problems.addError(DERIVED, asDerivedError(error, { folder }));
  }
  return isStopped() ? undefined : problems.list;
}

async function withStored<T>(
  options: FolderCheck,
  parts: { readonly isLogAlone: boolean },
  use: (stored: Statements) => Promise<T>,
): Promise<T> {
  const stored = new Statements(connect(options, parts));
  try {
    return await use(stored);
  } finally {
    stored.connection.close();
  }
}

async function isRefused(options: FolderCheck): Promise<boolean> {
  try {
    await withStored(options, { isLogAlone: true }, async () => {});
    return false;
  } catch {
    return true;
  }
}

/** SQLite's own check: pages, indexes, types. */
function checkFiles(problems: Problems, stored: Statements): void {
  for (const [schema, file, named] of [
    ["main", LEDGER, asStoreError],
    ["projections", DERIVED, asDerivedError],
  ] as const) {
    try {
      for (const [finding] of stored.rows<[string]>(`PRAGMA ${schema}.integrity_check(${SQLITE_FINDINGS_MAX})`))
        if (finding !== "ok") problems.add(file, "FILE_DAMAGED", { detail: finding });
    } catch (error) {
      problems.addError(file, named(error, {}));
    }
  }
}

type CheckedSize = Omit<CheckedLog, "problems"> & { readonly network: Replay["network"] };

/** Everything in the ledger's own database; undefined if there is nothing to begin with, or if it was stopped. */
async function checkDatabase(options: LogCheck, checked: Checked): Promise<CheckedSize | undefined> {
  const replay = await executeLog(options, checked);
  if (replay === undefined) return undefined;
  // What was made anew is closed by now, and with it the last snapshot of the file.
  await options.signatures.settle();
  return { entries: replay.size, blocks: replay.blocks, checkpoint: replay.checkpoint, network: replay.network };
}

/** Goes through the log, with signatures that may still be on their way to be checked. */
async function executeLog(options: LogCheck, { problems, stored, blobs }: Checked): Promise<Replay | undefined> {
  const { ruleset, suite, checkpoint, signatures } = options;
  const scratch = new Scratch(ruleset);
  try {
    if (!compareSchema(problems, ruleset, stored, scratch.statements)) return undefined;
    scratch.begin();
    const replay = Replay.begin({ ruleset, suite, problems, stored, scratch, signatures, checkpoint });
    if (replay === undefined) return undefined;
    const turn = stored.connection.transaction(() => takeTurn(options, { problems, stored, blobs, scratch, replay }));
    while (!turn.deferred()) {
      await nextTurn();
      if (options.isStopped()) return undefined;
    }
    return replay;
  } finally {
    scratch.close();
  }
}

type Checked = { readonly problems: Problems; readonly stored: Statements; readonly blobs: Blobs };
type Turn = Checked & { readonly scratch: Scratch; readonly replay: Replay };

/** A piece of the log within one snapshot; with the last of it, everything that hangs on the newest block. True after that. */
function takeTurn(
  { folder, ruleset, progress }: LogCheck,
  { problems, stored, blobs, scratch, replay }: Turn,
): boolean {
  const isLast = replay.advance(TURN_ENTRIES);
  const last = stored.row<[number | null]>("SELECT max(place) FROM log_entry")?.[0] ?? -1;
  progress(replay.size, Math.max(replay.size, last + 1));
  if (problems.isFull) return true;
  if (!isLast) return false;
  replay.end();
  compareState(problems, ruleset, { stored, made: scratch.statements, file: ledgerFile(folder) });
  checkInvariants(problems, ruleset, stored);
  findLostBlobs(problems, ruleset, stored, blobs);
  return true;
}

async function checkIds({ isStopped }: FolderCheck, problems: Problems, stored: Statements): Promise<void> {
  const ids = new IdCheck(problems, stored);
  const turn = stored.connection.transaction(() => ids.advance());
  while (!turn.deferred() && !isStopped()) await nextTurn();
}

async function checkProjections(options: FolderCheck, problems: Problems, stored: Statements): Promise<void> {
  const { folder, ruleset, suite, isStopped } = options;
  const projections = new ProjectionCheck({ problems, ruleset, suite, stored, file: projectionsFile(folder) });
  try {
    const turn = stored.connection.transaction(() => projections.advance(TURN_ENTRIES));
    while (!turn.deferred() && !isStopped()) await nextTurn();
  } finally {
    projections.close();
  }
}
