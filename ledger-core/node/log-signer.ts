/** The log's name and key as its rows have them: who signs the next checkpoint, and by what strangers verify it. */
import type { LogKeyRow } from "#ledger-core/contract/schema/governance.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { logKeyTable } from "#ledger-core/kernel/governance/tables.ts";
import { allLogKeys, handoverNotes, handoverRows, handoversBefore, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { Reader, SignCheckpoint } from "#ledger-core/store/store-types.ts";
import { nodeSuite } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { checkpointSigner, logVkey } from "./log-key.ts";

/**
 * Signs each block's checkpoint with the key that the ledger's rows have in force for it. `rows` are the committed ones; `keyOf` gives
 * the pair of a public key, or throws.
 */
export function blockSigner(
  rows: Rows,
  first: FirstLogKey,
  keyOf: (publicKey: Uint8Array) => KeyPair,
): (block: Block) => SignCheckpoint {
  return (block) => {
    const inBlock = block.entries
      .flatMap(({ writes }) => writes)
      .filter(({ table }) => table.name === logKeyTable.name);
    const handovers = [...handoverRows(rows), ...inBlock.map(({ row }) => row as LogKeyRow)];
    const { publicKey, revision } = logKeyAfter(first, handoversBefore(handovers, block.height));
    return checkpointSigner(networkOrigin(first.network, revision), keyOf(publicKey));
  };
}

/** By what a checkpoint is verified: the log's name, its vkey, and the notes by which the keys before handed over to it. */
export type LogIdentity = {
  readonly origin: string;
  readonly vkey: string;
  readonly handovers: readonly string[];
};

/** A ledger, as far as the name and the key of its log are asked for. */
export type LogOf = { readonly reader: Pick<Reader, "rows">; readonly first: FirstLogKey };

/** Every key that ever signed for the log, the first one first. */
export function logKeysEver({ reader, first }: LogOf): readonly VerifierKey[] {
  return allLogKeys(nodeSuite, first, handoverRows(new Rows(reader.rows())));
}

/** Of the checkpoint of a block; of the next one's if no height is given. */
export function logIdentity({ reader, first }: LogOf, height?: number): LogIdentity {
  const all = handoverRows(new Rows(reader.rows()));
  const handovers = height === undefined ? all : handoversBefore(all, height);
  const { publicKey, revision } = logKeyAfter(first, handovers);
  const origin = networkOrigin(first.network, revision);
  return { origin, vkey: logVkey(origin, publicKey), handovers: handoverNotes(nodeSuite, first, handovers) };
}
