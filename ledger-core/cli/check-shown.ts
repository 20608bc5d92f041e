/** The check of a ledger's folder, as every verb shows it that makes one. */
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import type { CheckResult } from "#ledger-core/node/fsck/check-ledger.ts";
import type { Invocation } from "./verb.ts";

/** Tells how far it is. `checkpoint`: one that somebody holds. Rejects as `checkLedger` does. */
export async function checkShown(
  folder: string,
  { output, signal }: Pick<Invocation, "output" | "signal">,
  checkpoint?: string,
): Promise<CheckResult> {
  return await checkLedger({
    folder,
    checkpoint,
    language: output.language,
    progress: (done, total) => output.progress({ zh: `正在检查：${done}/${total}`, en: `Checking: ${done}/${total}` }),
    signal,
  });
}
