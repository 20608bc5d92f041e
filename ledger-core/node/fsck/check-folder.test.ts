import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { newestSigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { sqlNameOf } from "#ledger-core/store/state-layout.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { checkLedger } from "./check-ledger.ts";
import { check, commitAll, copyOf, findings, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const little = await makeLittleLedger();
const sign = newestSigner(little.city.ledger);
const entries = little.city.ledger.entries.length;
const blocks = little.city.ledger.ordered.length + 1;
const PROJECTIONS = cityRuleset.modules.flatMap((module) => module.projections.map(({ name }) => name));
/** With enough entries for a full tile. */
const tiled = await makeLittleLedger({ datasets: 260 });
const STATE_TABLES = [...cityRuleset.tables.values()].map((table) => ({ name: table.name, sqlName: sqlNameOf(table) }));
const writing = { ruleset: cityRuleset, suite: nodeSuite };

/** What is found after SQL has altered a copy. */
async function after(sql: string, { folder = little.folder, file = "ledger.sqlite" } = {}): Promise<readonly string[]> {
  const copy = copyOf(folder);
  tamper(copy, (connection) => connection.exec(sql), file);
  return await findings(copy);
}

describe("a sound ledger", () => {
  it("is found sound, with and without a checkpoint of an earlier height", async () => {
    const checked = await check(little.folder);
    expect(checked).toEqual({ entries, blocks, problems: [] });
    for (const checkpoint of little.checkpoints.filter((_, height) => height % 4 === 1))
      expect(await findings(little.folder, checkpoint)).toEqual([]);
    expect(await findings(tiled.folder, tiled.checkpoints.at(-1))).toEqual([]);
  });

  it("is left as it was, to the last byte", async () => {
    const copy = copyOf(little.folder);
    const before = readFileSync(join(copy, "ledger.sqlite"));
    await check(copy);
    expect(readFileSync(join(copy, "ledger.sqlite")).equals(before)).toBe(true);
  });

  it("is found sound beside a writer that goes on, as of a block that was the newest for a moment", async () => {
    const copy = copyOf(tiled.folder);
    const writer = openWriter({ folder: copy, ...writing });
    const { city } = tiled;
    const before = writer.head()?.size ?? 0;
    let isChecked = false;
    const checking = checkLedger({ folder: copy }).finally(() => (isChecked = true));
    for (let i = 0; !isChecked; i++) {
      city.publish(`while it is checked ${i}`);
      commitAll(writer, city.ledger);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const checked = await checking;
    expect(checked.problems).toEqual([]);
    expect(checked.entries).toBeGreaterThan(before);
    expect(checked.entries).toBeLessThanOrEqual(writer.head()?.size ?? 0);
    writer.close();
  });

  it("may lack what a copy lacks: keys, and the derived tables, which the next writer makes", async () => {
    const copy = copyOf(little.folder);
    for (const name of ["keys", "log.key", "projections.sqlite"]) rmSync(join(copy, name), { recursive: true });
    expect(await findings(copy)).toEqual([]);
  });
});

describe("an altered log", () => {
  it("is found where an entry is gone, at the end, in the middle and at the start", async () => {
    expect((await after("DELETE FROM log_entry WHERE place = 20"))[0]).toBe("entry 20 ENTRY_MISSING");
    expect((await after("DELETE FROM log_entry WHERE place = 46"))[0]).toBe("entry 46 ENTRY_MISSING");
    expect(await after("DELETE FROM log_entry WHERE place = 0")).toEqual(["entry 0 GENESIS_MALFORMED"]);
  });

  it("is found where an entry was added or two were swapped", async () => {
    const columns =
      "height, form, id_prefix, id, kind, code, data, state, proposal, person, department, leaf, bytes, changes";
    const added = await after(
      `INSERT INTO log_entry SELECT ${entries}, ${columns} FROM log_entry WHERE place = ${entries - 2}`,
    );
    expect(added).toContain(`block ${blocks} BLOCK_MISSING`);
    const before = await after(`INSERT INTO log_entry SELECT -1, ${columns} FROM log_entry WHERE place = 45`);
    expect(before).toEqual(["entry -1 ENTRY_UNFOUNDED"]);
    const swapped = await after(`UPDATE log_entry SET place = -1 WHERE place = 11; UPDATE log_entry SET place = 11
      WHERE place = 13; UPDATE log_entry SET place = 13 WHERE place = -1`);
    expect(swapped.some((finding) => /^entry 1[13] /.test(finding))).toBe(true);
  });

  it("is found where a block is gone, is too many, or has another time", async () => {
    expect(await after("DELETE FROM log_block WHERE height = 7")).toEqual(["block 7 BLOCK_MISSING"]);
    const row = `INSERT INTO log_block SELECT ${blocks}, time, ${entries}, 0, root, checkpoint FROM log_block WHERE height = ${blocks - 1}`;
    expect(await after(row)).toContain(`block ${blocks} BLOCK_UNFOUNDED`);
    expect(await after("UPDATE log_block SET time = time + 1 WHERE height = 9")).toEqual(["block 9 BLOCK_DIFFERS"]);
  });

  it("is found where a whole block is gone with its entries", async () => {
    const gone = await after("DELETE FROM log_entry WHERE height = 5; DELETE FROM log_block WHERE height = 5");
    expect(gone).toContain("block 5 BLOCK_MISSING");
  });

  it("is found where a tile of the tree is gone, altered or too many", async () => {
    const { folder } = tiled;
    expect(await after("DELETE FROM log_tile", { folder })).toEqual(["tile 0/0 TILE_MISSING"]);
    const altered = "UPDATE log_tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)";
    expect(await after(altered, { folder })).toEqual(["tile 0/0 TILE_DIFFERS"]);
    const added = "INSERT INTO log_tile SELECT 3, 9, root, hashes FROM log_tile";
    expect(await after(added, { folder })).toEqual(["log_tile TILE_UNFOUNDED"]);
  });

  it("is found where a part of the index of ids is gone, altered or too many", async () => {
    const { folder } = tiled;
    expect(await after("DELETE FROM log_id_part", { folder })).toEqual(["id part 0 ID_PART_DIFFERS"]);
    const altered = "UPDATE log_id_part SET entries = CAST(x'ff' || substr(entries, 2) AS BLOB)";
    expect(await after(altered, { folder })).toEqual(["id part 0 ID_PART_DIFFERS"]);
    const added = "INSERT INTO log_id_part VALUES (-1, x''), (9, x'')";
    const unfounded = "log_id_part ID_PART_UNFOUNDED";
    expect(await after(added, { folder })).toEqual([unfounded, unfounded]);
  });

  it("says in words which entry and what of it", async () => {
    const copy = copyOf(little.folder);
    tamper(copy, (connection) => connection.exec("UPDATE log_entry SET code = 'CLOSED', person = 9 WHERE place = 12"));
    const { problems } = await check(copy);
    expect(problems.map(({ words }) => words)).toEqual([
      {
        zh: "条目 12 与重新执行账本的结果不一致。不同之处：结果、人员。",
        en: "Entry 12 is not what executing the log once more gives. What differs: outcome, person.",
      },
    ]);
  });
});

describe("altered tables", () => {
  it("are found whichever row is gone", async () => {
    for (const { sqlName } of STATE_TABLES) {
      const found = await after(`DELETE FROM ${sqlName} WHERE key = (SELECT min(key) FROM ${sqlName})`);
      expect(
        found.some((finding) => finding.endsWith("ROW_MISSING")),
        sqlName,
      ).toBe(true);
    }
  });

  it("are found whichever row is too many", async () => {
    for (const { name, sqlName } of STATE_TABLES) {
      const sql = `UPDATE temp.copied SET key = 999999; INSERT INTO ${sqlName} SELECT * FROM temp.copied`;
      const found = await after(`CREATE TEMP TABLE copied AS SELECT * FROM ${sqlName} LIMIT 1; ${sql}`);
      expect(found, sqlName).toContain(`${name} 999999 ROW_UNFOUNDED`);
    }
  });

  it("are found where the index of changes lacks one, has it elsewhere or one too many, and each is named", async () => {
    const gone = "DELETE FROM log_history WHERE place = 12";
    const missing = await after(gone);
    expect(missing.length).toBeGreaterThan(0);
    for (const finding of missing) expect(finding).toMatch(/^history \S+ \d+ 12 HISTORY_MISSING$/);
    const elsewhere = await after("UPDATE log_history SET begin = begin + 1 WHERE place = 12");
    expect(elsewhere).toEqual(missing.map((finding) => finding.replace("MISSING", "DIFFERS")));
    const added = await after("INSERT INTO log_history VALUES (-9223372036854775808, -1, 3, 4, 5)");
    expect(added.map((finding) => finding.split(" ").at(-1))).toEqual(["HISTORY_UNFOUNDED"]);
    // What the entry is known to have changed counts, and not what is stored of it.
    const both = await after(`UPDATE log_entry SET changes = x'00000000' WHERE place = 12; ${gone}`);
    expect(both.slice(0, 1 + missing.length)).toEqual(["entry 12 ENTRY_DIFFERS", ...missing]);
  });

  it("are found where a table, a column or an index is another", async () => {
    for (const sql of [
      "DROP INDEX log_entry_by_kind",
      "CREATE INDEX more ON log_entry (state)",
      "DROP INDEX log_entry_by_kind; CREATE INDEX log_entry_by_kind ON log_entry (state)",
    ]) {
      const found = await after(sql);
      expect(
        found.every((finding) => finding === "ledger.sqlite SCHEMA_DIFFERS"),
        sql,
      ).toBe(true);
      expect(found.length, sql).toBeGreaterThan(0);
    }
  });

  it("are not even read where a trigger or a view is among them, which could keep whoever reads busy for ever", async () => {
    for (const sql of [
      "CREATE TRIGGER thief AFTER INSERT ON log_entry BEGIN DELETE FROM kernel_vote; END",
      "CREATE VIEW log_view AS SELECT 1",
      `ALTER TABLE log_entry RENAME TO hidden; CREATE VIEW log_entry AS
         WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT hidden.* FROM hidden, c`,
    ]) {
      const found = await after(sql);
      expect(found, sql).toHaveLength(1);
      expect(found[0], sql).toMatch(/LEDGER_DAMAGED|SCHEMA_DIFFERS/);
    }
  });

  it("are found where derived ones differ, fall short, or go beyond the log", async () => {
    const file = "projections.sqlite";
    for (const sql of [
      "UPDATE catalog_usage SET row_count = row_count + 1",
      "DELETE FROM catalog_usage WHERE entry = (SELECT max(entry) FROM catalog_usage)",
      "INSERT INTO catalog_usage_agreements VALUES (99, 1)",
      "CREATE TABLE catalog_usage_more (a)",
      "UPDATE projection_progress SET root = upper(root) WHERE name = 'catalog_usage'",
    ])
      expect(await after(sql, { file }), sql).toEqual(["catalog_usage PROJECTION_DIFFERS"]);
    for (const sql of [
      "DELETE FROM projection_progress",
      "DELETE FROM projection_progress; DELETE FROM projection_object",
      "DROP TABLE projection_progress; DROP TABLE projection_object",
      "UPDATE projection_progress SET next = -1",
    ])
      expect(await after(`${sql}; DELETE FROM catalog_search_row`, { file }), sql).toEqual(
        PROJECTIONS.map((name) => `${name} PROJECTION_DIFFERS`),
      );
    const listed = "INSERT INTO projection_object SELECT 'evil', type, 'gone' FROM projection_object LIMIT 1";
    for (const sql of ["CREATE TABLE evil (x)", "CREATE TABLE evil (x PRIMARY KEY)", listed])
      expect(new Set(await after(sql, { file })), sql).toContain("evil PROJECTION_DIFFERS");
    const search = "INSERT INTO catalog_search_words (rowid, title) VALUES (77, 'x')";
    expect(await after(search, { file })).toEqual(["catalog_search PROJECTION_DIFFERS"]);
    const ahead = await after(`UPDATE projection_progress SET next = ${entries + 1} WHERE name = 'catalog_search'`, {
      file,
    });
    expect(ahead).toEqual(["catalog_search PROJECTION_AHEAD"]);
    expect(await after("PRAGMA user_version = 77", { file })).toEqual(["projections.sqlite PROJECTION_DIFFERS"]);
  });
});

describe("files beside the database", () => {
  it("are named where the derived ones are something else, and the log is proven all the same", async () => {
    const copy = copyOf(little.folder);
    for (const suffix of ["-wal", "-shm"]) rmSync(join(copy, `projections.sqlite${suffix}`), { force: true });
    writeFileSync(join(copy, "projections.sqlite"), "this is no database".repeat(1_000));
    const result = await checkLedger({ folder: copy });
    expect(result.problems.map(({ where, code }) => `${where} ${code}`)).toEqual([
      "projections.sqlite DERIVED_UNREADABLE",
    ]);
    expect(result.entries).toBe(entries);
    const file = join(copyOf(little.folder), "projections.sqlite");
    // Pages behind the first ones are those of some derived table.
    writeFileSync(file, readFileSync(file).fill(0, 8_192, 65_536));
    const { problems } = await checkLedger({ folder: dirname(file) });
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["DERIVED_UNREADABLE"]));
  });

  it("are found where a blob is altered, cut or gone", async () => {
    const hash = encodeHex(little.city.ledger.rows.get(datasetTable, 1)?.kept ?? new Uint8Array(0));
    const blob = join("blobs", hash.slice(0, 2), hash);
    for (const damage of [
      (path: string): void => writeFileSync(path, "something else"),
      (path: string): void => truncateSync(path, statSync(path).size - 1),
    ]) {
      const copy = copyOf(little.folder);
      damage(join(copy, blob));
      expect(await findings(copy)).toEqual([`blobs/${hash} BLOB_DAMAGED`]);
    }
    const copy = copyOf(little.folder);
    rmSync(join(copy, blob));
    expect(await findings(copy)).toEqual(["catalog.dataset 1 BLOB_MISSING"]);
  });

  it("are found where a key file is altered", async () => {
    for (const [name, finding] of [
      ["keys/founder.key", /^keys\/founder\.key KEY_FILE_/],
      ["log.key", /^log\.key LOG_KEY_DAMAGED$/],
    ] as const) {
      const copy = copyOf(little.folder);
      const path = join(copy, name);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill((bytes[100] ?? 0) ^ 1, 100, 101));
      expect(await findings(copy)).toEqual([expect.stringMatching(finding)]);
    }
  });
});

