/** Checks the four files of one proof, whoever they come from. */
import { decodeUtf8, encodeUtf8, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { failed, recomputed } from "./check.ts";
import type { Check, CheckName, Finding } from "./check.ts";
import { asNote, checkSignatures, parseSignedCheckpoint, verifyGrowth } from "./checkpoint-check.ts";
import type { CheckpointKeys } from "./checkpoint-check.ts";
import { verifyEntryProof } from "./checks.ts";
import type { Judge } from "./checks.ts";
import { parseEvidence } from "./evidence.ts";
import type { EvidenceFile } from "./evidence.ts";
import type { Forms } from "./forms.ts";
import { writeProofJson } from "./proof-json.ts";
import { HandoverChain, keysOfHandovers } from "./handover.ts";
import type { ProofFiles } from "./proof-parts.ts";
import type { Suite } from "./suite.ts";
import { encodeTlogProof, isTlogProof, parseTlogProof } from "./tlog-proof.ts";

/** Gives the consistency proof between two sizes of the log, if the ledger is at hand. It is checked, not believed. */
export type ReadConsistency = (oldSize: number, newSize: number) => readonly Uint8Array[] | undefined;

export type FilesRules = {
  readonly forms: Forms;
  readonly suite: Suite;
  /** vkeys that the doubter trusts; without any, the proof's own key is used and the finding says whose word that is. */
  readonly keys: readonly string[];
  /** An older checkpoint of the log, a signed note, that the proof's log must have grown from. */
  readonly since?: string | undefined;
  readonly consistency?: ReadConsistency | undefined;
  /** Makes the judge of one proof from the changes that came along. Without it, that the basis suffices is told as the log's word. */
  readonly judgeOf?: ((changes: readonly Uint8Array[]) => Judge) | undefined;
};

/**
 * Every check of one proof, in the order in which a doubter asks; after one that is not ok the later ones say `NOT_RUN`. A change of
 * any byte of any of the files makes a check fail. Never throws.
 */
export function verifyFourFiles(rules: FilesRules, files: ProofFiles): readonly Check[] {
  const complete: Check = { name: "files", ...recomputed("FILES_COMPLETE", { name: files.name, count: 4 }) };
  const read = readFiles(rules.suite, files);
  if (!("evidence" in read)) return [{ name: "files", ...read }];
  const { suite, forms, keys } = rules;
  const { evidence, proof, handovers } = read;
  const { checks } = verifyEntryProof(suite, {
    proof,
    entry: files.entry,
    transaction: files.transaction,
    changes: evidence.changes,
    basis: evidence.basis,
    keys,
    offeredKeys: evidence.keys,
    handovers,
    id: idOfName(files.name),
    limits: forms.limits,
    // Whether a proposal was carried out, and needed everybody's signature, nobody can judge without what the act changed.
    judge: evidence.changes === undefined ? undefined : rules.judgeOf?.(evidence.changes),
  });
  const all: Check[] = [complete, ...checks];
  const then = (name: CheckName, run: () => Finding): void => {
    all.push({ name, ...(all.every((check) => check.ok) ? run() : failed("NOT_RUN")) });
  };
  then("readable", () => checkReadable(rules, files, read));
  if (evidence.growth !== undefined || rules.since !== undefined) then("growth", () => checkGrowth(rules, read));
  return all;
}

/**
 * The older checkpoint, a signed note, in what somebody took away: the note itself, or a `.tlog-proof`, whose own place in the log does
 * not matter for what grew since; otherwise what is wrong with the file. Never throws.
 */
export function readOlderCheckpoint(file: string, bytes: Uint8Array): string | Finding {
  const text = decodeUtf8(bytes) ?? "";
  const proof = isTlogProof(text) ? parseTlogProof(text) : { checkpoint: asNote(text) };
  if (proof === undefined) return failed("PROOF_MALFORMED", { file });
  return parseSignedCheckpoint(proof.checkpoint) === undefined
    ? failed("CHECKPOINT_MALFORMED", { file })
    : proof.checkpoint;
}

type ReadFiles = {
  readonly proof: string;
  readonly checkpoint: string;
  readonly json: string;
  readonly evidence: EvidenceFile;
  readonly handovers: HandoverChain;
};

function readFiles(suite: Suite, files: ProofFiles): ReadFiles | Finding {
  const proof = decodeUtf8(files.tlogProof);
  const parsed = proof === undefined ? undefined : parseTlogProof(proof);
  // One proof has one text: extra data and other spellings are not what is exported.
  if (proof === undefined || parsed === undefined || encodeTlogProof(parsed) !== proof || parsed.extra !== undefined)
    return failed("PROOF_MALFORMED", { file: `${files.name}.tlog-proof` });
  const json = decodeUtf8(files.json);
  const evidence = json === undefined ? undefined : parseEvidence(json);
  if (json === undefined || evidence === undefined) return failed("EVIDENCE_MALFORMED", { file: `${files.name}.json` });
  const handovers = new HandoverChain(suite, evidence.handovers ?? []);
  return { proof, checkpoint: parsed.checkpoint, json, evidence, handovers };
}

/** Names that people gave to the files say nothing; a name that is an id must be the proof's. */
function idOfName(name: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(name) ? parseHex(name) : undefined;
}

/** What `ID.json` says follows from what was verified, and the keys that it offers are those of the log. */
function checkReadable(
  { forms, suite }: FilesRules,
  files: ProofFiles,
  { checkpoint, json, evidence, handovers }: ReadFiles,
): Finding {
  const file = `${files.name}.json`;
  const { entry, transaction } = files;
  const written = writeProofJson(forms, suite, { entry, transaction, checkpoint, evidence });
  const bytes = written === undefined ? undefined : encodeUtf8(written);
  if (written !== json || bytes === undefined || !equalBytes(bytes, files.json))
    return failed("READABLE_DIFFERS", { file });
  return checkOffered(suite, checkpoint, { keys: evidence.keys, handovers }) ?? recomputed("READABLE_HOLDS", { file });
}

/** What is wrong with the keys that came with a checkpoint: each has signed it, and handovers lead to one of them and not past it. */
export function checkOffered(
  suite: Suite,
  checkpoint: string,
  { keys, handovers }: { readonly keys: readonly string[]; readonly handovers: HandoverChain },
): Finding | undefined {
  const signed = parseSignedCheckpoint(checkpoint);
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  for (const key of keys) {
    const finding = checkSignatures(suite, signed, { keys: [], offeredKeys: [key] });
    if (!finding.ok) return finding;
  }
  const last = keysOfHandovers(handovers).at(-1);
  const isLedTo = last !== undefined && keys.includes(last);
  return handovers.length === 0 || isLedTo ? undefined : failed("HANDOVER_FAILS");
}

function checkGrowth(rules: FilesRules, { checkpoint, evidence, handovers }: ReadFiles): Finding {
  const { suite, keys, since, consistency } = rules;
  const { growth } = evidence;
  const log = { newer: checkpoint, offeredKeys: evidence.keys, handovers };
  if (growth !== undefined) {
    const { checkpoint: older, hashes } = growth;
    const offered = [...evidence.keys, ...keysOfHandovers(handovers)];
    const carried = checkCarried(suite, older, offered) ?? verifyGrowth(suite, { ...log, older, hashes, keys });
    if (!carried.ok || since === undefined) return carried;
  }
  if (since === undefined) return failed("CHECKPOINT_MALFORMED");
  const isCarried = growth !== undefined && sizeOf(growth.checkpoint) === sizeOf(since);
  const atHand = isCarried ? () => growth.hashes : consistency;
  // The proof's own checkpoint may be the earlier one: then the doubter's must have grown from it.
  const [older, newer] = shorterFirst(checkpoint, since);
  return checkGrown({ suite, keys, consistency: atHand }, { ...log, older, newer });
}

/**
 * Whether the newer checkpoint's log begins with the whole of the older one's, by the consistency proof that is at hand;
 * `GROWTH_NOT_SHOWN` where there is none. Never throws.
 */
export function checkGrown(
  { suite, keys, consistency }: Pick<FilesRules, "suite" | "keys" | "consistency">,
  claim: { readonly older: string; readonly newer: string } & Omit<CheckpointKeys, "keys">,
): Finding {
  const oldSize = sizeOf(claim.older);
  const newSize = sizeOf(claim.newer);
  if (oldSize === undefined || newSize === undefined) return failed("CHECKPOINT_MALFORMED");
  const hashes = oldSize < newSize ? consistency?.(oldSize, newSize) : [];
  if (hashes === undefined) return failed("GROWTH_NOT_SHOWN", { oldSize, newSize });
  return verifyGrowth(suite, { ...claim, keys, hashes });
}

/** A checkpoint and a doubter's, that of the shorter log first; the doubter's where both are of one size. */
export function shorterFirst(own: string, since: string): readonly [older: string, newer: string] {
  return (sizeOf(own) ?? 0) < (sizeOf(since) ?? 0) ? [own, since] : [since, own];
}

/** What is wrong with a carried checkpoint: it stands nowhere else, so each of its lines must be one that is checked. */
export function checkCarried(suite: Suite, checkpoint: string, offeredKeys: readonly string[]): Finding | undefined {
  const signed = parseSignedCheckpoint(checkpoint);
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  const finding = checkSignatures(suite, signed, { keys: [], offeredKeys });
  if (!finding.ok) return finding;
  const isWhole = finding.data["count"] === signed.note.signatures.length;
  return isWhole ? undefined : failed("CHECKPOINT_KEY_UNKNOWN", { signers: String(finding.data["signers"]) });
}

/** Entries of the log that a signed note speaks of; undefined if it is no checkpoint. */
export function sizeOf(note: string): number | undefined {
  return parseSignedCheckpoint(note)?.checkpoint.size;
}
