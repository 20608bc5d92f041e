/** Signed bytes that wait for their block, where a crash does not reach them: a file of length-prefixed transactions. */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { asStoreError } from "#ledger-core/store/database.ts";

export type Outbox = {
  /** What waited when the node stopped. A tail that was cut off by a crash is left out: it was never acknowledged. */
  load(): readonly Uint8Array[];
  /** Adds transactions; durable on return, or not there at all. Throws StoreError for a full or failing disk. */
  save(wires: readonly Uint8Array[]): void;
  /** Nothing waits any more. */
  clear(): void;
};

const LENGTH_BYTES = 4;

/** The outbox in a ledger's folder. */
export function openOutbox(folder: string): Outbox {
  const path = join(folder, "outbox");
  return {
    load: () => (existsSync(path) ? parseWires(readFileSync(path)) : []),
    save: (wires) => {
      try {
        append(path, wires);
      } catch (error) {
        throw asStoreError(error, { folder });
      }
    },
    clear: () => rmSync(path, { force: true }),
  };
}

function append(path: string, wires: readonly Uint8Array[]): void {
  const file = openSync(path, "a", 0o600);
  const { size } = fstatSync(file);
  try {
    for (const wire of wires) {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(wire.length);
      writeSync(file, Buffer.concat([length, wire]));
    }
    fsyncSync(file);
  } catch (error) {
    // Behind a part of a transaction none that follows would be found again.
    ftruncateSync(file, size);
    throw error;
  } finally {
    closeSync(file);
  }
}

function parseWires(bytes: Buffer): readonly Uint8Array[] {
  const wires: Uint8Array[] = [];
  let offset = 0;
  while (offset + LENGTH_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(offset);
    const end = offset + LENGTH_BYTES + length;
    if (length > TRANSACTION_SIZE_BYTES_MAX || end > bytes.length) break;
    wires.push(new Uint8Array(bytes.subarray(offset + LENGTH_BYTES, end)));
    offset = end;
  }
  return wires;
}
