/** The derived tables of a writer: filled after each block, a small one at once, a large one elsewhere where that can be. */
import { lstatSync, rmSync } from "node:fs";
import { setImmediate as pause } from "node:timers/promises";
import type { Block } from "#ledger-core/kernel/block.ts";
import { executedEntry } from "./committed-entry.ts";
import { asStoreError, openForWriting, orClose, refusePrograms } from "./database.ts";
import type { Connection } from "./database.ts";
import { databaseFiles, projectionsFile } from "./ledger-file.ts";
import { Projections } from "./projections.ts";
import type { CommittedLog } from "./projections.ts";
import { StoreError } from "./store-error.ts";
import type { ProjectionProgress, Projector, StoreOptions } from "./store-types.ts";

/** Changes of a block from which on it is worth to be handed over: taken in here, they would hold the next block up. */
const CHANGES_LARGE = 100;

export class ProjectionKeeper {
  readonly #options: StoreOptions;
  #projections: Projections;
  readonly #log: () => CommittedLog;
  #failure: Error | undefined;
  #elsewhere: Promise<void> | undefined;

  /** `log`: what is committed, whenever it is asked. Fills what is behind; what cannot be filled further is made anew, once. */
  constructor(options: StoreOptions, log: () => CommittedLog) {
    this.#options = options;
    this.#log = log;
    this.#projections = makeProjections(options);
    this.#begin();
    if (this.#failure === undefined) return;
    this.#projections.close();
    removeProjections(options.folder);
    this.#projections = makeProjections(options);
    this.#begin();
  }

  /** Takes in a block that was committed. */
  follow(block: Block): void {
    if (this.#projections.isEmpty) return;
    const { projector } = this.#options;
    // What comes after something large has to wait for it: each block goes on where the last one ended.
    const goesElsewhere = this.#elsewhere !== undefined || changesOf(block) >= CHANGES_LARGE;
    if (projector === undefined || !goesElsewhere) this.#fill(() => this.#followHere(block));
    else this.#handOver(projector);
  }

  /** Apart from the block, so that what waits for the answer does not hold on to it. */
  #handOver(projector: Projector): void {
    const handedOver = projector.catchUp().then((failure) => {
      this.#failure = failure;
      if (this.#elsewhere === handedOver) this.#elsewhere = undefined;
    });
    this.#elsewhere = handedOver;
  }

  /** Resolves once everything that was handed over is taken in, or has failed; undefined where nothing is. */
  get elsewhere(): Promise<void> | undefined {
    return this.#elsewhere;
  }

  /** Why the projections stopped; undefined while they follow. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Makes them anew, with pauses in which others are heard, and gives their names. What is left when it is stopped is taken in at the next opening. */
  async rebuild(progress: ProjectionProgress, signal: AbortSignal): Promise<readonly string[]> {
    await this.#elsewhere;
    this.#projections.beginAnew(this.#log());
    while (!signal.aborted && this.#projections.catchUpSome(this.#log(), progress)) await pause();
    this.#failure = undefined;
    return this.#projections.names;
  }

  /** For quiet moments: takes in what failed before, as while another program held the file, and folds the write-ahead log. */
  idle(): void {
    if (this.#elsewhere !== undefined) return;
    if (this.#failure !== undefined) this.#fill(() => this.#projections.catchUp(this.#log()));
    this.#projections.foldLog();
  }

  close(): void {
    this.#projections.close();
  }

  #begin(): void {
    this.#fill(() => {
      this.#projections.prepare(this.#log());
      this.#projections.catchUp(this.#log(), this.#options.onProjections);
    });
  }

  #followHere(block: Block): void {
    const { ruleset, suite } = this.#options;
    const entries = block.entries.map((entry) => {
      const person = entry.actor?.person ?? 0;
      const department = entry.actor?.department ?? 0;
      const readBytes = (): Uint8Array => entry.bytes;
      return executedEntry(ruleset, suite, { ...entry, time: block.time, person, department, readBytes });
    });
    const log = this.#log();
    if (!this.#projections.follow(log, entries, block.firstIndex)) this.#projections.catchUp(log);
  }

  /** Projections are derived: what goes wrong with them is kept for whoever asks, and the ledger goes on. */
  #fill(fill: () => void): void {
    try {
      fill();
      this.#failure = undefined;
    } catch (error) {
      const failure = asStoreError(error, { folder: this.#options.folder });
      this.#failure = failure instanceof Error ? failure : new Error(String(failure));
    }
  }
}

function makeProjections(options: StoreOptions): Projections {
  const connection = openProjections(options);
  return orClose(connection, () => new Projections(connection, options.ruleset));
}

function changesOf(block: Block): number {
  return block.entries.reduce((count, entry) => count + entry.changes.length, 0);
}

/** A file of projections that cannot be opened is of no worth: it is derived, so it is made anew. A folder in its place is somebody's, and stays. */
function openProjections({ folder, throughDisk }: StoreOptions): Connection {
  const file = projectionsFile(folder);
  try {
    const connection = openForWriting(file, { durable: false, throughDisk });
    return orClose(connection, () => {
      refusePrograms(connection, "main");
      return connection;
    });
  } catch (error) {
    const failure = asStoreError(error, { folder });
    if (!(failure instanceof StoreError) || !["NOT_A_LEDGER", "LEDGER_DAMAGED"].includes(failure.code)) throw error;
    if (databaseFiles(file).some(isFolder)) throw error;
    removeProjections(folder);
    return openForWriting(file, { durable: false, throughDisk });
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function removeProjections(folder: string): void {
  for (const file of databaseFiles(projectionsFile(folder))) rmSync(file, { force: true });
}
