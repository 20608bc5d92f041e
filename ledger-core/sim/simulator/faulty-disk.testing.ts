/**
 * A disk that fails on purpose: every call of a store, its blobs or an outbox that reaches it is counted, and the one that the seed names fails,
 * comes back with less than was asked, or is the last one before the power goes. What then lies there is copied as a machine would
 * find it: what was not synced is cut off at any byte, or lies there in part.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeFiles } from "#ledger-core/engine/outbox.ts";
import type { OutboxFiles } from "#ledger-core/engine/outbox.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { BlobFiles } from "#ledger-core/store/blob-files.ts";
import type { Connection, Statement } from "#ledger-core/store/database.ts";
import { blobFilesOn } from "./faulty-blobs.testing.ts";
import { tear, UnsyncedFiles } from "./unsynced-files.testing.ts";

export type Fault =
  /** The power goes at a call: before it, or after it was carried out but before anybody is told. */
  | { readonly kind: "crash"; readonly isAfter: boolean }
  /** So many calls one after another are refused. */
  | { readonly kind: "refused"; readonly code: "SQLITE_FULL" | "SQLITE_IOERR"; readonly calls: number }
  /** A call is carried out and then reported as failed. */
  | { readonly kind: "misreported" }
  | ShortWrite;

/** The next write into the outbox, or of content, takes only a part of the bytes. */
export type ShortWrite = { readonly kind: "short"; readonly at: "outbox write" | "blobs write" };

/** So many reads one after another are not answered: with an error, or with less than a page. */
export type ReadFault = {
  readonly code: "SQLITE_IOERR_READ" | "SQLITE_IOERR_SHORT_READ" | "SQLITE_CORRUPT";
  readonly reads: number;
};

/** What the code under the simulation sees of the power going; whatever it does afterwards reaches no disk. */
export class PowerLost extends Error {}

/** Files of a ledger's folder that outlive the process. */
const FILES = ["ledger.sqlite", "ledger.sqlite-wal", "projections.sqlite", "projections.sqlite-wal", "outbox"];
/** A folder within it that does. */
const BLOBS = "blobs";
const PAGE_BYTES = 4_096;
const WAL_HEADER_BYTES = 32;
const SYNCHRONOUS_FULL = 2;
/** What the file system says where SQLite would say this. */
const FILE_CODES = { SQLITE_FULL: "ENOSPC", SQLITE_IOERR: "EIO" } as const;
const BEGIN = "BEGIN IMMEDIATE";

export class FaultyDisk {
  /** Calls that reached the disk so far. */
  calls = 0;
  /** Where lies what outlived the crash; undefined while the power is there. */
  remains: string | undefined;
  /** True where the process before was killed: what it had not synced is there, and the next loss of power may take it. */
  readonly isAfterKill: boolean;
  /** Faults that came about, by name. */
  readonly happened: string[] = [];
  readonly #folder: string;
  readonly #random: Random;
  /** Bytes of the write-ahead log and of the outbox that a sync has made safe. */
  readonly #synced = new Map<string, number>();
  /** Reads that reached the disk so far: each answer of a statement, each row of one that is answered row by row. */
  #reads = 0;
  #unreadable: { readonly at: number; readonly fault: ReadFault; readonly named: string } | undefined;
  /** Only the process was killed: the machine still has in memory what it was told to write. */
  #isKilled = false;
  #armed: { readonly at: number; readonly fault: Fault; readonly named: string } | undefined;
  /** What was safe in the outbox when it was cut or removed, until the next sync makes that safe. */
  #removed: Buffer | undefined;
  /** What no sync has made safe of the blobs. */
  readonly #unsynced: UnsyncedFiles;
  /** File and write-ahead log before the fold that is under way. */
  #beforeFold: { readonly file: string; readonly pages: Buffer; readonly log: Buffer } | undefined;

