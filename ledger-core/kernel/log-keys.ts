/** The keys of the log as the ledger's rows have them: which one is in force, and how the one handed over to the other. */
import { HANDOVERS_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { LogKeyRow } from "#ledger-core/contract/schema/governance.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { encodeHandover } from "#ledger-core/proof/handover.ts";
import type { Handover } from "#ledger-core/proof/handover.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { ALGORITHM_ED25519, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import { logKeyTable } from "./governance/tables.ts";
import type { Rows } from "./rows.ts";

/** What the genesis says: the network's id, the hash of the genesis bytes, and the log's first key. */
export type FirstLogKey = { readonly network: Uint8Array; readonly publicKey: Uint8Array };

/** A key as it signs checkpoints of a revision of the log. */
export type LogKey = { readonly publicKey: Uint8Array; readonly revision: number };

/** All handovers, in order. */
export function handoverRows(rows: Rows): readonly LogKeyRow[] {
  return rows.scan(logKeyTable, "key", { limit: HANDOVERS_MAX }).map(({ row }) => row);
}

/** Those by which the key came into force that signs the checkpoint of a block. */
export function handoversBefore(rows: readonly LogKeyRow[], height: number): readonly LogKeyRow[] {
  return rows.filter((row) => row.height < height || (row.height === height && row.cause === "recovered"));
}

/** The key after the given handovers. */
export function logKeyAfter(first: FirstLogKey, handovers: readonly LogKeyRow[]): LogKey {
  const last = handovers.at(-1);
  return last === undefined ? { publicKey: first.publicKey, revision: 1 } : last;
}

/** The key under its name as notes have it. */
export function logVerifierKey(suite: Suite, network: Uint8Array, { publicKey, revision }: LogKey): VerifierKey {
  return verifierKey(suite, { name: networkOrigin(network, revision), algorithm: ALGORITHM_ED25519, publicKey });
}

/** Every key of the log, the first one first. */
export function allLogKeys(suite: Suite, first: FirstLogKey, handovers: readonly LogKeyRow[]): readonly VerifierKey[] {
  return [logKeyAfter(first, []), ...handovers].map((key) => logVerifierKey(suite, first.network, key));
}

/** What two keys sign when one hands over to the other. */
export function composeHandover(
  suite: Suite,
  network: Uint8Array,
  given: { readonly from: LogKey; readonly to: LogKey; readonly size: number; readonly root: Uint8Array },
): Handover {
  const { size, root } = given;
  const [from, to] = [given.from, given.to].map((key) => logVerifierKey(suite, network, key)) as [
    VerifierKey,
    VerifierKey,
  ];
  return { from, to, size, root };
}

/** The notes of handovers, as they are taken away with a proof. */
export function handoverNotes(suite: Suite, first: FirstLogKey, handovers: readonly LogKeyRow[]): readonly string[] {
  return handovers.map((to, place) => {
    const from = logKeyAfter(first, handovers.slice(0, place));
    const handover = composeHandover(suite, first.network, { from, to, size: to.size, root: to.root });
    return encodeHandover(handover, { from: to.signature, to: to.proof });
  });
}
