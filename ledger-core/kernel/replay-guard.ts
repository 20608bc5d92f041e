/** Which acts are in force already: the kernel's replay rows, held as a set so that one look is enough. */
import { bytesName } from "#ledger-core/contract/schema/bytes.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { replayTable } from "./governance/tables.ts";
import type { Rows } from "./rows.ts";

const ID_BYTES = 32;

export class ReplayGuard {
  readonly #ids = new Set<string>();

  /** Fills a guard from the rows, as when a ledger is opened. */
  static fromRows(rows: Rows): ReplayGuard {
    const guard = new ReplayGuard();
    for (const stored of rows.scan(replayTable, "key", { limit: KEY_MAX })) guard.add(stored.row.ids);
    return guard;
  }

  has(id: Uint8Array): boolean {
    return this.#ids.has(bytesName(id));
  }

  /** Takes in the ids of a block, 32 bytes each. */
  add(ids: Uint8Array): void {
    for (const id of splitIds(ids)) this.#ids.add(id);
  }

  /** Lets go of the ids of a block that can no longer be valid. */
  drop(ids: Uint8Array): void {
    for (const id of splitIds(ids)) this.#ids.delete(id);
  }
}

function splitIds(ids: Uint8Array): readonly string[] {
  return Array.from({ length: ids.length / ID_BYTES }, (_, i) =>
    bytesName(ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)),
  );
}
