/**
 * Content for which there is no room, from each call on that keeping it makes of the file system: it is not there or whole, and is kept once
 * there is room.
 */
import { readdirSync } from "node:fs";
import type * as FileSystem from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { openBlobs } from "./blob-folder.ts";
import type { Blobs } from "./blobs.ts";
import { temporaryFolder } from "./temporary.testing.ts";

const LIMITS = { sizeBytesMax: 1_000_000 };
/** So few are files of their own, which are written side by side. */
const FEW = 3;
/** A folder is made and written to, a file is made, written, synced and named. */
const CALLS_MIN = 6;
const NAME = /^[0-9a-f]{64}$/;

/** Calls that write: how many there were, and for how many there is room. */
const disk = vi.hoisted(() => ({ calls: 0, room: Number.POSITIVE_INFINITY }));

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>();
  const limited =
    <Given extends unknown[], T>(call: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      if (disk.calls++ >= disk.room) throw Object.assign(new Error("no room, on purpose"), { code: "ENOSPC" });
      return await call(...given);
    };
  const open = async (...given: Parameters<typeof real.open>): Promise<FileSystem.FileHandle> => {
    const handle = await (given[1] === "r" ? real.open(...given) : limited(real.open)(...given));
    handle.write = limited(handle.write.bind(handle)) as typeof handle.write;
    handle.writeFile = limited(handle.writeFile.bind(handle));
    handle.sync = limited(handle.sync.bind(handle));
    return handle;
  };
  return { ...real, open, mkdir: limited(real.mkdir), rename: limited(real.rename) };
});

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 5);
  yield bytes.subarray(5);
}

const contents = Array.from({ length: 9 }, (_, i) => new Uint8Array(20 + i).fill(i));
const put = async (blobs: Blobs): Promise<unknown> =>
  await blobs.put(inPieces(contents[0] ?? new Uint8Array()), LIMITS);
const putFew = async (blobs: Blobs): Promise<unknown> => await blobs.putAll(contents.slice(0, FEW), LIMITS);
const putMany = async (blobs: Blobs): Promise<unknown> => await blobs.putAll(contents, LIMITS);

/** How many of the contents are held. Expects them to be whole, and nothing else to lie there. */
async function countHeld(place: string): Promise<number> {
  expect(filesIn(place).filter((name) => !NAME.test(name))).toEqual([]);
  const blobs = openBlobs(join(place, "blobs"));
  for await (const stray of blobs.strays()) expect(stray).toBeUndefined();
  const held = contents.filter((bytes) => blobs.has(testSuite.sha256(bytes)));
  for (const bytes of held) expect(await blobs.get(testSuite.sha256(bytes), LIMITS)).toEqual(bytes);
  return held.length;
}

function filesIn(place: string): readonly string[] {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

it.each([
  { what: "one content", keep: put, count: 1 },
  { what: "a few", keep: putFew, count: FEW },
  { what: "many", keep: putMany, count: 9 },
])("leaves nothing half kept of $what, and keeps it once there is room", async ({ keep, count }) => {
  const held: number[] = [];
  for (let room = 0, isKept = false; !isKept; room++) {
    const place = temporaryFolder();
    const folder = join(place, "blobs");
    Object.assign(disk, { calls: 0, room });
    const failure = await keep(openBlobs(folder)).then(
      () => undefined,
      (error: unknown) => error,
    );
    isKept = failure === undefined;
    disk.room = Number.POSITIVE_INFINITY;
    if (isKept) continue;
    expect(failure).toMatchObject({ code: "DISK_FULL", data: { folder, detail: "ENOSPC" } });
    held.push(await countHeld(place));
    await keep(openBlobs(folder));
    expect(await countHeld(place)).toBe(count);
  }
  // With the last call the name is made durable of what stands there whole already.
  if (count !== FEW) expect([Math.max(...held.slice(0, -1)), held.at(-1)]).toEqual([0, count]);
  expect(held.length).toBeGreaterThan(CALLS_MIN);
});
