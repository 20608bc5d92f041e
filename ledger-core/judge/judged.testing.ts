/** The checks of one proof with a judge, for tests that look at one after the other. */
import type { Check } from "#ledger-core/proof/check.ts";
import { verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { judged } from "./judged.ts";
import type { JudgedRules } from "./judged.ts";

export function verifyProofFiles(rules: JudgedRules, files: ProofFiles): readonly Check[] {
  return verifyFourFiles(judged(rules), files);
}
