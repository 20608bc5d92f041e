import type { EntryDetail, ProofBundle } from "#ledger-core/contract/api/ledger.ts";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { clockRow, keyRow } from "#ledger-core/contract/schema/governance.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import type { Entry } from "#ledger-core/proof/entry.ts";
import type { EvidenceFile } from "#ledger-core/proof/evidence.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";

/** What the files of a proof say of its entry, which holds as far as the proof does. */
export type ProofSays = {
  readonly leaf: Entry;
  /** Undefined for what nobody signed. */
  readonly signed: Transaction["signed"] | undefined;
  /** Key of the person's row whose key has signed, and the time of the block: as the rows say that came along. */
  readonly person: number | undefined;
  readonly time: number | undefined;
};

/** Reads it from the leaf, from what was signed, and from the changes of the entry and of its basis; undefined for a leaf that is none. */
export function readProofSays(
  entry: Uint8Array,
  signed: Transaction["signed"] | undefined,
  { changes = [], basis }: Pick<EvidenceFile, "changes" | "basis">,
): ProofSays | undefined {
  const leaf = parseEntry(entry);
  if (leaf === undefined) return undefined;
  const all = [...changes, ...basis.flatMap((one) => one.changes.map(({ change }) => change))];
  const key = rowsOf(all, "kernel.key", keyRow).find(
    (row) => signed !== undefined && equalBytes(row.publicKey, signed.actorKey),
  );
  const clock = rowsOf(all, "kernel.clock", clockRow).find((row) => row.height === leaf.height);
  return { leaf, signed, person: key?.person, time: clock?.time };
}

/**
 * True if what the node tells of an entry is not what its proof says: then it must not stand beside the checks as if they had found it. How
 * people and departments are called is the node's word, as is whether an act that was not refused became a proposal.
 */
export function isToldOtherwise(
  told: EntryDetail,
  { id, index }: Pick<ProofBundle, "id" | "index">,
  { leaf, signed, person, time }: ProofSays,
): boolean {
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [told.id, id],
    [told.index, index],
    [told.index, leaf.index],
    [told.height, leaf.height],
    [told.time, time],
    [told.code ?? "", leaf.code],
    [told.state === "refused", leaf.code !== ""],
    [told.state === "system", signed === undefined],
    [told.publicKey, signed === undefined ? null : encodeHex(signed.actorKey)],
    [told.claimedTime, signed?.claimedTime ?? null],
    [told.kind, signed?.kind ?? told.kind],
    [told.department?.key, signed?.department],
    [told.person?.key, person],
  ];
  return pairs.some(([one, other]) => one !== other);
}

/** The rows of a table that changes wrote. */
function rowsOf<Row>(changes: readonly Uint8Array[], table: string, schema: Schema<Row>): readonly Row[] {
  return changes.flatMap((bytes) => {
    const change = parseChange(bytes);
    if (change?.table !== table || change.row === undefined) return [];
    const row = decode(schema, change.row);
    return row.ok ? [row.value] : [];
  });
}