describe.skipIf(process.platform === "win32")("what stands in a file's place and is none", () => {
  const hash = encodeHex(little.city.ledger.rows.get(datasetTable, 1)?.kept ?? new Uint8Array(0));
  const put: Readonly<Record<string, (path: string) => void>> = {
    "a pipe": (path) => execFileSync("mkfifo", [path]),
    "a link to a file without end": (path) => symlinkSync("/dev/zero", path),
    "a link to nowhere": (path) => symlinkSync("nowhere", path),
    "a link to a sound file": (path) => symlinkSync(`${path}.sound`, path),
    "a folder": (path) => mkdirSync(path),
  };
  const lost = ["catalog.dataset 1 BLOB_MISSING", `blobs/${hash} BLOB_DAMAGED`];

  it.each([
    ["ledger.sqlite", ["ledger.sqlite NOT_A_LEDGER"]],
    ["projections.sqlite", ["projections.sqlite DERIVED_UNREADABLE"]],
    ["log.key", ["log.key LOG_KEY_DAMAGED"]],
    ["keys/founder.key", ["keys/founder.key KEY_FILE_UNREADABLE"]],
    [`blobs/${hash.slice(0, 2)}/${hash}`, lost],
  ])("is named and not waited for: %s", async (name, expected) => {
    for (const [what, place] of Object.entries(put)) {
      const copy = copyOf(little.folder);
      const path = join(copy, name);
      cpSync(path, `${path}.sound`);
      rmSync(path);
      place(path);
      expect(await findings(copy), what).toEqual(expected);
    }
  });

  it("is named where it stands in the place of the folder of keys, or is a log key without end", async () => {
    for (const what of ["a pipe", "a link to a file without end", "a link to nowhere"]) {
      const copy = copyOf(little.folder);
      rmSync(join(copy, "keys"), { recursive: true });
      put[what]?.(join(copy, "keys"));
      expect(await findings(copy), what).toEqual(["keys KEY_FILE_UNREADABLE"]);
    }
    const copy = copyOf(little.folder);
    truncateSync(join(copy, "log.key"), 2 ** 30);
    expect(await findings(copy)).toEqual(["log.key LOG_KEY_DAMAGED"]);
  });

  it("is said by its name, in both languages", async () => {
    const copy = copyOf(little.folder);
    rmSync(join(copy, "ledger.sqlite"));
    mkdirSync(join(copy, "ledger.sqlite"));
    const [problem] = (await check(copy)).problems;
    for (const words of [problem?.words.zh, problem?.words.en]) expect(words).toContain("ledger.sqlite”");
  });
});

