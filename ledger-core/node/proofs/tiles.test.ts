/** The log as tiles: ours written and read back, and a log of Tessera's verified. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkpointSigner, logVkey } from "#ledger-core/node/log-key.ts";
import type { Checkpoint } from "#ledger-core/proof/checkpoint.ts";
import { parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { parseBundle } from "#ledger-core/proof/tiles.ts";
import { emptyRoot, leafHash, verifyConsistency, verifyInclusion } from "#ledger-core/proof/tree.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { blockOf, shelfRuleset, word } from "#ledger-core/store/shelf.testing.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Reader, Writer } from "#ledger-core/store/store-types.ts";
import { describeRealData, readRealFiles } from "#ledger-core/testdata/real-data.testing.ts";
import { exportTiles } from "./export-tiles.ts";
import type { ExportedTiles } from "./export-tiles.ts";
import { verifyTiles } from "./verify-tiles.ts";

const ORIGIN = "tcc/tiles";
const keys = keyPairOf("log of tiles");
const vkey = logVkey(ORIGIN, keys.publicKey);

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tiles-"));
  folder = join(root, "tiles");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function openLog(name: string): { readonly writer: Writer; readonly reader: Reader } {
  const writer = openWriter({ folder: join(root, name), ruleset: shelfRuleset, suite: nodeSuite });
  return { writer, reader: writer.reader() };
}

/** Seals so many entries, each of a word with that mark. */
function grow(writer: Writer, count: number, mark = "w"): void {
  const sign = checkpointSigner(ORIGIN, keys);
  const entries = Array.from({ length: count }, (_, i) => [word(i + 1, `${mark}${i}`)]);
  writer.commit(blockOf(writer.rows, writer.head(), entries), sign);
}

async function write(
  reader: Reader,
  { signal, progress = () => undefined }: { readonly signal?: AbortSignal; readonly progress?: () => void } = {},
): Promise<ExportedTiles> {
  return await exportTiles({ reader, vkey, folder, progress, signal: signal ?? new AbortController().signal });
}

const codesOf = (trusted = [vkey], since?: string): readonly string[] =>
  verifyTiles({ suite: nodeSuite, keys: trusted, since }, folder).checks.map(({ code }) => code);
const SOUND = ["CHECKPOINT_SIGNED", "TILES_HOLD"];

function filesIn(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted();
}

