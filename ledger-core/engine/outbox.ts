/**
 * Signed bytes that wait for their block, where a crash does not reach them: a file of length-prefixed transactions. What is no plain file is
 * neither read nor written: a link in its place would have a file elsewhere emptied.
 */
import { closeSync, fsyncSync, ftruncateSync, fstatSync, lstatSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { asStoreError } from "#ledger-core/store/database.ts";
import { isThere, NotPlainFile, openPlainToAppend, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { packedBytes, packWires, unpackWires } from "./packed-wires.ts";

export type Outbox = {
  /**
   * What waited when the node stopped. A tail that was cut off by a crash is left out: it was never acknowledged. Throws StoreError where
   * the disk does not give it, NOT_A_LEDGER for what is no plain file, or is longer than any outbox.
   */
  load(): readonly Uint8Array[];
  /**
   * Adds transactions; durable on return. Answers how many bytes it has then. Throws StoreError for a full or failing disk, and where it would become longer than it may be: then they are not there, unless not even that
   * could be undone, so the next thing to do is `clear`.
   */
  save(wires: readonly Uint8Array[]): number;
  /** Nothing waits any more; durable on return. Throws StoreError for a failing disk, and then what was there may still be. */
  clear(): void;
};

/** The calls by which an outbox reaches the disk: those of Node, or of a disk that fails on purpose. */
export type OutboxFiles = {
  lengthOf(path: string): number;
  read(path: string): Uint8Array;
  /** Opens for appending. */
  open(path: string): number;
  size(file: number): number;
  /** Returns how many of the bytes were written, which may be fewer than were given. */
  write(file: number, bytes: Uint8Array): number;
  sync(file: number): void;
  truncate(file: number, sizeBytes: number): void;
  close(file: number): void;
  remove(path: string): void;
};

/** Far more than waits anywhere. All of it is read at once when a node starts, and Node reads no 2 GiB at once. */
export const OUTBOX_BYTES_MAX = 1_073_741_824;

export const nodeFiles: OutboxFiles = {
  lengthOf: (path) => lstatSync(path).size,
  read: (path) => readPlainFile(path, OUTBOX_BYTES_MAX),
  open: openPlainToAppend,
  size: (file) => fstatSync(file).size,
  write: (file, bytes) => writeSync(file, bytes),
  sync: fsyncSync,
  truncate: ftruncateSync,
  close: closeSync,
  remove: (path) => rmSync(path, { force: true }),
};

/** None that waits is empty. */
export const WIRE_BYTES_MIN = 1;

/** Where the outbox lies in a ledger's folder. */
export function outboxFile(folder: string): string {
  return join(folder, "outbox");
}

/** The outbox in a ledger's folder, of at most so many bytes. */
export function openOutbox(folder: string, files: OutboxFiles = nodeFiles, bytesMax = OUTBOX_BYTES_MAX): Outbox {
  const path = outboxFile(folder);
  const tried = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof NotPlainFile)
        throw new StoreError("NOT_A_LEDGER", { file: path, detail: "no plain file" }, { cause: error });
      throw asStoreError(error, { folder });
    }
  };
  const load = (): readonly Uint8Array[] =>
    tried(() => {
      if (!isThere(path)) return [];
      if (files.lengthOf(path) > bytesMax) throw new StoreError("NOT_A_LEDGER", { file: path, detail: "too long" });
      return unpackWires(files.read(path), WIRE_BYTES_MIN);
    });
  // What a crash has left of a transaction is cut off first: behind it none that follows would be found again.
  let wholeBytes: number | undefined;
  return {
    load,
    save: (wires) =>
      tried(() => {
        wholeBytes ??= packedBytes(load());
        if (wholeBytes + packedBytes(wires) > bytesMax)
          throw new StoreError("DISK_FULL", { file: path, detail: "too long" });
        wholeBytes = append(files, path, { wholeBytes, wires });
        return wholeBytes;
      }),
    clear: () => {
      tried(() => {
        if (isThere(path)) empty(files, path);
        wholeBytes = 0;
      });
    },
  };
}

type Appended = { readonly wholeBytes: number; readonly wires: readonly Uint8Array[] };

/** Returns how many bytes there are then. */
function append(files: OutboxFiles, path: string, { wholeBytes, wires }: Appended): number {
  const file = files.open(path);
  try {
    if (files.size(file) > wholeBytes) files.truncate(file, wholeBytes);
    writeWhole(files, file, packWires(wires));
    files.sync(file);
    return files.size(file);
  } catch (error) {
    files.truncate(file, wholeBytes);
    throw error;
  } finally {
    files.close(file);
  }
}

/** Emptied first: a removal alone may be undone when the power goes, and what was turned away meanwhile would be submitted again. */
function empty(files: OutboxFiles, path: string): void {
  const file = files.open(path);
  try {
    files.truncate(file, 0);
    files.sync(file);
  } finally {
    files.close(file);
  }
  files.remove(path);
}

/** A write may take fewer bytes than it is given. */
function writeWhole(files: OutboxFiles, file: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += files.write(file, bytes.subarray(offset));
}
