import { join, resolve } from "node:path";

/** The folder of the ledger to open: the first word after the program that is not a switch, else the demo of this user. */
export function ledgerFolderOf(launch: {
  readonly argv: readonly string[];
  readonly isPackaged: boolean;
  readonly userData: string;
}): string {
  const { argv, isPackaged, userData } = launch;
  // Run from a checkout, the word after the program is the application's own folder.
  const folder = argv.slice(isPackaged ? 1 : 2).find((word) => word !== "" && !word.startsWith("-"));
  return folder === undefined ? join(userData, "demo") : resolve(folder);
}