describe("a ledger's tiles", () => {
  it("are written, verified, and grow by what is new", async () => {
    const { writer, reader } = openLog("log");
    grow(writer, 300);
    expect(await write(reader)).toMatchObject({ entries: 300, tiles: 5 });
    expect(filesIn()).toEqual([
      "checkpoint",
      "tile/0/000",
      "tile/0/001.p/44",
      "tile/1/000.p/1",
      "tile/entries/000",
      "tile/entries/001.p/44",
      "vkey",
    ]);
    expect(codesOf()).toEqual(SOUND);
    const full = statSync(join(folder, "tile/0/000")).mtimeMs;
    grow(writer, 500);
    expect(await write(reader)).toMatchObject({ entries: 800, tiles: 7 });
    expect(statSync(join(folder, "tile/0/000")).mtimeMs).toBe(full);
    expect(codesOf()).toEqual(SOUND);
    expect((await write(reader)).tiles).toBe(0);
    for (const name of ["tile/0/000", "tile/entries/001"]) rmSync(join(folder, name));
    expect((await write(reader)).tiles).toBe(2);
    expect(codesOf()).toEqual(SOUND);
    reader.close();
    writer.close();
  });

  it("are refused by any verifier with one byte changed, and with one file gone", async () => {
    const { writer, reader } = openLog("log");
    grow(writer, 260);
    await write(reader);
    // The key that comes along is nobody's who has another.
    for (const name of filesIn().filter((one) => one !== "vkey")) {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        writeFileSync(file, changed);
        expect(codesOf(), `${name} at ${at}`).not.toEqual(SOUND);
      }
      rmSync(file);
      expect(codesOf(), `without ${name}`).not.toEqual(SOUND);
      writeFileSync(file, bytes);
    }
    expect(codesOf()).toEqual(SOUND);
    reader.close();
    writer.close();
  });

  it("bring the key that signed them, which is its own word alone, and nothing to whoever has another", async () => {
    const { writer, reader } = openLog("log");
    grow(writer, 3);
    await write(reader);
    const file = join(folder, "vkey");
    expect(readFileSync(file, "utf8")).toBe(`${vkey}\n`);
    const [checkpoint] = verifyTiles({ suite: nodeSuite, keys: [] }, folder).checks;
    expect(checkpoint).toMatchObject({ ok: true, how: "vouched", code: "CHECKPOINT_SELF_SIGNED" });
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(codesOf([])[0], `at ${at}`).toMatch(/^(?:KEY_MALFORMED|CHECKPOINT_KEY_UNKNOWN)$/);
      expect(codesOf()).toEqual(SOUND);
    }
    const stranger = logVkey(ORIGIN, keyPairOf("stranger").publicKey);
    writeFileSync(file, `${stranger}\n`);
    expect([codesOf([])[0], codesOf()]).toEqual(["CHECKPOINT_KEY_UNKNOWN", SOUND]);
    writeFileSync(file, bytes);
    expect(codesOf([stranger])[0]).toBe("CHECKPOINT_KEY_UNKNOWN");
    rmSync(file);
    symlinkSync("/dev/zero", file);
    expect([codesOf([]), codesOf()]).toEqual([["FILE_NOT_REGULAR"], SOUND]);
    // As a folder has it that was written before.
    rmSync(file);
    expect([codesOf([]), codesOf()]).toEqual([["CHECKPOINT_KEY_MISSING", "TILES_HOLD"], SOUND]);
    reader.close();
    writer.close();
  });

  it.each([
    "UPDATE log_tile SET hashes = zeroblob(8192) WHERE number = 1",
    "UPDATE log_tile SET root = zeroblob(32) WHERE number = 0",
    "UPDATE log_entry SET leaf = x'00' WHERE place = 299",
    "UPDATE log_entry SET leaf = x'00' WHERE place = 599",
  ])("are not published where the log's own tree is not what was signed: %s", async (sql) => {
    const { writer } = openLog("log");
    grow(writer, 600);
    const file = new Database(ledgerFile(join(root, "log")));
    file.exec(sql);
    file.close();
    const reader = writer.reader();
    await expect(write(reader)).rejects.toMatchObject({ code: "LEDGER_DAMAGED" });
    expect(existsSync(join(folder, "checkpoint"))).toBe(false);
    reader.close();
    writer.close();
  });

  /** Stops when it looks whether to go on the second time. */
  async function writeInPart(reader: Reader): Promise<void> {
    const stop = new AbortController();
    await expect(write(reader, { signal: stop.signal, progress: () => stop.abort() })).rejects.toThrow("aborted");
    expect(existsSync(join(folder, "checkpoint"))).toBe(false);
    expect(filesIn().length).toBeGreaterThan(100);
  }

  it("are left with the newer checkpoint where another run has come further meanwhile", async () => {
    const { writer, reader } = openLog("log");
    grow(writer, 300);
    const later: Promise<ExportedTiles>[] = [];
    await write(reader, {
      progress: () => {
        if (later.length > 0) return;
        grow(writer, 300);
        later.push(write(reader));
      },
    });
    expect(await later[0]).toMatchObject({ entries: 600 });
    expect(readFileSync(join(folder, "checkpoint"), "utf8").split("\n")[1]).toBe("600");
    expect(codesOf()).toEqual(SOUND);
    reader.close();
    writer.close();
  });

  it("are those of the log that is written, whatever another one has left when it was cut off", async () => {
    const other = openLog("other");
    grow(other.writer, 256 * 70, "other");
    await writeInPart(other.reader);
    const { writer, reader } = openLog("log");
    grow(writer, 300);
    await write(reader);
    expect(codesOf()).toEqual(SOUND);
    for (const log of [{ writer, reader }, other]) {
      log.reader.close();
      log.writer.close();
    }
  });

  it("go on where they were cut off, and into no folder of another log", async () => {
    const { writer, reader } = openLog("log");
    grow(writer, 256 * 70);
    await writeInPart(reader);
    const there = filesIn().length;
    expect(await write(reader)).toMatchObject({ tiles: 141 - there });
    expect(codesOf()).toEqual(SOUND);
    const other = openLog("other");
    grow(other.writer, 400, "other");
    await expect(write(other.reader)).rejects.toMatchObject({ code: "TILES_FOLDER_OTHER" });
    const shorter = openLog("shorter");
    grow(shorter.writer, 20);
    await expect(write(shorter.reader)).rejects.toMatchObject({ code: "TILES_FOLDER_OTHER" });
    expect(codesOf()).toEqual(SOUND);
    // What stands in the place of its checkpoint may lead to a device that has no end.
    const checkpoint = join(folder, "checkpoint");
    rmSync(checkpoint);
    symlinkSync("/dev/zero", checkpoint);
    await expect(write(reader)).rejects.toMatchObject({ code: "ENOTFILE" });
    for (const log of [{ writer, reader }, other, shorter]) {
      log.reader.close();
      log.writer.close();
    }
  });
});

