import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";
import type { Ran, RunOptions } from "./cli.testing.ts";

const place = makeFolder();
afterAll(() => place.remove());

type Refused = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
type Status = { readonly entries: number; readonly network: string; readonly held: string | null };
type Restored = { readonly entries: number; readonly held: string | null };
type Memory = { readonly size: number; readonly root: string; readonly folder: string; readonly closed: boolean };

/** A machine of one's own: what another remembers it does not know. */
function machine(name: string): RunOptions & { readonly state: string } {
  const state = place.at(`state-${name}`);
  return { state, environment: { XDG_STATE_HOME: state } };
}

let drafts = 0;

async function seal(folder: string, on: RunOptions): Promise<Ran & { readonly json: Partial<Refused> }> {
  drafts++;
  const input = JSON.stringify({ uscc: USCCS[drafts % USCCS.length], name: `Bureau ${drafts}`, functions: [] });
  return await ledgerJson(["submit", folder, "member.admit", "-", "--as", "anna"], { ...on, input });
}

const USCCS = ["11320100MB1007919B", "12320100466006004H"];

async function sealed(folder: string, on: RunOptions): Promise<void> {
  const ran = await seal(folder, on);
  if (![0, 1].includes(ran.code ?? 3)) throw new Error(ran.stderr);
}

async function statusOf(folder: string, on: RunOptions): Promise<Status> {
  return (await ledgerJson<Status>(["status", folder], on)).json;
}

function memoryIn(state: string): Memory {
  const folder = join(state, "trusted-city-console", "ledgers");
  const [file = ""] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as Memory;
}

/** Reading goes on; writing is refused with the code and the next step, and nothing is sealed. */
async function expectHeld(folder: string, code: string, on: RunOptions): Promise<void> {
  const before = await statusOf(folder, on);
  expect(before.held).toBe(code);
  const ran = await seal(folder, on);
  expect([ran.code, ran.json.error?.code]).toEqual([3, code]);
  expect(ran.json.error?.next).toContain("ledger recover");
  expect((await statusOf(folder, on)).entries).toBe(before.entries);
}

describe("what this machine remembers of a ledger outside its folder", () => {
  it("follows what is sealed, and lets the folder go on that sealed it, moved or not", async () => {
    const on = machine("moved");
    const city = place.at("moved");
    await foundLedger(city, on);
    expect(memoryIn(on.state)).toMatchObject({ size: 1, folder: city, closed: true });
    await sealed(city, on);
    const { entries } = await statusOf(city, on);
    expect(memoryIn(on.state)).toMatchObject({ size: entries, closed: true });
    renameSync(city, place.at("moved-on"));
    await sealed(place.at("moved-on"), on);
    expect(memoryIn(on.state).folder).toBe(place.at("moved-on"));
    expect((await statusOf(place.at("moved-on"), on)).held).toBe(null);
  });

  it("adopts the folder of an older program, and does without where it cannot be kept", async () => {
    const on = machine("older-program");
    const city = place.at("older-program");
    await foundLedger(city, on);
    rmSync(join(city, "place.json"));
    rmSync(on.state, { recursive: true });
    await sealed(city, on);
    expect([existsSync(join(city, "place.json")), memoryIn(on.state).folder]).toEqual([true, city]);
    rmSync(join(city, "place.json"));
    rmSync(on.state, { recursive: true });
    writeFileSync(on.state, "a file stands where the state folder should be");
    await sealed(city, on);
    await sealed(city, on);
    expect(existsSync(join(city, "place.json"))).toBe(false);
  });

  it("holds an older copy that was put in the folder's place", async () => {
    const on = machine("older");
    const city = place.at("older");
    await foundLedger(city, on);
    cpSync(city, place.at("older-kept"), { recursive: true });
    await sealed(city, on);
    rmSync(city, { recursive: true });
    renameSync(place.at("older-kept"), city);
    await expectHeld(city, "LEDGER_OLDER_THAN_SEEN", on);
  });

  it("holds a folder that has sealed something else, elsewhere", async () => {
    const on = machine("forked");
    const city = place.at("forked");
    await foundLedger(city, on);
    const other = place.at("forked-other");
    cpSync(city, other, { recursive: true });
    rmSync(join(other, "place.json"));
    const elsewhere = machine("forked-elsewhere");
    await sealed(city, on);
    await sealed(other, elsewhere);
    await sealed(other, elsewhere);
    rmSync(city, { recursive: true });
    renameSync(other, city);
    await expectHeld(city, "LEDGER_FORKED", on);
  });

  it("holds a copy: on another machine, and beside the original", async () => {
    const on = machine("copied");
    const city = place.at("copied");
    await foundLedger(city, on);
    await sealed(city, on);
    const copy = place.at("copied-too");
    cpSync(city, copy, { recursive: true });
    await expectHeld(copy, "LEDGER_COPIED", on);
    await expectHeld(copy, "LEDGER_COPIED", machine("copied-elsewhere"));
    rmSync(join(copy, "place.json"));
    await expectHeld(copy, "LEDGER_COPIED", on);
    writeFileSync(join(copy, "place.json"), "{}");
    await expectHeld(copy, "LEDGER_COPIED", on);
    await sealed(city, on);
    expect((await statusOf(city, on)).held).toBe(null);
  });

  it("has a node that serves such a folder say so, and refuse what it is sent", async () => {
    const on = machine("served");
    const city = place.at("served");
    await foundLedger(city, on);
    const copy = place.at("served-copy");
    cpSync(city, copy, { recursive: true });
    const node = start(["serve", copy, "--no-open", "--lang", "en"], on);
    const told = ended(node);
    await new Promise((resolve) => node.stdout?.once("data", resolve));
    const ran = await seal(copy, on);
    expect([ran.code, ran.json.error?.code]).toEqual([3, "LEDGER_COPIED"]);
    expect((await ledger(["query", copy, "ledger.entries", '{"limit":1}'], on)).code).toBe(0);
    node.kill("SIGTERM");
    const { stderr } = await told;
    expect(stderr).toContain("This folder is a copy");
    expect(stderr).toContain("ledger recover");
    expect((await statusOf(copy, on)).entries).toBe(1);
  });
});

