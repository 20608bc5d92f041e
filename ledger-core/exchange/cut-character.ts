/** What a file of UTF-8 looks like that was cut within a character. */

/** Bytes of a character that begins with this one; 0 for a byte that begins none (RFC 3629, section 3). */
function lengthOfCharacter(first: number): number {
  if (first >= 0xf0 && first <= 0xf4) return 4;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  return first < 0x80 ? 1 : 0;
}

/** The bytes before a character at their end that lacks its last bytes; undefined where they do not end within one. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array | undefined {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = byte >= 0x80 && byte <= 0xbf;
    if (isContinuation) continue;
    return lengthOfCharacter(byte) > back ? bytes.subarray(0, bytes.length - back) : undefined;
  }
  return undefined;
}
