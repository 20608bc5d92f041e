import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { check, makeLittleLedger, withCopyOf } from "./little-ledger.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const ROUNDS = isLong ? 5_000 : 200;
/** The long run looks elsewhere each time. */
const SEED = Number(process.env["SEED"] ?? (isLong ? randomInt(1, 2 ** 31) : 20_261_125));

const little = await makeLittleLedger();

it(
  `is found or harms nothing wherever a byte of the files is flipped, ${ROUNDS} times (SEED=${SEED})`,
  async () => {
    const files = filesOf(little.folder);
    const whole = contentOf(little.folder);
    const random = randomFrom(SEED);
    const seen = { found: 0, harmless: 0 };
    const flip = async (round: number, copy: string): Promise<void> => {
      const name = files[random(files.length)] ?? "";
      const bytes = readFileSync(join(copy, name));
      const at = random(bytes.length);
      const bit = 1 << random(8);
      bytes[at] = (bytes[at] ?? 0) ^ bit;
      writeFileSync(join(copy, name), bytes);
      const { problems } = await check(copy);
      const what = `round ${round}: bit ${bit} of byte ${at} of ${name}`;
      if (problems.length > 0) seen.found++;
      else {
        // A page has room that nothing lies in. What is not found must not have altered anything that can be read.
        seen.harmless++;
        expect(name, what).toMatch(/\.sqlite$/);
        expect(contentOf(copy), what).toEqual(whole);
      }
      expectOpensOrSaysWhy(copy, what);
    };
    for (let round = 0; round < ROUNDS; round++) await withCopyOf(little.folder, (copy) => flip(round, copy));
    expect(seen.found).toBeGreaterThan(ROUNDS / 4);
  },
  ROUNDS * 3_000,
);

/** Files that hold something, the larger ones as often as their size says, the small ones not never. */
function filesOf(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => readFileSync(join(folder, name)).length > 0);
  return [...names, ...names.filter((name) => name.endsWith(".sqlite")), "ledger.sqlite", "ledger.sqlite"];
}

/** Everything that can be read from both databases, what the full-text index answers included, and what SQLite says of their pages. */
function contentOf(folder: string): unknown {
  return ["ledger.sqlite", "projections.sqlite"].map((name) => {
    const connection = new Database(join(folder, name), { readonly: true });
    const list =
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name";
    const tables = connection.prepare<unknown[], { name: string; type: string }>(list).all();
    const content = tables.map(({ name: table, type }) => {
      if (type === "table") return [table, connection.prepare(`SELECT * FROM "${table}"`).all()];
      connection.exec(`CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', '${table}', 'row')`);
      const words = connection.prepare<unknown[], string>("SELECT DISTINCT term FROM temp.words").pluck().all();
      const find = connection.prepare(`SELECT rowid, bm25("${table}") FROM "${table}" WHERE "${table}" MATCH ?`);
      return [table, words.map((word) => [word, find.all(`"${word.replaceAll('"', '""')}"`)])];
    });
    const pages = connection.pragma("integrity_check");
    connection.close();
    return [content, pages];
  });
}

/** A writer opens the folder, or says in the store's words why not. */
function expectOpensOrSaysWhy(folder: string, what: string): void {
  try {
    openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite }).close();
  } catch (error) {
    expect(error, what).toBeInstanceOf(StoreError);
  }
}

/** Whole numbers below a bound, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
