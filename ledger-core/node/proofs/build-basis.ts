/** The basis of an act: the last change before it of each row that allowed it, each proven against one checkpoint. */
import { findKey, rolesAt } from "#ledger-core/kernel/directory.ts";
import { clockTable, memberTable, personTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { whatOf } from "#ledger-core/proof/basis-parts.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import type { Change } from "#ledger-core/proof/change.ts";
import { FORM_SYSTEM, FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import type { BasisEntry, ProvenChange } from "#ledger-core/proof/evidence.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import { inclusionProof, leafHash } from "#ledger-core/proof/tree.ts";
import type { Reader, StoredBlock, StoredEntry } from "#ledger-core/store/store-types.ts";
import { LedgerPast } from "./ledger-past.ts";
import type { NeededEntry } from "./ledger-past.ts";
import { weighAct } from "#ledger-core/judge/weigh.ts";

export type BasisRequest = {
  readonly entry: StoredEntry;
  readonly block: StoredBlock;
  /** Size of the checkpoint that everything is proven against. */
  readonly size: number;
};

/** The basis of an entry, in the order of the log. For what nobody signed it is the block's time alone. */
export function buildBasis(
  reader: Reader,
  ruleset: Ruleset,
  suite: Suite,
  request: BasisRequest,
): readonly BasisEntry[] {
  const { entry, block, size } = request;
  const past = new LedgerPast(reader, ruleset, suite, block.time);
  const closing = block.firstIndex + block.count - 1;
  if (closing > entry.index) past.need(clockTable as AnyTable, 1, closing);
  if (entry.form === FORM_TRANSACTION) {
    const parsed = parseTransaction(suite, entry.bytes, ruleset.limits);
    if (!parsed.ok) throw new Error(`entry ${entry.index} holds a transaction that does not parse`);
    askWhoSigned(past, parsed.transaction, entry.index);
    if (entry.code === "") {
      const { signed, body } = parsed.transaction;
      const changes = reader.changes(entry.index).map(toChange);
      weighAct(ruleset, suite, past, { index: entry.index, signed, body, changes });
    }
  }
  const indexes = [...past.needed].sort(([left], [right]) => left - right);
  return indexes.map(([index, needed]) => basisEntry(reader, suite, { index, needed, size }));
}

/**
 * A root does not say how many leaves it has: several places and counts have the same path, with the hashes on the same sides. A proof
 * has one form, so it is written as in the complete tree whose paths have that length: 2^length leaves, and the sides are the place.
 */
export function inCompleteTree(place: number, count: number): { readonly place: number; readonly count: number } {
  let [node, last] = [place, count - 1];
  let complete = { place: 0, count: 1 };
  while (last > 0) {
    const isRight = node % 2 === 1 || node === last;
    complete = { place: complete.place + (isRight ? complete.count : 0), count: 2 * complete.count };
    // The last of an odd count moves up as it is until it has a sibling.
    while (isRight && node % 2 === 0 && node > 0) [node, last] = [half(node), half(last)];
    [node, last] = [half(node), half(last)];
  }
  return complete;
}

/** Whoever signed is named by proven rows also where the act was refused. */
function askWhoSigned(past: LedgerPast, transaction: Transaction, index: number): void {
  const rows = new Rows(past.rowsBefore(index));
  const key = findKey(rows, transaction.signed.actorKey);
  if (key === undefined) return;
  rows.get(personTable, key.row.person);
  rows.get(memberTable, transaction.signed.department);
  rolesAt(rows, key.row.person, past.time ?? 0);
}

type NeededAt = { readonly index: number; readonly needed: NeededEntry; readonly size: number };

function basisEntry(reader: Reader, suite: Suite, { index, needed, size }: NeededAt): BasisEntry {
  const entry = reader.entry(index);
  if (entry === undefined) throw new RangeError(`there is no entry ${index}`);
  const all = reader.changes(index);
  const hashes = all.map((change) => leafHash(suite, change));
  const changes: ProvenChange[] = [];
  for (const [place, change] of all.entries()) {
    const { table, key } = toChange(change);
    if (!needed.rows.has(`${table} ${key}`)) continue;
    const path = inclusionProof(suite, hashes, place);
    changes.push({ change, ...inCompleteTree(place, all.length), hashes: path });
  }
  const what = whatOf([...needed.rows.values()].map(({ table }) => table));
  const proven = { what, index, hashes: reader.inclusion(index, size), entry: entry.entry, changes };
  return needed.withTransaction && entry.form !== FORM_SYSTEM ? { ...proven, transaction: entry.bytes } : proven;
}

function half(value: number): number {
  return (value - (value % 2)) / 2;
}

function toChange(bytes: Uint8Array): Change {
  const change = parseChange(bytes);
  if (change === undefined) throw new Error("the log holds a change that does not parse");
  return change;
}
