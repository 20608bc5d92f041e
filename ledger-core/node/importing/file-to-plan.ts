/** A file for an import as a window or a schedule hands it in. */
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import type { ImportRequest } from "./plan-import.ts";

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

export function requestOf({ bytes, fileName, format, source, department }: FileToPlan): ImportRequest {
  return {
    bytes,
    fileName,
    department,
    formats: format === "" ? undefined : formatsNamed(format),
    source: source === "" ? undefined : source,
  };
}