  /** `before`: the disk of the life before, for what that has left unsynced is safe only once the power has gone, or this one syncs it. */
  constructor(folder: string, random: Random, before?: FaultyDisk) {
    this.#folder = folder;
    this.#random = random;
    const killed = before !== undefined && before.#isKilled ? before : undefined;
    for (const name of FILES) {
      const size = sizeOf(join(folder, name));
      this.#synced.set(name, killed === undefined ? size : Math.min(size, killed.#synced.get(name) ?? 0));
    }
    if (killed !== undefined) this.#removed = killed.#removed;
    const hasPower = before !== undefined && (before.remains === undefined || before.#isKilled);
    this.#unsynced = hasPower ? before.#unsynced : new UnsyncedFiles();
    this.isAfterKill = killed !== undefined;
  }

  /** The fault comes about at the call that follows so many others, or at the first one after it whose name begins so. */
  arm(fault: Fault, callsFirst: number, named = ""): void {
    this.#armed = { at: this.calls + callsFirst, fault, named: fault.kind === "short" ? fault.at : named };
  }

  /** The read that follows so many others is not answered, or the first one after it of that name. */
  armRead(fault: ReadFault, readsFirst: number, named: "" | "outbox" = ""): void {
    this.#unreadable = { at: this.#reads + readsFirst, fault, named };
  }

  /** For what the simulation itself wants to know: reads within are answered. */
  aside<T>(read: () => T): T {
    const unreadable = this.#unreadable;
    this.#unreadable = undefined;
    try {
      return read();
    } finally {
      this.#unreadable = unreadable;
    }
  }

  disarm(): void {
    this.#armed = undefined;
    this.#unreadable = undefined;
  }

  get isArmed(): boolean {
    return this.#armed !== undefined;
  }

  /** The power goes now, between two calls, or only the process is killed. */
  crash(isKilled = this.#random.once(3)): void {
    if (this.remains !== undefined) return;
    const to = `${this.#folder}+`;
    mkdirSync(to);
    for (const name of FILES)
      if (existsSync(join(this.#folder, name))) copyFileSync(join(this.#folder, name), join(to, name));
    const blobs = join(this.#folder, BLOBS);
    if (existsSync(blobs)) cpSync(blobs, join(to, BLOBS), { recursive: true });
    this.#isKilled = isKilled;
    if (!this.#isKilled) this.#loseUnsynced(to);
    this.remains = to;
  }

  /** For a store: a connection whose writes go through this disk. */
  connect(connection: Connection): Connection {
    const faulty: Connection = new Proxy(connection, {
      get: (target, name) => {
        if (name === "prepare") return (sql: string) => this.#through(target.prepare(sql));
        if (name === "exec") return (sql: string) => (this.#reach("exec", () => target.exec(sql)), faulty);
        if (name === "pragma")
          return (sql: string, options?: Parameters<Connection["pragma"]>[1]) => this.#pragma(target, sql, options);
        if (name === "transaction") return (work: () => unknown) => this.#transaction(target, work);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return faulty;
  }

  /** For an outbox: file calls that go through this disk. */
  files(): OutboxFiles {
    return {
      lengthOf: (file) => nodeFiles.lengthOf(file),
      read: (file) => this.#read("outbox", () => nodeFiles.read(file)),
      open: (file) => this.#reach("outbox open", () => nodeFiles.open(file)),
      size: (file) => nodeFiles.size(file),
      write: (file, bytes) =>
        this.#reach("outbox write", () => nodeFiles.write(file, this.#shortened("outbox write", bytes))),
      sync: (file) => {
        this.#reach("outbox sync", () => nodeFiles.sync(file));
        this.#synced.set("outbox", nodeFiles.size(file));
        this.#removed = undefined;
      },
      truncate: (file, sizeBytes) => {
        this.#rememberOutbox();
        this.#reach("outbox truncate", () => nodeFiles.truncate(file, sizeBytes));
        this.#synced.set("outbox", Math.min(sizeBytes, this.#synced.get("outbox") ?? 0));
      },
      close: (file) => nodeFiles.close(file),
      remove: (file) => {
        this.#rememberOutbox();
        this.#synced.set("outbox", 0);
        this.#reach("outbox remove", () => nodeFiles.remove(file));
      },
    };
  }

  /** For the blobs of a store: the same. */
  blobFiles(): BlobFiles {
    return blobFilesOn({
      folder: this.#folder,
      unsynced: this.#unsynced,
      reach: (name, call) => this.#reach(name, call),
      shortened: (bytes) => this.#shortened("blobs write", bytes),
    });
  }

  /** Until the next sync, what was cut off or removed may come back when the power goes. */
  #rememberOutbox(): void {
    const path = join(this.#folder, "outbox");
    if (existsSync(path)) this.#removed ??= readFileSync(path).subarray(0, this.#synced.get("outbox") ?? 0);
  }

  #reach<T>(name: string, call: () => T): T {
    if (this.remains !== undefined) throw new PowerLost();
    const place = this.calls++;
    const armed = this.#armed;
    if (armed === undefined || place < armed.at) return call();
    const { fault } = armed;
    if (!name.startsWith(armed.named)) return call();
    this.happened.push(`${fault.kind} at ${name}`);
    switch (fault.kind) {
      case "short":
        return call();
      case "crash":
        this.#armed = undefined;
        if (fault.isAfter) call();
        // Killed right here, a process leaves a block that everybody reads and that no sync has made safe.
        this.crash(fault.isAfter && name === "COMMIT" ? !this.#random.once(3) : undefined);
        throw new PowerLost();
      case "misreported":
        this.#armed = undefined;
        // What could not begin has not begun.
        if (name !== BEGIN) call();
        throw failure("SQLITE_IOERR");
      case "refused":
        this.#armed =
          fault.calls > 1 ? { at: place, fault: { ...fault, calls: fault.calls - 1 }, named: "" } : undefined;
        throw failure(/^(outbox|blobs) /.test(name) ? FILE_CODES[fault.code] : fault.code);
    }
  }

  #read<T>(name: string, call: () => T): T {
    // An engine that has lost its power may still have a turn of the loop: its connection is closed by then.
    if (this.remains !== undefined) throw new PowerLost();
    const place = this.#reads++;
    const unreadable = this.#unreadable;
    if (unreadable === undefined || place < unreadable.at) return call();
    const { fault, named } = unreadable;
    if (!name.startsWith(named)) return call();
    this.happened.push(`unreadable ${name}`);
    this.#unreadable = fault.reads > 1 ? { at: place, fault: { ...fault, reads: fault.reads - 1 }, named } : undefined;
    throw failure(name === "outbox" ? "EIO" : fault.code);
  }

  /** The answer of a statement that is read row by row may end anywhere. */
  *#readRows(rows: Iterable<unknown>): Generator<unknown> {
    for (const row of rows) yield this.#read("rows", () => row);
  }

  #shortened(at: ShortWrite["at"], bytes: Uint8Array): Uint8Array {
    const armed = this.#armed;
    if (armed?.fault.kind !== "short" || armed.fault.at !== at || this.calls <= armed.at) return bytes;
    this.#armed = undefined;
    // What came too short into the outbox shows only if the power goes before that is empty again.
    if (at === "outbox write") this.arm({ kind: "crash", isAfter: false }, this.#random.below(40));
    return bytes.subarray(0, this.#random.below(bytes.length));
  }

  #through(statement: Statement | ReturnType<Connection["prepare"]>): Statement {
    const faulty = new Proxy(statement as Statement, {
      get: (target, name) => {
        if (name === "run") return (...values: unknown[]) => this.#reach(target.source, () => target.run(...values));
        if (name === "get" || name === "all")
          return (...values: unknown[]) => this.#read("rows", () => target[name](...values));
        if (name === "iterate") return (...values: unknown[]) => this.#readRows(target.iterate(...values));
        if (name === "raw" || name === "pluck") return () => (target[name](true), faulty);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return faulty;
  }

  /** As the library does it: what fails within is rolled back. */
  #transaction(target: Connection, work: () => unknown): { readonly immediate: () => unknown } {
    const immediate = (): unknown => {
      this.#reach(BEGIN, () => target.exec(BEGIN));
      const callsBefore = this.calls;
      try {
        const result = work();
        const hasWritten = this.calls > callsBefore;
        this.#reach("COMMIT", () => target.exec("COMMIT"));
        if (hasWritten) this.#noteSynced(target);
        return result;
      } catch (error) {
        if (this.remains === undefined && target.inTransaction) target.exec("ROLLBACK");
        throw error;
      }
    };
    return { immediate };
  }

  #pragma(target: Connection, sql: string, options: Parameters<Connection["pragma"]>[1]): unknown {
    const carryOut = (): unknown => target.pragma(sql, options);
    if (!sql.startsWith("wal_checkpoint")) return carryOut();
    const { name: file } = target;
    if (this.#armed?.fault.kind === "crash" && this.#armed.at <= this.calls && "fold".startsWith(this.#armed.named))
      this.#beforeFold = { file, pages: readFileSync(file), log: readFileSync(`${file}-wal`) };
    try {
      const result = this.#reach("fold", carryOut);
      this.#noteSynced(target);
      return result;
    } catch (error) {
      // The log is synced before the first page is folded, so also before there is no room for it.
      if (error instanceof Error && "code" in error && error.code === "SQLITE_FULL") this.#noteSynced(target);
      throw error;
    }
  }

  /** A commit syncs the log of a connection that was told to; what others wrote is safe only once it was folded into the file. */
  #noteSynced(target: Connection): void {
    if (target.pragma("synchronous", { simple: true }) !== SYNCHRONOUS_FULL) return;
    const log = `${target.name}-wal`;
    this.#synced.set(log.slice(log.lastIndexOf("/") + 1), sizeOf(log));
    this.#removed = undefined;
  }

  #loseUnsynced(folder: string): void {
    for (const name of FILES.filter((one) => one.endsWith("-wal") || one === "outbox")) {
      const path = join(folder, name);
      const safe = Math.min(sizeOf(path), this.#synced.get(name) ?? 0);
      tear(path, safe, this.#random, name === "outbox" ? safe : Math.max(safe, WAL_HEADER_BYTES));
    }
    this.#unsynced.lose(folder, this.#random);
    if (this.#removed !== undefined && this.#random.once(2)) writeFileSync(join(folder, "outbox"), this.#removed);
    if (this.#beforeFold !== undefined) this.#tearFold(folder, this.#beforeFold);
  }

  /** Of a fold any pages may have come into the file; until all have, the log is whole. */
  #tearFold(folder: string, before: { readonly file: string; readonly pages: Buffer; readonly log: Buffer }): void {
    if (this.#random.once(4)) return;
    const file = join(folder, before.file.slice(before.file.lastIndexOf("/") + 1));
    const after = readFileSync(file);
    for (let at = 0; at < before.pages.length; at += PAGE_BYTES)
      if (this.#random.once(2)) before.pages.copy(after, at, at, at + PAGE_BYTES);
    writeFileSync(file, after);
    writeFileSync(`${file}-wal`, before.log);
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(`the disk failed on purpose: ${code}`), { code });
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
