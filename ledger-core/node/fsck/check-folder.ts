/** The whole check of a folder, in the thread that calls it. */
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { openReader } from "#ledger-core/store/store.ts";
import { Problems } from "./problems.ts";
import type { LedgerProblem } from "./problems.ts";

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

/** Checks a folder; undefined if it was stopped on the way. Whatever is wrong with the folder is among the problems. */
export function checkFolder({ folder, ruleset, suite, language, progress, isStopped }: FolderCheck): CheckedFolder | undefined {
  const problems = new Problems(language);
  try {
    const reader = openReader({ folder, ruleset, suite });
    const head = reader.head();
    if (isStopped()) return undefined;
    for (const row of reader.sql.all<{ integrity_check: string }>("PRAGMA integrity_check(20)"))
      if (row.integrity_check !== "ok") problems.add("ledger.sqlite", "FILE_DAMAGED", { detail: row.integrity_check });
    progress(head?.size ?? 0, head?.size ?? 0);
    reader.close();
    return { entries: head?.size ?? 0, blocks: (head?.height ?? -1) + 1, problems: problems.list };
  } catch (error) {
    problems.addError("ledger.sqlite", error);
    return { entries: 0, blocks: 0, problems: problems.list };
  }
}
