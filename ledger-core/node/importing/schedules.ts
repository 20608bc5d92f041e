/**
 * Imports that are looked for again and again: a file of this machine or an address, fetched when its time has come and compared with
 * the ledger. Nothing is ever signed by itself: what has changed waits for a person. The settings are this node's own and lie in a
 * file beside the ledger, with what was fetched last.
 */
import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { ImportSchedule, KeptSchedules } from "#ledger-core/contract/api/imports.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { placeOf } from "#ledger-core/node/outside/place-file.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { saveWhole } from "#ledger-core/node/small-file.ts";
import { asStoreError } from "#ledger-core/store/database.ts";
import { isThere, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { countsOf } from "./plan-counts.ts";
import { fetchFile } from "./fetch-file.ts";
import { refusedFileProblem } from "./finding-words.ts";
import { planFile, PLANNING_MS_MAX } from "./plan-file.ts";
import { readSchedules, schedulesText } from "./schedules-file.ts";
import { FILE_BYTES_MAX } from "./unpack-file.ts";

const SETTINGS = "schedules.json";
const SCHEDULES_MAX = 100;
const HOUR_SECONDS = 3_600;
/** How often it is looked whether the time of one has come. */
const LOOK_EVERY_MS = 60_000;

export type ScheduleSettings = Pick<ImportSchedule, "name" | "from" | "format" | "source" | "everyHours">;

export class Schedules {
  readonly #ledger: OpenLedger;
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<unknown> = Promise.resolve();
  #isLooking = false;
  readonly #closing = new AbortController();
  /** What became of those of which it could not be written down, as on a full disk. They are tried again an hour later. */
  readonly #unwritten = new Map<string, LastLook>();

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
    this.#folder = join(ledger.folder, "imports");
    this.#timer = setInterval(() => void this.#runDue(), LOOK_EVERY_MS).unref();
  }

  list(): readonly ImportSchedule[] {
    return this.#load().schedules.map((one) => ({ ...one, last: this.#unwritten.get(one.id) ?? one.last }));
  }

  /** Adds or changes one. Throws CONTENT_BUSY above the limit, IMPORT_FORMAT for a format that there is not. */
  save(id: string | undefined, settings: ScheduleSettings, person: string): string {
    if (settings.format !== "" && formatsNamed(settings.format).length === 0)
      throw new NodeError("IMPORT_FORMAT", { format: settings.format });
    const all = this.#load().schedules;
    const before = all.find((one) => one.id === id);
    if (before === undefined && all.length >= SCHEDULES_MAX)
      throw new NodeError("CONTENT_BUSY", { count: SCHEDULES_MAX });
    const kept = before ?? { id: randomUUID(), last: null };
    const changed: ImportSchedule = { ...kept, ...settings, person, nextRun: this.#ledger.clock.wallSeconds() };
    this.#store([...all.filter((one) => one.id !== changed.id), changed]);
    this.#unwritten.delete(changed.id);
    return changed.id;
  }

  remove(id: string): void {
    this.#store(this.#load().schedules.filter((one) => one.id !== this.#get(id).id));
    rmSync(this.#fileOf(id), { force: true });
  }

  /** Fetches and compares now; one after the other, so that two of them do not read the same folder at once. */
  async run(id: string): Promise<ImportSchedule> {
    await this.#inTurn(() => this.#run(this.#get(id)));
    return this.#get(id);
  }

  /** What was fetched last, and what to call once it is signed. Throws NO_SUCH_RECORD if nothing was. */
  open(id: string): { readonly fileName: string; readonly bytes: Uint8Array; readonly whenDone: () => void } {
    const { from } = this.#get(id);
    const file = this.#fileOf(id);
    if (!isThere(file)) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    return {
      fileName: basename(from),
      bytes: readPlainFile(file, FILE_BYTES_MAX),
      whenDone: () => this.#noteImported(id),
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  /** What is sealed is sealed: if it cannot be noted, or nobody looks for it any more, the next look finds that nothing has changed. */
  #noteImported(id: string): void {
    try {
      const now = this.#get(id);
      this.#replace({ ...now, last: now.last === null ? null : { ...now.last, outcome: "imported" } });
    } catch (error) {
      if (this.#knownProblem(error) === undefined) throw error;
    }
  }

  /** Looks once at a time, and not at what has had its turn since its time had come. */
  async #runDue(): Promise<void> {
    // Where nothing is sealed nobody fetches either: a folder of somebody else's may hold schedules of theirs.
    if (this.#isLooking || this.#ledger.engine.notSealing() !== undefined) return;
    this.#isLooking = true;
    try {
      const { place, schedules } = this.#load();
      // Nor does a folder that came from elsewhere, or is gone on with, before somebody has changed or run one of them here.
      const isOurs = place === placeOf(this.#ledger.folder);
      for (const { id } of schedules.filter((one) => isOurs && this.#isDue(one))) await this.#runIfDue(id);
    } catch {
      // The disk does not give the settings: the next look tries again.
    }
    this.#isLooking = false;
  }

  async #runIfDue(id: string): Promise<void> {
    const turn = this.#inTurn(async () => {
      const schedule = this.#get(id);
      if (this.#isDue(schedule)) await this.#run(schedule);
    });
    await turn.catch((error: unknown) => {
      const time = this.#ledger.clock.wallSeconds();
      this.#unwritten.set(id, { time, ...FAILED, problem: this.#problemOf(error) });
    });
  }

  #knownProblem(error: unknown): Problem | undefined {
    return problemOfError(asStoreError(error, { folder: this.#folder }));
  }

  #problemOf(error: unknown): Problem {
    return this.#knownProblem(error) ?? problemOf("INTERNAL", { detail: messageOf(error) });
  }

  #isDue({ id, nextRun }: ImportSchedule): boolean {
    const failed = this.#unwritten.get(id);
    const due = failed === undefined ? nextRun : failed.time + HOUR_SECONDS;
    return due <= this.#ledger.clock.wallSeconds();
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#running.then(work);
    this.#running = turn.catch(() => undefined);
    await turn;
  }

  async #run(schedule: ImportSchedule): Promise<void> {
    const { id } = schedule;
    const time = this.#ledger.clock.wallSeconds();
    // Written down before: a file that brings the process to its end would else be due again as soon as it is back.
    this.#replace({ ...schedule, nextRun: time + HOUR_SECONDS });
    const { bytes, ...last } = await this.#look(schedule);
    // The folder is somebody else's by now.
    if (this.#closing.signal.aborted) return;
    // Fetching takes minutes; what was changed or removed meanwhile stays so.
    const now = this.#get(id);
    if (!asksTheSame(now, schedule)) return;
    if (bytes !== undefined) saveWhole(this.#fileOf(id), bytes);
    this.#replace({ ...now, nextRun: time + now.everyHours * HOUR_SECONDS, last: { time, ...last } });
    this.#unwritten.delete(id);
  }

  /**
   * Fetches one and compares it with the ledger as it is, whatever was signed before: a proposal may have been rejected, and records may
   * have been changed by hand. The bytes are undefined where there is nothing to open.
   */
  async #look({ from, format, source, person }: ImportSchedule): Promise<Looked> {
    try {
      const fetched = await fetchFile(from);
      const rows = new Rows(this.#ledger.reader.rows());
      const department = findPersonByHandle(rows, person)?.row.department ?? 0;
      const file = { bytes: fetched, fileName: basename(from), format, source, department };
      const { plan, bytes } = await planFile(file, this.#ledger, {
        signal: this.#closing.signal,
        msMax: PLANNING_MS_MAX,
      });
      if (plan instanceof StoreError) throw plan;
      if (!plan.ok) return failed(refusedFileProblem(plan));
      const counts = countsOf(plan);
      const isSame = counts.added + counts.changed + counts.retired === 0;
      return { bytes, outcome: isSame ? "same" : "waiting", counts, problem: null };
    } catch (error) {
      return failed(this.#problemOf(error));
    }
  }

  #get(id: string): ImportSchedule {
    const found = this.#load().schedules.find((one) => one.id === id);
    if (found === undefined) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    return found;
  }

  #replace(changed: ImportSchedule): void {
    this.#store(this.#load().schedules.map((one) => (one.id === changed.id ? changed : one)));
  }

  /** A file that somebody has spoilt by hand counts as none; it is put aside at the next change. One that cannot be read does not. */
  #load(): KeptSchedules {
    const file = join(this.#folder, SETTINGS);
    return isThere(file) ? (readSchedules(file) ?? NO_SCHEDULES) : NO_SCHEDULES;
  }

  /** Whoever changes one has seen all of them in this place. */
  #store(schedules: ImportSchedule[]): void {
    const kept: KeptSchedules = { place: placeOf(this.#ledger.folder) ?? "", schedules };
    const file = join(this.#folder, SETTINGS);
    // What somebody has spoilt may hold all the others.
    if (isThere(file) && readSchedules(file) === undefined) renameSync(file, `${file}.spoilt`);
    saveWhole(file, schedulesText(kept));
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.fetched`);
  }
}

const NO_SCHEDULES: KeptSchedules = { place: "", schedules: [] };

type LastLook = NonNullable<ImportSchedule["last"]>;
type Looked = Omit<LastLook, "time"> & { readonly bytes: Uint8Array | undefined };

const FAILED = { outcome: "failed", counts: null } as const;

function failed(problem: Problem): Looked {
  return { bytes: undefined, ...FAILED, problem };
}

/** True if what was fetched by one is what the other asks for, too. */
function asksTheSame(left: ImportSchedule, right: ImportSchedule): boolean {
  return (["from", "format", "source", "person"] as const).every((field) => left[field] === right[field]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
