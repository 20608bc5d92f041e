/** A check that could not be made: neither yes nor no. */
import type { LedgerProblem } from "#ledger-core/node/fsck/check-ledger.ts";
import { Failure } from "./failure.ts";

/** Why a folder could not be read, which says nothing about what it holds. */
const SURROUNDINGS: readonly string[] = ["DISK_FULL", "FOLDER_UNWRITABLE", "LEDGER_NEWER", "LEDGER_OLDER"];

/** Throws a failure of the surroundings if that is all that was found. */
export function throwIfUnread(problems: readonly LedgerProblem[]): void {
  const [first] = problems;
  if (first === undefined || !problems.every(({ code }) => SURROUNDINGS.includes(code))) return;
  throw new Failure(first.code, 3, first.words, {
    zh: "账本是否完好，尚无结论：处理之后请重新检查。",
    en: "Whether the ledger is sound is not known yet: see to that, then check again.",
  });
}