describe("a log that was cut off", () => {
  /** A folder as a crash leaves it: blocks still in the write-ahead log, of which the end is then cut off. */
  function cutFolder(keepProjections: boolean): string {
    const copy = copyOf(little.folder);
    const crashed = copyOf(little.folder);
    const writer = openWriter({ folder: copy, ...writing });
    const { ledger } = little.city;
    little.city.publish(`later ${ledger.height}`);
    commitAll(writer, ledger);
    for (const name of ["ledger.sqlite", "projections.sqlite"])
      for (const suffix of ["", "-wal"]) cpSync(join(copy, name + suffix), join(crashed, name + suffix));
    writer.close();
    const log = join(crashed, "ledger.sqlite-wal");
    truncateSync(log, Math.floor(statSync(log).size / 2));
    if (!keepProjections) for (const suffix of ["", "-wal"]) rmSync(join(crashed, `projections.sqlite${suffix}`));
    return crashed;
  }

  it("is found by derived tables that know more", async () => {
    const found = await findings(cutFolder(true));
    expect(found).toEqual(PROJECTIONS.map((name) => `${name} PROJECTION_AHEAD`));
  });

  it("is a sound log otherwise, except to who holds a checkpoint of what is gone", async () => {
    const cut = cutFolder(false);
    const { entries } = await check(cut);
    expect(await findings(cut)).toEqual([]);
    const newest = sign(entries + 2, new Uint8Array(32));
    expect(await findings(cut, newest)).toEqual(["checkpoint HELD_CHECKPOINT_AHEAD"]);
  });
});

