/** A backup inside the ledger is lost with it, and a ledger inside a backup is a stranger to the backup's list. */
import { wayInto } from "#ledger-core/node/way-into.ts";
import { BackupError } from "./backup-error.ts";

/** Throws TARGET_INSIDE where the target would lie inside the source, also by way of links. A target that is the source itself is none. */
export function refuseInside({ source, target }: { readonly source: string; readonly target: string }): void {
  const way = wayInto({ folder: source, path: target });
  if (way !== undefined && way !== "") throw new BackupError("TARGET_INSIDE", target);
}
