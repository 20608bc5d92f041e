/**
 * Imports that are looked for again and again: a file of this machine or an address, fetched when its time has come and compared with
 * the ledger. Nothing is ever signed by itself: what has changed waits for a person. The settings are this node's own and lie in a
 * file beside the ledger, with what was fetched last.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { keptSchedulesSchema } from "#ledger-core/contract/api/imports.ts";
import type { ImportCounts, ImportSchedule, KeptSchedule } from "#ledger-core/contract/api/imports.ts";
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

type Stored = KeptSchedule;
export type ScheduleSettings = Pick<Stored, "name" | "from" | "format" | "source" | "everyHours">;

export class Schedules {
  readonly #ledger: OpenLedger;
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<unknown> = Promise.resolve();

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
    this.#folder = join(ledger.folder, "imports");
    this.#timer = setInterval(() => void this.#runDue(), LOOK_EVERY_MS).unref();
  }

  list(): readonly ImportSchedule[] {
    return this.#load().map(shown);
  }

  /** Adds or changes one. Throws CONTENT_BUSY above the limit, IMPORT_FORMAT for a format that there is not. */
  save(id: string | undefined, settings: ScheduleSettings, person: string): string {
    if (settings.format !== "" && formatsNamed(settings.format).length === 0)
      throw new NodeError("IMPORT_FORMAT", { format: settings.format });
    const all = this.#load();
    const before = all.find((one) => one.id === id);
    if (before === undefined && all.length >= SCHEDULES_MAX)
      throw new NodeError("CONTENT_BUSY", { count: SCHEDULES_MAX });
    const kept = before ?? { id: randomUUID(), last: null, signedHash: "", fetchedHash: "" };
    const changed: Stored = { ...kept, ...settings, person, nextRun: this.#ledger.clock.wallSeconds() };
    this.#store([...all.filter((one) => one.id !== changed.id), changed]);
    return changed.id;
  }

  remove(id: string): void {
    this.#store(this.#load().filter((one) => one.id !== this.#get(id).id));
    rmSync(this.#fileOf(id), { force: true });
  }

  /** Fetches and compares now; one after the other, so that two of them do not read the same folder at once. */
  async run(id: string): Promise<ImportSchedule> {
    const turn = this.#running.then(() => this.#run(this.#get(id)));
    this.#running = turn.catch(() => {});
    await turn;
    return shown(this.#get(id));
  }

  /** What was fetched last, and what to call once it is signed. Throws NO_SUCH_RECORD if nothing was. */
  open(id: string): { readonly fileName: string; readonly bytes: Uint8Array; readonly whenDone: () => void } {
    const schedule = this.#get(id);
    const file = this.#fileOf(id);
    if (!existsSync(file)) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    const whenDone = (): void => {
      const now = this.#get(id);
      const last = now.last === null ? null : { ...now.last, outcome: "imported" as const };
      this.#replace({ ...now, signedHash: schedule.fetchedHash, last });
    };
    return { fileName: basename(schedule.from), bytes: new Uint8Array(readFileSync(file)), whenDone };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #runDue(): Promise<void> {
    const now = this.#ledger.clock.wallSeconds();
    for (const { id, nextRun } of this.#load()) if (nextRun <= now) await this.run(id).catch(() => undefined);
  }

  async #run(schedule: Stored): Promise<void> {
    const time = this.#ledger.clock.wallSeconds();
    const nextRun = time + schedule.everyHours * HOUR_SECONDS;
    const ended = (last: Stored["last"], fetchedHash = schedule.fetchedHash): void =>
      this.#replace({ ...schedule, nextRun, last, fetchedHash });
    const failed = (problem: Problem): void => ended({ time, outcome: "failed", counts: null, problem });
    try {
      const bytes = await fetchFile(schedule.from);
      const hash = createHash("sha256").update(bytes).digest("hex");
      if (hash === schedule.signedHash) return ended({ time, outcome: "same", counts: null, problem: null }, hash);
      const { reader } = this.#ledger;
      const rows = new Rows(reader.rows());
      const formats = schedule.format === "" ? undefined : formatsNamed(schedule.format);
      const source = schedule.source === "" ? undefined : schedule.source;
      const department = findPersonByHandle(rows, schedule.person)?.row.department ?? 0;
      const fileName = basename(schedule.from);
      const plan = await planImport({ bytes, fileName, department, formats, source }, { rows, blobs: reader.blobs });
      if (!plan.ok) return failed(refusedFileProblem(plan));
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#fileOf(schedule.id), bytes, { mode: 0o600 });
      const counts: ImportCounts = countsOf(plan);
      const isSame = counts.added + counts.changed + counts.retired === 0;
      ended({ time, outcome: isSame ? "same" : "waiting", counts, problem: null }, hash);
    } catch (error) {
      failed(problemOfError(error) ?? problemOf("IMPORT_FETCH", { from: schedule.from, reason: messageOf(error) }));
    }
  }

  #get(id: string): Stored {
    const found = this.#load().find((one) => one.id === id);
    if (found === undefined) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    return found;
  }

  #replace(changed: Stored): void {
    this.#store(this.#load().map((one) => (one.id === changed.id ? changed : one)));
  }

  /** A file that somebody has spoilt by hand counts as none; it is written anew with the next change. */
  #load(): readonly Stored[] {
    const file = join(this.#folder, "schedules.json");
    if (!existsSync(file)) return [];
    try {
      return keptSchedulesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      return [];
    }
  }

  #store(schedules: readonly Stored[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, "schedules.json");
    writeFileSync(`${file}.new`, `${JSON.stringify(schedules, undefined, 1)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.fetched`);
  }
}

function shown({ signedHash: _signed, fetchedHash: _fetched, ...schedule }: Stored): ImportSchedule {
  return schedule;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
