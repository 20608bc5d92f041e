/** How much goes into a basis, and what an entry may be under the rules of a ledger. */
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { entryLimits } from "#ledger-core/proof/forms.ts";
import type { TransactionLimits } from "#ledger-core/proof/transaction.ts";

/** Rows of a table up to which all of them go into a basis, where only all of them are an answer: a proof stays one to be sent. */
export const COMPLETE_ROWS_MAX = 64;
/** The same for departments: a share of them is of all that a policy may count. */
export const COMPLETE_MEMBERS_MAX = 256;
/** Keys that are looked through one by one for an earlier state. */
export const LISTED_KEYS_MAX = 4_096;

/** What an entry's transaction may be under these rules. */
export function transactionLimits(ruleset: Ruleset): TransactionLimits {
  return entryLimits((kind, version) => findRule(ruleset, kind, version)?.action.batch ?? false);
}
