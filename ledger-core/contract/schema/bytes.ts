/** Byte strings: hex, UTF-8 and order, without any global of a runtime, so that every folder may use them. */

const HEX_DIGITS = "0123456789abcdef";

/** Lower-case hexadecimal, two digits a byte. */
export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15);
  return text;
}

/** The bytes of a hexadecimal text of either case; undefined if it is not hexadecimal. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** One byte string made of the parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Order of byte strings, shorter first where one begins with the other: negative, zero or positive. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** True if both hold the same bytes. Not constant in time: for public values only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && compareBytes(left, right) === 0;
}

/** UTF-8 of a text; undefined if the text holds a lone surrogate, which UTF-8 cannot say. */
export function encodeUtf8(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encodeBeyondAscii(text, bytes.subarray(0, i));
    bytes[i] = unit;
  }
  return bytes;
}

/** `ascii` is what the text begins with. */
function encodeBeyondAscii(text: string, ascii: Uint8Array): Uint8Array | undefined {
  const bytes = new Uint8Array(ascii.length + (text.length - ascii.length) * 3);
  bytes.set(ascii);
  let length = ascii.length;
  for (let i = ascii.length; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes[length++] = unit;
    else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6);
      bytes[length++] = 0x80 | (unit & 63);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[length++] = 0xe0 | (unit >> 12);
      bytes[length++] = 0x80 | ((unit >> 6) & 63);
      bytes[length++] = 0x80 | (unit & 63);
    } else {
      const point = text.codePointAt(i) ?? 0;
      if (point < 0x10000) return undefined;
      bytes[length++] = 0xf0 | (point >> 18);
      bytes[length++] = 0x80 | ((point >> 12) & 63);
      bytes[length++] = 0x80 | ((point >> 6) & 63);
      bytes[length++] = 0x80 | (point & 63);
      i++;
    }
  }
  return bytes.slice(0, length);
}

/** The text of UTF-8 bytes; undefined for overlong forms, surrogates, cut sequences and points above U+10FFFF. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  let text = "";
  let i = 0;
  while (i < bytes.length) {
    const first = bytes[i] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      i++;
      continue;
    }
    const extra = continuationCount(first);
    if (extra === undefined || i + extra >= bytes.length) return undefined;
    let point = first & (0x3f >> extra);
    for (let k = 1; k <= extra; k++) {
      const next = bytes[i + k] ?? 0;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 63);
    }
    if (point < (POINT_MIN[extra] ?? 0) || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    text += String.fromCodePoint(point);
    i += extra + 1;
  }
  return text;
}

const POINT_MIN = [0, 0x80, 0x800, 0x10000];

function continuationCount(first: number): number | undefined {
  if (first >= 0xc2 && first <= 0xdf) return 1;
  if (first >= 0xe0 && first <= 0xef) return 2;
  if (first >= 0xf0 && first <= 0xf4) return 3;
  return undefined;
}

/** Order of two texts by code point, which is the order of their UTF-8 and of SQLite's BINARY collation. */
export function compareText(left: string, right: string): number {
  let i = 0;
  while (i < left.length && i < right.length) {
    const a = left.codePointAt(i) ?? 0;
    const b = right.codePointAt(i) ?? 0;
    if (a !== b) return a - b;
    i += a > 0xffff ? 2 : 1;
  }
  return left.length - right.length;
}
