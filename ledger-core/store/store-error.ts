/** Why a ledger's folder could not be opened, read or written. The codes are closed; `contract/text` has the sentences. */

export const STORE_CODES = [
  /** Another process writes to the folder. */
  "LEDGER_LOCKED",
  /** The folder cannot be made or written to. */
  "FOLDER_UNWRITABLE",
  /** There is no ledger in the folder, or its file is something else. */
  "NOT_A_LEDGER",
  /** A newer program wrote it: this one does not know all of its tables or columns. */
  "LEDGER_NEWER",
  /** An older program wrote it: it must be opened for writing once before it can be read. */
  "LEDGER_OLDER",
  /** The file contradicts itself. */
  "LEDGER_DAMAGED",
  /** The derived tables cannot be read or are not all there; the ledger beside them is not affected. */
  "DERIVED_UNREADABLE",
  /** No room is left, or the disk answers with an error. */
  "DISK_FULL",
  /** A blob is longer than the caller allows. */
  "BLOB_TOO_LARGE",
  /** A blob's bytes are no longer those of its hash. */
  "BLOB_DAMAGED",
] as const;

export type StoreCode = (typeof STORE_CODES)[number];

/** Words and numbers that the sentence about it may name. */
export type StoreErrorData = Readonly<Record<string, string | number>>;

export class StoreError extends Error {
  readonly code: StoreCode;
  readonly data: StoreErrorData;

  constructor(code: StoreCode, data: StoreErrorData, options?: { readonly cause: unknown }) {
    super(`${code}: ${JSON.stringify(data)}`, options);
    this.code = code;
    this.data = data;
  }
}
