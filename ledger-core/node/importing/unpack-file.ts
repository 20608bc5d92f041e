/** From a file as it was handed over to the bytes of a catalogue and the format that reads them, or one reason why not. */
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { CATALOG_FORMATS } from "#ledger-core/exchange/catalog-formats.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import type { FileFormat } from "#ledger-core/exchange/guess-format.ts";

/** Longest file that is taken, packed or not. */
export const FILE_BYTES_MAX = Math.max(...CATALOG_FORMATS.map((format) => format.fileBytesMax));

export type UnpackedFile =
  /** `sure`: the bytes say what they are; otherwise only the look of them, their name or the caller does. */
  | { readonly ok: true; readonly format: CatalogFormat; readonly sure: boolean; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly format: FileFormat;
      readonly code: "FORMAT_UNSUPPORTED" | "GZIP_DAMAGED" | "FILE_TOO_LARGE";
    };

/** Unpacks and recognises a file. With `said` the caller says that it is of one of these formats, and only its bytes can contradict that. */
export function unpackFile(bytes: Uint8Array, fileName: string, said: readonly CatalogFormat[] = []): UnpackedFile {
  if (bytes.length > FILE_BYTES_MAX) return { ok: false, format: "unknown", code: "FILE_TOO_LARGE" };
  const { format } = guessFormat(bytes, fileName);
  if (format !== "gzip" && format !== "zstd") return recognise(bytes, fileName, said);
  try {
    const limit = { maxOutputLength: FILE_BYTES_MAX };
    const unpacked = format === "gzip" ? gunzipSync(bytes, limit) : zstdDecompressSync(bytes, limit);
    return recognise(new Uint8Array(unpacked), fileName.replace(/\.(?:gz|zst)$/i, ""), said);
  } catch (error) {
    const isLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return { ok: false, format, code: isLarge ? "FILE_TOO_LARGE" : "GZIP_DAMAGED" };
  }
}

function recognise(bytes: Uint8Array, fileName: string, said: readonly CatalogFormat[]): UnpackedFile {
  const { format: guessed, sure } = guessFormat(bytes, fileName);
  const found = CATALOG_FORMATS.find((format) => format.name === guessed);
  if (said.length > 0) {
    // The reader of what the caller says can tell best what is wrong with it.
    const isOneOfThem = found !== undefined && said.includes(found);
    const format = isOneOfThem ? found : said[0];
    if (format !== undefined) return { ok: true, format, sure: sure && isOneOfThem, bytes };
  }
  if (found !== undefined) return { ok: true, format: found, sure, bytes };
  // What looks like no format at all may be a damaged or empty data.json, of which the reader can say more.
  const isTried = (guessed === "json" && /\.json(?:\.(?:gz|zst))?$/i.test(fileName)) || bytes.length === 0;
  const [first] = CATALOG_FORMATS;
  if (isTried && first !== undefined) return { ok: true, format: first, sure: false, bytes };
  return { ok: false, format: guessed, code: "FORMAT_UNSUPPORTED" };
}
