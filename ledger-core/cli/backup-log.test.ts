/** Backups of ledgers in which keys are exchanged while they are copied, and of logs in which something false was signed. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeBackup } from "#ledger-core/node/backup/write-backup.ts";
import type { WriteBackup } from "#ledger-core/node/backup/write-backup.ts";
import { nextLogKey } from "#ledger-core/node/log-key.ts";
import { foundLedger, ledger, ledgerJson, MAIN, makeFolder, PASSPHRASE } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");
beforeAll(() => foundLedger(city));
afterAll(() => place.remove());

type Remarked = { readonly remarks: readonly { readonly where: string; readonly code: string }[] };
type Refused = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };

function rotate(): void {
  const env = { ...process.env, LEDGER_PASSPHRASE: PASSPHRASE };
  execFileSync(process.execPath, [MAIN, "rotate-log-key", city], { env });
}

const publicKeyIn = (folder: string): string => JSON.parse(readFileSync(join(folder, "log.key"), "utf8")).publicKey;

/** Copies, and does something once in the middle of it. */
async function copiedBeside(
  name: string,
  given: Pick<WriteBackup, "depth"> & { readonly folder?: string },
  step: string,
  act: () => void,
): Promise<string> {
  let isDone = false;
  const target = place.at(name);
  await writeBackup({
    folder: city,
    ...given,
    target,
    signal: new AbortController().signal,
    removed: () => {},
    progress: (at) => {
      if (at !== step || isDone) return;
      isDone = true;
      act();
    },
  });
  expect(isDone).toBe(true);
  return target;
}

describe("the log's key in a backup", () => {
  it.each([
    ["quick", "files"],
    ["full", "copying"],
  ] as const)("is the one in force at its height, also where it is exchanged meanwhile (%s)", async (depth, step) => {
    const before = publicKeyIn(city);
    const target = await copiedBeside(depth, { depth }, step, rotate);
    expect([publicKeyIn(target), publicKeyIn(city) === before]).toEqual([before, false]);
    const restored = await ledger(["restore", target, `${target}-back`]);
    expect([restored.code, restored.stderr]).toEqual([0, ""]);
  });

  it("is taken from the file where it waits to be renamed; one that only waits is left out", async () => {
    nextLogKey(city, { isFresh: true });
    expect((await ledger(["backup", city, place.at("waiting")])).code).toBe(0);
    expect(existsSync(place.at("waiting", "log.next.key"))).toBe(false);
    const old = place.at("old.key");
    copyFileSync(join(city, "log.key"), old);
    rotate();
    renameSync(join(city, "log.key"), join(city, "log.next.key"));
    copyFileSync(old, join(city, "log.key"));
    expect((await ledger(["backup", city, place.at("cut"), "--verify", "quick"])).code).toBe(0);
    expect(existsSync(place.at("cut", "log.next.key"))).toBe(false);
    expect(publicKeyIn(place.at("cut"))).toBe(JSON.parse(readFileSync(join(city, "log.next.key"), "utf8")).publicKey);
    expect((await ledger(["restore", place.at("cut"), place.at("cut-back")])).code).toBe(0);
    renameSync(join(city, "log.next.key"), place.at("new.key"));
    const other = await ledgerJson<Refused>(["backup", city, place.at("none"), "--verify", "quick"]);
    expect([other.code, other.json.error.code]).toEqual([1, "COPY_DAMAGED"]);
    expect(other.json.error.message).toContain("log.key");
    renameSync(place.at("new.key"), join(city, "log.key"));
  });
});

