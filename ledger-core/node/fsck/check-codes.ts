/** What can be wrong with a ledger's folder; `contract/text` has a sentence for each code under `fsck.`. */

export const CHECK_CODES = [
  /** SQLite's own check of a file. */
  "FILE_DAMAGED",
  /** A table, column or index is not as the program makes it. */
  "SCHEMA_DIFFERS",
  /** Entry 0 does not say what network this is, so nothing that follows can be judged. */
  "GENESIS_MALFORMED",
  "ENTRY_MISSING",
  /** The bytes are no transaction of this network. */
  "ENTRY_MALFORMED",
  "ENTRY_SIGNATURE_INVALID",
  /** The rules would not have let it in. */
  "ENTRY_TURNED_AWAY",
  /** What is stored of an entry is not what executing the log once more gives. */
  "ENTRY_DIFFERS",
  /** Executing the log once more makes no such entry. */
  "ENTRY_UNFOUNDED",
  /** Executing the log once more makes an entry that the log does not hold. */
  "ENTRY_LACKING",
  "BLOCK_MISSING",
  "BLOCK_DIFFERS",
  /** A block without entries. */
  "BLOCK_UNFOUNDED",
  /** Executing a block once more did not end. */
  "BLOCK_NOT_EXECUTABLE",
  /** The root over all entries up to a block is not the recomputed one; said of the first such block only. */
  "ROOT_DIFFERS",
  "CHECKPOINT_MALFORMED",
  "CHECKPOINT_DIFFERS",
  "CHECKPOINT_SIGNATURE_INVALID",
  "HANDOVER_DIFFERS",
  "TILE_MISSING",
  "TILE_DIFFERS",
  "TILE_UNFOUNDED",
  /** The index of what entries made of a row. */
  "HISTORY_MISSING",
  "HISTORY_DIFFERS",
  "HISTORY_UNFOUNDED",
  /** The index by which entries are found by their ids. */
  "ID_PART_DIFFERS",
  "ID_PART_UNFOUNDED",
  "ROW_MISSING",
  "ROW_DIFFERS",
  "ROW_UNFOUNDED",
  "PROJECTION_DIFFERS",
  /** A derived table knows more entries than the log holds: the log was cut off. */
  "PROJECTION_AHEAD",
  "INVARIANT_BROKEN",
  /** A signed state statement gives another root than the rows of its height do. */
  "STATEMENT_DIFFERS",
  /** The leaves that are kept for the next statement are not those of the log. */
  "STATEMENT_FILE_DIFFERS",
  /** Files of this node beside the ledger: the log's next key, what waits for its block, its scheduled imports. */
  "NEXT_LOG_KEY_DAMAGED",
  "OUTBOX_UNREADABLE",
  "OUTBOX_DAMAGED",
  "SCHEDULES_UNREADABLE",
  "SCHEDULES_ALTERED",
  "BLOB_MISSING",
  /** How many more of them. */
  "BLOBS_MISSING",
  "HELD_CHECKPOINT_UNREADABLE",
  "HELD_CHECKPOINT_OTHER_LOG",
  "HELD_CHECKPOINT_UNSIGNED",
  /** The held checkpoint is of more entries than the log holds. */
  "HELD_CHECKPOINT_AHEAD",
  "HELD_CHECKPOINT_FORKED",
  /** The check could not go on. */
  "CHECK_BROKE_OFF",
] as const;

export type CheckCode = (typeof CHECK_CODES)[number];

/**
 * What somebody has signed in a sound log and is not true. The folder is as it was sealed, a copy of it is as good as it, and no backup of it
 * could be any better.
 */
const FALSE_WORD_CODES: readonly string[] = ["HANDOVER_DIFFERS", "STATEMENT_DIFFERS"] satisfies readonly CheckCode[];

/** Of the log, and of what follows from it by the rules; a damaged file only where it is the ledger's own. */
const LOG_CODES =
  /^(?:GENESIS|ENTRY|BLOCK|ROOT|CHECKPOINT|TILE|HISTORY|ROW|INVARIANT|CHECK_BROKE|LEDGER|NOT_A_LEDGER|FILE)_/;

/** Whether a problem is of the log and its state, and not of anything that is made anew or brought back beside them. */
export function isOfLog({ where, code }: { readonly where: string; readonly code: string }): boolean {
  return LOG_CODES.test(`${code}_`) && !where.startsWith("projections.sqlite");
}

/** Whether a problem is of what was signed, and not damage of the folder. */
export function isFalseWord(code: string): boolean {
  return FALSE_WORD_CODES.includes(code);
}

/** Settings that people edit and requests that can be made anew: nothing of them is worth going without a copy of the ledger. */
const BESIDE_LEDGER = /^(?:imports\/schedules\.json|keys\/next\/.*\.request\.json)$/;

/** Whether a problem is told of a copy that is as good as any: of what was signed, or of what lies beside the ledger. */
export function isRemark({ where, code }: { readonly where: string; readonly code: string }): boolean {
  return isFalseWord(code) || BESIDE_LEDGER.test(where);
}
