/**
 * `ID.json`: what a proof says, for people and other programs, with the evidence itself. Everything for reading is computed from the
 * evidence, so the file has one form for one proof: who checks it writes it once more and compares every byte.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { genesisSchema } from "#ledger-core/contract/schema/governance.ts";
import type { KeyRow, MemberRow, PersonRow } from "#ledger-core/contract/schema/governance.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import type { Schema, Shape } from "#ledger-core/contract/schema/schema.ts";
import { blockBody, dueBody } from "#ledger-core/kernel/block.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { memberTable, personTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import type { ProvenBasis } from "#ledger-core/proof/checks.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import type { Entry } from "#ledger-core/proof/entry.ts";
import { evidenceJson } from "#ledger-core/proof/evidence.ts";
import type { BasisEntry, EvidenceFile } from "#ledger-core/proof/evidence.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import { BasisPast } from "./basis-past.ts";
import { whatOf } from "./build-basis.ts";
import { transactionLimits } from "./limits.ts";
import { proposalsPut } from "./scales.ts";

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
export function writeProofJson(ruleset: Ruleset, suite: Suite, material: ProofMaterial): string | undefined {
  const entry = parseEntry(material.entry);
  const ordered = readOrdered(ruleset, suite, material.transaction);
  const basis = readBasis(material.evidence.basis);
  if (entry === undefined || ordered === undefined || basis === undefined) return undefined;
  const past = new BasisPast(ruleset, suite, basis, entry);
  const time = past.time ?? ordered.time;
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
      ordered.transaction === undefined ? null : readableProposal(ruleset, past, ordered.transaction, entry, changes),
    rows: changes.length > READABLE_CHANGES_MAX ? null : changes.map((change) => readableChange(ruleset, change)),
    reasons: basis.flatMap((proven) => readableBasis(ruleset, proven)),
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

function readOrdered(ruleset: Ruleset, suite: Suite, bytes: Uint8Array): Readable | undefined {
  const system = parseSystemEntry(bytes);
  const whole = { id: encodeHex(suite.sha256(bytes)), transaction: undefined };
  if (system !== undefined) {
    const block = system.name === "block" ? decode(blockBody, system.body) : undefined;
    const shape = system.name === "block" ? blockBody : system.name === "due" ? dueBody : undefined;
    const time = block?.ok === true ? block.value.time : undefined;
    return { ...whole, kind: system.name, body: readableValue(shape, system.body), time };
  }
  const genesis = decode(genesisSchema, bytes);
  if (genesis.ok)
    return { ...whole, kind: "genesis", body: toJson(genesisSchema, genesis.value), time: genesis.value.time };
  const parsed = parseTransaction(suite, bytes, transactionLimits(ruleset));
  if (!parsed.ok) return undefined;
  const { transaction } = parsed;
  const { kind, version } = transaction.signed;
  const body = readableValue(findRule(ruleset, kind, version)?.action.body, transaction.body);
  return { id: encodeHex(transaction.id), kind, body, time: undefined, transaction };
}

/** A value in its JSON form; in hexadecimal where this program does not know its schema. */
function readableValue(shape: Shape | undefined, bytes: Uint8Array): Json {
  const decoded = shape === undefined ? undefined : decode<unknown>(shape, bytes);
  return decoded?.ok === true && shape !== undefined ? toJson<unknown>(shape, decoded.value) : encodeHex(bytes);
}

/** The basis without its proofs: those are checked where it is verified. */
function readBasis(basis: readonly BasisEntry[]): readonly ProvenBasis[] | undefined {
  const read: ProvenBasis[] = [];
  for (const claim of basis) {
    const entry = parseEntry(claim.entry);
    const changes = claim.changes.map(({ change }) => parseChange(change)).filter((change) => change !== undefined);
    // One form for one basis: in the order of the log, each entry once, named by what is in it, paths as in `inCompleteTree`.
    const isInOrder = claim.index > (read.at(-1)?.entry.index ?? -1);
    const isNamed = claim.what === whatOf(changes.map(({ table }) => table));
    const isComplete = claim.changes.every(({ count, hashes }) => count === 2 ** hashes.length);
    if (entry === undefined || changes.length !== claim.changes.length) return undefined;
    if (!isInOrder || !isNamed || !isComplete) return undefined;
    read.push({ what: claim.what, entry, transaction: claim.transaction, changes });
  }
  return read;
}

function whoSigned(past: BasisPast, { signed }: Transaction, entry: Entry): Json {
  const rows = new Rows(past.rowsBefore(entry.index));
  const key: KeyRow | undefined = findKey(rows, signed.actorKey)?.row;
  const person: PersonRow | undefined = key === undefined ? undefined : rows.get(personTable, key.person);
  const member: MemberRow | undefined = rows.get(memberTable, signed.department);
  return {
    key: encodeHex(signed.actorKey),
    person: key?.person ?? null,
    handle: person?.handle ?? null,
    department: { key: signed.department, uscc: member?.uscc ?? null, name: member?.name ?? null },
  };
}

/** What was proposed, where the act is on a proposal or became one: as the entry left it, else as it was before. */
function readableProposal(
  ruleset: Ruleset,
  past: BasisPast,
  { signed, body }: Transaction,
  entry: Entry,
  changes: readonly Uint8Array[],
): Json {
  const put = proposalsPut(changes.map(parseChange).filter((change) => change !== undefined));
  const key = proposalKey(ruleset, signed.kind, body) ?? put.find(({ row }) => row.kind === signed.kind)?.key;
  if (key === undefined) return null;
  const after = put.find((one) => one.key === key)?.row;
  const row = after ?? new Rows(past.rowsBefore(entry.index)).get(proposalTable, key);
  if (row === undefined) return null;
  const shape = findRule(ruleset, row.kind, row.version)?.action.body;
  return { key, kind: row.kind, version: row.version, state: row.state, body: readableValue(shape, row.body) };
}

/** The proposal that one of the kernel's acts on proposals is about. */
function proposalKey(ruleset: Ruleset, kind: string, bytes: Uint8Array): number | undefined {
  const rule = findRule(ruleset, kind, 1);
  if (rule?.of !== "proposal") return undefined;
  const body = decode(rule.action.body as Schema<{ readonly proposal: number }>, bytes);
  return body.ok ? body.value.proposal : undefined;
}

function readableChange(ruleset: Ruleset, bytes: Uint8Array): Json {
  const change = parseChange(bytes);
  if (change === undefined) return encodeHex(bytes);
  const { table, key, row } = change;
  return { table, key, after: row === undefined ? null : readableValue(ruleset.tables.get(table)?.row, row) };
}

function readableBasis(ruleset: Ruleset, { entry, changes }: ProvenBasis): readonly Json[] {
  return changes.map(({ table, key, row }) => ({
    index: entry.index,
    height: entry.height,
    table,
    key,
    row: row === undefined ? null : readableValue(ruleset.tables.get(table)?.row, row),
  }));
}
