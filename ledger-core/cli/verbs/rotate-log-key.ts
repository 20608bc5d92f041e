/** `ledger rotate-log-key`: the key that signs the log's checkpoints hands over to a new one. */
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { prepareHandover } from "#ledger-core/node/hand-over.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { withWriting } from "#ledger-core/cli/access.ts";
import { printAnswer } from "#ledger-core/cli/answer.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  return await withWriting(path(requireWord(invocation, 0)), async (access) => {
    const signer = await unlockSigner(access, output, options.text("as"));
    const answer = await signer.perform("log.rotate", prepareHandover(access.ledger, "changed"));
    const code = printAnswer(answer, output);
    // The act's own block is signed with the key that hands over.
    const { vkey } = logIdentity(access.ledger);
    if (isReceipt(answer.outcome) && answer.outcome.state === "executed")
      output.say({
        zh: `从下一个区块起，验证密钥为：${vkey}`,
        en: `From the next block on the log’s vkey is: ${vkey}`,
      });
    return code;
  });
};
