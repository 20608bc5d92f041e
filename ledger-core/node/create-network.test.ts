import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { createNetwork } from "./create-network.ts";
import type { NewNetwork } from "./create-network.ts";
import { hasLedger } from "./network-folder.ts";
import { readLedger } from "./open-ledger.ts";
import { cityRuleset } from "./rules.ts";

const networkIn = (folder: string): NewNetwork => ({
  folder,
  ruleset: cityRuleset,
  name: "Test City",
  purpose: "real",
  time: 1_800_000_000,
  department: { name: "Data Bureau", uscc: makeUnifiedSocialCreditCode("11320100MB1234567"), functions: ["bureau"] },
  person: "anna",
  passphrase: "correct horse battery staple",
});

it("leaves what was there before and nothing else where it fails, and can be tried again", async () => {
  const folder = temporaryFolder();
  // The person's key is written once the ledger's file and the log's key are.
  writeFileSync(join(folder, "keys"), "in the way");
  writeFileSync(join(folder, "demo-passphrase"), "kept");
  await expect(createNetwork(networkIn(folder))).rejects.toThrow("KEY_FOLDER_UNWRITABLE");
  expect(readdirSync(folder).toSorted()).toEqual(["demo-passphrase", "keys"]);
  rmSync(join(folder, "keys"));
  await createNetwork(networkIn(folder));
  readLedger({ folder }).close();
  expect(readFileSync(join(folder, "demo-passphrase"), "utf8")).toBe("kept");
});

it("keeps the key of another person and a log key that were there before", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "keys"));
  for (const name of [join("keys", "bert.key"), "log.key"]) writeFileSync(join(folder, name), name);
  await expect(createNetwork(networkIn(folder))).rejects.toThrow("EEXIST");
  expect(readdirSync(folder, { encoding: "utf8", recursive: true }).toSorted()).toEqual([
    "keys",
    join("keys", "bert.key"),
    "log.key",
  ]);
});

it("takes the folders away that it made, and nothing of a process that was there first", async () => {
  const folder = join(temporaryFolder(), "outer", "inner");
  const { passphrase: _passphrase, ...network } = networkIn(folder);
  const keyPair = { publicKey: new Uint8Array(3), secretKey: new Uint8Array(64) };
  await expect(createNetwork({ ...network, keyPair })).rejects.toThrow("person.publicKey");
  expect(existsSync(join(folder, ".."))).toBe(false);

  mkdirSync(folder, { recursive: true });
  const lock = takeLock(folder);
  await expect(createNetwork(networkIn(folder))).rejects.toThrow("LEDGER_LOCKED");
  lock.release();
  expect(readdirSync(folder)).toEqual(["writer.lock"]);
  await createNetwork(networkIn(folder));
  await expect(createNetwork(networkIn(folder))).rejects.toThrow("LEDGER_EXISTS");
  readLedger({ folder }).close();
});

/** A creation in a process of its own that is killed so many milliseconds after it began; true if it was done by then. */
async function createAndKill(folder: string, afterMs: number): Promise<boolean> {
  const program = `
    import { createNetwork } from ${JSON.stringify(new URL("create-network.ts", import.meta.url).href)};
    import { cityRuleset } from ${JSON.stringify(new URL("rules.ts", import.meta.url).href)};
    const given = JSON.parse(process.argv[1]);
    process.stdout.write("begun");
    await createNetwork({ ...given, ruleset: cityRuleset });
    process.stdout.write(" done");
  `;
  const { ruleset: _ruleset, ...given } = networkIn(folder);
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program, JSON.stringify(given)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
    said += piece.toString();
  });
  await once(child, "close");
  return said.endsWith("done");
}

it("killed at any moment, it has created the network or can be tried again, and keeps what was there", async () => {
  const outcomes: boolean[] = [];
  for (const afterMs of [0, 2, 4, 6, 8, 10, 15, 25, 50, 100, 200, 400, 800, 10_000]) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "demo-passphrase"), "kept");
    const wasDone = await createAndKill(folder, afterMs);
    const found = hasLedger(folder);
    outcomes.push(found);
    if (wasDone) expect(found).toBe(true);
    if (!found) {
      // What is named so is a file that was being written, which the next one of its name takes the place of.
      const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
        (name) => !/\.(new|tmp)$/.test(name),
      );
      expect(left.filter((name) => !["keys", "writer.lock"].includes(name))).toEqual(["demo-passphrase"]);
      await createNetwork(networkIn(folder));
    }
    readLedger({ folder }).close();
    expect(existsSync(join(folder, "creating.json"))).toBe(false);
    expect(readFileSync(join(folder, "demo-passphrase"), "utf8")).toBe("kept");
  }
  expect(outcomes).toContain(false);
  expect(outcomes.at(-1)).toBe(true);
}, 60_000);

it("takes nothing away of a ledger that is whole, nor of another's folder, whatever the list of a creation says", async () => {
  const folder = temporaryFolder();
  await createNetwork(networkIn(folder));
  const names = ["ledger.sqlite", "writer.lock", "log.key", join("keys", "anna.key"), "../outside"];
  const list = { person: "anna", hasKeysFolder: false, hasPlace: false, names };
  const before = readdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "creating.json"), JSON.stringify(list));
  expect(hasLedger(folder)).toBe(true);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);

  // Nor where the ledger's file is gone, or its keys lie somewhere else.
  rmSync(join(folder, "ledger.sqlite"));
  writeFileSync(join(folder, "creating.json"), JSON.stringify(list));
  expect(hasLedger(folder)).toBe(false);
  expect(existsSync(join(folder, "keys", "anna.key")) && existsSync(join(folder, "log.key"))).toBe(true);

  const other = join(temporaryFolder(), "inner");
  mkdirSync(other);
  for (const name of ["mine", "ledger.sqlite", "../outside"]) writeFileSync(join(other, name), "");
  symlinkSync(join(folder, "keys"), join(other, "keys"));
  writeFileSync(join(other, "creating.json"), JSON.stringify({ ...list, names: [...names, "mine"] }));
  expect(hasLedger(other)).toBe(false);
  expect(readdirSync(other).toSorted()).toEqual(["keys", "mine", "writer.lock"]);
  expect([join(folder, "keys", "anna.key"), join(other, "..", "outside")].map((path) => existsSync(path))).toEqual([
    true,
    true,
  ]);
});
