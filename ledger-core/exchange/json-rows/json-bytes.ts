/** From bytes to text, for files that must be UTF-8 as JSON is (RFC 8259, section 8.1). */

export type ReadText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly code: "FILE_EMPTY" | "FILE_TOO_LARGE" | "FILE_UTF16" | "FILE_NOT_UTF8";
      readonly detail: string;
    };

/** Why the bytes as a whole cannot be read, before they are decoded; undefined if nothing is wrong with them yet. */
export function refuseBytes(bytes: Uint8Array, fileBytesMax: number): Extract<ReadText, { ok: false }> | undefined {
  if (bytes.length === 0) return { ok: false, code: "FILE_EMPTY", detail: "" };
  if (bytes.length > fileBytesMax)
    return { ok: false, code: "FILE_TOO_LARGE", detail: `${bytes.length} > ${fileBytesMax}` };
  return isUtf16(bytes) ? { ok: false, code: "FILE_UTF16", detail: "" } : undefined;
}

/** True for a file that begins with the byte order mark of UTF-8. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** The platform's decoder, because files may be large; undefined for anything but UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A byte order mark of UTF-16, or every other one of the first bytes zero, as in UTF-16 without a mark. */
function isUtf16(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return bytes.length >= 4 && ((a === 0 && b !== 0 && c === 0) || (a !== 0 && b === 0 && d === 0));
}
