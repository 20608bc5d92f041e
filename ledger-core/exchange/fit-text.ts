/** Texts of outside files in the room that the ledger's description has for them. */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "./canonical-json.ts";
import { findHiddenMark } from "./hidden-marks.ts";

const ELLIPSIS = "…";
/** Letters of a long identifier that its code shows. */
const READABLE_END = 48;

/** At most so many bytes of UTF-8, cut between characters, with an ellipsis where something was cut. */
export function shortenText(text: string, bytesMax: number): string {
  if (text.length * 3 <= bytesMax || (encodeUtf8(text.toWellFormed())?.length ?? 0) <= bytesMax) return text;
  let kept = "";
  let bytes = 3;
  for (const point of text) {
    bytes += encodeUtf8(point.toWellFormed())?.length ?? 0;
    if (bytes > bytesMax) break;
    kept += point;
  }
  return kept + ELLIPSIS;
}

/** True if the one is the other, or its beginning as `shortenText` leaves it. */
export function isShortened(text: string, whole: string): boolean {
  return text === whole || (text.endsWith(ELLIPSIS) && whole.startsWith(text.slice(0, -ELLIPSIS.length)));
}

/** A source's identifier as a code: itself, where it fits and can be read; else its readable end and twelve digits of its hash. */
export function codeOfIdentifier(sourceId: string, sha256: Sha256, bytesMax: number): string {
  const utf8 = encodeUtf8(sourceId.toWellFormed()) ?? new Uint8Array();
  const readable = findHiddenMark(sourceId) === undefined && sourceId.trim() === sourceId && !/[\t\r\n]/.test(sourceId);
  if (readable && utf8.length <= bytesMax) return sourceId;
  const letters = sourceId
    .replace(/[^0-9A-Za-z]+/g, "-")
    .slice(-READABLE_END)
    .replace(/^-|-$/g, "");
  return `${letters === "" ? "id" : letters}-${encodeHex(sha256(utf8)).slice(0, 12)}`;
}
