/**
 * The order of rows in a state statement. A row's place is a byte string made of its table's number, the values that its table is ordered
 * by, and its key; places are compared byte by byte, the shorter first where one begins with the other. So whoever holds the
 * bytes of two leaves can tell which stands first, without knowing any table.
 *
 * Each value is one tag and its content, and no place begins with another's whole value:
 * - integers: tag 0x20 + n and n bytes, the most significant first, for what is not negative (zero has none); 0x20 - n and the n bytes of
 *   256^n - 1 - |v| below zero. They stand in the order of numbers;
 * - byte strings (0x30) and texts in UTF-8 (0x40): the bytes, each 00 as 00 FF, then 00;
 * - lists (0x50): the values, then 00. What is optional is a list of none or one, so that nothing stands before something.
 */
import { CborReader, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { NESTING_MAX } from "./change.ts";

const TAG_ZERO = 0x20;
const TAG_BYTES = 0x30;
const TAG_TEXT = 0x40;
const TAG_LIST = 0x50;
const END = 0x00;
const ESCAPED = 0xff;
/** Greater than every tag: what follows a value in a place is always less. */
const AFTER_ALL = 0xff;

/** Writes one place. */
export class PlaceWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** An integer of at most 53 bits. */
  integer(value: number): void {
    const magnitude = Math.abs(value);
    let width = 0;
    for (let rest = magnitude; rest > 0; rest = Math.floor(rest / 256)) width++;
    this.#push(value < 0 ? TAG_ZERO - width : TAG_ZERO + width);
    let scale = 256 ** Math.max(0, width - 1);
    for (let left = width; left > 0; left--) {
      const byte = Math.floor(magnitude / scale) % 256;
      this.#push(value < 0 ? 255 - byte : byte);
      scale /= 256;
    }
  }

  /** The value of CBOR bytes. Throws `MalformedBytes` for anything but one value. */
  value(cbor: Uint8Array): void {
    const reader = new CborReader(cbor);
    this.#value(reader, cbor, NESTING_MAX);
    reader.end();
  }

  /** A copy of what was written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Begins again. */
  restart(): void {
    this.#length = 0;
  }

  #value(reader: CborReader, cbor: Uint8Array, depthLeft: number): void {
    const major = (cbor[reader.offset] ?? 0) >> 5;
    if (major <= 1) this.integer(reader.integer());
    else if (major === 2) this.#content(TAG_BYTES, reader.bytes());
    else if (major === 3) this.#text(reader, cbor);
    else {
      if (depthLeft === 0) throw new MalformedBytes("nested too deep", reader.offset);
      let left = reader.array();
      this.#push(TAG_LIST);
      for (; left > 0; left--) this.#value(reader, cbor, depthLeft - 1);
      this.#push(END);
    }
  }

  #text(reader: CborReader, cbor: Uint8Array): void {
    const head = headBytes(cbor[reader.offset] ?? 0);
    const whole = reader.skip(0);
    this.#content(TAG_TEXT, whole.subarray(head));
  }

  #content(tag: number, content: Uint8Array): void {
    this.#push(tag);
    for (const byte of content) {
      this.#push(byte);
      if (byte === END) this.#push(ESCAPED);
    }
    this.#push(END);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** Bytes of a CBOR value's head by its first byte. */
function headBytes(lead: number): number {
  const info = lead & 31;
  return info < 24 ? 1 : 1 + 2 ** (info - 24);
}

/**
 * The place of a row, or where the rows begin whose first values are those given, if the key is left out. `values` are in CBOR. Throws
 * `MalformedBytes` if they are not.
 */
export function placeOf(table: number, values: readonly Uint8Array[], key?: number): Uint8Array {
  return writePlace(new PlaceWriter(), table, values, key);
}

/** The same with a writer that is used again and again. */
export function writePlace(
  writer: PlaceWriter,
  table: number,
  values: readonly Uint8Array[],
  key?: number,
): Uint8Array {
  writer.restart();
  writer.integer(table);
  for (const value of values) writer.value(value);
  if (key !== undefined) writer.integer(key);
  return writer.finish();
}

/** Where the rows end whose places begin as `place` does. */
export function placeAfter(place: Uint8Array): Uint8Array {
  const after = new Uint8Array(place.length + 1);
  after.set(place);
  after[place.length] = AFTER_ALL;
  return after;
}
