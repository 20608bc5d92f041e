/** A backup inside the ledger is lost with it, and a ledger inside a backup is a stranger to the backup's list. */
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { BackupError } from "./backup-error.ts";

/** Throws TARGET_INSIDE where the target would lie inside the source, also by way of links. A target that is the source itself is none. */
export function refuseInside({ source, target }: { readonly source: string; readonly target: string }): void {
  const way = relative(realPath(resolve(source)), realPath(resolve(target)));
  const isInside = way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  if (isInside) throw new BackupError("TARGET_INSIDE", target);
}

/** The path without links, as far as there is anything under it. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
