/** The whole check of a folder, in the thread that calls it. */
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { asStoreError, Statements } from "#ledger-core/store/database.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { checkBlobs, checkKeyFiles } from "./file-check.ts";
import { Problems } from "./problems.ts";
import type { LedgerProblem } from "./problems.ts";
import { ProjectionCheck } from "./projection-check.ts";
import { Replay } from "./replay.ts";
import { compareSchema } from "./schema-check.ts";
import { Scratch } from "./scratch.ts";
import { SignatureChecks } from "./signatures.ts";
import { checkInvariants, compareState, findLostBlobs } from "./state-check.ts";

export type FolderCheck = {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly checkpoint: string | undefined;
  readonly language: Language;
  readonly progress: (entriesDone: number, entriesTotal: number) => void;
  /** Asked now and then; a check that is stopped gives nothing. */
  readonly isStopped: () => boolean;
};

export type CheckedFolder = {
  readonly entries: number;
  readonly blocks: number;
  readonly problems: readonly LedgerProblem[];
};

/** Entries between two looks at whether to stop; also how long one snapshot of a busy ledger is held. */
const TURN_ENTRIES = 1_000;
/** Findings of SQLite about one file. */
const SQLITE_FINDINGS_MAX = 20;

/** Checks a folder; undefined if it was stopped on the way. Whatever is wrong with the folder is among the problems. */
export async function checkFolder(options: FolderCheck): Promise<CheckedFolder | undefined> {
  const { folder, ruleset, suite, isStopped } = options;
  const problems = new Problems(options.language);
  let size = { entries: 0, blocks: 0 };
  try {
    const stored = new Statements(connect({ folder, ruleset, suite }));
    try {
      checkFiles(problems, stored);
      if (isStopped()) return undefined;
      const checked = checkDatabase(options, problems, stored);
      if (checked === "stopped") return undefined;
      if (checked !== undefined) {
        size = checked;
        await checkKeyFiles(problems, folder, checked.network);
      }
    } finally {
      stored.connection.close();
    }
  } catch (error) {
    problems.addError("ledger.sqlite", asStoreError(error, { folder }));
  }
  const isDone = await checkBlobs(problems, openBlobs(blobsFolder(folder)), isStopped);
  return isDone ? { entries: size.entries, blocks: size.blocks, problems: problems.list } : undefined;
}

/** SQLite's own check: pages, indexes, types. */
function checkFiles(problems: Problems, stored: Statements): void {
  for (const [schema, file] of [
    ["main", "ledger.sqlite"],
    ["projections", "projections.sqlite"],
  ] as const) {
    try {
      for (const [finding] of stored.rows<[string]>(`PRAGMA ${schema}.integrity_check(${SQLITE_FINDINGS_MAX})`))
        if (finding !== "ok") problems.add(file, "FILE_DAMAGED", { detail: finding });
    } catch (error) {
      problems.addError(file, asStoreError(error, {}));
    }
  }
}

type CheckedDatabase = Pick<CheckedFolder, "entries" | "blocks"> & { readonly network: Replay["network"] };

/** Everything in the database; undefined if there is nothing to begin with. */
function checkDatabase(options: FolderCheck, problems: Problems, stored: Statements): CheckedDatabase | "stopped" | undefined {
  const { ruleset, suite, checkpoint } = options;
  const scratch = new Scratch(ruleset);
  const projections = new ProjectionCheck({ problems, ruleset, suite, stored });
  try {
    compareSchema(problems, stored, scratch.statements);
    const signatures = new SignatureChecks(suite);
    const replay = Replay.begin({ ruleset, suite, problems, stored, scratch, signatures, checkpoint });
    if (replay === undefined) return undefined;
    for (let isDone = false; !isDone; ) {
      if (options.isStopped()) return "stopped";
      const turn = stored.connection.transaction(() => takeTurn(options, { problems, stored, scratch, projections, replay }));
      isDone = turn.deferred();
    }
    return { entries: replay.size, blocks: replay.blocks, network: replay.network };
  } finally {
    projections.close();
    scratch.close();
  }
}

type Turn = {
  readonly problems: Problems;
  readonly stored: Statements;
  readonly scratch: Scratch;
  readonly projections: ProjectionCheck;
  readonly replay: Replay;
};

/** A piece of the log within one snapshot; with the last of it, everything that hangs on the newest block. True after that. */
function takeTurn({ ruleset, folder, progress }: FolderCheck, turn: Turn): boolean {
  const { problems, stored, scratch, projections, replay } = turn;
  const followed = projections.readProgress();
  const isLast = replay.advance(TURN_ENTRIES);
  projections.advance(replay, followed);
  const total = stored.row<[number | null]>("SELECT max(place) FROM log_entry")?.[0] ?? -1;
  progress(replay.size, Math.max(replay.size, total + 1));
  if (!isLast) return false;
  replay.end();
  compareState(problems, ruleset, stored, scratch.statements);
  checkInvariants(problems, ruleset, stored);
  projections.compare(replay, followed);
  findLostBlobs(problems, ruleset, stored, openBlobs(blobsFolder(folder)));
  return true;
}
