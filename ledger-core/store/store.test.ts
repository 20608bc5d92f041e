import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { changesRoot, parseChange } from "#ledger-core/proof/change.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { emptyRoot, leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import { blockOf, bookTable, fill, signNothing, word, wordTable } from "./shelf.testing.ts";
import { openReader, openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder, temporaryReader, temporaryWriter } from "./temporary.testing.ts";

const THREE_BLOCKS = [
  [[word(1, "one")]],
  [[word(1, "uno"), word(2, "two")], [], [{ ...word(2, ""), row: undefined }]],
  [[word(3, "three")], [word(1, "eins")]],
];

describe("a writer", () => {
  it("knows nothing in an empty folder", () => {
    const writer = temporaryWriter();
    expect(writer.head()).toBeUndefined();
    expect(writer.genesis()).toBeUndefined();
    const reader = writer.reader();
    expect(reader.head()).toBeUndefined();
    expect(reader.rootAt(0)).toEqual(emptyRoot(testSuite));
    expect(reader.entries({ limit: 10 })).toEqual([]);
    reader.close();
  });

  it("goes on after reopening where it stopped", () => {
    const options = shelfOptions(temporaryFolder());
    const first = openWriter(options);
    const blocks = fill(first, THREE_BLOCKS);
    const head = first.head();
    first.close();
    const leaves = blocks.flatMap((block) => block.entries.map((entry) => leafHash(testSuite, entry.entry)));
    expect(head).toMatchObject({
      height: 2,
      size: 6,
      checkpoint: "checkpoint of 6",
      root: treeRoot(testSuite, leaves),
    });
    const second = openWriter(options);
    expect(second.head()).toEqual(head);
    expect(second.genesis()).toEqual(blocks[0]?.entries[0]?.bytes);
    fill(second, [[[word(4, "four")]]]);
    expect(second.head()).toMatchObject({ height: 3, size: 7 });
    second.close();
  });

  it("signs size and root of the log with the block, once per commit", () => {
    const writer = temporaryWriter();
    const asked: [number, Uint8Array][] = [];
    const head = writer.commit(blockOf(writer.rows, undefined, [[word(1, "one")], []]), (size, root) => {
      asked.push([size, root]);
      return "signed";
    });
    expect(asked).toEqual([[2, head.root]]);
    expect(head.checkpoint).toBe("signed");
  });

  it("keeps nothing of a block whose checkpoint cannot be signed, and goes on", () => {
    const options = shelfOptions(temporaryFolder());
    const writer = temporaryWriter(options);
    fill(writer, [[[word(1, "one")]]]);
    const head = writer.head();
    const before = writer.rows.scan(wordTable, "key", { limit: 9 });
    const failing = blockOf(writer.rows, head, [[word(1, "changed"), word(2, "two")]]);
    const refuse = (): string => {
      throw new Error("the key is locked");
    };
    expect(() => writer.commit(failing, refuse)).toThrow("the key is locked");
    expect(writer.head()).toEqual(head);
    expect(writer.rows.scan(wordTable, "key", { limit: 9 })).toEqual(before);
    const reader = temporaryReader(options);
    expect(reader.entry(1)).toBeUndefined();
    expect(reader.history(wordTable, 2, { limit: 9 })).toEqual([]);
    writer.commit(failing, signNothing);
    expect(writer.rows.get(wordTable, 1)?.row).toEqual({ word: "changed", count: 0 });
  });

  it("stops at a block that does not follow", () => {
    const writer = temporaryWriter();
    const genesis = blockOf(writer.rows, undefined, [[word(1, "one")]]);
    writer.commit(genesis, signNothing);
    const next = blockOf(writer.rows, writer.head(), [[word(2, "two")], []]);
    const wrong = [
      genesis,
      { ...next, entries: [] },
      { ...next, height: 0 },
      { ...next, firstIndex: 2 },
      { ...next, time: genesis.time - 1 },
      { ...next, entries: next.entries.toReversed() },
    ];
    for (const block of wrong) expect(() => writer.commit(block, signNothing)).toThrow(/block/);
    expect(writer.head()?.size).toBe(1);
    writer.commit(next, signNothing);
  });

  it("makes the index of ids anew where it finds it lost, or is told to", async () => {
    const options = shelfOptions(temporaryFolder());
    const first = openWriter(options);
    const [block] = fill(first, [Array.from({ length: 700 }, (_, i) => [word(1 + i, `word ${i}`)])]);
    first.close();
    const file = new Database(join(options.folder, "ledger.sqlite"));
    file.exec("DELETE FROM log_id_part");
    const before = openReader(options);
    expect(() => before.findEntry(block?.entries[9]?.id ?? new Uint8Array())).toThrow("LEDGER_DAMAGED");
    before.close();
    const second = temporaryWriter(options);
    const reader = temporaryReader(options);
    for (const { id, index } of block?.entries ?? []) expect(reader.findEntry(id)?.index).toBe(index);
    file.exec("UPDATE log_id_part SET entries = x''");
    expect(reader.findEntry(block?.entries[9]?.id ?? new Uint8Array())).toBeUndefined();
    await second.rebuildDerived(() => undefined, new AbortController().signal);
    expect(reader.findEntry(block?.entries[9]?.id ?? new Uint8Array())?.index).toBe(9);
    file.close();
  });

  it("keeps nothing of the index of ids with a block that is given up", () => {
    const options = shelfOptions(temporaryFolder());
    const writer = temporaryWriter(options);
    fill(writer, [Array.from({ length: 255 }, () => [])]);
    const block = blockOf(writer.rows, writer.head(), [[], []]);
    const refuse = (): string => {
      throw new Error("the key is locked");
    };
    expect(() => writer.commit(block, refuse)).toThrow("the key is locked");
    const reader = temporaryReader(options);
    expect(reader.sql.get("SELECT count(*) AS count FROM log_id_part")).toEqual({ count: 0 });
    writer.commit(block, signNothing);
    for (let index = 0; index < 257; index++)
      expect(reader.findEntry(reader.entry(index)?.id ?? new Uint8Array())?.index).toBe(index);
  });

  it("folds the write-ahead log into the file when idle", () => {
    const options = shelfOptions(temporaryFolder());
    const writer = temporaryWriter(options);
    fill(writer, THREE_BLOCKS);
    const log = join(options.folder, "ledger.sqlite-wal");
    const reader = temporaryReader(options);
    reader.snapshot(() => {
      expect(reader.head()?.size).toBe(6);
      fill(writer, [[[word(4, "four")]]]);
      const begin = performance.now();
      writer.idle();
      expect(performance.now() - begin).toBeLessThan(1_000);
      expect(statSync(log).size).toBeGreaterThan(0);
    });
    writer.idle();
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
    expect(writer.rows.get(wordTable, 3)?.row["word"]).toBe("three");
  });
});

