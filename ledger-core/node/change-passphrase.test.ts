/** A change of passphrase reaches the key that waits and the one in use, or neither. */
import { mkdirSync, readFileSync, renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { Keystore } from "./keystore/keystore.ts";
import type { NodeHost } from "./node-host.ts";
import { closeAll, newFolder, newHost, newWindow, problemOf } from "./procedures/windows.testing.ts";
import type { Client } from "./procedures/windows.testing.ts";

const OLD = "seven quiet herons";
const NEW = "nine loud sparrows";

let host: NodeHost;
let folder: string;
let window: Client;

beforeEach(async () => {
  folder = newFolder();
  ({ host } = newHost(folder, 1_790_000_000));
  window = newWindow(host);
  const names = { network: "City", department: "Data", uscc: "11320100MB1000000Q", person: "leader" };
  await window.setup.create({ ...names, passphrase: OLD });
  await window.session.unlock({ handle: "leader", passphrase: OLD });
});

afterAll(closeAll);

const change = () => window.session.changePassphrase({ old: OLD, new: NEW });
const waitsUnder = (passphrase: string) => window.session.requestKey({ handle: "leader", passphrase });
const waitingFile = (): string => readFileSync(join(folder, "keys", "next", "leader.key"), "utf8");
const waitingKeystore = () => new Keystore({ folder: join(folder, "keys", "next") });

it("changes nothing where the waiting key cannot be written", async () => {
  await waitsUnder(OLD);
  // A folder under the name of a leftover, which cannot be taken away as a file.
  const leftover = join(folder, "keys", "next", ".leader.0123456789abcdef.tmp");
  mkdirSync(leftover);
  utimesSync(leftover, 1_000_000_000, 1_000_000_000);
  const before = waitingFile();
  expect((await problemOf(change())).code).toBe("KEY_FOLDER_UNWRITABLE");
  expect(waitingFile()).toBe(before);
  await newWindow(host).session.unlock({ handle: "leader", passphrase: OLD });
});

it("puts the waiting key back where the key in use cannot be changed", async () => {
  await waitsUnder(OLD);
  const before = waitingFile();
  const { keystore } = host.ledger;
  const changed = keystore.changePassphrase.bind(keystore);
  let between = "";
  const spy = vi.spyOn(keystore, "changePassphrase").mockImplementationOnce(async (...given) => {
    between = waitingFile();
    renameSync(join(folder, "keys", "leader.key"), join(folder, "elsewhere"));
    await changed(...given);
  });
  expect((await problemOf(change())).code).toBe("KEY_FILE_MISSING");
  spy.mockRestore();
  expect([between === before, waitingFile() === before]).toEqual([false, true]);
});

it("leaves a waiting key under another passphrase as it is, and tries none on it that does not open the key in use", async () => {
  await waitsUnder(NEW);
  const before = waitingFile();
  const spy = vi.spyOn(Keystore.prototype, "changePassphrase");
  const wrong = { old: NEW, new: "five slow otters" };
  expect((await problemOf(window.session.changePassphrase(wrong))).code).toBe("PASSPHRASE_WRONG");
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
  await window.session.changePassphrase({ old: OLD, new: "five slow otters" });
  expect(waitingFile()).toBe(before);
  await expect(waitingKeystore().unlock("leader", NEW)).resolves.toBeDefined();
  await newWindow(host).session.unlock({ handle: "leader", passphrase: "five slow otters" });
});
