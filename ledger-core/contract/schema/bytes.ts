/** Byte strings: hex, UTF-8 and order, without any global of a runtime, so that every folder may use them. */

/** The two digits of each byte. */
const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal, two digits a byte. */
export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += HEX_PAIRS[bytes[i] ?? 0] ?? "";
  return text;
}

/** A text that differs wherever bytes do, to find things by them: shorter than hexadecimal and made in a third of the time. For no eyes. */
export function bytesName(bytes: Uint8Array): string {
  let name = `${bytes.length}:`;
  let i = 0;
  const pair = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  for (; i + 8 <= bytes.length; i += 8) name += String.fromCharCode(pair(i), pair(i + 2), pair(i + 4), pair(i + 6));
  for (; i < bytes.length; i++) name += String.fromCharCode(bytes[i] ?? 0);
  return name;
}

/** The bytes of a hexadecimal text of either case; undefined if it is not hexadecimal. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (digitOf(text.charCodeAt(2 * i)) << 4) | digitOf(text.charCodeAt(2 * i + 1));
  return bytes;
}

/** The value of a hexadecimal digit of either case. */
function digitOf(unit: number): number {
  // Behind the ten digits come the letters, whose cases differ in one bit.
  return unit <= 0x39 ? unit - 0x30 : (unit & 0xdf) - 0x37;
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

/** What lies in memory together; memory that holds a larger piece is better its own. */
const SHARED_MEMORY_BYTES = 65_536;
const SHARED_PIECE_BYTES_MAX = 4_096;

let sharedMemory = new Uint8Array(0);
let sharedUsed = 0;

/**
 * New bytes, all zero, beside others in memory that they share: memory of its own costs a small piece more than all else that is done with
 * it. Only for what many of are let go together, as of a block, and what is given to no other thread, which would get the memory whole.
 */
export function sharedBytes(length: number): Uint8Array {
  if (length > SHARED_PIECE_BYTES_MAX) return new Uint8Array(length);
  if (sharedUsed + length > sharedMemory.length) {
    sharedMemory = new Uint8Array(SHARED_MEMORY_BYTES);
    sharedUsed = 0;
  }
  sharedUsed += length;
  return sharedMemory.subarray(sharedUsed - length, sharedUsed);
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

/** Bytes of a text in UTF-8; undefined if the text holds a lone surrogate, which UTF-8 cannot say. */
export function utf8Length(text: string): number | undefined {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (unit > 0xdbff || !isLowSurrogate(text.charCodeAt(i + 1))) return undefined;
    // The pair is four bytes, of which its two units and the two more of the high one are counted.
    i++;
  }
  return length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Writes a text without lone surrogates as UTF-8 into `bytes` from `at` on, where `utf8Length` of it must have room. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): void {
  let place = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes[place++] = unit;
    else if (unit < 0x800) {
      bytes[place++] = 0xc0 | (unit >> 6);
      bytes[place++] = 0x80 | (unit & 63);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[place++] = 0xe0 | (unit >> 12);
      bytes[place++] = 0x80 | ((unit >> 6) & 63);
      bytes[place++] = 0x80 | (unit & 63);
    } else {
      const point = text.codePointAt(i) ?? 0;
      bytes[place++] = 0xf0 | (point >> 18);
      bytes[place++] = 0x80 | ((point >> 12) & 63);
      bytes[place++] = 0x80 | ((point >> 6) & 63);
      bytes[place++] = 0x80 | (point & 63);
      i++;
    }
  }
}

/** UTF-8 of a text; undefined if the text holds a lone surrogate. */
export function encodeUtf8(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  const ascii = writeAscii(text, bytes, 0);
  if (ascii === text.length) return bytes;
  const length = utf8Length(text);
  if (length === undefined) return undefined;
  const whole = new Uint8Array(length);
  writeUtf8(text, whole, 0);
  return whole;
}

/** Writes what a text has before its first character beyond ASCII, where there must be room for all; answers how many that are. */
export function writeAscii(text: string, bytes: Uint8Array, at: number): number {
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return i;
    bytes[at + i] = unit;
  }
  return length;
}

/** Units that are made into a piece of text at a time: the engine takes that many arguments. */
const UNITS_AT_ONCE = 4_096;

/**
 * The text of UTF-8 bytes, of all of them or of a part; undefined for overlong forms, surrogates, cut sequences and points above U+10FFFF.
 */
export function decodeUtf8(bytes: Uint8Array, begin = 0, end = bytes.length): string | undefined {
  let text = "";
  for (let i = begin; i < end;) {
    const room = Math.min(end - i, UNITS_AT_ONCE);
    // oxlint-disable-next-line unicorn/no-new-array -- as long as it can become: growing unit by unit takes twice the time
    const units = new Array<number>(room);
    let count = 0;
    while (i < end && count < room) {
      const first = bytes[i] ?? 0;
      if (first < 0x80) {
        units[count++] = first;
        i++;
        continue;
      }
      const point = pointAt(bytes, i, end);
      if (point === undefined) return undefined;
      if (point < 0x10000) units[count++] = point;
      else {
        units[count++] = 0xd7c0 + (point >> 10);
        units[count++] = 0xdc00 | (point & 0x3ff);
      }
      i += point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    units.length = count;
    text += String.fromCharCode(...units);
  }
  return text;
}

/** True if `decodeUtf8` gives a text. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length;) {
    if ((bytes[i] ?? 0) < 0x80) {
      i++;
      continue;
    }
    const point = pointAt(bytes, i, bytes.length);
    if (point === undefined) return false;
    i += point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return true;
}

/** The point of a sequence of two bytes or more that ends before `end`; undefined if there is none in its shortest form. */
function pointAt(bytes: Uint8Array, at: number, end: number): number | undefined {
  const first = bytes[at] ?? 0;
  const extra = continuationCount(first);
  if (extra === undefined || at + extra >= end) return undefined;
  let point = first & (0x3f >> extra);
  for (let k = 1; k <= extra; k++) {
    const next = bytes[at + k] ?? 0;
    if ((next & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (next & 63);
  }
  const isShortest = point >= (POINT_MIN[extra] ?? 0) && point <= 0x10ffff;
  return isShortest && (point < 0xd800 || point > 0xdfff) ? point : undefined;
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
