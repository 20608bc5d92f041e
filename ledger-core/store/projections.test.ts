import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Projection } from "#ledger-core/kernel/module.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { searchProjection, shelfWith, writtenProjection } from "./counted.testing.ts";
import { ledgerFile, projectionsFile } from "./ledger-file.ts";
import { ProjectionFiller } from "./projection-filler.ts";
import { fill, word } from "./shelf.testing.ts";
import type { Operation } from "./shelf.testing.ts";
import { connect } from "./reader.ts";
import { openReader, openWriter } from "./store.ts";
import type { Projector, Reader, StoreOptions, Writer } from "./store-types.ts";
import { temporaryFolder } from "./temporary.testing.ts";

const BLOCKS = [[[word(1, "red fox"), word(2, "grey fox")]], [[word(3, "hen")], [word(1, "hen and egg")]]];

function optionsOf(folder: string, ...projections: readonly Projection[]): StoreOptions {
  return { folder, ruleset: createRuleset([shelfWith(...projections)]), suite: testSuite };
}

/** Opens, does, closes. */
function withWriter<T>(options: StoreOptions, use: (writer: Writer, reader: Reader) => T): T {
  const writer = openWriter(options);
  const reader = writer.reader();
  try {
    return use(writer, reader);
  } finally {
    reader.close();
    writer.close();
  }
}

function withConnection<T>({ folder }: StoreOptions, use: (connection: Database.Database) => T): T {
  const connection = new Database(ledgerFile(folder));
  try {
    return use(connection);
  } finally {
    connection.close();
  }
}

/** What a process leaves that is killed while it writes the first page of a file: the page, and the journal by which it is undone. */
function leaveBegun(file: string): void {
  rmSync(file, { force: true });
  const draft = join(temporaryFolder(), "draft");
  const connection = new Database(draft);
  connection.exec("CREATE TABLE first (bytes BLOB)");
  connection.pragma("cache_size = 1");
  connection.exec(
    "BEGIN; INSERT INTO first WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99) SELECT zeroblob(4096) FROM n",
  );
  for (const suffix of ["", "-journal"]) copyFileSync(`${draft}${suffix}`, `${file}${suffix}`);
  connection.close();
}

const NEVER = new AbortController().signal;

const written = (reader: Reader): unknown =>
  reader.sql.all("SELECT department, words, newest FROM written ORDER BY department");
const found = (reader: Reader, term: string): unknown =>
  reader.sql
    .all<{ readonly rowid: number }>("SELECT rowid FROM searched WHERE searched MATCH ? ORDER BY rowid", term)
    .map((row) => row.rowid);

/** More than is taken in at once. */
const manyWords = (first: number): Operation[] =>
  Array.from({ length: 100 }, (_, i) => word(first + i, `w${first + i}`));

const WRITTEN = [
  { department: 1, words: 3, newest: 2 },
  { department: 2, words: 1, newest: 1 },
];

