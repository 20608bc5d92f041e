/** What a block came to, for who submitted and for who listens. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Receipt } from "./engine.ts";

export function receiptOf({ id, height, index, kind, state, code, data, proposal }: SealedEntry): Receipt {
  return { id, height, index, kind, state, code, data, proposal };
}

/** The keys of the rows that a block wrote, by table. */
export function changedRows(block: Block): ReadonlyMap<string, readonly number[]> {
  const changed = new Map<string, number[]>();
  for (const entry of block.entries) {
    for (const write of entry.writes) {
      const keys = changed.get(write.table.name) ?? [];
      if (keys.length === 0) changed.set(write.table.name, keys);
      keys.push(write.key);
    }
  }
  return changed;
}

/** The answer to whoever waits, where an error keeps the engine from sealing. */
export function notSealingFor(error: unknown): Turnaway {
  const reason = error instanceof StoreError ? error.code : error instanceof Error ? error.message : String(error);
  return { code: "NOT_SEALING", data: { reason } };
}
