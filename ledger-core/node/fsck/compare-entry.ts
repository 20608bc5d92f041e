/** What is stored of an entry beside what should be. */
import { encodeUtf8, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { SealedEntry } from "#ledger-core/kernel/block.ts";
import { changesRoot } from "#ledger-core/proof/change.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { idPrefix } from "#ledger-core/store/id-tiers.ts";
import { unpack } from "#ledger-core/store/packed.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { StoredColumns } from "./stored-block.ts";

/** What of an entry, a block or a checkpoint may differ; `contract/text` has a word for each under `fsck.part.`. */
export type Part =
  | "place"
  | "height"
  | "form"
  | "id"
  | "kind"
  | "code"
  | "data"
  | "state"
  | "proposal"
  | "person"
  | "department"
  | "leaf"
  | "bytes"
  | "changes"
  | "time"
  | "first"
  | "count"
  | "origin"
  | "size"
  | "root"
  | "spelling";

/** Which parts of the stored entry are not those of the recomputed one. `changes`: its changes as one column. */
export function differencesOf(stored: StoredColumns, sealed: SealedEntry, changes: Uint8Array): readonly Part[] {
  return isAsSealed(stored, sealed, changes) ? NONE : partsThatDiffer(stored, sealed, changes);
}

const NONE: readonly Part[] = [];
const EMPTY = new Uint8Array(0);

/** The same comparisons without a list of them: entries by the million are equal. */
function isAsSealed(stored: StoredColumns, sealed: SealedEntry, changes: Uint8Array): boolean {
  return (
    stored.place === sealed.index &&
    stored.height === sealed.height &&
    stored.form === sealed.form &&
    stored.kind === sealed.kind &&
    stored.code === sealed.code &&
    stored.state === sealed.state &&
    stored.proposal === (sealed.proposal ?? null) &&
    stored.person === (sealed.actor?.person ?? 0) &&
    stored.department === (sealed.actor?.department ?? 0) &&
    stored.idPrefix === idPrefix(sealed.id) &&
    equalBytes(stored.id, sealed.id) &&
    equalBytes(stored.data, dataOf(sealed)) &&
    areSame(stored.bytes, sealed.bytes) &&
    areSame(stored.changes, changes) &&
    equalBytes(stored.leaf, sealed.entry)
  );
}

function partsThatDiffer(stored: StoredColumns, sealed: SealedEntry, changes: Uint8Array): readonly Part[] {
  const { actor } = sealed;
  const pairs: readonly (readonly [Part, boolean])[] = [
    ["place", stored.place === sealed.index],
    ["height", stored.height === sealed.height],
    ["form", stored.form === sealed.form],
    ["id", equalBytes(stored.id, sealed.id) && stored.idPrefix === idPrefix(sealed.id)],
    ["kind", stored.kind === sealed.kind],
    ["code", stored.code === sealed.code],
    ["data", equalBytes(stored.data, dataOf(sealed))],
    ["state", stored.state === sealed.state],
    ["proposal", stored.proposal === (sealed.proposal ?? null)],
    ["person", stored.person === (actor?.person ?? 0)],
    ["department", stored.department === (actor?.department ?? 0)],
    ["bytes", areSame(stored.bytes, sealed.bytes)],
    ["changes", areSame(stored.changes, changes)],
    ["leaf", equalBytes(stored.leaf, sealed.entry)],
  ];
  return pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
}

/** The column of a refusal's data. */
function dataOf({ code, data }: SealedEntry): Uint8Array {
  return code === "" ? EMPTY : (encodeUtf8(JSON.stringify(data)) ?? EMPTY);
}

/** For byte strings of any length, which mostly are one and the same or equal. */
export function areSame(left: Uint8Array, right: Uint8Array): boolean {
  return left === right || Buffer.compare(left, right) === 0;
}

/** What stands beside a leaf; `changes` one by one, undefined if they could not be read. */
export type BesideLeaf = Pick<StoredColumns, "place" | "height" | "form" | "code" | "bytes" | "leaf"> & {
  readonly changes: readonly Uint8Array[] | undefined;
};

/** What of a stored entry contradicts its own leaf; for an entry that is not executed once more. `height`: of its block. */
export function contradictionsOf(suite: Suite, stored: BesideLeaf, height: number): readonly Part[] {
  const { changes } = stored;
  const leaf = parseEntry(stored.leaf);
  if (leaf === undefined) return ["leaf"];
  const pairs: readonly (readonly [Part, boolean])[] = [
    ["place", leaf.index === stored.place],
    ["height", leaf.height === stored.height && leaf.height === height],
    ["form", leaf.form === stored.form],
    ["code", leaf.code === stored.code],
    ["bytes", equalBytes(leaf.transactionHash, suite.sha256(stored.bytes))],
    ["changes", changes !== undefined && equalBytes(leaf.changesRoot, changesRoot(suite, changes))],
  ];
  return pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
}

/** The changes of a stored column one by one; undefined if it is cut short. */
export function unpacked(column: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    return unpack(column);
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
