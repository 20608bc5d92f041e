import { readdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ContentKey } from "./content-key.ts";
import { readContent } from "./content-store.ts";
import type { StoredVersion } from "./content-store.ts";
import { newContentKey, StoredContent } from "./stored-content.testing.ts";

/** Where Linux lists the files that this process has open. */
const OPEN_FILES = "/proc/self/fd";
const TIMES = 20;

const stored = new StoredContent();
let [key, otherKey] = [] as unknown as [ContentKey, ContentKey];
let version: StoredVersion;

beforeAll(async () => {
  key = await newContentKey();
  otherKey = await newContentKey();
  // Reading ahead comes to the end of a shorter one, which closes the file by itself.
  version = await stored.seal(3_000_000, { key, dataset: 7 });
});
afterAll(() => stored.remove());

async function openFiles(): Promise<number> {
  // A file is closed by the system a little after it was given up.
  for (let turn = 0; turn < 200; turn++) await setImmediate();
  return readdirSync(OPEN_FILES).length;
}

// Elsewhere than on Linux these are skipped: there is no list of open files to count.
describe.skipIf(process.platform !== "linux")(
  "sealed content that is not given out leaves no file open (counted on Linux)",
  () => {
    it.each([
      ["under another node's key", "CONTENT_KEY_DAMAGED", () => ({ of: version, under: otherKey })],
      ["under another dataset's label", "CONTENT_NOT_HELD", () => ({ of: { ...version, dataset: 8 }, under: key })],
    ])("%s", async (_name, code, given) => {
      const before = await openFiles();
      for (let i = 0; i < TIMES; i++) {
        const { of, under } = given();
        await expect(readContent(stored.blobs, of, async () => under)).rejects.toMatchObject({ code });
      }
      expect(await openFiles()).toBe(before);
    });

    it("but the one that is being read, until its reader ends", async () => {
      const before = await openFiles();
      const content = (await readContent(stored.blobs, version, async () => key))[Symbol.asyncIterator]();
      await content.next();
      expect(await openFiles()).toBe(before + 1);
      await content.return?.();
      expect(await openFiles()).toBe(before);
    });
  },
);
