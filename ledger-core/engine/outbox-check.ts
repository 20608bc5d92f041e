/** What is wrong with an outbox, for who only looks at the folder. */
import { closeSync, fstatSync, readSync } from "node:fs";
import { TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { parseClaim } from "#ledger-core/proof/transaction.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";
import { openPlainSync } from "#ledger-core/store/plain-file.ts";
import { OUTBOX_BYTES_MAX, outboxFile, WIRE_BYTES_MIN } from "./outbox.ts";
import { LENGTH_BYTES } from "./packed-wires.ts";

/** `unreadable`: what stands in its place is none. `damaged`: some of what waited in it can no longer be sealed. */
export type OutboxFault = "unreadable" | "damaged";

/** Disks write whole sectors: one that a power cut has kept from them reads as zeros. */
const SECTOR_BYTES = 512;
/** Zeros by which the last sector of a file, which may be shorter, counts as such a one: a signature may end in one of its own. */
const LAST_ZEROS_MIN = 2;

/**
 * Looks at every transaction in the outbox; undefined where nothing is wrong, or nothing is there. `isSound` is to say of a transaction whether it
 * is whole and signed, as every one was that was put there. What a crash has left behind the last one that was durable is no fault: it was never acknowledged,
 * be it cut off or with sectors that never came. Nothing behind that is looked at.
 */
export function findOutboxFault(folder: string, isSound: (wire: Uint8Array) => boolean): OutboxFault | undefined {
  const path = outboxFile(folder);
  try {
    const file = openPlainSync(path);
    try {
      // What a writer does meanwhile is not there when it is looked at once more.
      return findFault(file, isSound) && findFault(file, isSound);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // A writer has sealed all that waited, and taken it away.
    return codeOf(error) === "ENOENT" ? undefined : "unreadable";
  }
}

function findFault(file: number, isSound: (wire: Uint8Array) => boolean): OutboxFault | undefined {
  if (fstatSync(file).size > OUTBOX_BYTES_MAX) return "unreadable";
  for (let begin = 0; ;) {
    const head = readAt(file, begin, LENGTH_BYTES);
    if (head.length < LENGTH_BYTES) return undefined;
    const length = new DataView(head.buffer).getUint32(0);
    const isLength = length >= WIRE_BYTES_MIN && length <= TRANSACTION_SIZE_BYTES_MAX;
    const wire = readAt(file, begin + LENGTH_BYTES, isLength ? length : 0);
    const isWhole = isLength && wire.length === length;
    if (!isWhole || !isSound(wire)) {
      // One that was cut off does not hold a whole transaction, which another length before it would make of those behind.
      const isCutOff = isLength && !isWhole && parseClaim(wire) === undefined;
      if (isCutOff || lacksSector(file, begin, LENGTH_BYTES + wire.length)) return undefined;
      return isLength || begin > 0 ? "damaged" : "unreadable";
    }
    begin += LENGTH_BYTES + length;
  }
}

/** Whether a sector never came that reaches into so many bytes, or begins in them. */
function lacksSector(file: number, begin: number, length: number): boolean {
  // What it has taken of the transaction before may have been zeros.
  const from = Math.max(0, begin - SECTOR_BYTES + 1);
  const wanted = begin - from + length + SECTOR_BYTES;
  const bytes = readAt(file, from, wanted);
  let zeros = 0;
  for (const byte of bytes) {
    zeros = byte === 0 ? zeros + 1 : 0;
    if (zeros === SECTOR_BYTES) return true;
  }
  return bytes.length < wanted && zeros >= LAST_ZEROS_MIN;
}

/** The bytes at a place, fewer where the file ends. */
function readAt(file: number, begin: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  return bytes.slice(0, readSync(file, bytes, 0, length, begin));
}
