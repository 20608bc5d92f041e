import { expect, it } from "vitest";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { layoutOf } from "./state-layout.ts";

it("bytes within a list come out of SQLite's Buffer as plain ones, as they were put", () => {
  const column = layoutOf(versionTable as AnyTable).columns.find(({ name }) => name === "parents");
  const parents = [new Uint8Array(32).fill(7)];
  const saved = column?.save(parents);
  expect(saved).toBeInstanceOf(Uint8Array);
  expect(column?.load(Buffer.from(saved as Uint8Array))).toEqual(parents);
});