describe("tiles since an older checkpoint", () => {
  const noteOf = (reader: Reader): string => reader.head()?.checkpoint ?? "";

  it("grew from it, and show any growth in between to the proofs beside them", async () => {
    const { writer, reader } = openLog("log");
    const notes: string[] = [];
    for (const count of [1, 6, 249, 44, 213]) {
      grow(writer, count);
      notes.push(noteOf(reader));
    }
    await write(reader);
    for (const since of notes) expect(codesOf([vkey], since)).toEqual([...SOUND, "GROWTH_HOLDS"]);
    const { consistency } = verifyTiles({ suite: nodeSuite, keys: [vkey] }, folder);
    const size = reader.head()?.size ?? 0;
    expect(size).toBeGreaterThan(512);
    for (let newSize = 1; newSize <= size; newSize += 37)
      for (let oldSize = 1; oldSize <= newSize; oldSize += 23)
        expect(consistency?.(oldSize, newSize), `${oldSize} to ${newSize}`).toEqual(
          reader.consistency(oldSize, newSize),
        );
    expect(consistency?.(1, size + 1)).toBeUndefined();
    reader.close();
    writer.close();
  });

  it("are refused where they are of another log, of fewer entries, with another root at that size, or do not hold", async () => {
    const { writer, reader } = openLog("log");
    const fork = openLog("fork");
    grow(writer, 20);
    grow(fork.writer, 20, "other");
    await write(reader);
    const sign = checkpointSigner("tcc/elsewhere", keys);
    const elsewhere = openLog("elsewhere");
    elsewhere.writer.commit(blockOf(elsewhere.writer.rows, undefined, [[word(1, "w0")]]), sign);
    const theirs = logVkey("tcc/elsewhere", keys.publicKey);
    expect(codesOf([vkey, theirs], noteOf(elsewhere.reader))).toEqual([...SOUND, "ORIGIN_DIFFERS"]);
    expect(codesOf([vkey], noteOf(fork.reader))).toEqual([...SOUND, "GROWTH_FAILS"]);
    const same = noteOf(reader);
    grow(writer, 5);
    expect(codesOf([vkey], noteOf(reader))).toEqual([...SOUND, "GROWTH_FAILS"]);
    await write(reader);
    expect(codesOf([vkey], noteOf(fork.reader))).toEqual([...SOUND, "GROWTH_FAILS"]);
    expect(codesOf([vkey], same)).toEqual([...SOUND, "GROWTH_HOLDS"]);
    rmSync(join(folder, "tile/0/000.p/25"));
    expect(codesOf([vkey], same)).toEqual(["CHECKPOINT_SIGNED", "TILE_ABSENT", "NOT_RUN"]);
    for (const log of [{ writer, reader }, fork, elsewhere]) {
      log.reader.close();
      log.writer.close();
    }
  });
});

