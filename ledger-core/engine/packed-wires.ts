/** Transactions one behind another in one buffer: for a file that is written at once, and for another thread, to which a list of small ones would be copied one by one. */

/** Bytes of the length before each. */
export const LENGTH_BYTES = 4;

/** Bytes that the transactions take together. */
export function packedBytes(wires: readonly Uint8Array[]): number {
  return wires.reduce((sum, wire) => sum + LENGTH_BYTES + wire.length, 0);
}

/** Each behind its length in 4 bytes. */
export function packWires(wires: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(packedBytes(wires));
  const view = new DataView(bytes.buffer);
  let begin = 0;
  for (const wire of wires) {
    view.setUint32(begin, wire.length);
    bytes.set(wire, begin + LENGTH_BYTES);
    begin += LENGTH_BYTES + wire.length;
  }
  return bytes;
}

/**
 * Views of what was packed, one for each that was given, as far as it is whole. `bytesMin` is for a file, in which a crash may have left zeros
 * in the place of the last ones: it ends before the first that is shorter.
 */
export function unpackWires(bytes: Uint8Array, bytesMin = 0): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wires: Uint8Array[] = [];
  let begin = 0;
  while (begin + LENGTH_BYTES <= bytes.length) {
    const length = view.getUint32(begin);
    const end = begin + LENGTH_BYTES + length;
    if (length < bytesMin || end > bytes.length) break;
    wires.push(bytes.subarray(begin + LENGTH_BYTES, end));
    begin = end;
  }
  return wires;
}
