/** Imports that are looked for again and again: what a schedule says is what the ledger holds, and what was saved stays saved. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ImportLedger, bytesOf, madeCatalog } from "./import.testing.ts";
import { Schedules } from "./schedules.ts";
import type { ScheduleSettings } from "./schedules.ts";

let city: ImportLedger;
let schedules: Schedules;
let address: string;
let served = madeCatalog(5);
let fetched = 0;
/** What an answer waits for. */
let gate: Promise<void> = Promise.resolve();
const server = createServer((_request, response) => {
  fetched++;
  void gate.then(() => response.end(Buffer.from(bytesOf(served))));
});

beforeEach(async () => {
  city = await ImportLedger.found();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.json`;
  [served, fetched, gate] = [madeCatalog(5), 0, Promise.resolve()];
  // The look of every minute is the one timer that a test has to bring about.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  schedules = new Schedules(city.ledger);
});
afterEach(async () => {
  schedules.close();
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await city.close();
});

const settings = (change: Partial<ScheduleSettings> = {}): ScheduleSettings => ({
  name: "Portal",
  from: address,
  format: "",
  source: "portal",
  everyHours: 24,
  ...change,
});
const settingsOf = (id: string) => schedules.list().find((one) => one.id === id);
const lastOf = async (id: string) => (await schedules.run(id)).last;

/** Holds answers back until what it gives is called, and waits for a fetch to have begun. */
function holdAnswers(): { readonly begun: () => Promise<void>; readonly release: () => void } {
  const before = fetched;
  let release = (): void => {};
  gate = new Promise((resolve) => {
    release = resolve;
  });
  return { begun: () => vi.waitFor(() => expect(fetched).toBeGreaterThan(before)), release };
}

describe("what was signed once", () => {
  const sign = async (id: string): Promise<void> => {
    await city.import(served, { source: "portal" });
    schedules.open(id).whenDone();
  };

  it("is compared again, so that what somebody changed since waits", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting", counts: { added: 5 } });
    await sign(id);
    expect(settingsOf(id)?.last?.outcome).toBe("imported");
    expect(await lastOf(id)).toMatchObject({ outcome: "same", counts: { unchanged: 5 } });
    await city.import(
      madeCatalog(5, (i) => (i < 2 ? { title: "By hand" } : {})),
      { source: "portal" },
    );
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting", counts: { changed: 2, unchanged: 3 } });
  });

  it("is what is opened once it comes again after something else", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    await lastOf(id);
    await sign(id);
    const first = served;
    served = madeCatalog(6);
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting", counts: { added: 1 } });
    served = first;
    expect(await lastOf(id)).toMatchObject({ outcome: "same" });
    expect(schedules.open(id).bytes).toEqual(bytesOf(first));
  });
});

describe("while it is fetched", () => {
  it("settings that are saved stay, and what was fetched by others before counts no more", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const { begun, release } = holdAnswers();
    const running = schedules.run(id);
    await begun();
    schedules.save(id, settings({ name: "Renamed", everyHours: 1 }), "anna");
    release();
    const named = await running;
    expect(named).toMatchObject({ name: "Renamed", everyHours: 1, last: { outcome: "waiting" } });
    expect(named.nextRun - (named.last?.time ?? 0)).toBe(3_600);

    const again = holdAnswers();
    const other = schedules.run(id);
    await again.begun();
    const before = schedules.list();
    schedules.save(id, settings({ source: "harbour" }), "anna");
    again.release();
    expect(await other).toMatchObject({ source: "harbour", last: before[0]?.last });
    expect(settingsOf(id)?.nextRun).toBeLessThan(named.nextRun);
  });

  it("it is due an hour later for a process that comes back, should this one end over it", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const { begun, release } = holdAnswers();
    const running = schedules.run(id);
    await begun();
    const back = new Schedules(city.ledger);
    const [due] = back.list();
    back.close();
    release();
    const { nextRun, last } = await running;
    expect([(due?.nextRun ?? 0) - (last?.time ?? 0), nextRun - (last?.time ?? 0)]).toEqual([3_600, 86_400]);
  });

  it("one that is removed leaves nothing behind", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const { begun, release } = holdAnswers();
    const running = schedules.run(id);
    await begun();
    schedules.remove(id);
    release();
    await expect(running).rejects.toMatchObject({ code: "NO_SUCH_RECORD" });
    expect([schedules.list(), readdirSync(join(city.folder, "imports"))]).toEqual([[], ["schedules.json"]]);
  });

  it("it is kept as it was where the disk does not take what is fetched next, which is said and tried again after an hour", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting", counts: { added: 5 } });
    const { bytes } = schedules.open(id);
    schedules.save(id, settings(), "anna");
    served = madeCatalog(7);
    // As on a full disk: the draft has no place.
    const draft = join(city.folder, "imports", `${id}.fetched.new`);
    mkdirSync(draft);
    const before = fetched;
    await vi.advanceTimersByTimeAsync(60_000);
    await vi.waitFor(() => expect(schedules.list()[0]?.last).toMatchObject({ outcome: "failed", counts: null }));
    for (let minute = 0; minute < 3; minute++) await vi.advanceTimersByTimeAsync(60_000);
    expect([fetched - before, schedules.open(id).bytes]).toEqual([1, bytes]);
    rmSync(draft, { recursive: true });
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting", counts: { added: 7 } });
    expect(schedules.list()[0]?.last?.outcome).toBe("waiting");
  });

  it("a fault of this program is not laid to the address", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    vi.spyOn(city.ledger.reader, "rows").mockImplementationOnce(() => {
      throw new TypeError("a fault");
    });
    expect(await lastOf(id)).toMatchObject({ outcome: "failed", problem: { code: "INTERNAL" } });
    expect(await lastOf(id)).toMatchObject({ outcome: "waiting" });
  });

  it("its settings are read behind the mark that some editors put before a text, and put aside where they were spoilt", () => {
    schedules.save(undefined, settings(), "anna");
    const file = join(city.folder, "imports", "schedules.json");
    const text = readFileSync(file, "utf8");
    const before = schedules.list();
    writeFileSync(file, `\ufeff${text}`);
    expect(schedules.list()).toEqual(before);
    writeFileSync(file, text.slice(0, -5));
    expect(schedules.list()).toEqual([]);
    schedules.save(undefined, settings(), "anna");
    expect(readFileSync(`${file}.spoilt`, "utf8")).toBe(text.slice(0, -5));
    expect(schedules.list()).toHaveLength(1);
  });

  it("its settings are not taken for none where they cannot be read", () => {
    schedules.save(undefined, settings(), "anna");
    const file = join(city.folder, "imports", "schedules.json");
    rmSync(file);
    mkdirSync(file);
    expect(() => schedules.list()).toThrow("no plain file");
    expect(() => schedules.save(undefined, settings(), "anna")).toThrow("no plain file");
  });

  it("is sealed, though nobody looks for it any more", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    await lastOf(id);
    const { whenDone } = schedules.open(id);
    schedules.remove(id);
    whenDone();
    expect(schedules.list()).toEqual([]);
  });

  it("it is not asked for again, however long it takes", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const { begun, release } = holdAnswers();
    const byHand = schedules.run(id);
    await begun();
    for (let minute = 0; minute < 3; minute++) await vi.advanceTimersByTimeAsync(60_000);
    release();
    await byHand;
    await vi.waitFor(() => expect(settingsOf(id)?.last?.outcome).toBe("waiting"));
    await lastOf(id);
    expect(fetched).toBe(2);
    schedules.save(id, settings(), "anna");
    await vi.advanceTimersByTimeAsync(60_000);
    await lastOf(id);
    expect(fetched).toBe(4);
  });
});

describe("a folder of somebody else's", () => {
  it("has the node write nothing outside of it, whatever its schedules are called", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const file = join(city.ledger.folder, "imports", "schedules.json");
    const named = readFileSync(file, "utf8").replace(id, "../../escaped");
    writeFileSync(file, named.replace(/"nextRun": ?\d+/, '"nextRun":0'));
    await vi.advanceTimersByTimeAsync(61_000);
    await pause(500);
    expect([schedules.list(), fetched]).toEqual([[], 0]);
  });

  it("has it fetch nothing before somebody has changed or run one of its schedules here", async () => {
    const id = schedules.save(undefined, settings(), "anna");
    const file = join(city.ledger.folder, "imports", "schedules.json");
    const kept = readFileSync(file, "utf8");
    for (const theirs of [
      kept.replace(/"place": "\w+"/, '"place": ""'),
      JSON.stringify([JSON.parse(kept).schedules[0]]),
    ]) {
      expect(theirs).not.toBe(kept);
      writeFileSync(file, theirs);
      await vi.advanceTimersByTimeAsync(61_000);
      await pause(300);
      expect([schedules.list().length, fetched]).toEqual([1, 0]);
    }
    await schedules.run(id);
    expect([fetched, readFileSync(file, "utf8")]).toEqual([1, expect.stringMatching(/"place": "\w{32}"/)]);
  });

  it("has it fetch nothing as long as nothing is sealed in it", async () => {
    schedules.save(undefined, settings(), "anna");
    const { engine } = city.ledger;
    const held = vi.spyOn(engine, "notSealing").mockReturnValue({ code: "LEDGER_COPIED", data: {} });
    await vi.advanceTimersByTimeAsync(61_000);
    // As long as an answer of this machine takes, and longer.
    await pause(500);
    expect(fetched).toBe(0);
    held.mockRestore();
    await vi.advanceTimersByTimeAsync(61_000);
    await vi.waitFor(() => expect(fetched).toBe(1));
  });
});
