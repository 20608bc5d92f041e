import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes, concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { openBlobs } from "./blob-folder.ts";
import { openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder } from "./temporary.testing.ts";

const LIMITS = { sizeBytesMax: 1_000_000 };

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

describe("blobs", () => {
  it("are held under their hash, whatever the pieces in which they come", async () => {
    const folder = temporaryFolder();
    const blobs = openBlobs(join(folder, "blobs"));
    const property = fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 5 }),
      async (pieces) => {
        const content = concatBytes(...pieces);
        const hash = testSuite.sha256(content);
        expect(await blobs.put(piecesOf(...pieces), LIMITS)).toEqual({ hash, sizeBytes: content.length });
        expect(blobs.has(hash)).toBe(true);
        expect(await blobs.get(hash, LIMITS)).toEqual(content);
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it("are listed by hash, and are gone once removed", async () => {
    const blobs = openBlobs(join(temporaryFolder(), "blobs"));
    expect(await collect(blobs.copies())).toEqual([]);
    const hashes: Uint8Array[] = [];
    for (let i = 0; i < 20; i++) hashes.push((await blobs.put(piecesOf(Uint8Array.of(i)), LIMITS)).hash);
    hashes.sort(compareBytes);
    expect((await collect(blobs.copies())).map(({ hash }) => hash)).toEqual(hashes);
    const [first, ...rest] = hashes;
    if (first === undefined) throw new Error("no blob");
    expect(await blobs.remove(first)).toBe(true);
    expect(await blobs.remove(first)).toBe(false);
    expect(blobs.has(first)).toBe(false);
    expect(await blobs.get(first, LIMITS)).toBeUndefined();
    expect((await collect(blobs.copies())).map((blob) => blob.hash)).toEqual(rest);
  });

  it("that come twice are one", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const blobs = openBlobs(folder);
    await Promise.all([1, 2, 3].map(() => blobs.put(piecesOf(Uint8Array.of(7)), LIMITS)));
    expect(filesIn(folder)).toHaveLength(1);
  });

  it("that are too large or break off leave nothing", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const blobs = openBlobs(folder);
    const half = new Uint8Array(600);
    await expect(blobs.put(piecesOf(half, half), { sizeBytesMax: 1_199 })).rejects.toMatchObject({
      code: "BLOB_TOO_LARGE",
    });
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield half;
      throw new Error("the sender hung up");
    };
    await expect(blobs.put(broken(), LIMITS)).rejects.toThrow("hung up");
    expect(filesIn(folder)).toEqual([]);
    const { hash } = await blobs.put(piecesOf(half, half), { sizeBytesMax: 1_200 });
    await expect(blobs.get(hash, { sizeBytesMax: 1_199 })).rejects.toMatchObject({ code: "BLOB_TOO_LARGE" });
  });

  it("whose bytes changed are not handed over whole", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const blobs = openBlobs(folder);
    const content = new Uint8Array(700_000).fill(5);
    const { hash } = await blobs.put(piecesOf(content), LIMITS);
    const name = encodeHex(hash);
    const file = join(folder, name.slice(0, 2), name);
    const bytes = readFileSync(file);
    bytes[0] = 6;
    chmodSync(file, 0o600);
    writeFileSync(file, bytes);
    await expect(blobs.get(hash, LIMITS)).rejects.toMatchObject({ code: "BLOB_DAMAGED", data: { hash: name } });
    let received = 0;
    const read = async (): Promise<void> => {
      for await (const piece of blobs.read(hash)) received += piece.length;
    };
    await expect(read()).rejects.toMatchObject({ code: "BLOB_DAMAGED" });
    expect(received).toBeLessThan(content.length);
    // An honest copy that comes again takes its place.
    await blobs.put(piecesOf(content), LIMITS);
    expect(await blobs.get(hash, LIMITS)).toEqual(content);
  });

  it("are named by hashes only", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const blobs = openBlobs(folder);
    expect(() => blobs.has(new Uint8Array(31))).toThrow(RangeError);
    await expect(blobs.remove(new Uint8Array(0))).rejects.toThrow(RangeError);
    expect(existsSync(folder)).toBe(false);
  });
});

