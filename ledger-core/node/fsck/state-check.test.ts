/** What SQLite says of its indexes, and what the modules say of their rows. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { checkLog } from "./check-folder.ts";
import { check, copyOf, findings, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const little = await makeLittleLedger();

it.each([
  ["ledger.sqlite", "log_entry_by_kind", "log_entry (state)"],
  ["projections.sqlite", "catalog_usage_dataset", "catalog_usage (person)"],
])("an index of %s that says it is by one column and holds another is found", async (file, index, instead) => {
  const copy = copyOf(little.folder);
  const alter = (connection: Database.Database): void => {
    const sql = connection.prepare("SELECT sql FROM sqlite_master WHERE name = ?").pluck().get(index);
    connection.unsafeMode();
    connection.exec(`DROP INDEX ${index}; CREATE INDEX ${index} ON ${instead}`);
    connection.pragma("writable_schema = ON");
    connection.prepare("UPDATE sqlite_master SET sql = ? WHERE name = ?").run(sql, index);
  };
  tamper(copy, alter, file);
  const found = await findings(copy);
  expect(found).toContain(`${file} FILE_DAMAGED`);
});

it("what must always hold and does not is found, module by module, in words", async () => {
  for (const [module, sql] of [
    ["kernel", "UPDATE kernel_vote SET round = 99"],
    ["consortium", "UPDATE consortium_post SET department = 99"],
    ["catalog", "UPDATE catalog_agreement SET uses = uses + 1"],
  ] as const) {
    const copy = copyOf(little.folder);
    tamper(copy, (connection) => connection.exec(sql));
    expect(await findings(copy), module).toContain(`${module} INVARIANT_BROKEN`);
  }
  const copy = copyOf(little.folder);
  tamper(copy, (connection) => connection.exec("UPDATE catalog_agreement SET uses = uses + 1 WHERE key = 1"));
  const { problems } = await check(copy);
  expect(problems.find(({ code }) => code === "INVARIANT_BROKEN")?.words).toEqual({
    zh: "必须始终成立的条件不成立：使用协议记录的使用次数与实际使用一致。编号：1。",
    en: "Something that must always hold does not: an agreement counts its uses. The record: 1.",
  });
});

it("no snapshot of the file is held while signatures are waited for, so that a writer can fold its log", async () => {
  const folder = copyOf(little.folder);
  let folded: unknown;
  const settle = async (): Promise<void> => {
    const writer = new Database(join(folder, "ledger.sqlite"), { timeout: 0 });
    writer.exec("UPDATE kernel_member SET name = name || 'x'");
    folded = writer.pragma("wal_checkpoint(TRUNCATE)");
    writer.close();
  };
  const common = { ruleset: cityRuleset, suite: nodeSuite, language: "en", isStopped: () => false } as const;
  const signatures = { add: () => {}, settle };
  const checked = await checkLog({ ...common, folder, checkpoint: undefined, signatures, progress: () => {} });
  expect(checked?.problems).toEqual([]);
  expect(folded).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
});
