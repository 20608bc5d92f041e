/** Every limit of the ledger, each with its reason. Consensus depends on those marked so: changing one needs a new rule set. */

/** Longest transaction in bytes (consensus): a batch of a thousand catalogue lines fits, a block stays below 64 MiB. */
export const TRANSACTION_SIZE_BYTES_MAX = 1_048_576;
/** Longest body in bytes (consensus): the transaction without its signed part and signature. */
export const BODY_SIZE_BYTES_MAX = TRANSACTION_SIZE_BYTES_MAX - 4_096;
/** Longest time in seconds between block time and `validUntil` (consensus): a signed act that nobody sealed in a day is void. */
export const VALIDITY_SECONDS_MAX = 86_400;
/** Largest amount (consensus): sums of a hundred thousand of them stay exact when checked. */
export const AMOUNT_MAX = 9_000_000_000_000_000 - 1;
/** Largest record key (consensus): 48 bits, so that keys and places fit SQLite and JavaScript alike. */
export const KEY_MAX = 281_474_976_710_655;
/** Due actions that one block runs at most (consensus): what is left runs in the next block. */
export const DUE_PER_BLOCK_MAX = 256;
/** Expired blocks of replay ids that one block drops at most (consensus). */
export const REPLAY_ROWS_DROPPED_PER_BLOCK_MAX = 64;
/** Lines of a batch at most (consensus); the batch kinds' own schemas ask for less. */
export const BATCH_LINES_MAX = 10_000;
/** Handovers of the log's key that a ledger may hold (consensus): one a month for a lifetime. */
export const HANDOVERS_MAX = 1_024;
/** Transactions in one block at most (consensus): the closing entry lists their ids. */
export const BLOCK_TRANSACTIONS_MAX = 2_000;
/** Rows that one action may write at most (consensus): bounds the memory of a batch. */
export const CHANGES_PER_ENTRY_MAX = 20_000;
/** Bytes of the changes that one action may make (consensus): a few bytes signed may have large rows written again, and no store takes any length. */
export const CHANGES_BYTES_PER_ENTRY_MAX = 67_108_864;
/** Cases of a policy, conditions of a case, alternatives of a need, seats of an alternative (consensus). */
export const POLICY_CASES_MAX = 16;
export const POLICY_CONDITIONS_MAX = 8;
export const POLICY_ALTERNATIVES_MAX = 8;
export const POLICY_SEATS_MAX = 8;
/** Persons or departments that one seat may ask for (consensus). */
export const SEAT_COUNT_MAX = 256;
/** Longest and shortest life of a proposal in seconds (consensus): ninety days, one minute. */
export const PROPOSAL_SECONDS_MAX = 90 * 86_400;
export const PROPOSAL_SECONDS_MIN = 60;
/** Votes on one proposal over all its rounds (consensus): seven from each of 49 departments and room. */
export const PROPOSAL_VOTES_MAX = 512;
/** Rounds of one proposal: the first and each amendment (consensus). */
export const PROPOSAL_ROUNDS_MAX = 255;
/** Roles that one person may hold at once (consensus). */
export const ROLES_PER_PERSON_MAX = 32;
/** Live keys of one person (consensus): an old and a new one while rotating, and a spare. */
export const KEYS_PER_PERSON_MAX = 4;
/** Delegations that one person may hold or have given at once (consensus). */
export const DELEGATIONS_PER_PERSON_MAX = 32;
/** Longest delegation in seconds (consensus): a year; what lasts longer is a role. */
export const DELEGATION_SECONDS_MAX = 366 * 86_400;
/** How far asks and what follows from them may nest within one entry (consensus). */
export const ASK_DEPTH_MAX = 4;
/** Actions waiting to be sealed before the door says that it is busy. */
export const QUEUE_TRANSACTIONS_MAX = 20_000;
/** Step of the wall clock against the monotonic clock at which sealing stops and a person is asked. */
export const CLOCK_STEP_SECONDS_MAX = 600;
/** Refused entries that one key may cause in an hour before the door turns it away. */
export const REFUSALS_PER_KEY_HOUR_MAX = 200;

const agree =
  BODY_SIZE_BYTES_MAX < TRANSACTION_SIZE_BYTES_MAX &&
  PROPOSAL_SECONDS_MIN < PROPOSAL_SECONDS_MAX &&
  Number.isSafeInteger(KEY_MAX) &&
  Number.isSafeInteger(AMOUNT_MAX);
if (!agree) throw new Error("the limits contradict each other");
