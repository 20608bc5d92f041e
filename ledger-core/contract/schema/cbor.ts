/**
 * The part of deterministic CBOR (RFC 8949, section 4.2.1) that the ledger accepts: integers of at most 53 bits, byte strings,
 * text and arrays, each with its length in the shortest form. Anything else is malformed: maps, tags, floats, simple values,
 * indefinite lengths. So a value has exactly one encoding, and an encoding exactly one value.
 */
import { decodeUtf8, isUtf8, utf8Length, writeAscii, writeUtf8 } from "./bytes.ts";

/** What the bytes are not. `at` is the offset of the first byte that is wrong. */
export class MalformedBytes extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

const MAJOR_UNSIGNED = 0;
const MAJOR_NEGATIVE = 1;
const MAJOR_BYTES = 2;
const MAJOR_TEXT = 3;
const MAJOR_ARRAY = 4;

const TWO_32 = 0x1_0000_0000;

/** Bytes up to which copying them one by one is faster than to ask for it. */
const COPIED_ONE_BY_ONE_MAX = 128;
/** A buffer that is larger than this is not kept for the next value. */
const KEPT_BUFFER_BYTES_MAX = 65_536;

/** The writer that nobody uses just now: most values are small, and a buffer of its own would be most of the work for each of them. */
let idle: CborWriter | undefined;

/** The bytes that are written, in memory of their own unless `allocate` gives another. A function that throws leaves nothing behind. */
export function bytesWritten(write: (writer: CborWriter) => void, allocate = ownBytes): Uint8Array {
  const writer = idle ?? new CborWriter();
  // Whoever writes a value inside of this one takes another.
  idle = undefined;
  write(writer);
  const bytes = writer.finish(allocate);
  if (writer.clear() <= KEPT_BUFFER_BYTES_MAX) idle = writer;
  return bytes;
}

function ownBytes(length: number): Uint8Array {
  return new Uint8Array(length);
}

/** Writes one value after another into a buffer that grows. */
export class CborWriter {
  #buffer = new Uint8Array(256);
  #length = 0;

