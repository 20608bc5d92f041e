/** The name by which scripts, key files and the inbox know a person. It is public on the ledger, so it should name a post, not a human being. */
import { encodeUtf8 } from "./bytes.ts";

const HANDLE_BYTES_MAX = 48;
/** Control characters, marks that turn or hide text, and what file systems do not take in a name. */
const NOT_IN_HANDLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\/:*?"<>|]/;

/** True for 1 to 48 bytes of visible text that does not begin or end with a space or a dot. */
export function isHandle(text: string): boolean {
  const bytes = encodeUtf8(text);
  if (bytes === undefined || bytes.length === 0 || bytes.length > HANDLE_BYTES_MAX) return false;
  return !NOT_IN_HANDLE.test(text) && !/^[ .]|[ .]$/.test(text);
}