const TESSERA = "evidence/tlog-tiles-tessera-log.tar.gz";
describeRealData("tiles that Tessera wrote", TESSERA, () => {
  const SIZE = 15;
  const files = readRealFiles(TESSERA);
  const noteAt = (size: number): string => {
    const note = files.get(`testdata/log/checkpoint.${size}`);
    if (note === undefined) throw new Error(`no checkpoint of ${size}`);
    return Buffer.from(note).toString("utf8");
  };
  const headAt = (size: number): Checkpoint => {
    const checkpoint = parseSignedCheckpoint(noteAt(size))?.checkpoint;
    if (checkpoint === undefined) throw new Error(`no checkpoint of ${size}`);
    return checkpoint;
  };

  it("are verified at each of their sixteen sizes and since each one before, and fail with one byte changed", () => {
    const script = Buffer.from(files.get("testdata/build_log.sh") ?? []).toString("utf8");
    const key = /LOG_PUBLIC_KEY="([^"]+)"/.exec(script)?.[1] ?? "";
    for (const [path, bytes] of files) {
      const file = join(folder, path.replace("testdata/log/", ""));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    for (let size = 0; size <= SIZE; size++) {
      writeFileSync(join(folder, "checkpoint"), noteAt(size));
      expect(codesOf([key]), `at ${size}`).toEqual(SOUND);
      for (let since = 0; since <= size; since++)
        expect(codesOf([key], noteAt(since)), `${since} to ${size}`).toEqual([...SOUND, "GROWTH_HOLDS"]);
      for (let later = size + 1; later <= SIZE; later++)
        expect(codesOf([key], noteAt(later)), `${later} to ${size}`).toEqual([...SOUND, "GROWTH_FAILS"]);
    }
    const bundle = join(folder, "tile/entries/000.p/15");
    const bytes = readFileSync(bundle);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(bundle, bytes);
    expect(codesOf([key])).toEqual(["CHECKPOINT_SIGNED", "TILE_DIFFERS"]);
  });

  const entries = parseBundle(files.get(`testdata/log/tile/entries/000.p/${SIZE}`) ?? new Uint8Array(), SIZE) ?? [];

  /** A log of ours with their entries, each in a block whose checkpoint is theirs. */
  async function growTheirs(
    { writer }: { readonly writer: Writer },
    each: (size: number) => Promise<void>,
  ): Promise<void> {
    for (const [i, entry] of entries.entries()) {
      const block = blockOf(writer.rows, writer.head(), [[word(i + 1, "w")]]);
      writer.commit({ ...block, entries: block.entries.map((sealed) => ({ ...sealed, entry })) }, () => noteAt(i + 1));
      await each(i + 1);
    }
  }

  it("are written byte for byte by a log of ours that has their entries and checkpoints and grows by one at a time", async () => {
    const log = openLog("log");
    await growTheirs(log, async (size) => {
      await write(log.reader);
      expect(readFileSync(join(folder, "checkpoint"), "utf8")).toBe(noteAt(size));
    });
    const published = [...files.keys()].filter((path) => /^testdata\/log\/(?:tile\/|checkpoint$)/.test(path));
    // The key that signed is ours to add.
    const theirs = filesIn().filter((name) => name !== "vkey");
    expect(theirs.map((name) => `testdata/log/${name}`)).toEqual(published);
    for (const path of published)
      expect(readFileSync(join(folder, path.replace("testdata/log/", ""))), path).toEqual(
        Buffer.from(files.get(path) ?? []),
      );
    log.reader.close();
    log.writer.close();
  });

  it("have checkpoints from which our proofs show that each grew from each before and holds its entries", async () => {
    const log = openLog("log");
    const { reader } = log;
    expect(headAt(0).root).toEqual(emptyRoot(nodeSuite));
    const roots = Array.from({ length: SIZE + 1 }, (_, size) => headAt(size).root);
    const rootAt = (size: number): Uint8Array => roots[size] ?? new Uint8Array();
    await growTheirs(log, async (size) => {
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const grown = { oldSize, newSize: size, proof: reader.consistency(oldSize, size), newRoot: rootAt(size) };
        const holds = roots.map((oldRoot) => verifyConsistency(nodeSuite, { ...grown, oldRoot }));
        expect(holds.indexOf(true), `${oldSize} to ${size}`).toBe(oldSize);
        expect(holds.lastIndexOf(true)).toBe(oldSize);
        const index = oldSize - 1;
        const placed = { index, size, proof: reader.inclusion(index, size), root: rootAt(size) };
        const isIn = entries.map((entry) =>
          verifyInclusion(nodeSuite, { ...placed, leafHash: leafHash(nodeSuite, entry) }),
        );
        expect(isIn.indexOf(true), `${index} in ${size}`).toBe(index);
        expect(isIn.lastIndexOf(true)).toBe(index);
      }
    });
    log.reader.close();
    log.writer.close();
  });
});
