/** Checks the four files of one proof, whoever they come from. */
import { decodeUtf8, encodeUtf8, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { failed, recomputed } from "#ledger-core/proof/check.ts";
import type { Check, CheckName, Finding } from "#ledger-core/proof/check.ts";
import { checkSignatures, parseSignedCheckpoint, verifyGrowth } from "#ledger-core/proof/checkpoint-check.ts";
import { verifyEntryProof } from "#ledger-core/proof/checks.ts";
import { parseEvidence } from "#ledger-core/proof/evidence.ts";
import type { EvidenceFile } from "#ledger-core/proof/evidence.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { encodeTlogProof, parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import { createJudge } from "./judge.ts";
import { transactionLimits } from "./limits.ts";
import { writeProofJson } from "./proof-json.ts";

/** The bytes of a proof's files; `name` is what their names have in common, which for an untouched proof is its id. */
export type ProofFiles = {
  readonly name: string;
  readonly tlogProof: Uint8Array;
  readonly entry: Uint8Array;
  readonly transaction: Uint8Array;
  readonly json: Uint8Array;
};

/** Gives the consistency proof between two sizes of the log, if the ledger is at hand. It is checked, not believed. */
export type ReadConsistency = (oldSize: number, newSize: number) => readonly Uint8Array[] | undefined;

export type VerifyRules = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  /** vkeys that the doubter trusts; without any, the proof's own key is used and the finding says whose word that is. */
  readonly keys: readonly string[];
  /** An older checkpoint of the log, a signed note, that the proof's log must have grown from. */
  readonly since?: string | undefined;
  readonly consistency?: ReadConsistency | undefined;
};

/**
 * Every check of one proof, in the order in which a doubter asks; after one that is not ok the later ones say `NOT_RUN`. A change of
 * any byte of any of the files makes a check fail. Never throws.
 */
export function verifyProofFiles(rules: VerifyRules, files: ProofFiles): readonly Check[] {
  const complete: Check = { name: "files", ...recomputed("FILES_COMPLETE", { name: files.name, count: 4 }) };
  const read = readFiles(files);
  if (!("evidence" in read)) return [{ name: "files", ...read }];
  const { suite, ruleset, keys } = rules;
  const { evidence, proof } = read;
  const { checks } = verifyEntryProof(suite, {
    proof,
    entry: files.entry,
    transaction: files.transaction,
    changes: evidence.changes,
    basis: evidence.basis,
    keys,
    offeredKeys: evidence.keys,
    id: idOfName(files.name),
    limits: transactionLimits(ruleset),
    judge: createJudge(ruleset, suite, evidence.changes ?? []),
  });
  const all: Check[] = [complete, ...checks];
  const then = (name: CheckName, run: () => Finding): void => {
    all.push({ name, ...(all.every((check) => check.ok) ? run() : failed("NOT_RUN")) });
  };
  then("readable", () => checkReadable(rules, files, read));
  if (evidence.growth !== undefined || rules.since !== undefined) then("growth", () => checkGrowth(rules, read));
  return all;
}

type ReadFiles = {
  readonly proof: string;
  readonly checkpoint: string;
  readonly json: string;
  readonly evidence: EvidenceFile;
};

function readFiles(files: ProofFiles): ReadFiles | Finding {
  const proof = decodeUtf8(files.tlogProof);
  const parsed = proof === undefined ? undefined : parseTlogProof(proof);
  // One proof has one text: extra data and other spellings are not what is exported.
  if (proof === undefined || parsed === undefined || encodeTlogProof(parsed) !== proof || parsed.extra !== undefined)
    return failed("PROOF_MALFORMED", { file: `${files.name}.tlog-proof` });
  const json = decodeUtf8(files.json);
  const evidence = json === undefined ? undefined : parseEvidence(json);
  if (json === undefined || evidence === undefined) return failed("EVIDENCE_MALFORMED", { file: `${files.name}.json` });
  return { proof, checkpoint: parsed.checkpoint, json, evidence };
}

/** Names that people gave to the files say nothing; a name that is an id must be the proof's. */
function idOfName(name: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(name) ? parseHex(name) : undefined;
}

/** What `ID.json` says follows from what was verified, and the keys that it offers are those of the log. */
function checkReadable(
  { ruleset, suite }: VerifyRules,
  files: ProofFiles,
  { checkpoint, json, evidence }: ReadFiles,
): Finding {
  const file = `${files.name}.json`;
  const { entry, transaction } = files;
  const written = writeProofJson(ruleset, suite, { entry, transaction, checkpoint, evidence });
  const bytes = written === undefined ? undefined : encodeUtf8(written);
  if (written !== json || bytes === undefined || !equalBytes(bytes, files.json))
    return failed("READABLE_DIFFERS", { file });
  for (const key of evidence.keys) {
    const signed = checkOffered(suite, checkpoint, [key]);
    if (!signed.ok) return signed;
  }
  return recomputed("READABLE_HOLDS", { file });
}

function checkOffered(suite: Suite, checkpoint: string, offeredKeys: readonly string[]): Finding {
  const signed = parseSignedCheckpoint(checkpoint);
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  return checkSignatures(suite, signed, { keys: [], offeredKeys });
}

function checkGrowth(rules: VerifyRules, { checkpoint, evidence }: ReadFiles): Finding {
  const { suite, keys, since } = rules;
  const { growth } = evidence;
  const grown = (older: string, hashes: readonly Uint8Array[]): Finding =>
    verifyGrowth(suite, { older, newer: checkpoint, hashes, keys, offeredKeys: evidence.keys });
  if (growth !== undefined) {
    const carried = checkCarried(suite, growth.checkpoint, evidence.keys) ?? grown(growth.checkpoint, growth.hashes);
    if (!carried.ok || since === undefined) return carried;
  }
  if (since === undefined) return failed("CHECKPOINT_MALFORMED");
  const oldSize = sizeOf(since);
  const newSize = sizeOf(checkpoint);
  if (oldSize === undefined || newSize === undefined) return failed("CHECKPOINT_MALFORMED");
  if (oldSize === newSize) return grown(since, []);
  if (growth !== undefined && sizeOf(growth.checkpoint) === oldSize) return grown(since, growth.hashes);
  const hashes = oldSize < newSize ? rules.consistency?.(oldSize, newSize) : [];
  return hashes === undefined ? failed("GROWTH_NOT_SHOWN", { oldSize, newSize }) : grown(since, hashes);
}

/** A carried checkpoint stands nowhere else, so each of its lines must be one that is checked. */
function checkCarried(suite: Suite, checkpoint: string, offeredKeys: readonly string[]): Finding | undefined {
  const signed = parseSignedCheckpoint(checkpoint);
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  const finding = checkSignatures(suite, signed, { keys: [], offeredKeys });
  if (!finding.ok) return finding;
  const isWhole = finding.data["count"] === signed.note.signatures.length;
  return isWhole ? undefined : failed("CHECKPOINT_KEY_UNKNOWN", { signers: String(finding.data["signers"]) });
}

function sizeOf(note: string): number | undefined {
  return parseSignedCheckpoint(note)?.checkpoint.size;
}
