/** Several byte strings in one column, so that each can be cut out without parsing those before it. */
import { sharedBytes } from "#ledger-core/contract/schema/bytes.ts";
import { StoreError } from "./store-error.ts";

/** Bytes of a count or a length. */
const WIDTH = 4;

/** The column, and where each part begins in it. */
export type Packed = { readonly bytes: Uint8Array; readonly begins: readonly number[] };

/** In memory that small pieces share: a count, the length of each part, and the parts; numbers are unsigned, the most significant byte first. */
export function pack(parts: readonly Uint8Array[]): Packed {
  const head = WIDTH * (1 + parts.length);
  const bytes = sharedBytes(parts.reduce((sum, part) => sum + part.length, head));
  putNumber(bytes, 0, parts.length);
  let begin = head;
  const begins = parts.map((part, i) => {
    putNumber(bytes, WIDTH * (1 + i), part.length);
    bytes.set(part, begin);
    begin += part.length;
    return begin - part.length;
  });
  return { bytes, begins };
}

/** The parts, as views into the column. Throws LEDGER_DAMAGED if the column is cut short. */
export function unpack(bytes: Uint8Array): readonly Uint8Array[] {
  const count = numberAt(bytes, 0);
  const parts: Uint8Array[] = [];
  let begin = WIDTH * (1 + count);
  for (let i = 0; i < count; i++) {
    const end = begin + numberAt(bytes, WIDTH * (1 + i));
    if (end > bytes.length) throw cutShort();
    parts.push(bytes.subarray(begin, end));
    begin = end;
  }
  return parts;
}

// Numbers byte by byte: a view for them takes as long as all else that is done with a small column.

function putNumber(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = number >>> 24;
  bytes[at + 1] = number >>> 16;
  bytes[at + 2] = number >>> 8;
  bytes[at + 3] = number;
}

function numberAt(bytes: Uint8Array, at: number): number {
  const [first, second, third, fourth] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw cutShort();
  return ((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
}

function cutShort(): StoreError {
  return new StoreError("LEDGER_DAMAGED", { detail: "packed bytes are cut short" });
}