describe("a checkpoint held elsewhere", () => {
  const held = little.checkpoints[5] ?? "";

  it("is refused if it is none, another log's or not signed by this one", async () => {
    expect(await findings(little.folder, "hello")).toEqual(["checkpoint HELD_CHECKPOINT_UNREADABLE"]);
    expect(await findings(little.folder, held.replaceAll("tcc/", "tcd/"))).toEqual([
      "checkpoint HELD_CHECKPOINT_OTHER_LOG",
    ]);
    const other = held.replace(/\n\d+\n/, "\n3\n");
    expect(await findings(little.folder, other)).toEqual(["checkpoint HELD_CHECKPOINT_UNSIGNED"]);
    expect(await findings(little.folder, held.replaceAll("\n", "\r\n").trimEnd())).toEqual([]);
  });

  it("tells of a second history that was signed", async () => {
    for (const size of [0, 1, 10, 11, entries])
      expect(await findings(little.folder, sign(size, new Uint8Array(32)))).toEqual([
        "checkpoint HELD_CHECKPOINT_FORKED",
      ]);
  });
});

describe("a folder without a ledger", () => {
  it("is named as what it is", async () => {
    const copy = copyOf(little.folder);
    rmSync(join(copy, "ledger.sqlite"));
    expect(await findings(copy)).toEqual(["ledger.sqlite NOT_A_LEDGER"]);
    writeFileSync(join(copy, "ledger.sqlite"), "a text of some length, which is no database at all".repeat(99));
    expect(await findings(copy)).toEqual(["ledger.sqlite NOT_A_LEDGER"]);
    mkdirSync(join(copy, "empty"));
    expect(await findings(join(copy, "empty"))).toEqual(["ledger.sqlite NOT_A_LEDGER"]);
  });
});
