/**
 * A folder that is copied file by file while its node seals, as a person would who knows of no backup: such a copy is the ledger as it was at
 * some block, or else it is said that it is not; and nobody takes it for the original.
 */
import { execFile } from "node:child_process";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { CatalogCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { findings, makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { openLedger, readLedger } from "#ledger-core/node/open-ledger.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { problemOfError } from "#ledger-core/node/problem.ts";

/** Pieces in which a slow copy takes each of SQLite's files. */
const PIECES = 3;
/** Of its file, its write-ahead log and what its readers share. */
const STEPS = 3 * PIECES;
const COPIES = 6;
const HELD: readonly unknown[] = ["LEDGER_COPIED", "LEDGER_OLDER_THAN_SEEN"];

let city: CatalogCity;
let original: OpenLedger;
let clock: TestClock;
let place: string;
let described = 0;

beforeAll(async () => {
  const little = await makeLittleLedger({ datasets: 300 });
  place = mkdtempSync(join(tmpdir(), "copies-"));
  city = little.city;
  clock = new TestClock(city.ledger.time);
  original = openLedger({ folder: little.folder, clock });
  return async () => {
    await original.close();
    rmSync(place, { recursive: true });
  };
});

async function seal(): Promise<void> {
  const description = city.describe(`new-${described++}`);
  const [answer] = await original.engine.submit([city.ledger.sign(city.steward, "catalog.create", { description })]);
  if (answer === undefined || !isReceipt(answer) || answer.code !== "") throw new Error(JSON.stringify(answer));
}

function heightNow(): number {
  return original.reader.head()?.height ?? -1;
}

type Judged = { readonly height: number | undefined; readonly isSound: boolean };

/** Expects that a copy is held or refused in words, and to be what the original was at its height wherever a check finds nothing. */
async function judge(folder: string): Promise<Judged> {
  const isSound = (await findings(folder)).length === 0;
  const height = await unlessRefused(() => compare(folder, isSound));
  const held = await unlessRefused(async () => {
    const copy = openLedger({ folder, clock });
    const why = copy.engine.notSealing();
    await copy.close();
    return why?.code ?? "it seals";
  });
  if (held !== undefined) expect(HELD).toContain(held);
  if (isSound) expect([height, held]).not.toContain(undefined);
  rmSync(folder, { recursive: true });
  return { height, isSound };
}

/** The height of a copy, whose log is a part of the original's; `isWhole`: all of its rows are those that there were then. */
function compare(folder: string, isWhole: boolean): number | undefined {
  const { reader, close } = readLedger({ folder });
  try {
    const head = reader.head();
    if (head === undefined) return undefined;
    expect(head.root).toEqual(original.reader.rootAt(head.size));
    if (isWhole) expect(contentOf(reader.rows())).toEqual(contentOf(original.reader.rowsAt(head.height)));
    return head.height;
  } finally {
    close();
  }
}

function contentOf(rows: RowSource): readonly unknown[] {
  return [...original.ruleset.tables.values()].map((table) =>
    rows.scan(table, "key", { limit: KEY_MAX }).map(({ key, row }) => [table.name, key, row]),
  );
}

/** What is done; undefined where it fails with words for it. */
async function unlessRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (problemOfError(error) === undefined) throw error;
    return undefined;
  }
}

/** Copies every file in pieces, and has `meanwhile` done after each of SQLite's. */
async function copySlowly(to: string, isBackwards: boolean, meanwhile: () => Promise<void>): Promise<void> {
  const files = readdirSync(original.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(original.folder.length))
    .toSorted();
  for (const file of isBackwards ? files.reverse() : files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    const source = openSync(join(original.folder, file), "r");
    const pieceBytes = Math.ceil(fstatSync(source).size / PIECES);
    for (let i = 0; i < PIECES; i++) {
      const piece = new Uint8Array(pieceBytes);
      const count = readSync(source, piece);
      writeFileSync(join(to, file), piece.subarray(0, count), { flag: "a" });
      if (file.includes("ledger.sqlite")) await meanwhile();
    }
    closeSync(source);
  }
}

/** Those copies that are neither what there was at first nor all that there is now. */
function between(first: number, judged: readonly Judged[]): readonly Judged[] {
  const last = heightNow();
  return judged.filter(({ height = first }) => height > first && height < last);
}

it("a copy is sound, or is said not to be, wherever it is when a block is sealed and the log is folded", async () => {
  const first = heightNow();
  const judged: Judged[] = [];
  for (const isBackwards of [false, true]) {
    for (let foldedAt = 0; foldedAt <= STEPS; foldedAt++) {
      let step = 0;
      await copySlowly(join(place, "slow"), isBackwards, async () => {
        await seal();
        if (++step === foldedAt) original.writer.idle();
      });
      judged.push(await judge(join(place, "slow")));
    }
  }
  expect(between(first, judged).some(({ isSound }) => isSound)).toBe(true);
  expect(judged.some(({ isSound }) => !isSound)).toBe(true);
});

it.skipIf(process.platform === "win32")(
  "so is a copy that cp makes while acts are sealed without a pause",
  async () => {
    const first = heightNow();
    const judged: Judged[] = [];
    let isOver = false;
    const sealing = (async () => {
      while (!isOver) await seal();
    })();
    try {
      for (let i = 0; i < COPIES; i++) {
        await promisify(execFile)("cp", ["-r", original.folder, join(place, "fast")]);
        judged.push(await judge(join(place, "fast")));
      }
    } finally {
      isOver = true;
      await sealing;
    }
    expect(between(first, judged).length).toBeGreaterThan(0);
  },
);
