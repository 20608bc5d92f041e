import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { ContentKey } from "./content-key.ts";
import { readContent } from "./content-store.ts";
import type { StoredVersion } from "./content-store.ts";
import { Downloads } from "./downloads.ts";
import { newContentKey, StoredContent } from "./stored-content.testing.ts";

const stored = new StoredContent();
let key: ContentKey;
let [sound, damaged] = [] as unknown as [StoredVersion, StoredVersion];

beforeAll(async () => {
  key = await newContentKey();
  sound = await stored.seal(1_200_000, { key, dataset: 7 });
  const altered = await stored.seal(1_200_000, { key, dataset: 7 });
  stored.damage(altered.sealedHash);
  damaged = altered;
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => stored.remove());

const beginning = (version: StoredVersion) => () => readContent(stored.blobs, version, async () => key);

/** The first piece of a version for a window, or the next one. */
const read = (downloads: Downloads, version: StoredVersion, client = "one", cursor?: string) =>
  downloads.next({ client, owner: "anna" }, cursor, beginning(version));

/** Reading ahead has come upon the damage by then: it goes a few pieces further than what was asked for. */
async function readAhead(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await setImmediate();
}

describe("a download that was left alone and whose content is damaged further on", () => {
  it("is closed after a while without a failure that nobody waits for, which would end the process", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const rejected: unknown[] = [];
    const listener = (reason: unknown): void => void rejected.push(reason);
    process.on("unhandledRejection", listener);
    const downloads = new Downloads();
    const { next } = await read(downloads, damaged);
    await readAhead();
    await vi.advanceTimersByTimeAsync(60_001);
    await readAhead();
    process.off("unhandledRejection", listener);
    expect(rejected).toEqual([]);
    await expect(read(downloads, damaged, "one", next ?? "")).rejects.toMatchObject({ code: "NO_SUCH_RECORD" });
  });

  it("gives way to the next one of its window, which does not fail for it", async () => {
    const downloads = new Downloads();
    const { next } = await read(downloads, damaged);
    for (let i = 0; i < 3; i++) await read(downloads, sound);
    await readAhead();
    expect((await read(downloads, sound)).piece).toHaveLength(786_432);
    await expect(read(downloads, damaged, "one", next ?? "")).rejects.toMatchObject({ code: "NO_SUCH_RECORD" });
  });

  it("says so to whoever goes on with it", async () => {
    const downloads = new Downloads();
    const { next } = await read(downloads, damaged);
    await readAhead();
    await expect(read(downloads, damaged, "one", next ?? "")).rejects.toMatchObject({ code: "CONTENT_ALTERED" });
  });
});

describe("downloads that begin at the same time", () => {
  const ofOne = Array.from({ length: 80 }, () => "one");
  const ofOthers = Array.from({ length: 80 }, (_, i) => `other ${i}`);

  /** How many of them are let in; the others are told that there are too many. */
  async function letIn(downloads: Downloads, clients: readonly string[]): Promise<number> {
    const all = await Promise.allSettled(clients.map((client) => read(downloads, sound, client)));
    const refused = all.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    for (const reason of refused) expect(reason).toMatchObject({ code: "CONTENT_BUSY" });
    return all.length - refused.length;
  }

  it("are no more than one window may have, nor than a node has room for", async () => {
    const downloads = new Downloads();
    expect(await letIn(downloads, ofOne)).toBe(4);
    expect(await letIn(downloads, ofOthers)).toBe(60);
    // Those that were read wait for what is asked next, and of these one gives way to a new one of its window.
    expect((await read(downloads, sound)).next).not.toBeNull();
    await expect(read(downloads, sound, "late")).rejects.toMatchObject({ code: "CONTENT_BUSY" });
  });

  it("give their places back where content cannot be opened or read, or is at its end", async () => {
    const downloads = new Downloads();
    const lost = { ...sound, sealedHash: new Uint8Array(32) };
    const short = await stored.seal(1_000, { key, dataset: 7 });
    for (let i = 0; i < 5; i++) {
      await expect(read(downloads, lost)).rejects.toMatchObject({ code: "CONTENT_NOT_HELD" });
      expect((await read(downloads, short)).next).toBeNull();
    }
    expect(await letIn(downloads, ofOne)).toBe(4);
  });
});
