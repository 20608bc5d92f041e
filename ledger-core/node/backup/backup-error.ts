/** Why a backup was not made, or not taken back; the command line has the sentences. */

export type BackupCode =
  /** What is to be made is there already. */
  | "TARGET_TAKEN"
  /** What is to be made would lie inside what it is made of. */
  | "TARGET_INSIDE"
  /** The folder holds no backup. */
  | "NOT_A_BACKUP"
  /** A newer program made the backup. */
  | "BACKUP_NEWER"
  /** A file of the backup is not as it was written. */
  | "BACKUP_DAMAGED"
  /** The ledger that was copied contradicts itself. */
  | "COPY_DAMAGED";

export class BackupError extends Error {
  readonly code: BackupCode;
  /** What it is about: a folder, a file, or where in the ledger. */
  readonly where: string;
  /** In both languages, where the check of a ledger has found it. */
  readonly finding: { readonly zh: string; readonly en: string } | undefined;

  constructor(code: BackupCode, where: string, finding?: { readonly zh: string; readonly en: string }) {
    super(`${code}: ${where}`);
    this.code = code;
    this.where = where;
    this.finding = finding;
  }
}
