/** From a file as it was handed over to the bytes of a catalogue and the format that reads them, or one reason why not. */
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { CATALOG_FORMATS } from "#ledger-core/exchange/catalog-formats.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import type { FileFormat } from "#ledger-core/exchange/guess-format.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** Longest file that is taken, packed or not. */
export const FILE_BYTES_MAX = Math.max(...CATALOG_FORMATS.map((format) => format.fileBytesMax));

/** Frames of a packed file: programs that pack in parallel write one for each few megabytes. */
const FRAMES_MAX = 1_000;

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
    const unpacked = format === "gzip" ? unpackGzip(bytes) : unpackZstd(bytes);
    if (unpacked === undefined) return { ok: false, format, code: "FILE_TOO_LARGE" };
    return recognise(unpacked, fileName.replace(/\.(?:gz|zst)$/i, ""), said);
  } catch (error) {
    const isLarge = codeOf(error) === "ERR_BUFFER_TOO_LARGE";
    return { ok: false, format, code: isLarge ? "FILE_TOO_LARGE" : "GZIP_DAMAGED" };
  }
}

type Unpacked = { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };

/** Every member of the file. The platform stops at a zero byte behind one: some programs fill up with zeros, and nothing may come after them. */
function unpackGzip(bytes: Uint8Array): Uint8Array {
  const { buffer, engine } = parseUnpacked(gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX, info: true }));
  if (bytes.subarray(engine.bytesWritten).some((byte) => byte !== 0)) throw new Error("not all of it was unpacked");
  return buffer;
}

/** Every frame of the file, one after the other: the platform stops after the first one. Undefined if they are too long or too many. */
function unpackZstd(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length;) {
    if (parts.length === FRAMES_MAX) return undefined;
    // No frame is shorter than nothing, so one byte is the least that the platform takes as a limit.
    const options = { maxOutputLength: Math.max(1, FILE_BYTES_MAX - length), info: true };
    const { buffer, engine } = parseUnpacked(zstdDecompressSync(bytes.subarray(start), options));
    parts.push(buffer);
    length += buffer.length;
    if (length > FILE_BYTES_MAX) return undefined;
    start += engine.bytesWritten;
  }
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : concatBytes(...parts);
}

/** With `info` the platform answers with its engine beside the bytes, which knows how far it has read; its types do not say so. */
function parseUnpacked(answer: unknown): Unpacked {
  if (typeof answer === "object" && answer !== null && "buffer" in answer && "engine" in answer) {
    const { buffer, engine } = answer;
    const isEngine = typeof engine === "object" && engine !== null && "bytesWritten" in engine;
    if (buffer instanceof Uint8Array && isEngine && typeof engine.bytesWritten === "number" && engine.bytesWritten > 0)
      return { buffer: new Uint8Array(buffer), engine: { bytesWritten: engine.bytesWritten } };
  }
  throw new Error("the platform did not say how much it unpacked");
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
