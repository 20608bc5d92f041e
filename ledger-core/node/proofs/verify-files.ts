/** Checks the four files of one proof with the rules of a ledger at hand, so that the authority of who signed is judged too. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import type { FilesRules } from "#ledger-core/proof/proof-files.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { formsOf } from "./forms-of.ts";
import { createJudge } from "./judge.ts";

export type VerifyRules = Omit<FilesRules, "forms" | "judgeOf"> & { readonly ruleset: Ruleset };

/**
 * Every check of one proof, in the order in which a doubter asks; after one that is not ok the later ones say `NOT_RUN`. A change of
 * any byte of any of the files makes a check fail. Never throws.
 */
export function verifyProofFiles({ ruleset, ...rules }: VerifyRules, files: ProofFiles): readonly Check[] {
  const forms = createForms(formsOf(ruleset));
  const { suite } = rules;
  return verifyFourFiles({ ...rules, forms, judgeOf: (changes) => createJudge(ruleset, suite, changes) }, files);
}
