/** The log's key hands over to a new one: both sign, and the new one's file waits beside the old one until the ledger has it in force. */
import type { LogKeyRow, logRotateBody } from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { composeHandover, handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { handoverMessage } from "#ledger-core/proof/handover.ts";
import { nodeSuite, signEd25519, wipe } from "./crypto-suite.ts";
import { loadLogKey, nextLogKey } from "./log-key.ts";
import { NodeError } from "./node-error.ts";
import type { ReadLedger } from "./open-ledger.ts";

/**
 * What a person signs to hand the log's key over: the new key, the log on which it goes on, and both keys' signatures. A change that is asked
 * for again before the ledger has it is about the same new key. Throws LOG_KEY_DAMAGED, NO_LEDGER.
 */
export function prepareHandover(
  { folder, reader, first, network }: Pick<ReadLedger, "folder" | "reader" | "first" | "network">,
  cause: LogKeyRow["cause"],
): Value<typeof logRotateBody> {
  const head = reader.head();
  const genesis = reader.entry(0)?.bytes;
  if (head === undefined || genesis === undefined) throw new NodeError("NO_LEDGER", { folder });
  const before = handoverRows(new Rows(reader.rows()));
  const from = logKeyAfter(first, before);
  const old = loadLogKey(folder, from.publicKey);
  try {
    // Copies of a folder may hold the key that waits: who goes on from one of them after a loss takes a key that no other has.
    const next = nextLogKey(folder, { isFresh: cause === "recovered" });
    try {
      const { publicKey } = next;
      const revision = from.revision + (cause === "recovered" ? 1 : 0);
      const { size, root } = head;
      const handover = composeHandover(nodeSuite, network, { from, to: { publicKey, revision }, size, root });
      const message = handoverMessage(handover);
      const [signature, proof] = [signEd25519(old.secretKey, message), signEd25519(next.secretKey, message)];
      return { publicKey, size, root, signature, proof, genesis: before.length === 0 ? genesis : new Uint8Array(0) };
    } finally {
      wipe(next.secretKey);
    }
  } finally {
    wipe(old.secretKey);
  }
}
