import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { Statements } from "#ledger-core/store/database.ts";
import { leadsToEachWord } from "./word-pages.ts";

/** One in so many separators: for each, every word is looked for. */
const LOOKED_AT = 8;

type Separator = { readonly segid: number; readonly pgno: number; readonly term: Buffer };

/** Written in several goes, each a segment of many pages; some are joined again, as it happens while a ledger grows, and texts are gone. */
const connection = new Database(":memory:");
connection.unsafeMode(true);
connection.exec(
  `CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=column, tokenize="ascii");
   INSERT INTO words (words, rank) VALUES ('pgsz', 512), ('automerge', 4), ('usermerge', 2)`,
);
const insert = connection.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
for (let go = 0; go < 9; go++)
  connection.transaction(() => {
    for (let i = 0; i < 60; i++) insert.run(go * 60 + i + 1, textOf(go * 60 + i));
  })();
connection.prepare("DELETE FROM words WHERE rowid % 7 = 0").run();
connection.prepare("INSERT INTO words (words, rank) VALUES ('merge', 20)").run();
const statements = new Statements(connection);
const separators = connection.prepare<[], Separator>("SELECT * FROM words_idx ORDER BY segid, pgno").all();
const change = connection.prepare<[unknown, number, number]>(
  "UPDATE words_idx SET term = ? WHERE segid = ? AND pgno = ?",
);
afterAll(() => connection.close());

describe("the pages that lead to the words of a full-text index", () => {
  it("are sound as SQLite writes them, also where it has joined some", () => {
    const segments = new Set(separators.map(({ segid }) => segid));
    expect(segments.size).toBeGreaterThan(2);
    expect(separators.length).toBeGreaterThan(50);
    expect(separators.filter(({ segid, pgno }) => pageOf(segid, pgno) === undefined).length).toBeGreaterThan(0);
    expect(leadsToEachWord(statements, "main", "words")).toBe(true);
  });

  it("are not where words would be looked for on the page behind theirs, of which SQLite says nothing", () => {
    let unseen = 0;
    for (const [i, { segid, pgno, term }] of separators.entries()) {
      if (i % LOOKED_AT !== 0) continue;
      const lower = loweredOf(term);
      if (lower === undefined || !hasPageBefore(segid, pgno)) continue;
      change.run(lower, segid, pgno);
      const isFound = isEachFound();
      expect(leadsToEachWord(statements, "main", "words"), `${segid} ${pgno}`).toBe(isFound);
      if (!isFound && isSoundToSqlite()) unseen++;
      change.run(term, segid, pgno);
    }
    expect(unseen).toBeGreaterThan(5);
    expect(leadsToEachWord(statements, "main", "words")).toBe(true);
  });

  it("are not where a separator is a text, which stands before all others", () => {
    const { segid, pgno, term } = separators.find((one) => one.term.length > 0) ?? { segid: 0, pgno: 0, term: "" };
    change.run(term.toString(), segid, pgno);
    expect(leadsToEachWord(statements, "main", "words")).toBe(false);
    change.run(term, segid, pgno);
  });
});

/** Twenty words, of which one is in no other text. */
function textOf(number: number): string {
  const words = Array.from({ length: 20 }, (_, i) => `w${((number * 7_919 + i * 104_729) % 4_001) * 31}`);
  return [...words, `only${number}`].join(" ");
}

function pageOf(segid: number, pgno: number): unknown {
  return connection.prepare("SELECT 1 FROM words_data WHERE id = (? << 37) + (? >> 1)").get(segid, pgno);
}

function hasPageBefore(segid: number, pgno: number): boolean {
  const before = separators.filter((one) => one.segid === segid && one.pgno < pgno).at(-1);
  return before !== undefined && pageOf(segid, before.pgno) !== undefined;
}

/** A little before it; undefined where nothing is. */
function loweredOf(term: Buffer): Buffer | undefined {
  const last = term.at(-1);
  return last === undefined || last === 0 ? undefined : Buffer.concat([term.subarray(0, -1), Buffer.of(last - 1)]);
}

/** Whether looking for each word that the index holds finds as many texts as there are. */
function isEachFound(): boolean {
  connection.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'row')");
  const all = connection.prepare<[], { term: string; doc: number }>("SELECT term, doc FROM temp.vocabulary").all();
  const one = connection.prepare<[string], { doc: number }>("SELECT doc FROM temp.vocabulary WHERE term = ?");
  return all.every(({ term, doc }) => one.get(term)?.doc === doc);
}

function isSoundToSqlite(): boolean {
  return connection.pragma("integrity_check", { simple: true }) === "ok";
}
