/** Whether what is stored beside an entry is what the entry itself says: the log's root covers leaves, and none of the columns beside them. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { dueBody } from "#ledger-core/kernel/block.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { parseGenesis } from "#ledger-core/kernel/genesis.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { FORM_GENESIS, FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Reader, StoredBlock, StoredEntry } from "#ledger-core/store/store-types.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { contradictionsOf } from "./fsck/compare-entry.ts";
import type { Part } from "./fsck/compare-entry.ts";
import { closingOf } from "./fsck/stored-block.ts";

export type Verifying = { readonly reader: Reader; readonly ruleset: Ruleset; readonly rows: Rows };

/**
 * Holds what is stored of an entry against its leaf and against what was signed, who signed it against the key, and its block against the
 * entries that close it and the one before. Returns the block. Throws LEDGER_DAMAGED where they contradict each other. Whether the leaf is in
 * the log is for a proof to show; of a refusal the code is in the leaf and its figures are nowhere else.
 */
export function verifyEntry({ reader, ruleset, rows }: Verifying, entry: StoredEntry): StoredBlock {
  const block = reader.block(entry.height);
  if (block === undefined) throw damaged(entry, ["height"]);
  const said = wordsOf(ruleset, rows, entry);
  const isRefused = entry.code !== "";
  const pairs: readonly (readonly [Part, boolean])[] = [
    ["id", said !== undefined && equalBytes(said.id, entry.id)],
    ["kind", said?.kind === entry.kind],
    ["person", said?.person === entry.person],
    ["department", said?.department === entry.department],
    ["state", entry.form === FORM_TRANSACTION ? isRefused === (entry.state === "refused") : entry.state === "system"],
  ];
  const parts = pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
  const all = [...leafContradictions(reader, entry), ...parts, ...blockContradictions(reader, entry, block)];
  if (all.length > 0) throw damaged(entry, all);
  return block;
}

type Words = {
  readonly id: Uint8Array;
  readonly kind: string;
  /** 0 for what nobody signed. */
  readonly person: number;
  readonly department: number;
};

/** What an entry's bytes say of it; a key's row names its person for good. Undefined for bytes that are none. */
function wordsOf(ruleset: Ruleset, rows: Rows, { form, bytes }: StoredEntry): Words | undefined {
  if (form === FORM_TRANSACTION) {
    const parsed = parseTransaction(nodeSuite, bytes, ruleset.limits);
    if (!parsed.ok) return undefined;
    const { id, signed } = parsed.transaction;
    const person = findKey(rows, signed.actorKey)?.row.person;
    return person === undefined ? undefined : { id, kind: signed.kind, person, department: signed.department };
  }
  const kind = form === FORM_GENESIS ? "genesis" : systemKind(bytes);
  return kind === undefined ? undefined : { id: nodeSuite.sha256(bytes), kind, person: 0, department: 0 };
}

/** What was due is of the kind of its action; of all else the name is the kind. */
function systemKind(bytes: Uint8Array): string | undefined {
  const system = parseSystemEntry(bytes);
  if (system?.name !== "due") return system?.name;
  const body = decode(dueBody, system.body);
  return body.ok ? body.value.due.action : undefined;
}

function leafContradictions(reader: Reader, entry: StoredEntry): readonly Part[] {
  const { index: place, height, form, code, bytes, entry: leaf } = entry;
  const changes = reader.changes(place);
  return contradictionsOf(nodeSuite, { place, height, form, code, bytes, leaf, changes }, height);
}

/** A block reaches from after the entry that closes the one before to the one that closes it and carries its time. */
function blockContradictions(reader: Reader, entry: StoredEntry, block: StoredBlock): readonly Part[] {
  const { height, firstIndex, count } = block;
  const last = endOf(reader, firstIndex + count - 1);
  const before = firstIndex === 0 ? -1 : endOf(reader, firstIndex - 1)?.height;
  const isWithin = firstIndex <= entry.index && entry.index < firstIndex + count;
  const pairs: readonly (readonly [Part, boolean])[] = [
    ["first", before === height - 1 && isWithin],
    ["count", last?.height === height],
    ["time", last?.time === block.time],
  ];
  return pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
}

/** Height and time of the block that an entry ends; undefined if it ends none, or contradicts its leaf. */
function endOf(reader: Reader, index: number): { readonly height: number; readonly time: number } | undefined {
  const entry = reader.entry(index);
  if (entry === undefined || leafContradictions(reader, entry).length > 0) return undefined;
  if (entry.form !== FORM_GENESIS) return closingOf(entry.bytes);
  const genesis = parseGenesis(entry.bytes);
  return genesis === undefined ? undefined : { height: 0, time: genesis.time };
}

function damaged({ index }: StoredEntry, parts: readonly Part[]): StoreError {
  return new StoreError("LEDGER_DAMAGED", { table: "log", detail: `entry ${index}: ${parts.join(", ")}` });
}
