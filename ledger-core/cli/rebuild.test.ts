import Database from "better-sqlite3";
import { join } from "node:path";
import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");

beforeAll(async () => {
  await foundLedger(city);
  writeFileSync(place.at("made.json"), bytesOf(madeCatalog(50)));
  await ledger(["import", city, place.at("made.json")]);
});
afterAll(() => place.remove());

type Checked = {
  readonly ok: boolean;
  readonly entries: number;
  readonly problems: readonly { readonly code: string }[];
};

describe("ledger rebuild", () => {
  it("makes derived tables anew where the check found them altered, and says what it did", async () => {
    const projections = new Database(join(city, "projections.sqlite"));
    projections.exec("UPDATE catalog_search_row SET code = code || '-altered' WHERE key = 1");
    projections.close();
    const before = await ledgerJson<Checked>(["fsck", city]);
    expect([before.code, before.json.ok]).toEqual([1, false]);
    const rebuilt = await ledgerJson<{
      readonly entries: number;
      readonly root: string;
      readonly projections: string[];
    }>(["rebuild", city]);
    const { json: status } = await ledgerJson<{ readonly entries: number; readonly root: string }>(["status", city]);
    expect([rebuilt.code, rebuilt.json.entries, rebuilt.json.root]).toEqual([0, status.entries, status.root]);
    expect(rebuilt.json.projections).toContain("catalog_search");
    const after = await ledgerJson<Checked>(["fsck", city]);
    expect([after.code, after.json.problems]).toEqual([0, []]);
  });

  it("makes anew the indexes that follow from the log as well", async () => {
    const log = new Database(join(city, "ledger.sqlite"));
    log.exec("DELETE FROM log_history; DROP INDEX log_entry_by_kind; CREATE INDEX planted ON log_entry (code)");
    log.close();
    expect((await ledgerJson<Checked>(["fsck", city])).json.ok).toBe(false);
    expect((await ledger(["rebuild", city])).code).toBe(0);
    const after = await ledgerJson<Checked>(["fsck", city]);
    expect([after.code, after.json.problems]).toEqual([0, []]);
  });

  it("brings back a search that is gone or damaged, of which whoever searches is told", async () => {
    const search = ["query", city, "catalog.search", '{"text":"","limit":1}'];
    for (const damage of [
      (file: string): void => rmSync(file),
      (file: string): void => writeFileSync(file, "this is no database".repeat(1_000)),
    ]) {
      for (const suffix of ["-wal", "-shm"]) rmSync(join(city, `projections.sqlite${suffix}`), { force: true });
      damage(join(city, "projections.sqlite"));
      const told = await ledgerJson<{ readonly error: { readonly code: string; readonly next: string } }>(search);
      expect([told.code, told.json.error.code]).toEqual([3, "DERIVED_UNREADABLE"]);
      expect(told.json.error.next).toContain("ledger rebuild");
      expect((await ledger(["rebuild", city])).code).toBe(0);
      const found = await ledgerJson<{ readonly total: number }>(search);
      expect([found.code, found.json.total]).toEqual([0, 50]);
    }
  });

  it("leaves a ledger alone that a node holds, and a folder that is none", async () => {
    const node = start(["serve", city, "--no-open"]);
    await new Promise((resolve) => node.stdout?.once("data", resolve));
    expect((await ledger(["rebuild", city])).code).toBe(3);
    node.kill("SIGTERM");
    await ended(node);
    expect((await ledger(["rebuild", place.at("nothing")])).code).toBe(3);
  });
});