describe("a reader", () => {
  const opened = () => {
    const options = shelfOptions(temporaryFolder());
    const writer = temporaryWriter(options);
    const blocks = fill(writer, THREE_BLOCKS);
    const entries = blocks.flatMap((block) => block.entries);
    return { writer, reader: temporaryReader(options), blocks, entries };
  };

  it("finds entries by index and by id as they were sealed", () => {
    const { reader, entries, blocks } = opened();
    for (const [i, sealed] of entries.entries()) {
      const stored = reader.entry(i);
      expect(stored).toEqual(reader.findEntry(sealed.id));
      expect(stored).toMatchObject({
        index: i,
        height: sealed.height,
        form: sealed.form,
        kind: sealed.kind,
        state: "system",
      });
      expect(stored).toMatchObject({ code: "", data: {}, proposal: undefined, person: 1, department: 1 + (i % 2) });
      expect(stored).toMatchObject({ id: sealed.id, bytes: sealed.bytes, entry: sealed.entry });
      expect(stored?.time).toBe(blocks[sealed.height]?.time);
    }
    const other = new Uint8Array(entries[0]?.id ?? []);
    // The same first bytes, another id.
    other[31] = (other[31] ?? 0) ^ 1;
    expect(reader.findEntry(other)).toBeUndefined();
    expect(reader.entry(6)).toBeUndefined();
  });

  it("keeps refusals with their data, and who signed", () => {
    const { writer, reader } = opened();
    const block = blockOf(writer.rows, writer.head(), [[]]);
    const [entry] = block.entries;
    if (entry === undefined) throw new Error("no entry");
    const refused = {
      ...entry,
      code: "USE_LIMIT_REACHED",
      data: { limit: 3, unit: "次" },
      state: "refused",
      proposal: 7,
    } as const;
    writer.commit({ ...block, entries: [refused] }, signNothing);
    const expected = { code: "USE_LIMIT_REACHED", data: { limit: 3, unit: "次" }, state: "refused", proposal: 7 };
    expect(reader.entry(6)).toMatchObject(expected);
    expect(reader.entries({ limit: 1 })[0]).toMatchObject(expected);
  });

  it("lists entries newest first, by page, kind and department", () => {
    const { reader } = opened();
    const indexes = (filter: Parameters<typeof reader.entries>[0]): number[] =>
      reader.entries(filter).map((entry) => entry.index);
    expect(indexes({ limit: 4 })).toEqual([5, 4, 3, 2]);
    expect(indexes({ limit: 4, before: 2 })).toEqual([1, 0]);
    expect(indexes({ limit: 9, kind: "shelf.tidy" })).toEqual([3, 0]);
    expect(indexes({ limit: 9, department: 2 })).toEqual([5, 3, 1]);
    expect(indexes({ limit: 9, department: 2, kind: "shelf.fill", before: 5 })).toEqual([1]);
    expect(indexes({ limit: 9, kind: "shelf.none" })).toEqual([]);
  });

  it("lists blocks newest first, and finds one by height", () => {
    const { writer, reader, blocks } = opened();
    expect(reader.blocks({ limit: 2 }).map((block) => block.height)).toEqual([2, 1]);
    expect(reader.blocks({ limit: 2, before: 1 }).map((block) => block.height)).toEqual([0]);
    const { height, root, checkpoint } = writer.head() ?? {};
    expect(reader.block(2)).toEqual({ height, time: blocks[2]?.time, firstIndex: 4, count: 2, root, checkpoint });
    expect(reader.block(3)).toBeUndefined();
  });

  it("gives the changes that the leaf covers", () => {
    const { reader, entries } = opened();
    for (const [i, sealed] of entries.entries()) {
      const changes = reader.changes(i);
      expect(changes).toEqual(sealed.changes);
      const leaf = parseEntry(reader.entry(i)?.entry ?? new Uint8Array());
      expect(leaf?.changesRoot).toEqual(changesRoot(testSuite, changes));
    }
    expect(reader.changes(1).map((change) => parseChange(change)?.key)).toEqual([1, 2]);
    expect(() => reader.changes(6)).toThrow(RangeError);
  });

  it("tells what became of a row, with the row before and after", () => {
    const { reader } = opened();
    const row = (text: string) => ({ word: text, count: 0 });
    const newest = { index: 5, height: 2, before: row("uno"), after: row("eins") };
    const middle = { index: 1, height: 1, before: row("one"), after: row("uno") };
    const oldest = { index: 0, height: 0, before: undefined, after: row("one") };
    expect(reader.history(wordTable, 1, { limit: 9 })).toEqual([newest, middle, oldest]);
    expect(reader.history(wordTable, 1, { limit: 1 })).toEqual([newest]);
    expect(reader.history(wordTable, 1, { limit: 1, before: 5 })).toEqual([middle]);
    expect(reader.history(wordTable, 2, { limit: 1 })).toEqual([
      { index: 3, height: 1, before: row("two"), after: undefined },
    ]);
    expect(reader.history(bookTable, 1, { limit: 9 })).toEqual([]);
    const without = (kind: string) => reader.history(wordTable, 1, { limit: 9, without: kind });
    expect(without("shelf.tidy")).toEqual([newest, { ...middle, before: undefined }]);
    expect(without("shelf.fill")).toEqual([oldest]);
  });

  it("says clearly that the past has no other order than that of the keys", () => {
    const { reader } = opened();
    expect(reader.rowsAt(1).get(wordTable, 1)).toEqual({ key: 1, row: { word: "uno", count: 0 }, changedAt: 1 });
    expect(() => reader.rowsAt(1).scan(wordTable, "word", { limit: 1 })).toThrow("ordered by key only");
  });

  it("gives a page of the past without going through all that was gone by then, and all of it page by page", () => {
    const { writer, reader } = opened();
    const keys = Array.from({ length: 900 }, (_, i) => i + 10);
    fill(writer, [
      keys.map((key) => [word(key, `w${key}`)]),
      keys.slice(100, -1).map((key) => [{ table: wordTable, key, row: undefined }]),
    ]);
    const { height = 0 } = writer.head() ?? {};
    const read = (at: number, limit: number): { readonly keys: readonly number[]; readonly pages: number } => {
      const found: number[] = [];
      let pages = 0;
      for (let from: number | undefined = 10; from !== undefined; pages++) {
        const page = reader.pageAt(at, wordTable, { from, limit });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        found.push(...page.rows.map(({ key }) => key));
        from = page.next;
      }
      return { keys: found, pages };
    };
    expect(read(height - 1, 300)).toEqual({ keys, pages: 4 });
    expect(read(height, 300)).toEqual({ keys: [...keys.slice(0, 100), 909], pages: 4 });
    expect(reader.pageAt(height, wordTable, { from: 200, limit: 1 })).toEqual({ rows: [], next: 456 });
    expect(read(height, 30).keys).toEqual([...keys.slice(0, 100), 909]);
    expect(reader.pageAt(-1, wordTable, { from: 0, limit: 1 }).rows).toEqual([]);
  });

  it("sees each block as soon as it is sealed, and within a snapshot always the same one", () => {
    const { writer, reader } = opened();
    reader.snapshot(() => {
      expect(reader.head()?.size).toBe(6);
      fill(writer, [[[word(9, "nine")]]]);
      expect(reader.head()?.size).toBe(6);
      expect(reader.rows().get(wordTable, 9)).toBeUndefined();
    });
    expect(reader.head()).toEqual(writer.head());
    expect(reader.rows().get(wordTable, 9)?.row["word"]).toBe("nine");
  });

  it("answers SQL over the state and the log, with whole numbers and plain bytes", () => {
    const { writer, reader } = opened();
    const mark = encodeUtf8("mark") ?? new Uint8Array();
    fill(writer, [[[{ table: bookTable, key: 1, row: { ...aBook, owner: 2 ** 40 + 1, mark, from: 7 } }]]]);
    const sql = `SELECT key, changed_at, owner / ? AS half, mark, "from" FROM shelf_book WHERE owner = ?`;
    const expected = { key: 1, changed_at: 6, half: 183251937962, mark, from: 7 };
    expect(reader.sql.all(sql, 6, 2 ** 40 + 1)).toEqual([expected]);
    expect(reader.sql.get("SELECT count(*) AS count FROM log_entry WHERE code = ''")).toEqual({ count: 7 });
    expect(reader.sql.get("SELECT word FROM shelf_word WHERE key = 77")).toBeUndefined();
    expect(() => reader.sql.get("SELECT ? + 1 AS large", Number.MAX_SAFE_INTEGER)).toThrow("53 bits");
    expect(() => reader.sql.all("DELETE FROM shelf_word RETURNING key")).toThrow("readonly");
    expect(() => reader.sql.all("DELETE FROM log_entry RETURNING place")).toThrow("readonly");
    expect(reader.head()?.size).toBe(7);
  });
});

const aBook = {
  owner: 0,
  state: "open",
  title: "",
  mark: new Uint8Array(),
  tags: [],
  size: { width: 0, inner: { x: 0, name: "" } },
  place: { kind: "nowhere" },
};
