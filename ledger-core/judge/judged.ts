/** What checks proofs, with the rules of a ledger at hand, so that the authority of who signed is judged too. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import type { FilesRules } from "#ledger-core/proof/proof-files.ts";
import { formsOf } from "./forms-of.ts";
import { createJudge } from "./judge.ts";

export type JudgedRules = Omit<FilesRules, "forms" | "judgeOf"> & { readonly ruleset: Ruleset };

/** What the checks of any number of proofs need, with a judge by these rules. */
export function judged({ ruleset, ...rules }: JudgedRules): FilesRules {
  const judgeOf: FilesRules["judgeOf"] = (changes) => createJudge(ruleset, rules.suite, changes);
  return { ...rules, forms: createForms(formsOf(ruleset)), judgeOf };
}
