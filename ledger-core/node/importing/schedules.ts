/**
 * Imports that are looked for again and again: a file of this machine or an address, fetched when its time has come and compared with
 * the ledger. Nothing is ever signed by itself: what has changed waits for a person. The settings are this node's own and lie in a
 * file beside the ledger, with what was fetched last.
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { keptSchedulesSchema } from "#ledger-core/contract/api/imports.ts";
import type { ImportSchedule } from "#ledger-core/contract/api/imports.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { countsOf } from "./plan-counts.ts";
import { fetchFile } from "./fetch-file.ts";
import { refusedFileProblem } from "./finding-words.ts";
import { planImport } from "./plan-import.ts";

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

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
    this.#folder = join(ledger.folder, "imports");
    this.#timer = setInterval(() => void this.#runDue(), LOOK_EVERY_MS).unref();
  }

  list(): readonly ImportSchedule[] {
    return this.#load();
  }

  /** Adds or changes one. Throws CONTENT_BUSY above the limit, IMPORT_FORMAT for a format that there is not. */
  save(id: string | undefined, settings: ScheduleSettings, person: string): string {
    if (settings.format !== "" && formatsNamed(settings.format).length === 0)
      throw new NodeError("IMPORT_FORMAT", { format: settings.format });
    const all = this.#load();
    const before = all.find((one) => one.id === id);
    if (before === undefined && all.length >= SCHEDULES_MAX)
      throw new NodeError("CONTENT_BUSY", { count: SCHEDULES_MAX });
    const kept = before ?? { id: randomUUID(), last: null };
    const changed: ImportSchedule = { ...kept, ...settings, person, nextRun: this.#ledger.clock.wallSeconds() };
    this.#store([...all.filter((one) => one.id !== changed.id), changed]);
    return changed.id;
  }

  remove(id: string): void {
    this.#store(this.#load().filter((one) => one.id !== this.#get(id).id));
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
    if (!existsSync(file)) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    const whenDone = (): void => {
      const now = this.#get(id);
      const last = now.last === null ? null : { ...now.last, outcome: "imported" as const };
      this.#replace({ ...now, last });
    };
    return { fileName: basename(from), bytes: new Uint8Array(readFileSync(file)), whenDone };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Looks once at a time, and not at what has had its turn since its time had come. */
  async #runDue(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const isDue = (one: ImportSchedule): boolean => one.nextRun <= this.#ledger.clock.wallSeconds();
    for (const { id } of this.#load().filter(isDue)) {
      const turn = this.#inTurn(async () => {
        const schedule = this.#get(id);
        if (isDue(schedule)) await this.#run(schedule);
      });
      await turn.catch(() => undefined);
    }
    this.#isLooking = false;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#running.then(work);
    this.#running = turn.catch(() => undefined);
    await turn;
  }

  async #run(schedule: ImportSchedule): Promise<void> {
    const { id } = schedule;
    const time = this.#ledger.clock.wallSeconds();
    const { bytes, ...last } = await this.#look(schedule);
    // Fetching takes minutes; what was changed or removed meanwhile stays so.
    const now = this.#get(id);
    if (!asksTheSame(now, schedule)) return;
    if (bytes !== undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#fileOf(id), bytes, { mode: 0o600 });
    }
    this.#replace({ ...now, nextRun: time + now.everyHours * HOUR_SECONDS, last: { time, ...last } });
  }

  /**
   * Fetches one and compares it with the ledger as it is, whatever was signed before: a proposal may have been rejected, and records may
   * have been changed by hand. The bytes are undefined where there is nothing to open.
   */
  async #look({ from, format, source, person }: ImportSchedule): Promise<Looked> {
    try {
      const bytes = await fetchFile(from);
      const { reader } = this.#ledger;
      const rows = new Rows(reader.rows());
      const plan = await planImport(
        {
          bytes,
          fileName: basename(from),
          department: findPersonByHandle(rows, person)?.row.department ?? 0,
          formats: format === "" ? undefined : formatsNamed(format),
          source: source === "" ? undefined : source,
        },
        { rows, blobs: reader.blobs },
      );
      if (!plan.ok) return failed(refusedFileProblem(plan));
      const counts = countsOf(plan);
      const isSame = counts.added + counts.changed + counts.retired === 0;
      return { bytes, outcome: isSame ? "same" : "waiting", counts, problem: null };
    } catch (error) {
      return failed(problemOfError(error) ?? problemOf("IMPORT_FETCH", { from, reason: messageOf(error) }));
    }
  }

  #get(id: string): ImportSchedule {
    const found = this.#load().find((one) => one.id === id);
    if (found === undefined) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    return found;
  }

  #replace(changed: ImportSchedule): void {
    this.#store(this.#load().map((one) => (one.id === changed.id ? changed : one)));
  }

  /** A file that somebody has spoilt by hand counts as none; it is written anew with the next change. */
  #load(): readonly ImportSchedule[] {
    const file = join(this.#folder, "schedules.json");
    if (!existsSync(file)) return [];
    try {
      return keptSchedulesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      return [];
    }
  }

  #store(schedules: readonly ImportSchedule[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, "schedules.json");
    writeFileSync(`${file}.new`, `${JSON.stringify(schedules, undefined, 1)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.fetched`);
  }
}

type Looked = Omit<NonNullable<ImportSchedule["last"]>, "time"> & { readonly bytes: Uint8Array | undefined };

function failed(problem: Problem): Looked {
  return { bytes: undefined, outcome: "failed", counts: null, problem };
}

/** True if what was fetched by one is what the other asks for, too. */
function asksTheSame(left: ImportSchedule, right: ImportSchedule): boolean {
  return (["from", "format", "source", "person"] as const).every((field) => left[field] === right[field]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
