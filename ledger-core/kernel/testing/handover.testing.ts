/** The log's key goes over to another in a story. */
import type { LogKeyRow, logRotateBody } from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { composeHandover, handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { checkpointSigner } from "#ledger-core/node/log-key.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { blockSigner } from "#ledger-core/node/log-signer.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { SignCheckpoint, Writer } from "#ledger-core/store/store-types.ts";
import { handoverMessage } from "#ledger-core/proof/handover.ts";
import { keyPairOf } from "./test-ledger.testing.ts";
import type { TestLedger } from "./test-ledger.testing.ts";

/** Seeds of the keys that a log has in stories, the first one first. */
const LOG_SEEDS = ["log", "log two", "log three"];

/** Signs the checkpoints of a story's blocks with whichever of its keys is in force. */
export function storySigner({ network }: TestLedger, writer: Pick<Writer, "rows">): (block: Block) => SignCheckpoint {
  const pairs = LOG_SEEDS.map(keyPairOf);
  const first = { network, publicKey: keyPairOf("log").publicKey };
  return blockSigner(new Rows(writer.rows), first, (publicKey) => {
    const pair = pairs.find((one) => equalBytes(one.publicKey, publicKey));
    if (pair === undefined) throw new Error("the log's key is none of the story's");
    return pair;
  });
}

/** Signs as the last of a story's keys, once the log has it. */
export function newestSigner({ network }: TestLedger): SignCheckpoint {
  return checkpointSigner(networkOrigin(network, 2), keyPairOf("log three"));
}

/** The body by which the key pair of one seed hands over to that of another, signed by both; the first one's is `log`. */
export function handoverBody(
  ledger: TestLedger,
  seeds: { readonly from: string; readonly to: string },
  cause: LogKeyRow["cause"],
): Value<typeof logRotateBody> {
  const before = handoverRows(ledger.rows);
  const from = logKeyAfter({ network: ledger.network, publicKey: keyPairOf(seeds.from).publicKey }, before);
  const { publicKey } = keyPairOf(seeds.to);
  const to = { publicKey, revision: from.revision + (cause === "recovered" ? 1 : 0) };
  const [size, root] = [ledger.entries.length, ledger.root()];
  const message = handoverMessage(composeHandover(nodeSuite, ledger.network, { from, to, size, root }));
  const [signature, proof] = [seeds.from, seeds.to].map((seed) => signEd25519(keyPairOf(seed).secretKey, message)) as [
    Uint8Array,
    Uint8Array,
  ];
  const genesis = before.length === 0 ? ledger.genesis : new Uint8Array(0);
  return { publicKey, size, root, signature, proof, genesis };
}