describe("many blobs at once", () => {
  const many = Array.from({ length: 50 }, (_, i) => new Uint8Array(i).fill(i));
  const filled = async (): Promise<string> => {
    const folder = join(temporaryFolder(), "blobs");
    const stored = await openBlobs(folder).putAll(many, LIMITS);
    expect(stored).toEqual(many.map((bytes) => ({ hash: testSuite.sha256(bytes), sizeBytes: bytes.length })));
    return folder;
  };

  it("are one file, and are found, read, listed and removed as others are, also by who had the folder open", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const before = openBlobs(folder);
    expect(before.has(testSuite.sha256(Uint8Array.of(1)))).toBe(false);
    await openBlobs(folder).putAll(many, LIMITS);
    await openBlobs(folder).put(piecesOf(Uint8Array.of(99)), LIMITS);
    expect(filesIn(folder)).toHaveLength(2);
    for (const bytes of many) expect(await before.get(testSuite.sha256(bytes), LIMITS)).toEqual(bytes);
    const all = [...many, Uint8Array.of(99)].map((bytes) => testSuite.sha256(bytes)).sort(compareBytes);
    expect((await collect(before.copies())).map(({ hash }) => hash).sort(compareBytes)).toEqual(all);
    const [gone, kept] = [testSuite.sha256(many[7] ?? new Uint8Array()), testSuite.sha256(many[8] ?? new Uint8Array())];
    const other = openBlobs(folder);
    expect(other.has(gone)).toBe(true);
    expect(await before.remove(gone)).toBe(true);
    expect(await before.remove(gone)).toBe(false);
    for (const blobs of [before, other, openBlobs(folder)]) {
      expect(blobs.has(gone)).toBe(false);
      expect(await blobs.get(kept, LIMITS)).toEqual(many[8]);
    }
    expect(filesIn(folder)).toHaveLength(2);
  });

  it("are gone from every pack once removed, and stay while one pack has them", async () => {
    const folder = await filled();
    await openBlobs(folder).putAll(many.slice(0, 20), LIMITS);
    const [twice, other] = [3, 4].map((i) => testSuite.sha256(many[i] ?? new Uint8Array()));
    if (twice === undefined || other === undefined) throw new Error("two of many");
    const blobs = openBlobs(folder);
    expect(blobs.has(other)).toBe(true);
    expect(await openBlobs(folder).remove(twice)).toBe(true);
    for (const one of [blobs, openBlobs(folder)]) {
      expect(one.has(twice)).toBe(false);
      expect(await one.get(other, LIMITS)).toEqual(many[4]);
    }
    const [pack = ""] = readdirSync(join(folder, "packs")).filter((name) => name !== "incoming");
    rmSync(join(folder, "packs", pack));
    expect(await blobs.get(other, LIMITS)).toEqual(many[4]);
  });

  it("are gone, each of them, where several are removed at once", async () => {
    const blobs = openBlobs(await filled());
    const hashes = many.slice(0, 5).map((bytes) => testSuite.sha256(bytes));
    expect(await Promise.all(hashes.map((hash) => blobs.remove(hash)))).toEqual(hashes.map(() => true));
    expect(hashes.filter((hash) => blobs.has(hash))).toEqual([]);
    expect(await blobs.get(testSuite.sha256(many[5] ?? new Uint8Array()), LIMITS)).toEqual(many[5]);
  });

  it("are each checked when they are read, and none is there where the head was altered", async () => {
    const folder = await filled();
    const [name = ""] = readdirSync(join(folder, "packs")).filter((one) => one !== "incoming");
    const file = join(folder, "packs", name);
    const bytes = readFileSync(file);
    const last = testSuite.sha256(many[49] ?? new Uint8Array());
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    await expect(openBlobs(folder).get(last, LIMITS)).rejects.toMatchObject({ code: "BLOB_DAMAGED" });
    expect(await openBlobs(folder).get(testSuite.sha256(many[3] ?? new Uint8Array()), LIMITS)).toEqual(many[3]);
    for (let at = 0; at < 12 + 50 * 36; at += 11) {
      const altered = Buffer.from(bytes);
      altered[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(file, altered);
      expect(openBlobs(folder).has(last), String(at)).toBe(false);
    }
    await openBlobs(folder).put(piecesOf(many[49] ?? new Uint8Array()), LIMITS);
    expect(await openBlobs(folder).get(last, LIMITS)).toEqual(many[49]);
  });

  it("are all refused where one is too large, and few are files of their own", async () => {
    const folder = join(temporaryFolder(), "blobs");
    const blobs = openBlobs(folder);
    await expect(blobs.putAll(many, { sizeBytesMax: 48 })).rejects.toMatchObject({ code: "BLOB_TOO_LARGE" });
    expect(existsSync(folder)).toBe(false);
    await blobs.putAll(many.slice(1, 4), LIMITS);
    expect(filesIn(folder)).toHaveLength(3);
    expect(await blobs.putAll([], LIMITS)).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("what stands in a blob's place and is none", () => {
  const many = Array.from({ length: 9 }, (_, i) => new Uint8Array(i + 1).fill(i));
  const content = new Uint8Array(900).fill(7);
  const name = encodeHex(testSuite.sha256(content));
  const first = testSuite.sha256(many[0] ?? new Uint8Array(0));
  const strange: Readonly<Record<string, (path: string) => void>> = {
    "a pipe": (path) => execFileSync("mkfifo", [path]),
    "a link": (path) => symlinkSync(`${path}.sound`, path),
    "a folder": (path) => mkdirSync(path),
  };
  const made = async (): Promise<{ folder: string; blob: string; packName: string }> => {
    const folder = join(temporaryFolder(), "blobs");
    await openBlobs(folder).putAll(many, LIMITS);
    await openBlobs(folder).put(piecesOf(content), LIMITS);
    const [packName = ""] = readdirSync(join(folder, "packs")).filter((one) => one !== "incoming");
    return { folder, blob: join(folder, name.slice(0, 2), name), packName };
  };

  it("is not held, not waited for, and named; what is sound is not", async () => {
    for (const [what, place] of Object.entries(strange)) {
      const { folder, blob, packName } = await made();
      const before = openBlobs(folder);
      expect([before.has(first), await collect(before.strays())], what).toEqual([true, []]);
      for (const path of [blob, join(folder, "packs", packName)]) {
        renameSync(path, `${path}.sound`);
        place(path);
      }
      for (const blobs of [before, openBlobs(folder)]) {
        expect([blobs.has(testSuite.sha256(content)), blobs.has(first)], what).toEqual([false, false]);
        expect(await blobs.get(testSuite.sha256(content), LIMITS), what).toBeUndefined();
        await expect(collect(blobs.read(testSuite.sha256(content))), what).rejects.toThrow("no plain file");
        expect((await collect(blobs.copies())).length, what).toBe(0);
        expect((await collect(blobs.strays())).sort(), what).toEqual([name, `packs/${packName}`].sort());
      }
    }
  });

  it("is left by uploads that were cut off, and taken away once it is old, when a writer opens the ledger", () => {
    const folder = temporaryFolder();
    const other = temporaryFolder();
    const old = randomUUID();
    const young = randomUUID();
    const age = (path: string): void => utimesSync(path, 1, 1);
    const place = (path: string): void => {
      mkdirSync(path, { recursive: true });
      for (const name of [old, young, "notes.txt"]) writeFileSync(join(path, name), "half of it");
      for (const name of [old, "notes.txt"]) age(join(path, name));
    };
    const places = ["blobs/incoming", "blobs/packs/incoming"].map((path) => join(folder, path));
    for (const path of places) place(path);
    openWriter(shelfOptions(folder)).close();
    for (const path of places) expect(readdirSync(path).sort()).toEqual([young, "notes.txt"].sort());
    place(other);
    for (const path of places) rmSync(path, { recursive: true });
    symlinkSync(other, places[0] ?? "");
    openWriter(shelfOptions(folder)).close();
    expect(readdirSync(other)).toHaveLength(3);
  });

  it("is named also where a folder of blobs is a link, and where a pack goes on behind its end or has another head", async () => {
    const { folder, blob, packName } = await made();
    const parent = join(blob, "..");
    renameSync(parent, `${parent}.sound`);
    symlinkSync(`${parent}.sound`, parent);
    expect(await collect(openBlobs(folder).strays())).toEqual([name.slice(0, 2)]);
    rmSync(parent);
    const pack = join(folder, "packs", packName);
    appendFileSync(pack, "more");
    expect(await openBlobs(folder).get(first, LIMITS)).toEqual(many[0]);
    expect(await collect(openBlobs(folder).strays())).toEqual([`packs/${packName}`]);
    writeFileSync(pack, "no pack");
    expect(await collect(openBlobs(folder).strays())).toEqual([`packs/${packName}`]);
  });
});
