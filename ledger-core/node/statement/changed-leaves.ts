/** What changed between two statements: leaves that came, that are others, and that are gone. */
import { compareBytes, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Moment, StateOptions } from "./compose-statement.ts";
import { LeafFileDamaged } from "./leaf-file.ts";
import type { LeafRecord } from "./leaf-file.ts";
import { rowLeaves } from "./row-leaves.ts";
import { RowSource } from "./row-source.ts";

/** Rows changed since an earlier statement for which it is still worth beginning with. */
const CHANGED_MAX = 200_000;
/** Leaves between two reports. */
const REPORT = 1_024;

/** A leaf that came, in place of the one that was there; or only that the one is gone. */
export type ChangedLeaf = {
  readonly table: number;
  readonly place: Uint8Array;
  readonly wasThere: boolean;
  readonly now: LeafRecord | undefined;
};

/** Leaves by their places that are others than after the log's first `sizeBefore` entries; undefined if they are too many. */
export function changedLeaves(
  options: StateOptions,
  { size }: Moment,
  sizeBefore: number,
): { readonly leaves: readonly ChangedLeaf[]; readonly hashed: number } | undefined {
  const { ruleset, suite, statements, progress } = options;
  const source = new RowSource(statements);
  const span = { from: sizeBefore, size, keysMax: CHANGED_MAX };
  const changed = source.changed(span, () => progress(0));
  if (changed === undefined) return undefined;
  const found: ChangedLeaf[] = [];
  let hashed = 0;
  for (const [name, keys] of changed) {
    const table = ruleset.tables.get(name);
    if (table === undefined) throw new StoreError("LEDGER_DAMAGED", { table: name, detail: "an unknown table" });
    const leaves = rowLeaves(suite, table);
    for (const key of [...keys].toSorted((left, right) => left - right)) {
      const old = source.row(table, key, sizeBefore);
      const before = old === undefined ? undefined : leaves.place({ key, row: old });
      const row = source.row(table, key, size);
      const now = row === undefined ? undefined : leaves.record({ key, row });
      if (now !== undefined) hashed++;
      if (hashed % REPORT === 0) progress(0);
      const isMoved = before !== undefined && (now === undefined || !equalBytes(before, now.place));
      if (isMoved) found.push({ table: table.number, place: before, wasThere: true, now: undefined });
      const wasThere = before !== undefined && !isMoved;
      if (now !== undefined) found.push({ table: table.number, place: now.place, wasThere, now });
    }
  }
  return { leaves: found.toSorted((left, right) => compareBytes(left.place, right.place)), hashed };
}

/** Leaves with the changed ones in their places. Throws `LeafFileDamaged` if one that must be there is not. */
export function* mergeLeaves(leaves: Iterable<LeafRecord>, changed: readonly ChangedLeaf[]): Generator<LeafRecord> {
  let next = 0;
  for (const record of leaves) {
    for (;;) {
      const change = changed[next];
      const order = change === undefined ? 1 : compareBytes(change.place, record.place);
      if (change === undefined || order > 0) {
        yield record;
        break;
      }
      next++;
      if (change.wasThere !== (order === 0)) throw new LeafFileDamaged();
      if (change.now !== undefined) yield change.now;
      if (order === 0) break;
    }
  }
  for (const change of changed.slice(next)) {
    if (change.wasThere || change.now === undefined) throw new LeafFileDamaged();
    yield change.now;
  }
}
