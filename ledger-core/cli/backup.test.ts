import type { ChildProcess } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { schedulesText } from "#ledger-core/node/importing/schedules-file.ts";
import { restoreBackup } from "#ledger-core/node/backup/restore-backup.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");
const whole = place.at("whole");

type Copied = { readonly entries: number; readonly bytes: number; readonly root: string; readonly folder: string };
type Checked = { readonly ok: boolean; readonly entries: number };
type Refused = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
type Manifest = {
  readonly entries: number;
  readonly root: string;
  readonly files: readonly { readonly name: string }[];
};

beforeAll(async () => {
  await foundLedger(city);
  writeFileSync(place.at("made.json"), bytesOf(madeCatalog(40)));
  await ledger(["import", city, place.at("made.json")]);
  const made = await ledgerJson<Copied>(["backup", city, whole]);
  if (made.code !== 0) throw new Error(made.stderr);
});
afterAll(() => place.remove());

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "backup.json"), "utf8")) as Manifest;
}

/** Names under a folder other than those that every test puts there. */
function leftovers(): readonly string[] {
  return readdirSync(place.folder).filter((name) => name.includes("unfinished"));
}

function filesIn(folder: string, inner = ""): readonly string[] {
  return readdirSync(join(folder, inner), { withFileTypes: true }).flatMap((entry) => {
    const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, name) : [name];
  });
}

/** Resolves once a command has said a word on its way, or has ended. */
async function untilSaid(child: ChildProcess, word: string): Promise<void> {
  await new Promise<void>((resolve) => {
    child.stderr?.on("data", (piece: string) => piece.includes(word) && resolve());
    child.once("close", () => resolve());
  });
}

/** Expects a backup to come back as a sound ledger of that size, whose newest entry is proven offline. */
async function expectProven(backup: string, size: number): Promise<void> {
  const [back, proof] = [`${backup}-back`, `${backup}-proof`];
  expect((await ledger(["restore", backup, back])).code).toBe(0);
  const checked = await ledgerJson<Checked>(["fsck", back]);
  expect(checked.json).toMatchObject({ ok: true, entries: size });
  expect((await ledger(["proof", back, String(size - 1), "-o", proof])).code).toBe(0);
  expect((await ledger(["verify", proof])).code).toBe(0);
}

