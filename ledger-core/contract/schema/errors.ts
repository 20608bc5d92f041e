/**
 * Every reason for which the ledger says no. A *door* code turns a transaction away before it is an entry; an *entry* code is
 * sealed as the outcome of an entry, because a refusal is evidence. Codes are never reused or renamed; the sentences are in
 * `contract/text`.
 */
export const DOOR_CODES = [
  "MALFORMED",
  "TRANSACTION_TOO_LARGE",
  "UNKNOWN_KIND",
  "UNKNOWN_VERSION",
  "WRONG_NETWORK",
  "BODY_MISMATCH",
  "BODY_MALFORMED",
  "SIGNATURE_INVALID",
  "EXPIRED",
  "VALIDITY_TOO_LONG",
  "ALREADY_SEEN",
  "KEY_UNKNOWN",
  "KEY_REVOKED",
  "DEPARTMENT_MISMATCH",
  "TOO_MANY_REFUSALS",
  "QUEUE_FULL",
  "CLOCK_STEPPED",
  "NOT_SEALING",
  "LEDGER_OLDER_THAN_SEEN",
  "LEDGER_FORKED",
  "LEDGER_COPIED",
  "LOG_HANDOVER_REFUSED",
] as const;

export const ENTRY_CODES = [
  "MEMBER_SUSPENDED",
  "PERSON_LEFT",
  "NO_SUCH_ROLE",
  "NOT_ENTITLED",
  "NO_POLICY",
  "FORBIDDEN",
  "CHANGED_SINCE_SHOWN",
  "TOO_MANY_CHANGES",
  "AMOUNT_RANGE",
  "ILLEGAL_MOVE",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PROPOSAL_NOT_FOUND",
  "PROPOSAL_NOT_OPEN",
  "PROPOSAL_OVERDUE",
  "PROPOSAL_BODY_MISMATCH",
  "PROPOSAL_ROUND_OVER",
  "PROPOSAL_FULL",
  "PROPOSAL_RULE_RETIRED",
  "NOT_PROPOSER",
  "ALREADY_VOTED",
  "NOT_YOUR_TURN",
  "REASON_MISSING",
  "NOT_BLOCKED",
  "USCC_INVALID",
  "HANDLE_INVALID",
  "HANDLE_TAKEN",
  "KEY_TAKEN",
  "KEY_PROOF_INVALID",
  "TOO_MANY_KEYS",
  "TOO_MANY_ROLES",
  "ROLE_TERM_INVALID",
  "ROLE_KIND_MISMATCH",
  "LAST_ADMIN",
  "POLICY_INVALID",
  "POLICY_UNREACHABLE",
  "FOUNDING_OVER",
  "FOUNDING_FUNCTION_SHORT",
  "RULES_HEIGHT_PAST",
  "RULES_ALREADY_ACTIVE",
  "NOT_OWNER",
  "CODE_TAKEN",
  "PROFILE_INCOMPLETE",
  "PROVIDER_MISMATCH",
  "VERSION_CHAIN_BROKEN",
  "DATASET_SUSPENDED",
  "DATASET_NOT_PUBLISHED",
  "AGREEMENTS_IN_FORCE",
  "OFFER_POLICY_INVALID",
  "OFFER_HASH_MISMATCH",
  "OFFER_OTHER_PARTY",
  "SHARING_NOT_ALLOWED",
  "PURPOSE_UNKNOWN",
  "AGREEMENT_HASH_MISMATCH",
  "AGREEMENT_EXPIRED",
  "AGREEMENT_NOT_IN_FORCE",
  "USE_LIMIT_REACHED",
  "USE_OUTSIDE_PURPOSE",
  "USE_NOT_PERMITTED",
  "SOURCE_MISMATCH",
  "BATCH_EMPTY",
  "DUPLICATE_LINE",
  "LINEAGE_PARENT_UNKNOWN",
  "LINEAGE_CIRCLE",
  "LINEAGE_TOO_DEEP",
  "VERSION_WITHDRAWN",
  "DUTY_NOT_OWED",
  "CONTEST_OWN",
  "CONTEST_OPEN",
  "CONTEST_OUTCOME",
  "PAIR_ORDER",
  "DELEGATION_TERM",
  "DELEGATION_ROLE",
  "DELEGATION_PARTY",
  "HANDOVER_NEEDED",
  "RECOVERY_NOT_NEEDED",
  "CALENDAR_DAYS",
  "LOG_HANDOVER_INVALID",
  "STATEMENT_AHEAD",
] as const;

export type DoorCode = (typeof DOOR_CODES)[number];
export type EntryCode = (typeof ENTRY_CODES)[number];
export type ErrorCode = DoorCode | EntryCode;

/**
 * All codes.
 *
 * @internal The guard and the test that ask for a sentence in both languages read them.
 */
export const ERROR_CODES: readonly ErrorCode[] = [...DOOR_CODES, ...ENTRY_CODES];

/** Numbers and words that a sentence about the refusal may name. */
export type RefusalData = Readonly<Record<string, string | number>>;

/** An action's "no". It leaves nothing but its entry. */
export type Refusal = { readonly code: EntryCode; readonly data: RefusalData };

/** The door's "no". It leaves nothing at all. */
export type Turnaway = { readonly code: DoorCode; readonly data: RefusalData };
