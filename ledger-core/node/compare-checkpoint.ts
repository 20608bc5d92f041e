/** Whether the log has only grown since a checkpoint that somebody took away. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Words } from "#ledger-core/contract/api/shared.ts";
import { text } from "#ledger-core/contract/text/texts.ts";
import { readHeld } from "#ledger-core/proof/checkpoint-check.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { logKeysEver } from "./log-signer.ts";
import type { ReadLedger } from "./open-ledger.ts";

export type Comparison =
  /** The same size and root. */
  | "same"
  /** This log goes on from there. */
  | "grew"
  /** The checkpoint is of more entries than this log holds: this copy is behind, or was set back. */
  | "ahead"
  /** Another root at the same size: two histories were signed. */
  | "forked"
  | "other-log"
  | "unreadable"
  /** It names this log, but the log's key did not sign it. */
  | "unsigned";

export type CheckpointVerdict = { readonly verdict: Comparison; readonly size: number; readonly words: Words };

/** Compares a signed note with the log as it is. The root at the note's size is that of the stored tree, which `fsck` computes anew. */
export function compareCheckpoint(ledger: Pick<ReadLedger, "reader" | "first">, given: string): CheckpointVerdict {
  const { verdict, size } = compare(ledger, given);
  const key = `growth.${verdict}` as const;
  const values = { size, entries: ledger.reader.head()?.size ?? 0 };
  return { verdict, size, words: { zh: text("zh", key, values), en: text("en", key, values) } };
}

function compare(
  ledger: Pick<ReadLedger, "reader" | "first">,
  given: string,
): { readonly verdict: Comparison; readonly size: number } {
  const { flaw, size, root } = readHeld(nodeSuite, given, logKeysEver(ledger));
  if (flaw !== undefined) return { verdict: flaw, size };
  const { reader } = ledger;
  const entries = reader.head()?.size ?? 0;
  if (size > entries) return { verdict: "ahead", size };
  if (!equalBytes(reader.rootAt(size), root)) return { verdict: "forked", size };
  return { verdict: size === entries ? "same" : "grew", size };
}
