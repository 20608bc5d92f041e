/** Several byte strings in one column, so that each can be cut out without parsing those before it. */
import { sharedBytes } from "#ledger-core/contract/schema/bytes.ts";

/** Bytes of a count or a length. */
const WIDTH = 4;

/** The column, and where each part begins in it. */
export type Packed = { readonly bytes: Uint8Array; readonly begins: readonly number[] };

/** In memory that small pieces share: a count, the length of each part, and the parts; numbers are unsigned, the most significant byte first. */
export function pack(parts: readonly Uint8Array[]): Packed {
  const head = WIDTH * (1 + parts.length);
  const bytes = sharedBytes(parts.reduce((sum, part) => sum + part.length, head));
  const view = new DataView(bytes.buffer, bytes.byteOffset, head);
  view.setUint32(0, parts.length);
  let begin = head;
  const begins = parts.map((part, i) => {
    view.setUint32(WIDTH * (1 + i), part.length);
    bytes.set(part, begin);
    begin += part.length;
    return begin - part.length;
  });
  return { bytes, begins };
}

/** The parts, as views into the column. Throws RangeError if the column is cut short. */
export function unpack(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0);
  let begin = WIDTH * (1 + count);
  return Array.from({ length: count }, (_, i) => {
    const end = begin + view.getUint32(WIDTH * (1 + i));
    if (end > bytes.length) throw new RangeError("packed bytes are cut short");
    const part = bytes.subarray(begin, end);
    begin = end;
    return part;
  });
}