  /** An integer from -(2^53-1) to 2^53-1; anything else throws. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new MalformedBytes("not a safe integer", this.#length);
    if (value < 0) this.#head(MAJOR_NEGATIVE, -1 - value);
    else this.#head(MAJOR_UNSIGNED, value);
  }

  bytes(value: Uint8Array): void {
    this.#head(MAJOR_BYTES, value.length);
    this.raw(value);
  }

  /** A text without lone surrogates; one with them throws. Answers how many bytes its UTF-8 has. */
  text(value: string): number {
    const start = this.#length;
    // Most texts are ASCII, and are written in one go under the head that they then have.
    this.#head(MAJOR_TEXT, value.length);
    this.#reserve(value.length);
    if (writeAscii(value, this.#buffer, this.#length) === value.length) {
      this.#length += value.length;
      return value.length;
    }
    this.#length = start;
    const length = utf8Length(value);
    if (length === undefined) throw new MalformedBytes("a lone surrogate", start);
    this.#head(MAJOR_TEXT, length);
    this.#reserve(length);
    writeUtf8(value, this.#buffer, this.#length);
    this.#length += length;
    return length;
  }

  /** The head of an array; its `count` items are written next. */
  array(count: number): void {
    this.#head(MAJOR_ARRAY, count);
  }

  /** Bytes that are already CBOR. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A copy of what was written so far, in the memory that `allocate` gives. */
  finish(allocate = ownBytes): Uint8Array {
    const bytes = allocate(this.#length);
    if (this.#length > COPIED_ONE_BY_ONE_MAX) bytes.set(this.view());
    else for (let i = 0; i < this.#length; i++) bytes[i] = this.#buffer[i] ?? 0;
    return bytes;
  }

  /** Begins anew. Answers how many bytes the buffer has. */
  clear(): number {
    this.#length = 0;
    return this.#buffer.length;
  }

  /** What was written so far, in the writer's own memory: it is another after the next call of any kind. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins again, in the memory that it has. */
  restart(): void {
    this.#length = 0;
  }

  #head(major: number, argument: number): void {
    this.#reserve(9);
    const lead = major << 5;
    const buffer = this.#buffer;
    if (argument < 24) buffer[this.#length++] = lead | argument;
    else if (argument < 0x100) {
      buffer[this.#length++] = lead | 24;
      buffer[this.#length++] = argument;
    } else if (argument < 0x10000) {
      buffer[this.#length++] = lead | 25;
      this.#bigEndian(argument, 2);
    } else if (argument < TWO_32) {
      buffer[this.#length++] = lead | 26;
      this.#bigEndian(argument, 4);
    } else {
      buffer[this.#length++] = lead | 27;
      this.#bigEndian(Math.floor(argument / TWO_32), 4);
      this.#bigEndian(argument % TWO_32, 4);
    }
  }

  #bigEndian(value: number, width: number): void {
    for (let shift = (width - 1) * 8; shift >= 0; shift -= 8) this.#buffer[this.#length++] = (value >>> shift) & 255;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length + count));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}

/** Reads one value after another; throws `MalformedBytes` at the first byte that a strict encoder would not have written. */
export class CborReader {
  readonly #bytes: Uint8Array;
  readonly #givesViews: boolean;
  #offset = 0;

  /** `givesViews`: byte strings are views into the bytes, for who holds on to all of them anyway. */
  constructor(bytes: Uint8Array, givesViews = false) {
    this.#bytes = bytes;
    this.#givesViews = givesViews;
  }

  get offset(): number {
    return this.#offset;
  }

  integer(): number {
    const at = this.#offset;
    const lead = this.#bytes[at] ?? 0;
    if (lead >> 5 === MAJOR_NEGATIVE) {
      const value = -1 - this.#argument(MAJOR_NEGATIVE);
      if (!Number.isSafeInteger(value)) throw new MalformedBytes("an integer beyond 53 bits", at);
      return value;
    }
    return this.#argument(MAJOR_UNSIGNED);
  }

  /** A copy, so that the block it came from can be let go, unless views were asked for. */
  bytes(): Uint8Array {
    const begin = this.#pass(this.#argument(MAJOR_BYTES));
    return this.#givesViews ? this.#bytes.subarray(begin, this.#offset) : this.#bytes.slice(begin, this.#offset);
  }

  text(): string {
    const at = this.#offset;
    const begin = this.#pass(this.#argument(MAJOR_TEXT));
    const text = decodeUtf8(this.#bytes, begin, this.#offset);
    if (text === undefined) throw new MalformedBytes("text that is not UTF-8", at);
    return text;
  }

  /** The count of an array whose items are read next. Never more than the bytes that are left. */
  array(): number {
    const at = this.#offset;
    const count = this.#argument(MAJOR_ARRAY);
    if (count > this.#bytes.length - this.#offset) throw new MalformedBytes("an array longer than its bytes", at);
    return count;
  }

  /** The bytes of the next value, whatever it is, nested at most `depthMax` arrays deep. */
  skip(depthMax: number): Uint8Array {
    const start = this.#offset;
    this.#skip(depthMax);
    return this.#bytes.subarray(start, this.#offset);
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.#offset !== this.#bytes.length) throw new MalformedBytes("bytes after the end", this.#offset);
  }

  #skip(depthLeft: number): void {
    const major = (this.#bytes[this.#offset] ?? 0) >> 5;
    if (major === MAJOR_ARRAY) {
      if (depthLeft === 0) throw new MalformedBytes("nested too deep", this.#offset);
      for (let left = this.array(); left > 0; left--) this.#skip(depthLeft - 1);
    } else if (major === MAJOR_BYTES) this.#pass(this.#argument(MAJOR_BYTES));
    else if (major === MAJOR_TEXT) this.#skipText();
    else this.integer();
  }

  #skipText(): void {
    const at = this.#offset;
    const begin = this.#pass(this.#argument(MAJOR_TEXT));
    if (!isUtf8(this.#bytes.subarray(begin, this.#offset))) throw new MalformedBytes("text that is not UTF-8", at);
  }

  #argument(major: number): number {
    const at = this.#offset;
    const lead = this.#byte();
    if (lead >> 5 !== major) throw new MalformedBytes("another kind of value", at);
    const info = lead & 31;
    if (info < 24) return info;
    if (info > 27) throw new MalformedBytes("a length that is not definite", at);
    const width = 1 << (info - 24);
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + this.#byte();
    if (value < (ARGUMENT_MIN[info - 24] ?? 0)) throw new MalformedBytes("not the shortest form", at);
    if (!Number.isSafeInteger(value)) throw new MalformedBytes("an integer beyond 53 bits", at);
    return value;
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw new MalformedBytes("cut short", this.#offset);
    this.#offset++;
    return byte;
  }

  /** Passes over so many bytes; answers where they begin. */
  #pass(count: number): number {
    const begin = this.#offset;
    if (count > this.#bytes.length - begin) throw new MalformedBytes("cut short", begin);
    this.#offset = begin + count;
    return begin;
  }
}

const ARGUMENT_MIN = [24, 0x100, 0x10000, TWO_32];