describe("ledger restore", () => {
  it("goes on where nothing was lost: the node had ended with just these entries, and its folder is gone", async () => {
    const on = machine("restored");
    const city = place.at("restored");
    await foundLedger(city, on);
    await sealed(city, on);
    expect((await ledger(["backup", city, place.at("restored-backup")], on)).code).toBe(0);
    const beside = await ledgerJson<Restored>(["restore", place.at("restored-backup"), place.at("beside")], on);
    expect([beside.code, beside.json.held]).toEqual([0, "LEDGER_COPIED"]);
    await expectHeld(place.at("beside"), "LEDGER_COPIED", on);
    rmSync(city, { recursive: true });
    const back = await ledgerJson<Restored>(["restore", place.at("restored-backup"), city], on);
    expect([back.code, back.json.held]).toEqual([0, null]);
    await sealed(city, on);
    await expectHeld(place.at("beside"), "LEDGER_OLDER_THAN_SEEN", on);
  });

  it("waits for a recovery where entries are missing, where a node was killed, and on another machine", async () => {
    const on = machine("lost");
    const city = place.at("lost");
    await foundLedger(city, on);
    expect((await ledger(["backup", city, place.at("lost-backup")], on)).code).toBe(0);
    const elsewhere = machine("lost-elsewhere");
    const other = await ledgerJson<Restored>(["restore", place.at("lost-backup"), place.at("lost-other")], elsewhere);
    expect(other.json.held).toBe("LEDGER_COPIED");

    const node = start(["serve", city, "--no-open"], on);
    const told = ended(node);
    await new Promise((resolve) => node.stdout?.once("data", resolve));
    node.kill("SIGKILL");
    await told;
    expect(memoryIn(on.state)).toMatchObject({ size: 1, closed: false });
    renameSync(city, place.at("lost-aside"));
    const killed = await ledgerJson<Restored>(["restore", place.at("lost-backup"), city], on);
    expect(killed.json.held).toBe("LEDGER_COPIED");

    rmSync(city, { recursive: true });
    renameSync(place.at("lost-aside"), city);
    await sealed(city, on);
    rmSync(city, { recursive: true });
    mkdirSync(city);
    const older = await ledgerJson<Restored>(["restore", place.at("lost-backup"), city], on);
    expect(older.json.held).toBe("LEDGER_OLDER_THAN_SEEN");
    await expectHeld(city, "LEDGER_OLDER_THAN_SEEN", on);
  });
});
