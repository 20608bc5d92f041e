/** The statements of a ledger on the disk, beside the plain way and beside a writer at work. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { CatalogCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { commitAll, copyOf, makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import type { LittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { Problems, PROBLEMS_MAX } from "#ledger-core/node/fsck/problems.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { checkStatements } from "./check-statements.ts";
import { computeRoots, makeStatement } from "./make-statement.ts";
import { naiveStatement } from "./naive.testing.ts";
import { checkWanted } from "./prove-rows.ts";
import { runRoots, runStatement } from "./run-statement.ts";
import type { RootsWork, StatementAnswer } from "./run-statement.ts";

const RULES = { ruleset: cityRuleset, suite: nodeSuite };
const KEPT = "statement.sqlite";

let little: LittleLedger;

beforeAll(async () => {
  little = await makeLittleLedger({ datasets: 700 });
});

function statementOf(folder: string, height: number, keep = false): StatementAnswer {
  const { network } = little.city.ledger;
  return runStatement(RULES, { folder, network, height, wanted: undefined, keep }, () => {});
}

/** The roots of the heights, and how many leaves were hashed for all of them. */
function countingRoots(work: RootsWork): { readonly roots: readonly string[]; readonly leaves: number } {
  let leaves = 0;
  const sha256 = (bytes: Uint8Array): Uint8Array => {
    // What is hashed of a leaf begins with this byte.
    if (bytes[0] === 0) leaves++;
    return nodeSuite.sha256(bytes);
  };
  const rules = { ...RULES, suite: { ...nodeSuite, sha256 } };
  const roots = runRoots(rules, work, () => {}).map(({ root }) => encodeHex(root));
  return { roots, leaves };
}

/** Another root, another hash of a row or another row's key, with all marks made anew over it; or where a chunk is said to begin. */
function forgeKept(path: string, what: "root" | "record" | "key" | "first"): void {
  const connection = new Database(path);
  const [number, root, records] = connection.prepare("SELECT number, root, records FROM chunk LIMIT 1").raw().get() as [
    number,
    Buffer,
    Buffer,
  ];
  // A record ends with its key and its hash.
  const at = { record: 1, key: HASH_BYTES + 1 }[what as "record" | "key"];
  if (at !== undefined) records[records.length - at] = (records.at(-at) ?? 0) ^ 1;
  if (what === "first") connection.exec("UPDATE chunk SET first = x'ff'");
  const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => nodeSuite.sha256(Buffer.concat(parts));
  const mark = sha256(Buffer.from(`${number} `), root, records);
  connection.prepare("UPDATE chunk SET records = ?, mark = ? WHERE number = ?").run(records, mark, number);
  const [head, said] = connection.prepare("SELECT head, root FROM statement").raw().get() as [Buffer, Buffer];
  if (what === "root") said[0] = (said[0] ?? 0) ^ 1;
  const marks = connection.prepare("SELECT mark FROM chunk ORDER BY number").pluck().all() as Buffer[];
  connection.prepare("UPDATE statement SET root = ?, mark = ?").run(said, sha256(head, said, ...marks));
  connection.close();
}

/** The ledger as it was after the block of a height: the same acts, executed once more and no further. */
function stoppedAt(height: number): TestLedger {
  const { ledger } = little.city;
  const again = new CatalogCity().ledger;
  const stopped = new TestLedger(
    ledger.ruleset.modules.filter(({ name }) => name !== "kernel" && name !== "governance"),
    ["bureau"],
    [],
    again.genesis,
  );
  stopped.resume(ledger.ordered.slice(0, height));
  return stopped;
}

