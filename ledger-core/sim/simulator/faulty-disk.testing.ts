/**
 * A disk that fails on purpose: every call of a store or an outbox that reaches it is counted, and the one that the seed names fails,
 * comes back with less than was asked, or is the last one before the power goes. What then lies there is copied as a machine would
 * find it: what was not synced is cut off at any byte, or lies there in part.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeFiles } from "#ledger-core/engine/outbox.ts";
import type { OutboxFiles } from "#ledger-core/engine/outbox.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { Connection, Statement } from "#ledger-core/store/database.ts";

export type Fault =
  /** The power goes at a call: before it, or after it was carried out but before anybody is told. */
  | { readonly kind: "crash"; readonly isAfter: boolean }
  /** So many calls one after another are refused. */
  | { readonly kind: "refused"; readonly code: "SQLITE_FULL" | "SQLITE_IOERR"; readonly calls: number }
  /** A call is carried out and then reported as failed. */
  | { readonly kind: "misreported" }
  /** The next write into the outbox takes only a part of the bytes. */
  | { readonly kind: "short" };

/** So many reads one after another are not answered: with an error, or with less than a page. */
export type ReadFault = {
  readonly code: "SQLITE_IOERR_READ" | "SQLITE_IOERR_SHORT_READ" | "SQLITE_CORRUPT";
  readonly reads: number;
};

/** What the code under the simulation sees of the power going; whatever it does afterwards reaches no disk. */
export class PowerLost extends Error {}

/** Files of a ledger's folder that outlive the process. */
const FILES = ["ledger.sqlite", "ledger.sqlite-wal", "projections.sqlite", "projections.sqlite-wal", "outbox"];
const PAGE_BYTES = 4_096;
const SECTOR_BYTES = 512;
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
    this.isAfterKill = killed !== undefined;
  }

  /** The fault comes about at the call that follows so many others, or at the first one after it whose name begins so. */
  arm(fault: Fault, callsFirst: number, named = ""): void {
    this.#armed = { at: this.calls + callsFirst, fault, named: fault.kind === "short" ? "outbox write" : named };
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
      write: (file, bytes) => this.#reach("outbox write", () => nodeFiles.write(file, this.#shortened(bytes))),
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
        throw failure(name.startsWith("outbox") ? FILE_CODES[fault.code] : fault.code);
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

  #shortened(bytes: Uint8Array): Uint8Array {
    if (this.#armed?.fault.kind !== "short" || this.calls <= this.#armed.at) return bytes;
    // What came too short shows only if the power goes before the outbox is empty again.
    this.#armed = { at: this.calls + this.#random.below(40), fault: { kind: "crash", isAfter: false }, named: "" };
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
      const size = sizeOf(path);
      const safe = Math.min(size, this.#synced.get(name) ?? 0);
      if (size > safe) this.#tear(path, safe, size);
    }
    if (this.#removed !== undefined && this.#random.once(2)) writeFileSync(join(folder, "outbox"), this.#removed);
    if (this.#beforeFold !== undefined) this.#tearFold(folder, this.#beforeFold);
  }

  /** Bytes that were not synced: all there, cut off somewhere, or with sectors that never came. */
  #tear(path: string, safe: number, size: number): void {
    const how = this.#random.below(4);
    if (how === 0) return;
    if (how < 3) return truncateSync(path, safe + this.#random.below(size - safe + 1));
    const bytes = readFileSync(path);
    for (let at = path.endsWith("-wal") ? Math.max(safe, WAL_HEADER_BYTES) : safe; at < size; at += SECTOR_BYTES)
      if (this.#random.once(3)) bytes.fill(0, at, Math.min(size, at + SECTOR_BYTES));
    writeFileSync(path, bytes);
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