describe("a person's key in a backup", () => {
  const rotatePerson = (folder: string): void => {
    const env = { ...process.env, LEDGER_PASSPHRASE: PASSPHRASE };
    const script = new URL("rotate-person.testing.ts", import.meta.url).pathname;
    execFileSync(process.execPath, [script, folder, "anna"], { env });
  };
  const keyIn = (folder: string, ...name: readonly string[]): string =>
    JSON.parse(readFileSync(join(folder, "keys", ...name, "anna.key"), "utf8")).publicKey;

  /** The backup is taken back, and the person unlocks their key there and signs that the ledger goes on from it. */
  async function signsAfter(backup: string): Promise<void> {
    const back = `${backup}-back`;
    expect(await ledger(["restore", backup, back])).toMatchObject({ code: 0, stderr: "" });
    const recovered = await ledgerJson<{ readonly state: string }>([
      "recover",
      back,
      "--reason",
      "lost",
      "--as",
      "anna",
    ]);
    expect(recovered.json).toMatchObject({ state: "sealed" });
    expect((await ledger(["fsck", back])).code).toBe(0);
  }

  it.each([
    ["quick", "copying"],
    ["full", "files"],
  ] as const)("is the one that its rows know, also where it is changed meanwhile (%s, %s)", async (depth, step) => {
    const folder = place.at(`person-${step}`);
    await foundLedger(folder);
    const before = keyIn(folder);
    const target = await copiedBeside(`person-${step}-backup`, { depth, folder }, step, () => rotatePerson(folder));
    expect(keyIn(folder)).not.toBe(before);
    expect([keyIn(target), existsSync(join(target, "keys", "next"))]).toEqual([before, step === "copying"]);
    if (step === "copying") expect(keyIn(target, "next")).toBe(keyIn(folder));
    await signsAfter(target);
  });

  it("was asked for, and waits again with its request where it was enrolled meanwhile", async () => {
    const folder = place.at("person-asked");
    await foundLedger(folder);
    await ledger(["key", "new", folder, "--person", "anna", "-o", place.at("anna.request")]);
    const [before, asked] = [keyIn(folder), keyIn(folder, "next")];
    const target = await copiedBeside("person-asked-backup", { depth: "quick", folder }, "copying", () => {
      renameSync(join(folder, "keys", "next", "anna.key"), join(folder, "keys", "anna.key"));
      rmSync(join(folder, "keys", "next", "anna.request.json"));
    });
    expect([keyIn(target), keyIn(target, "next")]).toEqual([before, asked]);
    expect(readFileSync(join(target, "keys", "next", "anna.request.json"))).toEqual(
      readFileSync(place.at("anna.request")),
    );
    await signsAfter(target);
  });

  it("is found where it is put in its place between the copying of one file and the next", async () => {
    const folder = place.at("person-cut");
    await foundLedger(folder);
    const [own, old] = [join(folder, "keys", "anna.key"), place.at("anna-old.key")];
    copyFileSync(own, old);
    rotatePerson(folder);
    const waiting = join(folder, "keys", "next", "anna.key");
    mkdirSync(join(folder, "keys", "next"), { recursive: true });
    renameSync(own, waiting);
    copyFileSync(old, own);
    const target = await copiedBeside("person-cut-backup", { depth: "quick", folder }, "files", () => {
      renameSync(waiting, own);
    });
    await signsAfter(target);
  });
});

describe("a ledger whose log key is missing", () => {
  it("is copied, and whoever copies or restores it is told that it cannot be gone on with, and what to do", async () => {
    const keyless = place.at("keyless");
    await foundLedger(keyless);
    rmSync(join(keyless, "log.key"));
    const target = place.at("keyless-copy");
    const made = await ledgerJson<Remarked>(["backup", keyless, target, "--lang", "en"]);
    expect([made.code, made.json.remarks]).toMatchObject([0, [{ where: "log.key", code: "LOG_KEY_MISSING" }]]);
    expect(made.stderr).toContain("ledger recover DIR --log-key FILE");
    const told = await ledger(["backup", keyless, place.at("keyless-again"), "--lang", "en"]);
    expect(told.stdout).toContain("It does not hold the key");
    const back = await ledgerJson<Remarked>(["restore", target, place.at("keyless-back")]);
    expect([back.code, back.json.remarks.map(({ code }) => code)]).toEqual([0, ["LOG_KEY_MISSING"]]);
  });
});

describe("what was signed and is not true", () => {
  it("is remarked on, and keeps nobody from a backup nor from restoring it; damage beside it does", async () => {
    const input = JSON.stringify({ height: 0, root: "00".repeat(32), rows: 1 });
    const signed = await ledgerJson<{ readonly state: string }>(["submit", city, "state.declare", "-"], { input });
    expect(signed.json.state).toBe("sealed");
    const found = ["kernel.statement 1 STATEMENT_DIFFERS"];
    const told = ({ json }: { readonly json: Remarked }): readonly string[] =>
      json.remarks.map(({ where, code }) => `${where} ${code}`);
    expect((await ledger(["fsck", city])).code).toBe(1);
    const made = await ledgerJson<Remarked>(["backup", city, place.at("false"), "--lang", "en"]);
    expect([made.code, told(made)]).toEqual([0, found]);
    expect(made.stderr).toContain("The copy is sound");
    const back = await ledgerJson<Remarked>(["restore", place.at("false"), place.at("false-back")]);
    expect([back.code, told(back)]).toEqual([0, found]);

    const database = new Database(join(city, "ledger.sqlite"));
    database.exec("UPDATE kernel_person SET handle = 'x' || handle WHERE key = 1");
    database.close();
    const damaged = await ledgerJson<Refused>(["backup", city, place.at("none")]);
    expect([damaged.code, damaged.json.error.code]).toEqual([1, "COPY_DAMAGED"]);
    expect(damaged.json.error.message).toContain("kernel.person 1");
    const quick = place.at("damaged");
    expect((await ledger(["backup", city, quick, "--verify", "quick"])).code).toBe(0);
    const restored = await ledgerJson<Refused>(["restore", quick, place.at("none"), "--lang", "en"]);
    expect([restored.code, restored.json.error.code]).toEqual([1, "COPY_DAMAGED"]);
    expect(restored.json.error.message).toContain("The ledger in this backup");
    expect(restored.json.error.next).toContain("use another backup");
  });
});
