import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { createNetwork } from "./create-network.ts";
import type { NewNetwork } from "./create-network.ts";
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
