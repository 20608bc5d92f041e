/** How large the parts of a proof may be. A longer file is not read: no part of a proof is that long. */
import { TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { TransactionLimits } from "#ledger-core/proof/transaction.ts";

/** Lines of a batch, as at the door of a ledger. */
const LINES_MAX = 10_000;

/** Bytes of each file of a proof by the end of its name. */
export const PROOF_FILE_BYTES_MAX = {
  /** Two million letters are what a proof and its note may have. */
  "tlog-proof": 0x80_0000,
  /** A leaf has some 150. */
  entry: 1_024,
  /** A transaction has its own limit; a genesis holds a thousand policies. */
  tx: 0x100_0000,
  /** Sixty-four million letters are what evidence may have, in any script. */
  json: 0x1000_0000,
} as const;

/** Rows of a table up to which all of them go into a basis, where only all of them are an answer: a proof stays one to be sent. */
export const COMPLETE_ROWS_MAX = 64;
/** The same for departments: a share of them is of all that a policy may count. */
export const COMPLETE_MEMBERS_MAX = 256;
/** Keys that are looked through one by one for an earlier state. */
export const LISTED_KEYS_MAX = 4_096;

/** What an entry's transaction may be under these rules. */
export function transactionLimits(ruleset: Ruleset): TransactionLimits {
  return {
    bytesMax: TRANSACTION_SIZE_BYTES_MAX,
    linesMax: LINES_MAX,
    isBatch: (kind, version) => findRule(ruleset, kind, version)?.action.batch ?? false,
  };
}
