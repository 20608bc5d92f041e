/** `ledger submit`: one action, signed and sealed. */
import { withWriting } from "#ledger-core/cli/access.ts";
import type { LedgerAccess } from "#ledger-core/cli/access.ts";
import { printAnswer } from "#ledger-core/cli/answer.ts";
import { readGivenJson, readPipedJson } from "#ledger-core/cli/given-json.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const [folder, kind, body] = [0, 1, 2].map((place) => requireWord(invocation, place)) as [string, string, string];
  const json = body === "-" ? await readPipedJson() : readGivenJson(path(body), body);
  const submit = async (access: LedgerAccess): Promise<0 | 1 | 3> => {
    const signer = await unlockSigner(access, output, options.text("as"));
    return printAnswer(await signer.performJson(kind, json), output);
  };
  return await withWriting(path(folder), submit, { whileHeld: kind === "log.recover" });
};
