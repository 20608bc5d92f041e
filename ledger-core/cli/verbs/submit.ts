/** `ledger submit`: one action, signed and sealed. */
import { readFileSync } from "node:fs";
import { withWriting } from "#ledger-core/cli/access.ts";
import type { LedgerAccess } from "#ledger-core/cli/access.ts";
import { printAnswer } from "#ledger-core/cli/answer.ts";
import { parseJson, readStandardInput } from "#ledger-core/cli/files.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const [folder, kind, body] = [0, 1, 2].map((place) => requireWord(invocation, place)) as [string, string, string];
  const text = body === "-" ? await readStandardInput() : readFileSync(path(body), "utf8");
  const json = parseJson(text, body);
  const submit = async (access: LedgerAccess): Promise<0 | 1> => {
    const signer = await unlockSigner(access, output, options.text("as"));
    return printAnswer(await signer.performJson(kind, json), output);
  };
  return await withWriting(path(folder), submit, { whileHeld: kind === "log.recover" });
};
