/** The procedures as windows call them, on a real network of one. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestClock } from "#ledger-core/engine/engine.testing.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { closeAll, newFolder, newHost, newWindow, problemOf } from "./windows.testing.ts";
import type { Client } from "./windows.testing.ts";

const UNTIL = 1_795_147_200;
const PASSPHRASE = "correct horse battery";

afterAll(closeAll);

describe("a real network of one", () => {
  let host: NodeHost;
  let clock: TestClock;
  let window: Client;
  let kit: { readonly kit: string; readonly code: string };

  beforeAll(async () => {
    ({ host, clock } = newHost(newFolder(), UNTIL));
    window = newWindow(host);
  });

  it("says what is missing before there is one, and creates it with a recovery kit", async () => {
    expect(await window.setup.state()).toMatchObject({ ledger: "none" });
    expect((await problemOf(window.system.status())).code).toBe("NO_LEDGER");
    const given = { network: "My City", department: "数据局", uscc: "X", person: "leader", passphrase: PASSPHRASE };
    expect((await problemOf(window.setup.create(given))).code).toBe("USCC_INVALID");
    expect(
      (await problemOf(window.setup.create({ ...given, uscc: "11320100MB1000000Q", passphrase: "short" }))).code,
    ).toBe("PASSPHRASE_WEAK");
    kit = await window.setup.create({ ...given, uscc: "11320100MB1000000Q" });
    expect(await window.setup.state()).toMatchObject({ ledger: "real" });
    expect(await window.system.status()).toMatchObject({ name: "My City", founding: true, height: 0, departments: 1 });
    expect((await problemOf(window.setup.create(given))).code).toBe("LEDGER_EXISTS");
  });

  it("unlocks with the passphrase alone, and lets nobody act as another", async () => {
    expect(await window.session.me()).toBeNull();
    const wrong = await problemOf(window.session.unlock({ handle: "leader", passphrase: "something else" }));
    expect(wrong.code).toBe("PASSPHRASE_WRONG");
    expect(wrong.cause.zh).not.toBe("");
    expect((await problemOf(window.session.actAs({ handle: "leader" }))).code).toBe("DEMO_ONLY");
    expect((await problemOf(window.signing.prepare({ kind: "founding.end", body: { reason: "" } }))).code).toBe(
      "NOT_UNLOCKED",
    );
    clock.pass(60);
    expect((await window.session.unlock({ handle: "leader", passphrase: PASSPHRASE })).person.handle).toBe("leader");
  });

  it("shows an act before it is signed, asks for the passphrase each time, and seals it once", async () => {
    const body = { uscc: "11320100MB1007919B", name: "审计局", functions: ["audit"] };
    const prepared = await window.signing.prepare({ kind: "member.admit", body });
    expect(prepared.sentence.en.map((part) => part.text).join("")).toContain("审计局");
    expect(prepared.preview).toMatchObject({ state: "executed", problem: null, progress: { filled: 1, needed: 1 } });
    expect(prepared.preview.changes).toMatchObject([
      { table: "kernel.member", before: null, after: { name: "审计局" } },
    ]);
    expect(await window.signing.method()).toEqual({ method: "passphrase" });
    const { digest } = prepared;
    expect((await problemOf(window.signing.confirm({ digest }))).code).toBe("PASSPHRASE_WRONG");
    const other = newWindow(host);
    clock.pass(60);
    await other.session.unlock({ handle: "leader", passphrase: PASSPHRASE });
    expect((await problemOf(other.signing.confirm({ digest, passphrase: PASSPHRASE }))).code).toBe("NOT_UNLOCKED");
    const receipt = await window.signing.confirm({ digest, passphrase: PASSPHRASE });
    expect(receipt).toMatchObject({ id: digest, state: "sealed", code: null, height: 1, index: 1 });
    expect((await problemOf(window.signing.confirm({ digest, passphrase: PASSPHRASE }))).code).toBe(
      "SIGNING_ITEM_MISSING",
    );
  });

  it("names the field of a body that is wrong, and seals a refusal with its cause and next step", async () => {
    const problem = await problemOf(window.signing.prepare({ kind: "member.admit", body: { uscc: 5 } }));
    expect(problem).toMatchObject({ code: "BODY_INVALID", data: { field: "uscc" } });
    expect((await problemOf(window.signing.prepare({ kind: "no.such", body: {} }))).code).toBe("UNKNOWN_KIND");
    const body = { uscc: "11320100MB1007919B", name: "again", functions: [] };
    const prepared = await window.signing.prepare({ kind: "member.admit", body });
    expect(prepared.preview).toMatchObject({ state: "refused", problem: { code: "ALREADY_EXISTS" } });
    const receipt = await window.signing.confirm({ digest: prepared.digest, passphrase: PASSPHRASE });
    expect(receipt).toMatchObject({ state: "refused", code: "ALREADY_EXISTS", problem: { code: "ALREADY_EXISTS" } });
    const entry = await window.ledger.entry({ index: receipt.index });
    expect(entry).toMatchObject({ code: "ALREADY_EXISTS", state: "refused", changes: [] });
  });

  it("compares a checkpoint that somebody holds with the log as it is", async () => {
    const { checkpoint, origin } = await window.system.status();
    expect(await window.ledger.compare({ checkpoint })).toMatchObject({ verdict: "same" });
    const prepared = await window.signing.prepare({ kind: "founding.end", body: { reason: "early" } });
    await window.signing.confirm({ digest: prepared.digest, passphrase: PASSPHRASE });
    expect(await window.ledger.compare({ checkpoint })).toMatchObject({ verdict: "grew" });
    expect(
      await window.ledger.compare({ checkpoint: checkpoint.replace(origin, "tcc/0000000000000000") }),
    ).toMatchObject({
      verdict: "other-log",
    });
    const [, size = ""] = checkpoint.split("\n");
    const forged = checkpoint.replace(`\n${size}\n`, `\n${Number(size) - 1}\n`);
    expect(await window.ledger.compare({ checkpoint: forged })).toMatchObject({ verdict: "unsigned" });
    expect(await window.ledger.compare({ checkpoint: "hello" })).toMatchObject({ verdict: "unreadable" });
  });

  it("locks by itself when nothing is done, and a recovery kit gives the key back", async () => {
    await window.session.lock();
    expect(await window.session.me()).toBeNull();
    const passphrase = "another long passphrase";
    clock.pass(60);
    expect(await window.session.restore({ ...kit, passphrase })).toEqual({ handle: "leader" });
    expect((await window.session.unlock({ handle: "leader", passphrase })).person.handle).toBe("leader");
  });

  it("changes a key for a new one, and takes it up where that was cut off between ledger and file", async () => {
    const passphrase = "another long passphrase";
    const before = await window.consortium.people({});
    const { receipt, me } = await window.session.rotateKey({ passphrase });
    expect(receipt).toMatchObject({ state: "sealed", code: null });
    expect(me?.person.handle).toBe("leader");
    const after = await window.consortium.people({});
    const old = before.people[0]?.keys[0]?.publicKey;
    expect(after.people[0]?.keys.map((key) => [key.state, key.publicKey === old]).toSorted()).toEqual([
      ["live", false],
      ["revoked", true],
    ]);
    const prepared = await window.signing.prepare({ kind: "founding.end", body: { reason: "with the new key" } });
    expect(await window.signing.confirm({ digest: prepared.digest, passphrase })).toMatchObject({ state: "refused" });
    // As if the node had died after the ledger took the new key and before its file was in place.
    const keys = join(host.folder, "keys");
    mkdirSync(join(keys, "next"), { recursive: true });
    renameSync(join(keys, "leader.key"), join(keys, "next", "leader.key"));
    clock.pass(60);
    expect((await newWindow(host).session.unlock({ handle: "leader", passphrase })).person.handle).toBe("leader");
    expect(existsSync(join(keys, "leader.key"))).toBe(true);
    expect((await problemOf(window.session.rotateKey({ passphrase: "wrong passphrase" }))).code).toBe(
      "PASSPHRASE_WRONG",
    );
  });

  it("is never signed for through the shell's windows, which the shell alone confirms", async () => {
    const shell = newWindow(host, "shell");
    const unlocked = shell.session.unlock({ handle: "leader", passphrase: "another long passphrase" });
    expect((await problemOf(unlocked)).code).toBe("SHELL_CONFIRMS");
    expect((await problemOf(shell.signing.confirm({ digest: "00".repeat(32) }))).code).toBe("NOT_UNLOCKED");
  });
});
