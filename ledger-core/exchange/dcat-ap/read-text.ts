/** Bytes of a text file in the encodings that its format allows. */
import { withoutCutCharacter } from "#ledger-core/exchange/cut-character.ts";
import type { DcatApRefusal } from "./finding-codes.ts";

export type ReadText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: DcatApRefusal; readonly detail: string };

/** Encodings that an XML file may name, and the platform's name of each. GB2312 and GBK are read as their superset. */
const XML_ENCODINGS: ReadonlyMap<string, string> = new Map([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["us-ascii", "utf-8"],
  ["utf-16", "utf-16le"],
  ["gb2312", "gb18030"],
  ["gbk", "gb18030"],
  ["gb18030", "gb18030"],
  ["big5", "big5"],
  ["iso-8859-1", "windows-1252"],
  ["windows-1252", "windows-1252"],
  ["iso-8859-15", "iso-8859-15"],
]);

/** UTF-8, with or without a byte order mark; any other encoding is refused. */
export function readUtf8(bytes: Uint8Array): ReadText {
  if (utf16Of(bytes) !== undefined) return { ok: false, code: "FILE_UTF16", detail: "" };
  return decoded(bytes, "utf-8");
}

/** XML in the encoding of its byte order mark or declaration, else UTF-8. Source: XML 1.0, appendix F. */
export function readXmlText(bytes: Uint8Array): ReadText {
  const wide = utf16Of(bytes);
  if (wide !== undefined) return decoded(bytes, wide);
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const named = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  const encoding = named === undefined ? "utf-8" : XML_ENCODINGS.get(named.toLowerCase());
  if (encoding === undefined) return { ok: false, code: "FILE_ENCODING", detail: named ?? "" };
  return decoded(bytes, encoding === "utf-16le" ? "utf-8" : encoding);
}

function decoded(bytes: Uint8Array, encoding: string): ReadText {
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const rest = encoding === "utf-8" ? withoutCutCharacter(bytes) : undefined;
    if (rest !== undefined && decoded(rest, encoding).ok) return { ok: false, code: "FILE_CUT_SHORT", detail: "" };
    return encoding === "utf-8"
      ? { ok: false, code: "FILE_NOT_UTF8", detail: "" }
      : { ok: false, code: "FILE_ENCODING", detail: encoding };
  }
}

/** A byte order mark of UTF-16, or every other one of the first bytes zero, as in UTF-16 without a mark. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (bytes.length < 4) return undefined;
  if (a === 0 && b !== 0 && c === 0) return "utf-16be";
  return a !== 0 && b === 0 && d === 0 ? "utf-16le" : undefined;
}
