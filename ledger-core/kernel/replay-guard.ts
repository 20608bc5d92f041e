/** Which acts are in force already: the kernel's replay rows, held as a set so that one look is enough. */
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { replayTable } from "./governance/tables.ts";
import { IdSet } from "./id-set.ts";
import type { Rows } from "./rows.ts";

const ID_BYTES = 32;

export class ReplayGuard {
  readonly #ids = new IdSet();

  /** Fills a guard from the rows, as when a ledger is opened. */
  static fromRows(rows: Rows): ReplayGuard {
    const guard = new ReplayGuard();
    for (const stored of rows.scan(replayTable, "key", { limit: KEY_MAX })) guard.add(stored.row.ids);
    return guard;
  }

  has(id: Uint8Array): boolean {
    return this.#ids.has(id);
  }

  /** Takes in the ids of a block, 32 bytes each. */
  add(ids: Uint8Array): void {
    for (let begin = 0; begin < ids.length; begin += ID_BYTES) this.#ids.add(ids.subarray(begin, begin + ID_BYTES));
  }

  /** Lets go of the ids of a block that can no longer be valid. */
  drop(ids: Uint8Array): void {
    for (let begin = 0; begin < ids.length; begin += ID_BYTES) this.#ids.delete(ids.subarray(begin, begin + ID_BYTES));
  }
}
