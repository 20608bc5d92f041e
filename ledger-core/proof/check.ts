/** What the checking of a proof says: names and codes for programs; `check-text.ts` has the sentences for people. */

/** In the order in which a doubter asks. */
export const CHECK_NAMES = [
  "files",
  "text",
  "signature",
  "authority",
  "entry",
  "changes",
  "inclusion",
  "checkpoint",
  "readable",
  "growth",
  "log",
  "statement",
  "rows",
  "declared",
  "history",
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Every finding of a check. Never renamed: scripts read them. */
export const CHECK_CODES = [
  "NOT_RUN",
  "FILES_COMPLETE",
  "FILE_ABSENT",
  "PROOF_INCOMPLETE",
  "FILE_NOT_REGULAR",
  "FILE_TOO_LARGE",
  "FILE_UNREADABLE",
  "NOT_A_PROOF",
  "EVIDENCE_MALFORMED",
  "LEDGER_NOT_CHECKED",
  "TEXT_SIGNED",
  "TEXT_SYSTEM",
  "TEXT_GENESIS",
  "TEXT_MALFORMED",
  "TEXT_BODY_DIFFERS",
  "TEXT_ID_DIFFERS",
  "SIGNATURE_HOLDS",
  "SIGNATURE_FAILS",
  "SIGNATURE_NOT_NEEDED",
  "AUTHORITY_JUDGED",
  "AUTHORITY_REFUTED",
  "AUTHORITY_IN_LOG",
  "AUTHORITY_NOT_SHOWN",
  "AUTHORITY_NOT_NEEDED",
  "AUTHORITY_REFUSED",
  "BASIS_FAILS",
  "ENTRY_BINDS",
  "ENTRY_MALFORMED",
  "ENTRY_DIFFERS",
  "CHANGES_HOLD",
  "CHANGES_PROPOSED",
  "CHANGES_NOT_SHOWN",
  "CHANGES_DIFFER",
  "INCLUSION_HOLDS",
  "INCLUSION_FAILS",
  "PROOF_MALFORMED",
  "CHECKPOINT_MALFORMED",
  "ORIGIN_DIFFERS",
  "INDEX_DIFFERS",
  "CHECKPOINT_SIGNED",
  "CHECKPOINT_HANDED_OVER",
  "CHECKPOINT_SELF_SIGNED",
  "HANDOVER_FAILS",
  "CHECKPOINT_SIGNATURE_FAILS",
  "CHECKPOINT_KEY_UNKNOWN",
  "CHECKPOINT_KEY_MISSING",
  "KEY_MALFORMED",
  "READABLE_HOLDS",
  "READABLE_DIFFERS",
  "GROWTH_HOLDS",
  "GROWTH_FAILS",
  "GROWTH_NOT_SHOWN",
  "HISTORIES_DIFFER",
  "STATEMENTS_DIFFER",
  "LOG_HOLDS",
  "LOG_FAILS",
  "TILES_HOLD",
  "TILE_ABSENT",
  "TILE_DIFFERS",
  "TILES_ROOT_DIFFERS",
  "STATE_FILE_READ",
  "STATE_FILE_MALFORMED",
  "STATEMENT_HOLDS",
  "STATEMENT_FAILS",
  "STATEMENT_LOG_DIFFERS",
  "STATEMENT_SIGNED",
  "STATEMENT_NOT_SIGNED",
  "STATEMENT_SIGNATURE_ABSENT",
  "STATEMENT_SIGNATURE_FAILS",
  "STATE_ROW_SHOWN",
  "STATE_ROWS_COMPLETE",
  "STATE_TABLE_COMPLETE",
  "STATE_TABLE_EMPTY",
  "STATE_ROWS_ABSENT",
  "STATE_KEY_ABSENT",
  "STATE_ROWS_FAIL",
  "STATE_ORDER_FAILS",
  "STATE_TABLE_DIFFERS",
  "STATE_VALUES_DIFFER",
  "STATE_RANGE_BACKWARDS",
  "STATE_TABLE_UNKNOWN",
  "OLDER_IS_FOLDER",
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** The figures of a finding; bytes are in hex, lists of names are joined by a comma and a space. */
export type CheckData = Readonly<Record<string, string | number>>;

/**
 * `recomputed`: nobody's word was needed beyond the keys that the doubter trusts. `vouched`: it holds if who made the proof, or the log,
 * tells the truth. A check that was not run is not ok.
 */
export type Check = {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly how: "recomputed" | "vouched";
  readonly code: CheckCode;
  readonly data: CheckData;
};

/** Letters of a figure that are shown; a stranger may have chosen it. */
const FIGURE_LENGTH_MAX = 400;

/** A figure as it is shown: of a longer one the beginning, which ends in an ellipsis and not within a character. */
export function cutFigure(text: string): string {
  if (text.length <= FIGURE_LENGTH_MAX) return text;
  return `${text.slice(0, FIGURE_LENGTH_MAX - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** What one check found, before it has its name. */
export type Finding = Omit<Check, "name">;

/** A finding that holds by computation. */
export function recomputed(code: CheckCode, data: CheckData = {}): Finding {
  return { ok: true, how: "recomputed", code, data };
}

/** A finding that holds by somebody's word. */
export function vouched(code: CheckCode, data: CheckData = {}): Finding {
  return { ok: true, how: "vouched", code, data };
}

/** A finding that does not hold. */
export function failed(code: CheckCode, data: CheckData = {}): Finding {
  return { ok: false, how: "recomputed", code, data };
}
