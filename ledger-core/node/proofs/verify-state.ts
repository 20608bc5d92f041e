/** Checks a proof of the state, with the proof of the act that signed its statement where that lies beside it. */
import { join } from "node:path";
import type { Check } from "#ledger-core/proof/check.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { verifyStateFile } from "#ledger-core/proof/state-checks.ts";
import { STATE_FILE_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { formsOf } from "./forms-of.ts";
import { createJudge } from "./judge.ts";
import { readGivenFile, readProof } from "./proof-folder.ts";
import type { VerifyRules } from "./verify-files.ts";

/** Every check of one file, in the order in which a doubter asks; after one that is not ok the later ones say `NOT_RUN`. Never throws. */
export function verifyState({ ruleset, ...rules }: VerifyRules, folder: string, name: string): readonly Check[] {
  const bytes = readGivenFile(join(folder, name), STATE_FILE_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return [{ name: "files", ...bytes }];
  const { suite } = rules;
  return verifyStateFile(
    {
      ...rules,
      forms: createForms(formsOf(ruleset)),
      judgeOf: (changes) => createJudge(ruleset, suite, changes),
      declaration: (id) => {
        const files = readProof(folder, id);
        return "code" in files ? undefined : files;
      },
    },
    name,
    bytes,
  );
}