describe("ledger backup and ledger restore", () => {
  it("bring the same ledger back, with its keys and its content, readable by its owner alone", async () => {
    const status = await ledgerJson<{ readonly entries: number; readonly root: string }>(["status", city]);
    const manifest = manifestOf(whole);
    expect([manifest.entries, manifest.root]).toEqual([status.json.entries, status.json.root]);
    const names = manifest.files.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["ledger.sqlite", "log.key", "keys/anna.key"]));
    expect(names.some((name) => name.startsWith("blobs/"))).toBe(true);
    expect(filesIn(whole).toSorted()).toEqual([...names, "backup.json"].toSorted());
    if (process.platform !== "win32")
      for (const name of filesIn(whole)) expect([name, statSync(join(whole, name)).mode & 0o077]).toEqual([name, 0]);

    const back = place.at("back");
    const restored = await ledgerJson<Copied>(["restore", whole, back]);
    expect([restored.code, restored.json.entries, restored.json.root]).toEqual([0, manifest.entries, manifest.root]);
    const checked = await ledgerJson<Checked>(["fsck", back]);
    expect([checked.code, checked.json.ok, checked.json.entries]).toEqual([0, true, manifest.entries]);
    const quick = await ledgerJson<Copied>(["backup", back, place.at("again"), "--verify", "quick"]);
    expect([quick.code, quick.json.root]).toEqual([0, manifest.root]);
  });

  it("copy one height that was sealed while a node seals at full speed", async () => {
    const busy = place.at("busy");
    await foundLedger(busy);
    const sizeNow = async (): Promise<number> => (await ledgerJson<Checked>(["status", busy])).json.entries;
    const first = await sizeNow();
    // It seals for some seconds, so that a backup begins and ends meanwhile.
    writeFileSync(place.at("many.json"), bytesOf(madeCatalog(8_000)));
    const importing = start(["import", busy, place.at("many.json"), "--lang", "en"]);
    const told = ended(importing);
    await untilSaid(importing, "sealed");
    const sizes: number[] = [];
    for (let count = 0; importing.exitCode === null && count < 4; count++) {
      const target = place.at(`busy-${count}`);
      const made = await ledgerJson<Copied>(["backup", busy, target]);
      expect([made.code, made.stderr]).toEqual([0, ""]);
      sizes.push(made.json.entries);
    }
    expect((await told).code).toBe(0);
    const roots = new Database(join(busy, "ledger.sqlite"), { readonly: true });
    const sealed = new Set(
      roots
        .prepare<[], { size: number }>("SELECT first_place + count AS size FROM log_block")
        .all()
        .map(({ size }) => size),
    );
    roots.close();
    expect(sizes.filter((size) => !sealed.has(size))).toEqual([]);
    expect(leftovers()).toEqual([]);
    const last = await sizeNow();
    const midway = sizes.findIndex((size) => size > first && size < last);
    const size = sizes[midway];
    if (size === undefined) throw new Error(`no backup between ${first} and ${last} entries: ${sizes.join()}`);
    await expectProven(place.at(`busy-${midway}`), size);
  });

  it("write nothing where something is, or where there is nothing to copy", async () => {
    const files = filesIn(whole);
    for (const verb of [
      ["backup", city, whole],
      ["restore", whole, city],
      ["backup", city, place.at("made.json")],
    ] as const) {
      const ran = await ledgerJson<Refused>([...verb]);
      expect([ran.code, ran.json.error.code]).toEqual([2, "TARGET_TAKEN"]);
    }
    expect(filesIn(whole)).toEqual(files);
    const none = await ledgerJson<Refused>(["backup", place.at("nothing"), place.at("none")]);
    expect([none.code, none.json.error.code]).toEqual([3, "NO_LEDGER"]);
    const other = await ledgerJson<Refused>(["restore", city, place.at("none")]);
    expect([other.code, other.json.error.code]).toEqual([3, "NOT_A_BACKUP"]);
    expect((await ledger(["backup", city, place.at("none"), "--verify", "perhaps"])).code).toBe(2);
    mkdirSync(place.at("empty"));
    expect((await ledger(["backup", city, place.at("empty")])).code).toBe(0);
    expect([existsSync(place.at("none")), leftovers()]).toEqual([false, []]);
  });

  it.skipIf(process.platform === "win32")(
    "copy nothing where a link stands for a key: it would be missing",
    async () => {
      const linked = place.at("linked");
      cpSync(city, linked, { recursive: true });
      const key = join(linked, "keys", "anna.key");
      renameSync(key, place.at("anna.key"));
      symlinkSync(place.at("anna.key"), key);
      const ran = await ledgerJson<Refused>(["backup", linked, place.at("none")]);
      expect([ran.code, ran.json.error.message]).toEqual([3, expect.stringContaining("anna.key")]);
      expect([existsSync(place.at("none")), leftovers()]).toEqual([false, []]);
      for (const path of [linked, place.at("anna.key")]) rmSync(path, { recursive: true });
    },
  );

  it("write nothing inside what they are made of, also by way of links", async () => {
    const link = place.at("link");
    symlinkSync(place.folder, link, "junction");
    for (const [verb, source] of [
      ["backup", city],
      ["restore", whole],
    ] as const) {
      const files = filesIn(source);
      for (const target of [
        join(source, "inside"),
        join(source, "no", "such"),
        join(link, basename(source), "linked"),
      ]) {
        const ran = await ledgerJson<Refused>([verb, source, target]);
        expect([ran.code, ran.json.error.code]).toEqual([2, "TARGET_INSIDE"]);
        expect(ran.json.error.message).toContain(target);
      }
      expect(filesIn(source)).toEqual(files);
    }
    rmSync(link);
  });

  it("refuse to copy a ledger that contradicts itself, and name where", async () => {
    const damaged = place.at("damaged");
    cpSync(city, damaged, { recursive: true });
    const database = new Database(join(damaged, "ledger.sqlite"));
    database.exec("UPDATE catalog_dataset SET title = title || 'x' WHERE key = 3");
    database.close();
    const ran = await ledgerJson<Refused>(["backup", damaged, place.at("none")]);
    expect([ran.code, ran.json.error.code]).toEqual([1, "COPY_DAMAGED"]);
    expect(ran.json.error.message).toContain("catalog.dataset 3");
    expect([existsSync(place.at("none")), leftovers()]).toEqual([false, []]);
  });

  it("copy and bring back a ledger whose settings of imports somebody has edited, and say so", async () => {
    const edited = place.at("edited");
    cpSync(city, edited, { recursive: true });
    mkdirSync(join(edited, "imports"));
    const settings = schedulesText({ place: "5a".repeat(16), schedules: [] });
    writeFileSync(join(edited, "imports", "schedules.json"), settings.replace('"5a', '"6b'));
    for (const depth of ["full", "quick"]) {
      const [backup, back] = [place.at(`edited ${depth}`), place.at(`edited ${depth} back`)];
      expect((await ledger(["backup", edited, backup, "--verify", depth])).code).toBe(0);
      const restored = await ledgerJson<{ readonly remarks: readonly { readonly code: string }[] }>([
        "restore",
        backup,
        back,
      ]);
      expect([restored.code, restored.json.remarks.map(({ code }) => code)]).toEqual([0, ["SCHEDULES_ALTERED"]]);
    }
  });

  it("refuse to copy a file that cannot be read any further", async () => {
    const damaged = place.at("unreadable");
    cpSync(city, damaged, { recursive: true });
    const file = join(damaged, "ledger.sqlite");
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096, Math.min(bytes.length, 40 * 4_096));
    writeFileSync(file, bytes);
    for (const name of ["ledger.sqlite-wal", "ledger.sqlite-shm"]) rmSync(join(damaged, name), { force: true });
    const ran = await ledgerJson<Refused>(["backup", damaged, place.at("none")]);
    expect([ran.code, ran.json.error.code]).toEqual([1, "LEDGER_DAMAGED"]);
    expect([existsSync(place.at("none")), leftovers()]).toEqual([false, []]);
  });

  it("refuse a backup of which one byte, one file or one name is another", async () => {
    const names = filesIn(whole);
    const oneOfEach = [
      ...new Map(names.map((name) => [name.replace(/[0-9a-f]{16,}|^blobs\/..\//g, "*"), name])).values(),
    ];
    const flip = (name: string) => (folder: string) => {
      const bytes = readFileSync(join(folder, name));
      const at = bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(folder, name), bytes);
    };
    const listed = (alter: (text: string) => string) => (folder: string) =>
      writeFileSync(join(folder, "backup.json"), alter(readFileSync(join(folder, "backup.json"), "utf8")));
    const damages: (readonly [where: string, code: string, damage: (folder: string) => void])[] = [
      ...oneOfEach
        .filter((name) => name !== "backup.json")
        .map((name) => [name, "BACKUP_DAMAGED", flip(name)] as const),
      ["keys/anna.key", "BACKUP_DAMAGED", (folder) => rmSync(join(folder, "keys", "anna.key"))],
      ["ledger.sqlite", "BACKUP_DAMAGED", (folder) => appendFileSync(join(folder, "ledger.sqlite"), "\0")],
      ["ledger.sqlite-wal", "BACKUP_DAMAGED", (folder) => writeFileSync(join(folder, "ledger.sqlite-wal"), "")],
      ["keys/extra.key", "BACKUP_DAMAGED", (folder) => writeFileSync(join(folder, "keys", "extra.key"), "")],
      ["backup.json", "BACKUP_DAMAGED", listed((text) => text.replace('"height"', ' "height"'))],
      ["backup.json", "BACKUP_DAMAGED", listed((text) => text.replace(/"height": \d+/, '"height": 7'))],
      ["backup.json", "BACKUP_DAMAGED", listed((text) => text.replace("keys/anna.key", "keys/../../anna.key"))],
      ["backup.json", "BACKUP_DAMAGED", listed((text) => text.replace("keys/anna.key", "/etc/passwd"))],
      ["backup.json", "BACKUP_NEWER", listed((text) => text.replace('"form": 1', '"form": 2'))],
    ];
    if (process.platform !== "win32")
      damages.push([
        "log.key",
        "BACKUP_DAMAGED",
        (folder) => {
          rmSync(join(folder, "log.key"));
          symlinkSync(join(city, "log.key"), join(folder, "log.key"));
        },
      ]);
    expect(damages.length).toBeGreaterThan(12);
    for (const [where, code, damage] of damages) {
      const folder = place.at("spoilt");
      cpSync(whole, folder, { recursive: true });
      damage(folder);
      const restoring = restoreBackup({
        backup: folder,
        target: place.at("none"),
        progress: () => {},
        removed: () => {},
        signal: new AbortController().signal,
      });
      await expect(restoring, where).rejects.toMatchObject({ code, where });
      expect([existsSync(place.at("none")), leftovers()]).toEqual([false, []]);
      rmSync(folder, { recursive: true });
    }
    const folder = place.at("spoilt");
    cpSync(whole, folder, { recursive: true });
    flip("log.key")(folder);
    const ran = await ledgerJson<Refused>(["restore", folder, place.at("none")]);
    expect([ran.code, ran.json.error.code]).toEqual([1, "BACKUP_DAMAGED"]);
    expect(ran.json.error.message).toContain("log.key");
  });

  it("leave nothing under the name when they are killed or interrupted", async () => {
    for (const [place0, verb] of [
      ["killed-1", ["backup", city]],
      ["killed-2", ["restore", whole]],
    ] as const) {
      const target = place.at(place0);
      for (const signal of ["SIGKILL", "SIGINT"] as const) {
        const child = start([...verb, target, "--json"]);
        const told = ended(child);
        // As soon as it has begun to write, and long before the copy is checked.
        const isAtWork = (): boolean => leftovers().some((name) => existsSync(join(place.at(name), "writer.lock")));
        while (child.exitCode === null && !isAtWork()) await new Promise((resolve) => setTimeout(resolve, 2));
        child.kill(signal);
        const { code, stdout } = await told;
        expect([signal, code, existsSync(target)]).toEqual([signal, signal === "SIGINT" ? 130 : null, false]);
        if (signal === "SIGINT") expect(JSON.parse(stdout)).toMatchObject({ error: { code: "INTERRUPTED" } });
        // What a killed one leaves has a name that says so.
        expect(leftovers().length).toBe(signal === "SIGKILL" ? 1 : 0);
        for (const name of leftovers()) rmSync(place.at(name), { recursive: true });
      }
      expect((await ledger([...verb, target])).code).toBe(0);
    }
  });

  it("take away what a killed one had left under the same name, never what another one is working in, and say so", async () => {
    const target = place.at("swept");
    const dead = `${target}.unfinished-0123abcd`;
    const live = `${target}.unfinished-4567cdef`;
    const begun = `${target}.unfinished-89abcdef`;
    // Killed just before it would have been renamed, when its lock was gone already.
    const whole = `${target}.unfinished-deadbeef`;
    const others = [`${target}.unfinished-mine`, `${place.at("swept-2")}.unfinished-0123abcd`];
    for (const folder of [dead, live, begun, whole, ...others]) mkdirSync(folder);
    for (const folder of [dead, ...others]) takeLock(folder).release();
    for (const folder of [dead, whole]) writeFileSync(join(folder, "log.key"), "a key");
    const before = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(whole, before, before);
    const lock = takeLock(live);
    const made = await ledger(["backup", city, target, "--verify", "quick"]);
    lock.release();
    expect(made.code).toBe(0);
    expect([dead, whole, live, begun].map((folder) => made.stderr.includes(folder))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([dead, whole, live, begun].map(existsSync)).toEqual([false, false, true, true]);
    expect(others.map(existsSync)).toEqual([true, true]);
    for (const folder of [live, begun, ...others]) rmSync(folder, { recursive: true });
    expect((await ledgerJson<Copied>(["restore", target, place.at("swept-back")])).code).toBe(0);
  });

  it("say that the place cannot be written", async () => {
    const ran = await ledgerJson<Refused>(["backup", city, place.at("made.json", "out")]);
    expect([ran.code, ran.json.error.code]).toEqual([3, "FOLDER_UNWRITABLE"]);
  });

  it.skipIf(process.platform === "win32")("say that one may not write in the place", async () => {
    chmodSync(place.folder, 0o755);
    for (const [name, mode] of [
      ["open", 0o777],
      ["closed", 0o555],
    ] as const) {
      mkdirSync(place.at(name));
      chmodSync(place.at(name), mode);
    }
    const own = place.at("open", "city");
    const bound = { isBound: true, environment: { XDG_STATE_HOME: place.at("open", "state") } };
    await foundLedger(own, bound);
    const closed = await ledgerJson<Refused>(["backup", own, place.at("closed", "out")], bound);
    expect([closed.code, closed.json.error.code]).toEqual([3, "FOLDER_UNWRITABLE"]);
    expect(closed.json.error.message).toContain(place.at("closed"));
  });
});
