/** From a file as it was handed over to the bytes of a catalogue, or one reason why not. */
import { gunzipSync } from "node:zlib";
import { DATA_JSON_LIMITS } from "#ledger-core/exchange/dcat-us/limits.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import type { FileFormat } from "#ledger-core/exchange/guess-format.ts";

/** Longest file that is taken, packed or not. */
export const FILE_BYTES_MAX = DATA_JSON_LIMITS.fileBytesMax;

export type UnpackedFile =
  /** `sure`: the bytes say what they are; otherwise only the look of them or their name does. */
  | { readonly ok: true; readonly format: "dcat-us-1.1"; readonly sure: boolean; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly format: FileFormat;
      readonly code: "FORMAT_UNSUPPORTED" | "GZIP_DAMAGED" | "FILE_TOO_LARGE";
    };

/** Unpacks and recognises a file. With `said` the caller says that it is a `data.json`, and only its bytes can contradict that. */
export function unpackFile(bytes: Uint8Array, fileName: string, said?: "dcat-us"): UnpackedFile {
  if (bytes.length > FILE_BYTES_MAX) return { ok: false, format: "unknown", code: "FILE_TOO_LARGE" };
  const guess = guessFormat(bytes, fileName);
  if (guess.format !== "gzip") return recognise(bytes, fileName, said);
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX });
    return recognise(new Uint8Array(unpacked), fileName.replace(/\.gz$/i, ""), said);
  } catch (error) {
    const isLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return { ok: false, format: "gzip", code: isLarge ? "FILE_TOO_LARGE" : "GZIP_DAMAGED" };
  }
}

function recognise(bytes: Uint8Array, fileName: string, said: "dcat-us" | undefined): UnpackedFile {
  const { format, sure } = guessFormat(bytes, fileName);
  const isCatalog = format === "dcat-us-1.1";
  // What looks like no format at all may be a damaged or empty data.json, of which the reader can say more.
  const isTried = said === "dcat-us" || (format === "json" && /\.json(?:\.gz)?$/i.test(fileName)) || bytes.length === 0;
  if (isCatalog || isTried) return { ok: true, format: "dcat-us-1.1", sure: sure && isCatalog, bytes };
  return { ok: false, format, code: "FORMAT_UNSUPPORTED" };
}
