/** The check of a whole folder, as `ledger fsck` makes it, but for signatures: whoever executes the blocks has checked those. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkDerived, checkLog } from "#ledger-core/node/fsck/check-folder.ts";
import type { LedgerProblem } from "#ledger-core/node/fsck/problems.ts";

export async function problemsOf(folder: string, ruleset: Ruleset): Promise<readonly LedgerProblem[]> {
  const common = { folder, ruleset, suite: nodeSuite, language: "en", isStopped: () => false } as const;
  const signatures = { add: () => {}, settle: async () => {} };
  const log = await checkLog({ ...common, checkpoint: undefined, signatures, progress: () => {} });
  const derived = await checkDerived(common);
  if (log === undefined || derived === undefined) throw new Error("nobody stopped the check");
  return [...log.problems, ...derived];
}
