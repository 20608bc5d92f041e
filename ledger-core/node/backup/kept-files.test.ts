import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { copyOf, makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { isKeptName, keptFiles } from "./kept-files.ts";
import { writeBackup } from "./write-backup.ts";

const little = await makeLittleLedger();

it.each([
  ["keys/anna.key", true],
  ["keys/next/anna.key", true],
  ["keys/next/anna.request.json", true],
  ["keys/next/.key", false],
  ["keys/anna.request.json", false],
  ["keys/next/next/anna.key", false],
  ["keys/next/../anna.key", false],
  ["keys/..key", false],
  ["blobs", false],
  ["keys/next", false],
  ["place.json", false],
  ["outbox", false],
])("a backup may hold %s: %s", (name, isKept) => {
  expect(isKeptName(name)).toBe(isKept);
});

it("a key that waits to follow a person's own is taken along, and the request for it", () => {
  const copy = copyOf(little.folder);
  mkdirSync(join(copy, "keys", "next"));
  for (const name of ["anna.key", "anna.request.json"]) writeFileSync(join(copy, "keys", "next", name), "x");
  const names = keptFiles(copy).filter((name) => name.startsWith("keys/"));
  expect(names).toEqual(["keys/founder.key", "keys/next/anna.key", "keys/next/anna.request.json"]);
});

describe.skipIf(process.platform === "win32")("a folder elsewhere, to which a link leads", () => {
  it.each([
    ["blobs", "there"],
    ["blobs", "gone"],
    ["keys", "there"],
  ])("is not left out without a word: %s, %s", async (name, state) => {
    const copy = copyOf(little.folder);
    const [elsewhere, target] = [`${copy}-elsewhere`, `${copy}-backup`];
    onTestFinished(() => [elsewhere, target].forEach((path) => rmSync(path, { recursive: true, force: true })));
    renameSync(join(copy, name), elsewhere);
    symlinkSync(elsewhere, join(copy, name));
    if (state === "gone") rmSync(elsewhere, { recursive: true });
    const { signal } = new AbortController();
    const written = writeBackup({
      ...{ folder: copy, target, depth: "quick", signal },
      progress: () => undefined,
      removed: () => undefined,
    });
    await expect(written).rejects.toThrow(`no plain file, '${join(copy, name)}'`);
  });
});