describe("projections", () => {
  it("follow each block, in tables that readers see beside the state", () => {
    withWriter(optionsOf(temporaryFolder(), writtenProjection, searchProjection), (writer, reader) => {
      expect(written(reader)).toEqual([]);
      fill(writer, BLOCKS);
      expect(written(reader)).toEqual(WRITTEN);
      expect(found(reader, "fox")).toEqual([2]);
      const joined =
        "SELECT shelf_word.word FROM searched JOIN shelf_word ON key = searched.rowid WHERE searched MATCH ? ORDER BY key";
      expect(reader.sql.all(joined, "hen")).toEqual([{ word: "hen and egg" }, { word: "hen" }]);
      expect(reader.projectedSize()).toBe(3);
    });
  });

  it("are filled anew when their file is gone or is something else", () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    const file = join(options.folder, "projections.sqlite");
    withWriter(options, (writer) => fill(writer, BLOCKS));
    rmSync(file);
    expect(withWriter(options, (_, reader) => written(reader))).toEqual(WRITTEN);
    for (const suffix of ["-wal", "-shm"]) expect(existsSync(file + suffix)).toBe(false);
    writeFileSync(file, "this is no database".repeat(1_000));
    expect(withWriter(options, (_, reader) => [written(reader), found(reader, "hen")])).toEqual([WRITTEN, [1, 3]]);
  });

  it.skipIf(process.platform === "win32")(
    "are filled anew where their file is a pipe or a link; a folder stays",
    () => {
      const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
      const file = join(options.folder, "projections.sqlite");
      withWriter(options, (writer) => fill(writer, BLOCKS));
      for (const place of [() => execFileSync("mkfifo", [file]), () => symlinkSync("nowhere", file)]) {
        rmSync(file);
        place();
        expect(() => openReader(options)).toThrow("DERIVED_UNREADABLE");
        expect(withWriter(options, (_, reader) => written(reader))).toEqual(WRITTEN);
      }
      rmSync(file);
      mkdirSync(file);
      expect(() => openReader(options)).toThrow("DERIVED_UNREADABLE");
      expect(() => openWriter(options)).toThrow("NOT_A_LEDGER");
      expect(statSync(file).isDirectory()).toBe(true);
    },
  );

  it("begin anew under another version, while the others stay; abandoned ones go", () => {
    const folder = temporaryFolder();
    withWriter(optionsOf(folder, writtenProjection, searchProjection), (writer) => fill(writer, BLOCKS));
    let applied = 0;
    const counting: Projection = {
      ...writtenProjection,
      version: 2,
      setup: [
        "CREATE TABLE written (department INTEGER PRIMARY KEY, words INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT",
      ],
      apply: (port, entry) => {
        applied++;
        writtenProjection.apply(port, { ...entry, department: entry.department + 10 });
      },
    };
    const never: Projection = {
      ...searchProjection,
      apply: () => {
        throw new Error("it is up to date");
      },
    };
    withWriter(optionsOf(folder, counting, never), (writer, reader) => {
      expect(writer.projectionFailure()).toBeUndefined();
      expect(applied).toBe(3);
      expect(written(reader)).toEqual(WRITTEN.map((row) => ({ ...row, department: row.department + 10 })));
      expect(found(reader, "hen")).toEqual([1, 3]);
    });
    withWriter(optionsOf(folder, counting), (_, reader) => expect(() => found(reader, "hen")).toThrow("no such table"));
  });

  it("run nothing that a stranger has written into their file", () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    withWriter(options, (writer) => fill(writer, BLOCKS));
    const stolen = join(temporaryFolder(), "stolen.sqlite");
    const connection = new Database(projectionsFile(options.folder));
    const insert = connection.prepare("INSERT INTO projection_object VALUES (?, ?, ?)");
    insert.run("a", `TABLE IF EXISTS nope; COMMIT; ATTACH '${stolen}' AS e; CREATE TABLE e.x (y); BEGIN; --`, "gone");
    insert.run("projection_progress", "table", "lost");
    connection.exec(`INSERT INTO projection_progress VALUES ('gone', 1, 0, ''), ('lost', 1, 0, '')`);
    connection.close();
    expect(withWriter(options, (_, reader) => [written(reader), found(reader, "hen")])).toEqual([WRITTEN, [1, 3]]);
    expect(existsSync(stolen)).toBe(false);
  });

  it("say that they cannot be read where their file is something else or gone, which the ledger need not care about", () => {
    const options = optionsOf(temporaryFolder(), writtenProjection);
    withWriter(options, (writer) => fill(writer, BLOCKS));
    const file = projectionsFile(options.folder);
    writeFileSync(file, "this is no database".repeat(1_000));
    expect(() => openReader(options)).toThrow("DERIVED_UNREADABLE");
    const log = connect(options, { isLogAlone: true });
    expect(log.prepare("SELECT count(*) FROM log_entry").pluck().get()).toBe(3);
    log.close();
    rmSync(file);
    const reader = openReader(options);
    expect(reader.head()?.size).toBe(3);
    expect(() => written(reader)).toThrow("DERIVED_UNREADABLE");
    reader.close();
  });

  it("are filled anew when they come from another log", () => {
    const folder = temporaryFolder();
    const options = optionsOf(folder, writtenProjection);
    withWriter(options, (writer) => fill(writer, BLOCKS));
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(folder, `ledger.sqlite${suffix}`), { force: true });
    withWriter(options, (writer, reader) => {
      expect(written(reader)).toEqual([]);
      fill(writer, [[[word(7, "other")]], [[]], [[]], [[]]]);
      expect(written(reader)).toEqual([
        { department: 1, words: 1, newest: 2 },
        { department: 2, words: 0, newest: 3 },
      ]);
    });
  });

  it("that fail do not hold the ledger up, say why, and go on where they stopped", () => {
    const folder = temporaryFolder();
    const failing: Projection = {
      ...writtenProjection,
      apply: (port, entry) => {
        if (entry.index === 2) throw new Error("cannot count to three");
        writtenProjection.apply(port, entry);
      },
    };
    withWriter(optionsOf(folder, failing), (writer, reader) => {
      fill(writer, BLOCKS);
      expect(writer.head()?.size).toBe(3);
      expect(writer.projectionFailure()?.message).toBe("cannot count to three");
      expect(reader.projectedSize()).toBe(1);
      expect(written(reader)).toEqual([{ department: 1, words: 2, newest: 0 }]);
      fill(writer, [[[word(9, "still sealed")]]]);
      expect(writer.head()?.size).toBe(4);
      expect(writer.projectionFailure()).toBeDefined();
    });
    withWriter(optionsOf(folder, writtenProjection), (writer, reader) => {
      expect(writer.projectionFailure()).toBeUndefined();
      expect(reader.projectedSize()).toBe(4);
      expect(written(reader)).toEqual([WRITTEN[0], { department: 2, words: 2, newest: 3 }]);
    });
  });

  it("that fail leave nothing waiting of what they had inserted, and insert it once more", () => {
    const folder = temporaryFolder();
    let isFailing = true;
    const listed: Projection = {
      name: "listed",
      version: 1,
      setup: ["CREATE TABLE listed (entry INTEGER PRIMARY KEY, kind TEXT NOT NULL) STRICT"],
      apply: (port, entry) => {
        if (entry.index === 2 && isFailing) throw new Error("not this time");
        port.insert("INSERT INTO listed", entry.index, entry.kind);
      },
    };
    withWriter(optionsOf(folder), (writer) => fill(writer, BLOCKS));
    withWriter(
      { ...optionsOf(folder, listed), projector: { catchUp: () => Promise.resolve(undefined) } },
      (_, reader) => {
        const filler = new ProjectionFiller(optionsOf(folder, listed));
        expect(() => filler.catchUp()).toThrow("not this time");
        isFailing = false;
        filler.catchUp();
        filler.close();
        expect(reader.sql.all("SELECT entry FROM listed ORDER BY entry")).toEqual([
          { entry: 0 },
          { entry: 1 },
          { entry: 2 },
        ]);
      },
    );
  });

  it("are handed over after a large block, and small ones wait their turn", async () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    let asked = 0;
    let release = (): void => undefined;
    const mayGoOn = new Promise<void>((resolve) => (release = resolve));
    const projector: Projector = {
      catchUp: async () => {
        asked++;
        await mayGoOn;
        const filler = new ProjectionFiller(options);
        filler.catchUp();
        filler.close();
        return undefined;
      },
    };
    const writer = openWriter({ ...options, projector });
    const reader = writer.reader();
    fill(writer, [[[word(1, "before")]], [manyWords(2)]]);
    expect(writer.projected()).toBeInstanceOf(Promise);
    expect([asked, reader.projectedSize()]).toEqual([1, 1]);
    fill(writer, [[[word(1, "after")]]]);
    expect([asked, reader.projectedSize()]).toEqual([2, 1]);
    release();
    await writer.projected();
    expect(writer.projected()).toBeUndefined();
    expect([reader.projectedSize(), found(reader, "after"), found(reader, "w2")]).toEqual([3, [1], [2]]);
    fill(writer, [[[word(1, "here again")]]]);
    expect([asked, reader.projectedSize(), found(reader, "again")]).toEqual([2, 4, [1]]);
    reader.close();
    writer.close();
  });

  it("that were handed over in vain say why, and go on in a quiet moment or with the next block", async () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    const projector: Projector = { catchUp: () => Promise.resolve(new Error("no thread to be had")) };
    const writer = openWriter({ ...options, projector });
    const reader = writer.reader();
    fill(writer, [[manyWords(1)]]);
    await writer.projected();
    expect([writer.projectionFailure()?.message, reader.projectedSize()]).toEqual(["no thread to be had", 0]);
    writer.idle();
    expect([writer.projectionFailure(), reader.projectedSize(), found(reader, "w9")]).toEqual([undefined, 1, [9]]);
    fill(writer, [[manyWords(101)]]);
    await writer.projected();
    expect(reader.projectedSize()).toBe(1);
    fill(writer, [[[word(1, "small")]]]);
    expect([writer.projectionFailure(), reader.projectedSize(), found(reader, "w150")]).toEqual([undefined, 3, [150]]);
    reader.close();
    writer.close();
  });

  it("are made anew at the next opening when a page in the middle of their file is damaged", () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    const many = Array.from({ length: 40 }, (_, i) => [manyWords(1 + 100 * i)]);
    withWriter(options, (writer) => fill(writer, many));
    const file = join(options.folder, "projections.sqlite");
    const bytes = readFileSync(file);
    // All but the first page, which says what kind of file it is and where everything lies.
    writeFileSync(file, bytes.fill(0xa5, 4_096));
    withWriter(options, (writer, reader) => {
      fill(writer, [[[word(1, "after")]]]);
      expect(writer.projectionFailure()).toBeUndefined();
      expect([reader.projectedSize(), found(reader, "after"), found(reader, "w4000")]).toEqual([41, [1], [4_000]]);
    });
  });

  it("whose file a killed process had just begun are not there for readers, and are filled at the next opening, for their owner alone", () => {
    const options = optionsOf(temporaryFolder(), writtenProjection);
    withWriter(options, (writer) => fill(writer, BLOCKS));
    leaveBegun(projectionsFile(options.folder));
    const reader = openReader(options);
    expect([reader.head()?.height, reader.projectedSize()]).toEqual([1, 0]);
    reader.close();
    expect(withWriter(options, (_, beside) => written(beside))).toEqual(WRITTEN);
    expect(existsSync(`${projectionsFile(options.folder)}-journal`)).toBe(false);
  });

  it("are rebuilt from the first entry on demand, with progress, and so are the indexes of the rows", async () => {
    const options = optionsOf(temporaryFolder(), writtenProjection, searchProjection);
    withWriter(options, (writer) => fill(writer, BLOCKS));
    const problems = (): unknown =>
      withConnection(options, (connection) => connection.pragma("integrity_check", { simple: true }));
    withConnection(options, (connection) => {
      const index = connection.prepare("SELECT sql FROM sqlite_master WHERE name = 'shelf_word_by_word'").pluck();
      const sql = index.get();
      connection.unsafeMode();
      // An index that says it is by word and holds counts: what a bit that fell over may do to it.
      connection.exec("DROP INDEX shelf_word_by_word; CREATE INDEX shelf_word_by_word ON shelf_word (count)");
      connection.pragma("writable_schema = ON");
      connection.prepare("UPDATE sqlite_master SET sql = ? WHERE name = 'shelf_word_by_word'").run(sql);
    });
    expect(problems()).not.toBe("ok");
    const writer = openWriter(options);
    const reader = writer.reader();
    const progress: [number, number][] = [];
    const rebuilt = await writer.rebuildDerived((done, total) => progress.push([done, total]), NEVER);
    expect(rebuilt.projections).toEqual([writtenProjection.name, searchProjection.name]);
    expect(rebuilt.indexes).toBeGreaterThan(4);
    expect(progress).toEqual([[3, 3]]);
    expect([written(reader), found(reader, "fox")]).toEqual([WRITTEN, [2]]);
    reader.close();
    writer.close();
    expect(problems()).toBe("ok");
  });

  it("go on at the next opening where a rebuilding was stopped", async () => {
    const options = optionsOf(temporaryFolder(), writtenProjection);
    const writer = openWriter(options);
    fill(
      writer,
      Array.from({ length: 40 }, (_, i) => [manyWords(1 + 100 * i)]),
    );
    const stop = new AbortController();
    await writer.rebuildDerived(() => stop.abort(), stop.signal);
    const reader = writer.reader();
    expect(reader.projectedSize()).toBeLessThan(40);
    reader.close();
    writer.close();
    expect(withWriter(options, (_, again) => again.projectedSize())).toBe(40);
  });

  it("keep to names of their own", () => {
    const folder = temporaryFolder();
    const named = (name: string): StoreOptions => optionsOf(folder, { ...writtenProjection, name });
    expect(() => openWriter(named("shelf"))).toThrow("hide a table of the state");
    expect(() => openWriter(named("log_books"))).toThrow("names a projection");
    expect(() => openWriter(optionsOf(folder, writtenProjection, writtenProjection))).toThrow("names of their own");
    withWriter(named("other"), (writer) => expect(writer.projectionFailure()?.message).toContain("begins with"));
  });
});
