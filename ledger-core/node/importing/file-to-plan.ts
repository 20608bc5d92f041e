/** A file for an import as a window or a schedule hands it in. */
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { planImport } from "./plan-import.ts";
import type { ImportPlan, RefusedFile } from "./plan-import.ts";

export type FileToPlan = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** A word of `formatsNamed`; empty where the bytes are to say it. */
  readonly format: string;
  /** The source's key; empty where the file is to say it. */
  readonly source: string;
  /** In whose name it is imported. */
  readonly department: number;
};

/** What `planImport` says of it, from the rows and blobs that the reader has. */
export async function planWith(reader: Reader, file: FileToPlan): Promise<ImportPlan | RefusedFile> {
  const { format, source, ...given } = file;
  const request = {
    ...given,
    formats: format === "" ? undefined : formatsNamed(format),
    source: source === "" ? undefined : source,
  };
  return await planImport(request, { rows: new Rows(reader.rows()), blobs: reader.blobs });
}
