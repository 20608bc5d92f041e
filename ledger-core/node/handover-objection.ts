/** What only the node that signs the log can know of a handover of its key: whether it holds the new one, and what the log is. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { LogKeyRow } from "#ledger-core/contract/schema/governance.ts";
import type { Objection } from "#ledger-core/engine/agreed-block.ts";
import { logKeyTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { holdsLogKey } from "./log-key.ts";

export type ObjectingNode = {
  readonly folder: string;
  readonly reader: Pick<Reader, "head" | "rootAt">;
  /** True while the ledger is read only until it goes on with another key: only then is there anything to recover from. */
  readonly isHeld: () => boolean;
};

/**
 * LOG_HANDOVER_REFUSED for a handover to a key that does not lie in the folder, which would leave the log without one; for one about
 * another log than the folder's; and for a recovery where nothing was lost.
 */
export function handoverObjection({ folder, reader, isHeld }: ObjectingNode): Objection {
  return ({ writes }) => {
    const write = writes.find(({ table }) => table.name === logKeyTable.name);
    if (write === undefined) return undefined;
    const { publicKey, size, root, cause } = write.row as LogKeyRow;
    const isOfThisLog = size <= (reader.head()?.size ?? 0) && equalBytes(reader.rootAt(size), root);
    const isWanted = cause === "changed" || isHeld();
    if (isOfThisLog && isWanted && holdsLogKey(folder, publicKey)) return undefined;
    return { code: "LOG_HANDOVER_REFUSED", data: {} };
  };
}
