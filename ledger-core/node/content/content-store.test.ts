import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ContentKey } from "./content-key.ts";
import { readContent } from "./content-store.ts";
import type { StoredVersion } from "./content-store.ts";
import { newContentKey, StoredContent } from "./stored-content.testing.ts";

/** Where Linux lists the files that this process has open. */
const OPEN_FILES = "/proc/self/fd";
const TIMES = 20;

const stored = new StoredContent();
let key: ContentKey;
let otherKey: ContentKey;
let version: StoredVersion;

beforeAll(async () => {
  key = await newContentKey();
  otherKey = await newContentKey();
  // Reading ahead comes to the end of a shorter one, which closes the file by itself.
  version = await stored.seal(3_000_000, { key, dataset: 7 });
});
afterAll(() => stored.remove());

async function sizeGiven(content: AsyncIterable<Uint8Array>, given: { sizeBytes: number }): Promise<void> {
  for await (const piece of content) given.sizeBytes += piece.length;
}

describe("sealed content that is not what its owner recorded", () => {
  it.each([1_000, 3_000_000])("is not given out whole (%i bytes)", async (sizeBytes) => {
    const sealed = await stored.seal(sizeBytes, { key, dataset: 7 });
    const whole = { sizeBytes: 0 };
    await sizeGiven(await readContent(stored.blobs, sealed, async () => key), whole);
    expect(whole.sizeBytes).toBe(sizeBytes);
    const promised = { ...sealed, contentHash: new Uint8Array(32).fill(7) };
    const given = { sizeBytes: 0 };
    const reading = sizeGiven(await readContent(stored.blobs, promised, async () => key), given);
    await expect(reading).rejects.toMatchObject({ code: "CONTENT_ALTERED" });
    expect(given.sizeBytes).toBeLessThan(sizeBytes);
  });
});

/** Of the content's folder; what else this process has open is not counted. */
function openFiles(): number {
  return readdirSync(OPEN_FILES).filter((name) => {
    const path = join(OPEN_FILES, name);
    // The list itself is open while it is read, and gone by now.
    return existsSync(path) && readlinkSync(path).startsWith(stored.folder);
  }).length;
}

// Elsewhere than on Linux these are skipped: there is no list of open files to count.
describe.skipIf(process.platform !== "linux")(
  "sealed content that is not given out leaves no file open (counted on Linux)",
  () => {
    it.each([
      ["under another node's key", "CONTENT_KEY_DAMAGED", () => ({ of: version, under: otherKey })],
      ["under another dataset's label", "CONTENT_NOT_HELD", () => ({ of: { ...version, dataset: 8 }, under: key })],
    ])("%s", async (_name, code, given) => {
      for (let i = 0; i < TIMES; i++) {
        const { of, under } = given();
        await expect(readContent(stored.blobs, of, async () => under)).rejects.toMatchObject({ code });
      }
      // A file is closed by the system a little after it was given up.
      await expect.poll(openFiles).toBe(0);
    });

    it("but the one that is being read, until its reader ends", async () => {
      const content = (await readContent(stored.blobs, version, async () => key))[Symbol.asyncIterator]();
      await content.next();
      expect(openFiles()).toBe(1);
      await content.return?.();
      await expect.poll(openFiles).toBe(0);
    });
  },
);
