/**
 * `ID.json`: what a proof says, for people and other programs, with the evidence itself. Everything for reading is computed from the
 * evidence, so the file has one form for one proof: who checks it writes it once more and compares every byte.
 */
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import {
  amendBody,
  genesisSchema,
  keyRow,
  memberRow,
  personRow,
  proposalRow,
  voteBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { toJsonAsWritten } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import type { Shape, Value } from "#ledger-core/contract/schema/schema.ts";
import { parseChange } from "./change.ts";
import type { ProvenBasis } from "./checks.ts";
import { whatOf } from "./basis-parts.ts";
import { parseEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import { evidenceJson } from "./evidence.ts";
import type { BasisEntry, EvidenceFile } from "./evidence.ts";
import type { Forms } from "./forms.ts";
import { PROPOSAL_TABLE, proposalsPut } from "./proposals-put.ts";
import { closingTime, ProvenRows } from "./proven-rows.ts";
import type { Suite } from "./suite.ts";
import { parseSystemEntry } from "./system-entry.ts";
import { bodyRootOf, parseTransaction } from "./transaction.ts";
import type { SignedPart, Transaction } from "./transaction.ts";

/** Where the rows stand that say who signed. */
const KEYS = { name: "kernel.key", row: keyRow };
const PEOPLE = { name: "kernel.person", row: personRow };
const MEMBERS = { name: "kernel.member", row: memberRow };
const PROPOSALS = { name: PROPOSAL_TABLE, row: proposalRow };

const VOTE = "proposal.vote";

/** Changes that are also written as rows; an import of thousands is read with a program. */
const READABLE_CHANGES_MAX = 1_000;

export type ProofMaterial = {
  /** The bytes of `ID.entry` and `ID.tx`. */
  readonly entry: Uint8Array;
  readonly transaction: Uint8Array;
  /** The signed note of `ID.tlog-proof`. */
  readonly checkpoint: string;
  readonly evidence: EvidenceFile;
};

/** The text of `ID.json`; undefined if the bytes are no proof's. Nothing is verified: whoever reads a stranger's does that first. */
export function writeProofJson(forms: Forms, suite: Suite, material: ProofMaterial): string | undefined {
  const entry = parseEntry(material.entry);
  const ordered = readOrdered(forms, suite, material.transaction);
  const basis = readBasis(material.evidence.basis);
  if (entry === undefined || ordered === undefined || basis === undefined) return undefined;
  const past = new ProvenRows((table) => forms.row(table), basis);
  const time = closingTime(basis, entry) ?? ordered.time;
  const { format, ...evidence } = evidenceJson(material.evidence);
  const changes = material.evidence.changes ?? [];
  const readable = {
    format,
    id: ordered.id,
    index: entry.index,
    kind: ordered.kind,
    version: ordered.transaction?.signed.version ?? null,
    outcome: entry.code === "" ? "OK" : entry.code,
    block: { height: entry.height, time: time ?? null },
    who: ordered.transaction === undefined ? null : whoSigned(past, ordered.transaction, entry),
    claimedTime: ordered.transaction?.signed.claimedTime ?? null,
    body: ordered.body,
    proposal:
      ordered.transaction === undefined
        ? null
        : readableProposal(forms, suite, past, ordered.transaction, entry, changes),
    rows: changes.length > READABLE_CHANGES_MAX ? null : changes.map((change) => readableChange(forms, change)),
    reasons: basis.flatMap((proven) => readableBasis(forms, proven)),
  };
  return `${JSON.stringify({ ...readable, ...evidence, checkpoint: material.checkpoint }, null, 1)}\n`;
}

type Readable = {
  readonly id: string;
  readonly kind: string;
  readonly body: Json;
  readonly time: number | undefined;
  readonly transaction: Transaction | undefined;
};

function readOrdered(forms: Forms, suite: Suite, bytes: Uint8Array): Readable | undefined {
  const system = parseSystemEntry(bytes);
  const whole = { id: encodeHex(suite.sha256(bytes)), transaction: undefined };
  if (system !== undefined) {
    const body = readableValue(forms.system(system.name), system.body);
    return { ...whole, kind: system.name, body, time: system.name === "block" ? timeIn(body) : undefined };
  }
  const genesis = decode(genesisSchema, bytes);
  if (genesis.ok)
    return { ...whole, kind: "genesis", body: toJsonAsWritten(genesisSchema, genesis.value), time: genesis.value.time };
  const parsed = parseTransaction(suite, bytes, forms.limits);
  if (!parsed.ok) return undefined;
  const { transaction } = parsed;
  const { kind, version } = transaction.signed;
  const body = readableValue(forms.action(kind, version)?.body, transaction.body);
  return { id: encodeHex(transaction.id), kind, body, time: undefined, transaction };
}

/** A value in its JSON form; in hexadecimal where this program does not know its schema. */
function readableValue(shape: Shape | undefined, bytes: Uint8Array): Json {
  const decoded = shape === undefined ? undefined : decode<unknown>(shape, bytes);
  return decoded?.ok === true && shape !== undefined
    ? toJsonAsWritten<unknown>(shape, decoded.value)
    : encodeHex(bytes);
}

/** The basis without its proofs: those are checked where it is verified. */
function readBasis(basis: readonly BasisEntry[]): readonly ProvenBasis[] | undefined {
  const read: ProvenBasis[] = [];
  for (const claim of basis) {
    const entry = parseEntry(claim.entry);
    const changes = claim.changes.map(({ change }) => parseChange(change)).filter((change) => change !== undefined);
    const isNamed = claim.what === whatOf(changes.map(({ table }) => table));
    if (entry === undefined || changes.length !== claim.changes.length || !isNamed) return undefined;
    read.push({ what: claim.what, entry, transaction: claim.transaction, changes });
  }
  return read;
}

/** The block's own time, which the entry that closes it carries in its body. */
function timeIn(body: Json): number | undefined {
  if (typeof body !== "object" || body === null || !("time" in body)) return undefined;
  return typeof body.time === "number" ? body.time : undefined;
}

function whoSigned(past: ProvenRows, { signed }: Transaction, entry: Entry): Json {
  const key = findKey(past, signed.actorKey, entry.index);
  const person = key === undefined ? undefined : past.find(PEOPLE, key.person, entry.index);
  const member = past.find(MEMBERS, signed.department, entry.index);
  return {
    key: encodeHex(signed.actorKey),
    person: key?.person ?? null,
    handle: person?.handle ?? null,
    department: { key: signed.department, uscc: member?.uscc ?? null, name: member?.name ?? null },
  };
}

/** The row of a public key as it was before the entry: the first one, live or revoked. */
function findKey(past: ProvenRows, publicKey: Uint8Array, index: number): Value<typeof keyRow> | undefined {
  const numbers = [...past.versions(KEYS.name).keys()].sort((left, right) => left - right);
  for (const number of numbers) {
    const row = past.find(KEYS, number, index);
    if (row !== undefined && equalBytes(row.publicKey, publicKey)) return row;
  }
  return undefined;
}

/**
 * What was proposed, where the act is on a proposal or became one: as the entry left it, or for a vote as it was before. Which rows come
 * along is up to whoever made the proof, and what stands in them up to the log: no text is shown but what the signer has named. Kind and
 * state are the row's own, and so the log's word.
 */
function readableProposal(
  forms: Forms,
  suite: Suite,
  past: ProvenRows,
  { signed, body }: Transaction,
  entry: Entry,
  changes: readonly Uint8Array[],
): Json {
  const put = proposalsPut(changes.map(parseChange).filter((change) => change !== undefined));
  const onKey = proposalKey(forms, signed.kind, body);
  const own = put.find(({ key, row }) => (onKey === undefined ? row.kind === signed.kind : key === onKey));
  const key = onKey ?? own?.key;
  if (key === undefined) return null;
  const row = own?.row ?? (signed.kind === VOTE ? past.find(PROPOSALS, key, entry.index) : undefined);
  if (row === undefined || !isNamed(row, signed, body)) return null;
  const form = forms.action(row.kind, row.version);
  const root = bodyRootOf(suite, form?.batch ?? false, row.body);
  if (root === undefined || !equalBytes(root, row.bodyRoot)) return null;
  return { key, kind: row.kind, version: row.version, state: row.state, body: readableValue(form?.body, row.body) };
}

/** Whether the proposal is the one that the act is about, in the form that its signer saw. Who withdraws or retries names no form. */
function isNamed(row: ProposalRow, signed: SignedPart, bytes: Uint8Array): boolean {
  if (signed.kind === VOTE) {
    const vote = decode(voteBody, bytes);
    return vote.ok && vote.value.round === row.round && equalBytes(vote.value.bodyRoot, row.bodyRoot);
  }
  if (signed.kind === "proposal.amend") {
    const amended = decode(amendBody, bytes);
    return amended.ok && equalBytes(amended.value.body, row.body);
  }
  return signed.kind.startsWith("proposal.") || equalBytes(signed.bodyRoot, row.bodyRoot);
}

/** The proposal that one of the kernel's acts on proposals is about. */
function proposalKey(forms: Forms, kind: string, bytes: Uint8Array): number | undefined {
  const form = forms.action(kind, 1);
  if (form?.isOnProposal !== true) return undefined;
  const body = decode<unknown>(form.body, bytes);
  const fields = body.ok ? toJsonAsWritten<unknown>(form.body, body.value) : null;
  if (typeof fields !== "object" || fields === null || !("proposal" in fields)) return undefined;
  return typeof fields.proposal === "number" ? fields.proposal : undefined;
}

function readableChange(forms: Forms, bytes: Uint8Array): Json {
  const change = parseChange(bytes);
  if (change === undefined) return encodeHex(bytes);
  const { table, key, row } = change;
  return { table, key, after: row === undefined ? null : readableValue(forms.row(table), row) };
}

function readableBasis(forms: Forms, { entry, changes }: ProvenBasis): readonly Json[] {
  return changes.map(({ table, key, row }) => ({
    index: entry.index,
    height: entry.height,
    table,
    key,
    row: row === undefined ? null : readableValue(forms.row(table), row),
  }));
}
