/** A whole ledger as something to verify: executed once more from its first byte, and compared with what it signed. */
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { failed, recomputed } from "#ledger-core/proof/check.ts";
import { checkSignatures, parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { HandoverChain } from "#ledger-core/proof/handover.ts";
import { checkGrown } from "#ledger-core/proof/proof-files.ts";
import type { ReadConsistency } from "#ledger-core/proof/proof-files.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { CheckResult } from "#ledger-core/node/fsck/check-ledger.ts";
import type { LedgerVerdict, VerifyLedger } from "#ledger-core/node/proofs/verify-path.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { withReading } from "./access.ts";
import { checkShown } from "./check-shown.ts";
import type { Output } from "./output.ts";
import { throwIfUnread } from "./unread-folder.ts";

type Ledger = Parameters<VerifyLedger>[0];

/** Checks a ledger's folder and its newest checkpoint; the consistency proofs that it gives to proofs beside it come from the same log. */
export async function verifyLedgerFolder(
  { folder, keys, since }: Ledger,
  given: { readonly output: Output; readonly signal: AbortSignal },
): Promise<LedgerVerdict> {
  const result = await checkShown(folder, given);
  throwIfUnread(result.problems);
  const whole: Check = { name: "log", ...wholeLog(result) };
  const newer = result.checkpoint;
  if (newer === null) return { checks: [whole] };
  return await withReading(folder, (ledger) => {
    // Of the block whose checkpoint this is: the next one may have another key.
    const { vkey, handovers } = logIdentity(ledger, result.blocks - 1);
    const whoseWord = { keys, offeredKeys: [vkey], handovers: new HandoverChain(nodeSuite, handovers) };
    const signed = parseSignedCheckpoint(newer);
    const finding =
      signed === undefined ? failed("CHECKPOINT_MALFORMED") : checkSignatures(nodeSuite, signed, whoseWord);
    const checks: Check[] = [whole, { name: "checkpoint", ...finding }];
    if (since !== undefined) {
      const consistency: ReadConsistency = (oldSize, newSize) => consistencyOf(ledger, oldSize, newSize);
      checks.push({
        name: "growth",
        ...checkGrown({ suite: nodeSuite, keys, consistency }, { ...whoseWord, older: since, newer }),
      });
    }
    return { checks, consistency: (oldSize, newSize) => consistencyBetween(folder, oldSize, newSize) };
  });
}

function wholeLog(result: CheckResult): Omit<Check, "name"> {
  const [first] = result.problems;
  if (result.ok || first === undefined) return recomputed("LOG_HOLDS", { count: result.entries });
  return failed("LOG_FAILS", { count: result.problems.length, place: first.where, reason: first.message });
}

/** Undefined for sizes that the log does not have. */
function consistencyOf({ reader }: ReadLedger, oldSize: number, newSize: number): readonly Uint8Array[] | undefined {
  const size = reader.head()?.size ?? 0;
  return oldSize > newSize || newSize > size ? undefined : reader.consistency(oldSize, newSize);
}

/** Opened for each proof that asks: there is mostly none. */
function consistencyBetween(folder: string, oldSize: number, newSize: number): readonly Uint8Array[] | undefined {
  const ledger = readLedger({ folder });
  try {
    return consistencyOf(ledger, oldSize, newSize);
  } finally {
    ledger.close();
  }
}
