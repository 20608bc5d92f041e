import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import {
  composeSignedPart,
  composeValue,
  rulesInForce,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { generateKeyPair, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { refusalMessage } from "#ledger-core/contract/text/texts.ts";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start, USCC } from "./cli.testing.ts";
import type { Ran, RunOptions } from "./cli.testing.ts";

const place = makeFolder();
afterAll(() => place.remove());

type Refused = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
type Status = { readonly entries: number; readonly network: string; readonly held: string | null };
type Restored = { readonly entries: number; readonly held: string | null };
type Answer = { readonly state: string; readonly code: string | null; readonly message: string | null };
type Memory = { readonly size: number; readonly root: string; readonly folder: string; readonly closed: boolean };

type Machine = RunOptions & { readonly state: string };

/** A machine of one's own: what another remembers it does not know. */
function machine(name: string): Machine {
  const state = place.at(`state-${name}`);
  return { state, environment: { XDG_STATE_HOME: state } };
}

/** Of all networks here: a person without a passphrase, so that what is sealed beforehand costs nothing. */
const keyPair = generateKeyPair();
let acts = 0;

/** Does something in this process as if it were on that machine. */
async function at<T>({ state }: { readonly state: string }, act: () => Promise<T>): Promise<T> {
  vi.stubEnv("XDG_STATE_HOME", state);
  try {
    return await act();
  } finally {
    vi.unstubAllEnvs();
  }
}

async function found(folder: string, on: Machine): Promise<void> {
  const department = { name: "Data Bureau", uscc: USCC, functions: ["bureau" as const] };
  const network = { folder, ruleset: cityRuleset, name: "Test City", purpose: "real" as const, department };
  await at(on, () => createNetwork({ ...network, time: machineClock.wallSeconds(), person: "anna", keyPair }));
}

/** Opens the ledger, seals one act and closes it. Throws if it is turned away. */
async function sealed(folder: string, on: Machine): Promise<void> {
  await at(on, async () => {
    const ledgerOpen = openLedger({ folder });
    const answer = await act(ledgerOpen);
    await ledgerOpen.close();
    if (answer === undefined || !isReceipt(answer)) throw new Error(JSON.stringify(answer));
  });
}

/** Has an open ledger seal one more act, or say why not. */
async function act(ledgerOpen: OpenLedger): Promise<Receipt | Turnaway | undefined> {
  acts++;
  const body = { uscc: usccOf(acts), name: `Bureau ${acts}`, functions: [] };
  const composed = composeValue(rulesInForce(ledgerOpen), "member.admit", body);
  const signer = { publicKey: keyPair.publicKey, department: 1 };
  const { network } = ledgerOpen;
  const message = composeSignedPart(composed, { network, signer, now: machineClock.wallSeconds() });
  const wire = signTransaction(composed, message, () => signEd25519(keyPair.secretKey, message));
  const [answer] = await ledgerOpen.engine.submit([wire]);
  return answer;
}

async function submit(folder: string, on: RunOptions): Promise<Ran & { readonly json: Partial<Refused> }> {
  const input = JSON.stringify({ uscc: usccOf(0), name: "Bureau", functions: [] });
  return await ledgerJson(["submit", folder, "member.admit", "-", "--as", "anna"], { ...on, input });
}

function usccOf(number: number): string {
  return makeUnifiedSocialCreditCode(`11320100MB1${String(number).padStart(6, "0")}`);
}

async function statusOf(folder: string, on: RunOptions): Promise<Status> {
  return (await ledgerJson<Status>(["status", folder], on)).json;
}

function memoryFile(state: string): string {
  const folder = join(state, "trusted-city-console", "ledgers");
  const [file = ""] = readdirSync(folder);
  return join(folder, file);
}

function memoryIn(state: string): Memory {
  return JSON.parse(readFileSync(memoryFile(state), "utf8")) as Memory;
}

/** Reading goes on; writing is refused with the code and the next step, and nothing is sealed. */
async function expectHeld(folder: string, code: string, on: RunOptions): Promise<void> {
  const before = await statusOf(folder, on);
  expect(before.held).toBe(code);
  const ran = await submit(folder, on);
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
    expect((await submit(city, on)).code).toBe(0);
    const { entries } = await statusOf(city, on);
    expect(memoryIn(on.state)).toMatchObject({ size: entries, closed: true });
    expect(entries).toBeGreaterThan(1);
    renameSync(city, place.at("moved-on"));
    expect((await ledger(["rotate-log-key", place.at("moved-on")], on)).code).toBe(0);
    expect(memoryIn(on.state).folder).toBe(place.at("moved-on"));
    expect((await statusOf(place.at("moved-on"), on)).held).toBe(null);
  });

  it("adopts the folder of an older program, and does without where it cannot be kept", async () => {
    const on = machine("older-program");
    const city = place.at("older-program");
    await found(city, on);
    rmSync(join(city, "place.json"));
    rmSync(on.state, { recursive: true });
    await sealed(city, on);
    expect([existsSync(join(city, "place.json")), memoryIn(on.state).folder]).toEqual([true, city]);
    rmSync(join(city, "place.json"));
    rmSync(on.state, { recursive: true });
    writeFileSync(on.state, "a file stands where the state folder should be");
    expect((await submit(city, on)).stderr).toContain("an older copy in its folder's place would not be noticed");
    expect(existsSync(join(city, "place.json"))).toBe(false);
    expect((await statusOf(city, on)).held).toBe(null);
  });

  it("holds an older copy that was put in the folder's place", async () => {
    const on = machine("older");
    const city = place.at("older");
    await found(city, on);
    cpSync(city, place.at("older-kept"), { recursive: true });
    await sealed(city, on);
    rmSync(city, { recursive: true });
    renameSync(place.at("older-kept"), city);
    await expectHeld(city, "LEDGER_OLDER_THAN_SEEN", on);
  });

  it("holds a folder that has sealed something else, elsewhere", async () => {
    const on = machine("forked");
    const city = place.at("forked");
    await found(city, on);
    const other = place.at("forked-other");
    cpSync(city, other, { recursive: true });
    rmSync(join(other, "place.json"));
    const elsewhere = machine("forked-elsewhere");
    await sealed(city, on);
    await sealed(other, elsewhere);
    rmSync(city, { recursive: true });
    renameSync(other, city);
    await expectHeld(city, "LEDGER_FORKED", on);
  });

  it("holds a copy: on another machine, and beside the original", async () => {
    const on = machine("copied");
    const city = place.at("copied");
    await found(city, on);
    const copy = place.at("copied-too");
    cpSync(city, copy, { recursive: true });
    await expectHeld(copy, "LEDGER_COPIED", on);
    await expectHeld(copy, "LEDGER_COPIED", machine("copied-elsewhere"));
    rmSync(join(copy, "place.json"));
    expect((await statusOf(copy, on)).held).toBe("LEDGER_COPIED");
    writeFileSync(join(copy, "place.json"), "{}");
    expect((await statusOf(copy, on)).held).toBe("LEDGER_COPIED");
    expect((await statusOf(city, on)).held).toBe(null);
  });

  it("says so in other words where nothing is remembered: on another computer, under another account, damaged", async () => {
    const on = machine("unknown");
    const city = place.at("unknown");
    await found(city, on);
    const copy = place.at("unknown-copy");
    cpSync(city, copy, { recursive: true });
    const said = async (folder: string, at0: Machine): Promise<string> => (await submit(folder, at0)).stderr;
    const unknown = "no memory of this ledger here";
    expect(await said(copy, on)).toContain("This folder is a copy");
    expect(await said(city, machine("unknown-account"))).toContain(unknown);
    writeFileSync(memoryFile(on.state), '{"form":1');
    expect(await said(city, on)).toContain(unknown);
    expect(await said(copy, on)).not.toContain("This folder is a copy");
  });

  it("forgets a folder rather than vouch for what it could not be told", async () => {
    const on = machine("unwritable");
    const city = place.at("unwritable");
    await found(city, on);
    await sealed(city, on);
    expect(memoryIn(on.state)).toMatchObject({ closed: true });
    expect((await ledger(["backup", city, place.at("unwritable-backup"), "--verify", "quick"], on)).code).toBe(0);
    const file = memoryFile(on.state);
    // Nobody writes a file where a folder stands, the administrator no more than others; the draft is named after the process.
    const draft = `${file}.${process.pid}.new`;
    mkdirSync(draft);
    const opened = (): Promise<void> => at(on, async () => await openLedger({ folder: city }).close());
    await opened();
    expect([existsSync(file), existsSync(join(city, "place.json"))]).toEqual([false, false]);
    await opened();
    rmSync(city, { recursive: true });
    rmSync(draft, { recursive: true });
    const back = await ledgerJson<Restored>(["restore", place.at("unwritable-backup"), city], on);
    expect([back.code, back.json.held]).toEqual([0, "LEDGER_COPIED"]);
  });

  it("has a node stop that is still open on the original once a copy has gone on, and is not overwritten by it", async () => {
    const on = machine("overtaken");
    const city = place.at("overtaken");
    await foundLedger(city, on);
    const copy = place.at("overtaken-copy");
    await at(on, async () => {
      const original = openLedger({ folder: city });
      expect(original.engine.notSealing()).toBe(undefined);
      cpSync(city, copy, { recursive: true });
      const recovered = await ledger(["recover", copy, "--reason", "taken for lost"], on);
      expect([recovered.code, recovered.stderr]).toEqual([0, expect.stringContaining(city)]);
      const taken = memoryIn(on.state);
      expect(taken).toMatchObject({ folder: copy, closed: true });
      expect(await act(original)).toMatchObject({ code: "LEDGER_OLDER_THAN_SEEN" });
      expect(original.engine.notSealing()?.code).toBe("LEDGER_OLDER_THAN_SEEN");
      await original.close();
      expect(memoryIn(on.state)).toEqual(taken);
    });
    expect((await statusOf(copy, on)).held).toBe(null);
    expect((await statusOf(city, on)).held).toBe("LEDGER_OLDER_THAN_SEEN");
  });

  it("must be writable before a copy goes on, or the copy would be held again at once", async () => {
    const on = machine("probed");
    const city = place.at("probed");
    await foundLedger(city, on);
    rmSync(on.state, { recursive: true });
    writeFileSync(on.state, "a file stands where the state folder should be");
    const before = await statusOf(city, on);
    expect(before.held).toBe("LEDGER_COPIED");
    const recover = ["recover", city, "--reason", "the state folder was lost"];
    const ran = await ledgerJson<Refused>(recover, on);
    expect([ran.code, ran.json.error.code]).toEqual([3, "MEMORY_UNWRITABLE"]);
    expect(ran.json.error.message).toContain(on.state);
    expect((await statusOf(city, on)).entries).toBe(before.entries);
    rmSync(on.state);
    expect((await ledger(recover, on)).code).toBe(0);
    expect((await statusOf(city, on)).held).toBe(null);
  });

  it("seals nothing of an act that would end this and is refused, and says why", async () => {
    const on = machine("refused");
    const city = place.at("refused");
    await foundLedger(city, on);
    await ledger(["key", "new", city, "--person", "ben", "-o", place.at("ben.request")], on);
    await ledger(["enrol", city, place.at("ben.request"), "--as", "anna"], on);
    const before = await statusOf(city, on);
    const copy = place.at("refused-copy");
    cpSync(city, copy, { recursive: true });
    const ran = await ledgerJson<Partial<Answer>>(["recover", copy, "--reason", "no right to", "--as", "ben"], on);
    expect([ran.code, ran.json.state, ran.json.code]).toEqual([1, "refused", "LEDGER_COPIED"]);
    expect(ran.json.message).toContain(refusalMessage("en", "NO_SUCH_ROLE", {}));
    expect((await statusOf(copy, on)).entries).toBe(before.entries);
    const recovered = await ledgerJson<Partial<Answer>>(["recover", copy, "--reason", "it may", "--as", "anna"], on);
    expect([recovered.code, recovered.json.state]).toEqual([0, "sealed"]);
    // Two folders cannot both be the one: now the original waits.
    expect((await statusOf(city, on)).held).toBe("LEDGER_OLDER_THAN_SEEN");
  });

  it("has a node that serves such a folder say so, and refuse what it is sent", async () => {
    const on = machine("served");
    const city = place.at("served");
    await found(city, on);
    const copy = place.at("served-copy");
    cpSync(city, copy, { recursive: true });
    const node = start(["serve", copy, "--no-open", "--lang", "en"], on);
    const told = ended(node);
    await new Promise((resolve) => node.stdout?.once("data", resolve));
    const ran = await submit(copy, on);
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
    await found(city, on);
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
    await found(city, on);
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
