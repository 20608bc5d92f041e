/** Checks a proof that left the machine, in the order in which a doubter asks. Reads top to bottom like the promise it checks. */
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { CborReader, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { changesRoot, NESTING_MAX, parseChange } from "./change.ts";
import type { Change } from "./change.ts";
import { failed, recomputed, vouched } from "./check.ts";
import type { Check, CheckName, Finding } from "./check.ts";
import { checkSignatures, parseSignedCheckpoint } from "./checkpoint-check.ts";
import type { CheckpointKeys, SignedCheckpoint } from "./checkpoint-check.ts";
import { isOriginOf } from "./checkpoint.ts";
import { FORM_GENESIS, FORM_SYSTEM, FORM_TRANSACTION, parseEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import type { BasisEntry } from "./evidence.ts";
import { proposalsPut } from "./proposals-put.ts";
import type { Suite } from "./suite.ts";
import { parseSystemEntry } from "./system-entry.ts";
import { parseTlogProof } from "./tlog-proof.ts";
import type { TlogProof } from "./tlog-proof.ts";
import { parseTransaction, verifyTransactionSignature } from "./transaction.ts";
import type { Transaction, TransactionFault, TransactionLimits } from "./transaction.ts";
import { leafHash, verifyInclusion } from "./tree.ts";

/** A basis entry whose place in the log, whose changes and whose transaction's bytes, if they came along, were recomputed. */
export type ProvenBasis = {
  readonly what: string;
  readonly entry: Entry;
  readonly transaction: Uint8Array | undefined;
  readonly changes: readonly Change[];
};

/**
 * Decides from proven rows whether the key belonged to a person of that department, with the role that the policy asks for. The proof
 * library knows no table, so who knows the rows brings it. Must not throw; answers `AUTHORITY_JUDGED` or `AUTHORITY_REFUTED`.
 */
export type Judge = (claim: {
  readonly transaction: Transaction;
  readonly entry: Entry;
  readonly basis: readonly ProvenBasis[];
}) => Finding;

export type ProofInput = CheckpointKeys & {
  /** The text of `ID.tlog-proof`. */
  readonly proof: string;
  /** The bytes of `ID.entry` and `ID.tx`. */
  readonly entry: Uint8Array;
  readonly transaction: Uint8Array;
  /** All changes of the entry, if they came along. */
  readonly changes?: readonly Uint8Array[] | undefined;
  readonly basis: readonly BasisEntry[];
  /** The id that was asked for, if any: of a transaction its own, of another entry the hash of its bytes. */
  readonly id?: Uint8Array | undefined;
  readonly limits: TransactionLimits;
  readonly judge?: Judge | undefined;
};

/** `valid` if every check is ok. */
export type ProofVerdict = { readonly valid: boolean; readonly checks: readonly Check[] };

/** Checks one entry's proof. After a check that is not ok, the later ones say `NOT_RUN`. Never throws, whatever the bytes. */
export function verifyEntryProof(suite: Suite, input: ProofInput): ProofVerdict {
  const proven = readParts(suite, input);
  const checks: Check[] = [];
  for (const [name, run] of STEPS) {
    const isStopped = checks.some((check) => !check.ok);
    checks.push({ name, ...(isStopped ? failed("NOT_RUN") : run(suite, input, proven)) });
  }
  return { valid: checks.every((check) => check.ok), checks };
}

type Step = (suite: Suite, input: ProofInput, parts: Parts) => Finding;

const STEPS: readonly (readonly [CheckName, Step])[] = [
  ["text", checkText],
  ["signature", checkActorSignature],
  ["authority", checkAuthority],
  ["entry", checkEntry],
  ["changes", checkChanges],
  ["inclusion", checkInclusion],
  ["checkpoint", checkCheckpoint],
];

/** What was ordered: signed by somebody, written by the ledger itself, or the first entry. */
type Ordered =
  | { readonly form: typeof FORM_TRANSACTION; readonly transaction: Transaction }
  | { readonly form: typeof FORM_SYSTEM; readonly name: string }
  | { readonly form: typeof FORM_GENESIS }
  | { readonly form: "none"; readonly reason: TransactionFault };

type Parts = {
  readonly ordered: Ordered;
  readonly id: Uint8Array;
  readonly entry: Entry | undefined;
  readonly proof: TlogProof | undefined;
  readonly signed: SignedCheckpoint | undefined;
};

function readParts(suite: Suite, input: ProofInput): Parts {
  const proof = parseTlogProof(input.proof);
  const ordered = readOrdered(suite, input);
  const id = ordered.form === FORM_TRANSACTION ? ordered.transaction.id : suite.sha256(input.transaction);
  const signed = proof === undefined ? undefined : parseSignedCheckpoint(proof.checkpoint);
  return { ordered, id, entry: parseEntry(input.entry), proof, signed };
}

function readOrdered(suite: Suite, { transaction: bytes, limits }: ProofInput): Ordered {
  const system = parseSystemEntry(bytes);
  if (system !== undefined) return { form: FORM_SYSTEM, name: system.name };
  if (isGenesis(bytes)) return { form: FORM_GENESIS };
  const parsed = parseTransaction(suite, bytes, limits);
  return parsed.ok
    ? { form: FORM_TRANSACTION, transaction: parsed.transaction }
    : { form: "none", reason: parsed.reason };
}

/** Genesis is told by its first item; what is in it is for a replay to judge. */
function isGenesis(bytes: Uint8Array): boolean {
  const reader = new CborReader(bytes);
  try {
    reader.skip(NESTING_MAX);
    reader.end();
    const head = new CborReader(bytes);
    return head.array() > 0 && head.integer() === FORM_GENESIS;
  } catch (error) {
    if (error instanceof MalformedBytes) return false;
    throw error;
  }
}

/** Is this the text that was signed? */
function checkText(_suite: Suite, input: ProofInput, { ordered, id }: Parts): Finding {
  if (ordered.form === "none") {
    if (ordered.reason === "bodyRoot") return failed("TEXT_BODY_DIFFERS");
    return failed("TEXT_MALFORMED", { reason: ordered.reason });
  }
  if (input.id !== undefined && !equalBytes(input.id, id))
    return failed("TEXT_ID_DIFFERS", { id: encodeHex(id), expected: encodeHex(input.id) });
  if (ordered.form === FORM_SYSTEM) return recomputed("TEXT_SYSTEM", { id: encodeHex(id), name: ordered.name });
  if (ordered.form === FORM_GENESIS) return recomputed("TEXT_GENESIS", { id: encodeHex(id) });
  const { kind, version, department } = ordered.transaction.signed;
  return recomputed("TEXT_SIGNED", { id: encodeHex(id), kind, version, department });
}

/** Did that key sign it? */
function checkActorSignature(suite: Suite, _input: ProofInput, { ordered }: Parts): Finding {
  if (ordered.form !== FORM_TRANSACTION) return vouched("SIGNATURE_NOT_NEEDED");
  const data = { key: encodeHex(ordered.transaction.signed.actorKey) };
  const holds = verifyTransactionSignature(suite, ordered.transaction);
  return holds ? recomputed("SIGNATURE_HOLDS", data) : failed("SIGNATURE_FAILS", data);
}

/** Was it the right person, allowed by the policy? */
function checkAuthority(suite: Suite, input: ProofInput, { ordered, entry, proof, signed }: Parts): Finding {
  const basis: ProvenBasis[] = [];
  if (input.basis.length > 0) {
    if (entry === undefined) return failed("ENTRY_MALFORMED");
    if (proof === undefined) return failed("PROOF_MALFORMED");
    if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
    // Also where nobody's authority is needed: what came along is shown, and nothing is shown that does not hold.
    for (const [place, claim] of input.basis.entries()) {
      const proven = proveBasis(suite, claim, signed);
      if (proven === undefined || !mayBeBasis(proven.entry, entry))
        return failed("BASIS_FAILS", { place, what: claim.what });
      basis.push(proven);
    }
  }
  if (ordered.form !== FORM_TRANSACTION) return vouched("AUTHORITY_NOT_NEEDED");
  // A refusal is evidence too, and needs nobody's authority; that the entry is about this text is checked next.
  if (entry !== undefined && entry.code !== "") return vouched("AUTHORITY_REFUSED", { outcome: entry.code });
  if (basis.length === 0) return vouched("AUTHORITY_NOT_SHOWN");
  if (entry === undefined) return failed("ENTRY_MALFORMED");
  if (input.judge === undefined) return vouched("AUTHORITY_IN_LOG", { count: basis.length });
  return input.judge({ transaction: ordered.transaction, entry, basis });
}

/** What came after an act cannot be why it was allowed, but for the entry that closes its block: that one carries the block's time. */
function mayBeBasis(basis: Entry, entry: Entry): boolean {
  const closes = basis.form === FORM_SYSTEM && basis.height === entry.height && basis.index > entry.index;
  return basis.index < entry.index || closes;
}

function proveBasis(suite: Suite, claim: BasisEntry, { checkpoint }: SignedCheckpoint): ProvenBasis | undefined {
  const entry = parseEntry(claim.entry);
  if (entry === undefined || entry.index !== claim.index) return undefined;
  const isInLog = verifyInclusion(suite, {
    leafHash: leafHash(suite, claim.entry),
    index: claim.index,
    size: checkpoint.size,
    proof: claim.hashes,
    root: checkpoint.root,
  });
  if (!isInLog) return undefined;
  const changes: Change[] = [];
  for (const proven of claim.changes) {
    const change = parseChange(proven.change);
    const isOfEntry = verifyInclusion(suite, {
      leafHash: leafHash(suite, proven.change),
      index: proven.place,
      size: proven.count,
      proof: proven.hashes,
      root: entry.changesRoot,
    });
    if (change === undefined || !isOfEntry) return undefined;
    changes.push(change);
  }
  const { what, transaction } = claim;
  if (transaction !== undefined && !equalBytes(suite.sha256(transaction), entry.transactionHash)) return undefined;
  return { what, entry, transaction, changes };
}

/** Is the entry about this text? */
function checkEntry(suite: Suite, input: ProofInput, { ordered, entry }: Parts): Finding {
  if (entry === undefined) return failed("ENTRY_MALFORMED");
  const isOfText = equalBytes(entry.transactionHash, suite.sha256(input.transaction));
  if (entry.form !== ordered.form || !isOfText) return failed("ENTRY_DIFFERS");
  return recomputed("ENTRY_BINDS", {
    height: entry.height,
    index: entry.index,
    outcome: entry.code === "" ? "OK" : entry.code,
  });
}

/** Did it change what is shown? */
function checkChanges(suite: Suite, { changes }: ProofInput, { ordered, entry }: Parts): Finding {
  if (entry === undefined) return failed("ENTRY_MALFORMED");
  if (changes === undefined) return vouched("CHANGES_NOT_SHOWN");
  const parsed = changes.map(parseChange).filter((change) => change !== undefined);
  const isOfEntry = equalBytes(changesRoot(suite, changes), entry.changesRoot);
  if (!isOfEntry || parsed.length < changes.length) return failed("CHANGES_DIFFER");
  const proposal = ordered.form === FORM_TRANSACTION ? proposedAs(parsed, ordered.transaction) : undefined;
  const count = changes.length;
  return proposal === undefined
    ? recomputed("CHANGES_HOLD", { count })
    : recomputed("CHANGES_PROPOSED", { count, proposal });
}

/** The key of the proposal that an act became instead of being carried out. */
function proposedAs(changes: readonly Change[], { signed }: Transaction): number | undefined {
  return proposalsPut(changes).find(({ row }) => row.kind === signed.kind && row.state === "open")?.key;
}

/** Is the entry in the log, at its place, in the log of its own network? */
function checkInclusion(suite: Suite, input: ProofInput, { ordered, id, entry, proof, signed }: Parts): Finding {
  if (entry === undefined) return failed("ENTRY_MALFORMED");
  if (proof === undefined) return failed("PROOF_MALFORMED");
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  if (proof.index !== entry.index) return failed("INDEX_DIFFERS", { index: proof.index, expected: entry.index });
  const { origin, size, root } = signed.checkpoint;
  const network = networkOf(ordered, id);
  if (network !== undefined && !isOriginOf(origin, network))
    return failed("ORIGIN_DIFFERS", { origin, expected: encodeHex(network) });
  const data = { index: proof.index, size, origin, steps: proof.hashes.length };
  const claim = { leafHash: leafHash(suite, input.entry), index: proof.index, size, proof: proof.hashes, root };
  return verifyInclusion(suite, claim) ? recomputed("INCLUSION_HOLDS", data) : failed("INCLUSION_FAILS", data);
}

/** Who stands for that log? */
function checkCheckpoint(suite: Suite, input: ProofInput, { signed }: Parts): Finding {
  return signed === undefined ? failed("CHECKPOINT_MALFORMED") : checkSignatures(suite, signed, input);
}

/** The network that the text names. What the ledger writes by itself names none: its place in the log says it. */
function networkOf(ordered: Ordered, id: Uint8Array): Uint8Array | undefined {
  if (ordered.form === FORM_TRANSACTION) return ordered.transaction.signed.network;
  return ordered.form === FORM_GENESIS ? id : undefined;
}
