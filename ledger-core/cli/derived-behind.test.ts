/** Search and counts that do not follow the log: whoever asks is told so, instead of what was true before. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");
afterAll(() => place.remove());

it("are no answer after a rebuild that was cut off, whatever else can be read still is, and are one once they have followed", async () => {
  await foundLedger(city);
  writeFileSync(place.at("made.json"), bytesOf(madeCatalog(30)));
  await ledger(["import", city, place.at("made.json")]);
  const projections = new Database(join(city, "projections.sqlite"));
  projections.exec("UPDATE projection_progress SET next = 2");
  projections.close();
  const search = ["query", city, "catalog.search", '{"text":"","limit":1}'];
  const told = await ledgerJson<{ readonly error: { readonly code: string; readonly reason: string } }>(search);
  expect([told.code, told.json.error.code]).toEqual([3, "DERIVED_BEHIND"]);
  expect((await ledger(["query", city, "ledger.rows", '{"table":"catalog.dataset"}'])).code).toBe(0);
  expect((await ledger(["rebuild", city])).code).toBe(0);
  const found = await ledgerJson<{ readonly total: number }>(search);
  expect([found.code, found.json.total]).toEqual([0, 30]);
});
