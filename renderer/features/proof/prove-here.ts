import type { ProofBundle } from "#ledger-core/contract/api/ledger.ts";
import { decodeUtf8, encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { parseBase64 } from "#ledger-core/proof/base64.ts";
import { failed } from "#ledger-core/proof/check.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { verifyEntryProof } from "#ledger-core/proof/checks.ts";
import { parseEvidence } from "#ledger-core/proof/evidence.ts";
import { HandoverChain } from "#ledger-core/proof/handover.ts";
import { parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { TransactionLimits } from "#ledger-core/proof/transaction.ts";
import { hashesAlong, inclusionSteps } from "./inclusion-steps.ts";
import type { InclusionStep } from "./inclusion-steps.ts";
import { readProofSays } from "./proof-says.ts";
import type { ProofSays } from "./proof-says.ts";
import { windowSuite } from "#renderer/shared/hashing/window-suite.ts";

/** The way from the entry to the root, with the hashes in hexadecimal: `along` was computed here, `given` came from the log. */
export type ProofPath = {
  readonly index: number;
  readonly size: number;
  readonly origin: string;
  readonly root: string;
  readonly steps: readonly InclusionStep[];
  readonly along: readonly string[];
  readonly given: readonly string[];
};

export type ProvenHere = {
  readonly valid: boolean;
  readonly checks: readonly Check[];
  readonly path: ProofPath | undefined;
  /** Undefined for files that do not parse. */
  readonly says: ProofSays | undefined;
};

/** The one kind whose body is proven line by line. */
const batchKind = "catalog.import";
const linesMax = 10_000;

const limits: TransactionLimits = {
  bytesMax: TRANSACTION_SIZE_BYTES_MAX,
  linesMax,
  isBatch: (kind) => kind === batchKind,
};

/**
 * Recomputes a proof from its files in this window. `keys` are the log's keys that this window trusts. Whoever signed was allowed
 * to: the basis is proven to be in the log, and that it suffices is told as the log's word, since the rules are not in the window.
 * Never throws: files that do not parse are checks that fail.
 */
export function proveHere(bundle: ProofBundle, keys: readonly string[]): ProvenHere {
  const read = readFiles(bundle);
  if (read === undefined) {
    const name = { file: `${bundle.id}.json` };
    const checks = [{ name: "files", ...failed("EVIDENCE_MALFORMED", name) }] as const;
    return { valid: false, checks, path: undefined, says: undefined };
  }
  const { proof, entry, transaction, evidence } = read;
  const { valid, checks } = verifyEntryProof(windowSuite, {
    proof,
    entry,
    transaction,
    changes: evidence.changes,
    basis: evidence.basis,
    keys,
    offeredKeys: evidence.keys,
    handovers: new HandoverChain(windowSuite, evidence.handovers ?? []),
    id: parseHex(bundle.id),
    limits,
  });
  const parsed = parseTransaction(windowSuite, transaction, limits);
  const says = readProofSays(entry, parsed.ok ? parsed.transaction.signed : undefined, evidence);
  return { valid, checks, path: pathOf(proof, entry), says };
}

function readFiles({ files }: ProofBundle) {
  const bytesOf = (ending: string): Uint8Array | undefined => {
    const file = files.find(({ name }) => name.endsWith(ending));
    return file === undefined ? undefined : parseBase64(file.base64);
  };
  const [proofBytes, entry, transaction, jsonBytes] = [".tlog-proof", ".entry", ".tx", ".json"].map(bytesOf);
  const proof = proofBytes === undefined ? undefined : decodeUtf8(proofBytes);
  const json = jsonBytes === undefined ? undefined : decodeUtf8(jsonBytes);
  const evidence = json === undefined ? undefined : parseEvidence(json);
  if (proof === undefined || entry === undefined || transaction === undefined || evidence === undefined)
    return undefined;
  return { proof, entry, transaction, evidence };
}

function pathOf(proof: string, entry: Uint8Array): ProofPath | undefined {
  const parsed = parseTlogProof(proof);
  const signed = parsed === undefined ? undefined : parseSignedCheckpoint(parsed.checkpoint);
  if (parsed === undefined || signed === undefined) return undefined;
  const { origin, size, root } = signed.checkpoint;
  if (parsed.index >= size) return undefined;
  const steps = inclusionSteps(parsed.index, size);
  const along = hashesAlong(windowSuite, entry, steps, parsed.hashes).map(encodeHex);
  return {
    index: parsed.index,
    size,
    origin,
    root: encodeHex(root),
    steps,
    along,
    given: parsed.hashes.map(encodeHex),
  };
}