describe("a statement", () => {
  it("is that of the rows as they are, and of a past height that of a replay that stopped there", () => {
    const { ledger } = little.city;
    const naive = naiveStatement(ledger);
    const { root, head, hashed } = statementOf(little.folder, ledger.height);
    expect([encodeHex(root), head.height, hashed]).toEqual([encodeHex(naive.root), ledger.height, naive.rows]);
    for (const height of [0, 1, 5, Math.floor(ledger.height / 2), ledger.height - 1]) {
      const past = naiveStatement(stoppedAt(height));
      expect(encodeHex(statementOf(little.folder, height).root), `height ${height}`).toBe(encodeHex(past.root));
    }
  });

  it("holds every row of a table that is longer than what is read in one go, the last of them too", () => {
    const { city } = little;
    const folder = copyOf(little.folder);
    const codes = Array.from({ length: 1_500 }, (_, i) => `more${i}`);
    const acts = codes.map((code) =>
      city.ledger.sign(city.steward, "catalog.create", { description: city.describe(code) }),
    );
    const whole = stoppedAt(city.ledger.height);
    for (let from = 0; from < acts.length; from += 500)
      whole.seal(acts.slice(from, from + 500).map((wire) => whole.check(wire)));
    const writer = openWriter({ folder, ...RULES });
    commitAll(writer, whole, { sign: () => () => "not signed here\n" });
    writer.close();
    const naive = naiveStatement(whole);
    const { root, hashed } = statementOf(folder, whole.height);
    expect([encodeHex(root), hashed]).toEqual([encodeHex(naive.root), naive.rows]);
  });

  it("from kept leaves is the same as from scratch, at every height, and hashes only what changed", () => {
    const folder = copyOf(little.folder);
    const { height: last } = little.city.ledger;
    const heights = Array.from({ length: last + 1 }, (_, height) => height);
    const scratch = new Map(
      runRoots(RULES, { folder, network: little.city.ledger.network, heights: [last] }, () => {}).map((one) => [
        one.height,
        encodeHex(one.root),
      ]),
    );
    let hashedInAll = 0;
    for (const height of heights) {
      const { root, hashed } = statementOf(folder, height, true);
      if (height > 0) hashedInAll += hashed;
      const expected = scratch.get(height) ?? encodeHex(statementOf(folder, height).root);
      expect(encodeHex(root), `height ${height}`).toBe(expected);
    }
    // A statement of all rows for every block would have hashed many times more.
    const changes = little.city.ledger.entries.reduce((sum, { writes }) => sum + writes.length, 0);
    expect(hashedInAll).toBeLessThanOrEqual(changes);
    const again = statementOf(folder, last, true);
    expect(again.hashed).toBe(0);
  });

  it("of an earlier height leaves what is kept alone", () => {
    const folder = copyOf(little.folder);
    const { height } = little.city.ledger;
    statementOf(folder, height, true);
    const before = readFileSync(join(folder, KEPT));
    statementOf(folder, 3, true);
    expect(readFileSync(join(folder, KEPT)).equals(before)).toBe(true);
    expect(statementOf(folder, height, true).hashed).toBe(0);
  });

  it("does not depend on what is kept: lost, cut, of another ledger or changed in any place, it is made anew", () => {
    const folder = copyOf(little.folder);
    const { height } = little.city.ledger;
    const root = encodeHex(statementOf(folder, height).root);
    statementOf(folder, height - 1, true);
    const sound = readFileSync(join(folder, KEPT));
    const random = new Random(7);
    const damages = Array.from({ length: 30 }, () => {
      const bytes = Buffer.from(sound);
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    });
    for (const bytes of [...damages, sound.subarray(0, 5_000), Buffer.from("no database"), Buffer.alloc(0)]) {
      writeFileSync(join(folder, KEPT), bytes);
      expect(encodeHex(statementOf(folder, height, true).root)).toBe(root);
    }
    rmSync(join(folder, KEPT));
    expect(encodeHex(statementOf(folder, height, true).root)).toBe(root);
    expect(statSync(join(folder, KEPT)).mode & 0o777).toBe(0o600);
  });

  it("does not begin with leaves of more entries than the log has at a greater height, as beside an older file that went on", () => {
    const folder = mkdtempSync(join(tmpdir(), "statement-"));
    const write = (codesOfBlocks: readonly (readonly string[])[]): TestLedger => {
      rmSync(join(folder, "ledger.sqlite"), { force: true });
      const city = new CatalogCity();
      const { ledger, steward } = city;
      const draft = (code: string): Uint8Array =>
        ledger.sign(steward, "catalog.create", { description: city.describe(code) });
      for (const codes of codesOfBlocks) ledger.seal(codes.map((code) => ledger.check(draft(code))));
      const writer = openWriter({ folder, ...RULES });
      commitAll(writer, ledger);
      writer.close();
      return ledger;
    };
    const codes = Array.from({ length: 40 }, (_, i) => `code-${i}`);
    const long = write([codes]);
    statementOf(folder, long.height, true);
    const short = write(codes.slice(0, 3).map((code) => [code]));
    expect(short.height).toBeGreaterThan(long.height);
    expect(short.entries.length).toBeLessThan(long.entries.length);
    const { root } = statementOf(folder, short.height, true);
    expect(encodeHex(root)).toBe(encodeHex(naiveStatement(short).root));
    rmSync(folder, { recursive: true });
  });

  it("says that the ledger is damaged where changes of an entry are cut short, wherever that is", () => {
    const folder = copyOf(little.folder);
    const connection = new Database(join(folder, "ledger.sqlite"));
    const [place, changes] = connection
      .prepare("SELECT place, changes FROM log_entry WHERE length(changes) > 60 ORDER BY place DESC LIMIT 1")
      .raw()
      .get() as [number, Buffer];
    const { height } = little.city.ledger;
    const cut = connection.prepare("UPDATE log_entry SET changes = ? WHERE place = ?");
    const findings = new Set<unknown>();
    // Through the head of the first change, and some further on.
    const lengths = Array.from({ length: 24 }, (_, i) =>
      i < 16 ? i * 3 : Math.floor((changes.length * (i - 15)) / 9),
    );
    for (const length of lengths) {
      cut.run(changes.subarray(0, length), place);
      try {
        statementOf(folder, height);
        findings.add(`sound with ${length} bytes`);
      } catch (error) {
        findings.add((error as { readonly code?: string }).code ?? error);
      }
    }
    connection.close();
    expect([...findings]).toEqual(["LEDGER_DAMAGED"]);
  });

  it("is made in a thread that stops when it is asked to, and leaves nothing behind", async () => {
    const folder = copyOf(little.folder);
    const { height, network } = little.city.ledger;
    const stop = new AbortController();
    const making = makeStatement({
      folder,
      network,
      height,
      signal: stop.signal,
      progress: () => stop.abort(new Error("enough")),
    });
    await expect(making).rejects.toThrow("enough");
    expect(existsSync(join(folder, KEPT))).toBe(false);
    const { root } = await makeStatement({ folder, network, height });
    expect(encodeHex(root)).toBe(encodeHex(naiveStatement(little.city.ledger).root));
    expect(existsSync(join(folder, KEPT))).toBe(true);
  });

  it("is of its height while a writer goes on sealing, and holds it up by no lock", async () => {
    const { folder, city } = await makeLittleLedger({ datasets: 300 });
    const { height, network } = city.ledger;
    const root = encodeHex(naiveStatement(city.ledger).root);
    const writer = openWriter({ folder, ...RULES });
    try {
      const making = makeStatement({ folder, network, height });
      let isDone = false;
      void making.finally(() => (isDone = true));
      let blocks = 0;
      while (!isDone && blocks < 60) {
        city.publish(`later ${blocks++}`);
        commitAll(writer, city.ledger);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(encodeHex((await making).root)).toBe(root);
      expect(blocks).toBeGreaterThan(0);
      const now = naiveStatement(city.ledger);
      const later = await makeStatement({ folder, network, height: now.height });
      expect(encodeHex(later.root)).toBe(encodeHex(now.root));
      expect(later.hashed).toBeLessThan(now.rows / 2 + blocks * 20);
    } finally {
      writer.close();
    }
  });

  it("refuses tables and values that are none before anything is computed", () => {
    const refused = (wanted: Parameters<typeof checkWanted>[1]): void => checkWanted(cityRuleset, wanted);
    expect(() => refused({ table: "catalog.nothing", key: 1 })).toThrow("table");
    expect(() => refused({ table: "catalog.dataset", from: ["one"] })).toThrow("value");
    expect(() => refused({ table: "kernel.member", from: [1, 2] })).toThrow("values");
    expect(() => refused({ table: "kernel.member", from: [], below: [-1] })).toThrow("value");
    for (const below of [3, 5])
      expect(() => refused({ table: "kernel.member", from: [5], below: [below] })).toThrow("backwards");
  });
});

describe("a check of the folder", () => {
  it("hashes of a further statement the rows that changed and its inner nodes, and leaves nothing on the disk", () => {
    const own = mkdtempSync(join(tmpdir(), "roots-"));
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = own;
    const { network, height: last } = little.city.ledger;
    const heights = Array.from({ length: last + 1 }, (_, height) => height);
    const work = { folder: little.folder, network };
    try {
      const newest = countingRoots({ ...work, heights: [last] });
      const all = countingRoots({ ...work, heights });
      for (const height of heights.filter((one) => one % 7 === last % 7))
        expect(all.roots[height], `height ${height}`).toBe(encodeHex(statementOf(little.folder, height).root));
      const changes = little.city.ledger.entries.reduce((sum, entry) => sum + entry.changes.length, 0);
      expect(all.leaves).toBeLessThan(changes + 4 * heights.length);
      expect(all.leaves).toBeLessThan(2 * newest.leaves);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      rmSync(own, { recursive: true, force: true });
    }
  });

  it("finds a false statement behind many true ones, and compares no more once the list of false ones is full", async () => {
    const { folder, city } = await makeLittleLedger();
    const { ledger } = city;
    const writer = openWriter({ folder, ...RULES });
    const heights = Array.from({ length: 200 }, (_, height) => height);
    for (const _ of heights) city.publish(`later ${ledger.height}`);
    commitAll(writer, ledger);
    const roots = await computeRoots({ folder, network: ledger.network, heights });
    for (const one of roots)
      ledger.must(ledger.founder, "state.declare", one.height === 199 ? { ...one, rows: one.rows + 1 } : one);
    commitAll(writer, ledger);
    const one = new Problems("en");
    await checkStatements(one, { folder });
    expect(one.list.map(({ code, message }) => [code, message.includes("199")])).toEqual([["STATEMENT_DIFFERS", true]]);
    for (const { height, rows } of roots)
      ledger.must(ledger.founder, "state.declare", { height, rows, root: new Uint8Array(32) });
    commitAll(writer, ledger);
    writer.close();
    const many = new Problems("en");
    await checkStatements(many, { folder });
    expect(many.list.length).toBe(PROBLEMS_MAX);
    expect(many.count).toBeLessThan(heights.length);
  });

  it("names kept leaves that are not those of the log, whoever has made them agree with themselves", async () => {
    const folder = copyOf(little.folder);
    const height = little.city.ledger.height;
    statementOf(folder, height, true);
    const found = async (): Promise<readonly string[]> =>
      (await checkLedger({ folder })).problems.map(({ where, code }) => `${where} ${code}`);
    expect(await found()).toEqual([]);
    const whole = readFileSync(join(folder, KEPT));
    const other = await makeLittleLedger({ datasets: 3 });
    const { network, height: last } = other.city.ledger;
    runStatement(RULES, { folder: other.folder, network, height: last, wanted: undefined, keep: true }, () => {});
    for (const damage of [
      (path: string): void => forgeKept(path, "root"),
      (path: string): void => forgeKept(path, "record"),
      (path: string): void => forgeKept(path, "key"),
      (path: string): void => forgeKept(path, "first"),
      (path: string): void => writeFileSync(path, readFileSync(join(other.folder, KEPT))),
      (path: string): void => writeFileSync(path, "this is no database".repeat(1_000)),
    ]) {
      writeFileSync(join(folder, KEPT), whole);
      damage(join(folder, KEPT));
      expect(await found(), String(damage)).toEqual([`${KEPT} STATEMENT_FILE_DIFFERS`]);
    }
  });

  it("hands out no rows that do not hold, and makes the kept leaves anew, whoever has made them agree with themselves", () => {
    const folder = copyOf(little.folder);
    const { network, height } = little.city.ledger;
    const wanted = { table: "catalog.dataset", key: 1 };
    const prove = (): StatementAnswer => runStatement(RULES, { folder, network, height, wanted, keep: true }, () => {});
    const sound = prove();
    for (const what of ["root", "record"] as const) {
      forgeKept(join(folder, KEPT), what);
      expect(prove().rows, what).toEqual(sound.rows);
      expect(prove().hashed, what).toBe(0);
    }
  });

  it("names a signed statement that is not true", async () => {
    const { folder, city } = await makeLittleLedger();
    const { ledger } = city;
    const truth = naiveStatement(ledger);
    ledger.must(ledger.founder, "state.declare", truth);
    ledger.must(ledger.founder, "state.declare", { ...truth, rows: truth.rows + 1 });
    ledger.must(ledger.founder, "state.declare", { ...truth, root: new Uint8Array(32) });
    const writer = openWriter({ folder, ...RULES });
    commitAll(writer, ledger);
    writer.close();
    const { problems } = await checkLedger({ folder });
    const own = problems.map(({ where, code }) => `${where} ${code}`);
    // The first statement of every little ledger is true.
    expect(own).toEqual(["kernel.statement 3 STATEMENT_DIFFERS", "kernel.statement 4 STATEMENT_DIFFERS"]);
    const [root] = await computeRoots({ folder, network: ledger.network, heights: [truth.height] });
    expect(root).toEqual(truth);
  });
});
