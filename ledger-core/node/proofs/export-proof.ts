/** A proof of one entry, as four files that need nothing of this machine to be checked. */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { EvidenceFile, GrowthEvidence } from "#ledger-core/proof/evidence.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { writeProofJson } from "#ledger-core/proof/proof-json.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { encodeTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import type { Reader, StoredBlock } from "#ledger-core/store/store-types.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { buildBasis } from "./build-basis.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";

export type ProofRequest = {
  /** Place of the entry in the log. */
  readonly index: number;
  /** What the genesis says of the log: the vkey in force is offered with the proof, and how it came to be. */
  readonly first: FirstLogKey;
  /** Entries of the checkpoint to prove against: the end of a block that holds the entry. The newest one if left out. */
  readonly size?: number | undefined;
  /** Entries of an older checkpoint, the end of a block: the proof then also shows that the log only grew since. */
  readonly since?: number | undefined;
};

export type ProofFile = { readonly name: string; readonly bytes: Uint8Array };

export type ExportedProof = {
  /** Transaction id in hexadecimal; of what nobody signed the hash of its bytes. */
  readonly id: string;
  readonly index: number;
  /** `ID.tlog-proof`, `ID.entry`, `ID.tx`, `ID.json`. */
  readonly files: readonly ProofFile[];
};

/**
 * The proof of an entry with everything that allowed it. Reads one moment of the ledger. Throws RangeError if there is no such entry,
 * or no checkpoint of such a size.
 */
export function exportProof(reader: Reader, ruleset: Ruleset, suite: Suite, request: ProofRequest): ExportedProof {
  return reader.snapshot(() => composeProof(reader, ruleset, suite, request));
}

function composeProof(reader: Reader, ruleset: Ruleset, suite: Suite, request: ProofRequest): ExportedProof {
  const { index, first, since } = request;
  const entry = reader.entry(index);
  const block = entry === undefined ? undefined : reader.block(entry.height);
  if (entry === undefined || block === undefined) throw new RangeError(`there is no entry ${index}`);
  const size = request.size ?? reader.head()?.size ?? 0;
  const { checkpoint, height } = blockEndingAt(reader, size);
  if (size <= index) throw new RangeError(`a checkpoint of ${size} entries does not hold entry ${index}`);
  const { vkey, handovers } = logIdentity({ reader, first }, height);
  const growth = since === undefined ? undefined : proveGrowth(reader, since, size);
  const evidence: EvidenceFile = {
    changes: reader.changes(index),
    basis: buildBasis(reader, ruleset, suite, { entry, block, size }),
    ...(growth === undefined ? {} : { growth }),
    keys: [vkey],
    ...(handovers.length === 0 ? {} : { handovers }),
  };
  const json = writeProofJson(createForms(formsOf(ruleset)), suite, {
    entry: entry.entry,
    transaction: entry.bytes,
    checkpoint,
    evidence,
  });
  if (json === undefined) throw new Error(`entry ${index} of the ledger does not parse`);
  const id = encodeHex(entry.id);
  const proof = encodeTlogProof({ index, hashes: reader.inclusion(index, size), checkpoint });
  return {
    id,
    index,
    files: [
      { name: `${id}.tlog-proof`, bytes: textBytes(proof) },
      { name: `${id}.entry`, bytes: entry.entry },
      { name: `${id}.tx`, bytes: entry.bytes },
      { name: `${id}.json`, bytes: textBytes(json) },
    ],
  };
}

function proveGrowth(reader: Reader, oldSize: number, newSize: number): GrowthEvidence {
  if (oldSize > newSize) throw new RangeError(`no growth from ${oldSize} entries to ${newSize}`);
  return { checkpoint: blockEndingAt(reader, oldSize).checkpoint, hashes: reader.consistency(oldSize, newSize) };
}

/** The block whose checkpoint has the size: only whole blocks have one. */
function blockEndingAt(reader: Reader, size: number): StoredBlock {
  const last = size > 0 ? reader.entry(size - 1) : undefined;
  const block = last === undefined ? undefined : reader.block(last.height);
  if (block === undefined || block.firstIndex + block.count !== size)
    throw new RangeError(`no checkpoint has ${size} entries`);
  return block;
}

function textBytes(text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  if (bytes === undefined) throw new Error("a proof holds a lone surrogate");
  return bytes;
}
