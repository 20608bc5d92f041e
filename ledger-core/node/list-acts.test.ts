import { afterAll, beforeAll, expect, test } from "vitest";
import { ImportLedger } from "./importing/import.testing.ts";
import { listActs } from "./list-acts.ts";

let city: ImportLedger;

beforeAll(async () => {
  city = await ImportLedger.found();
  const name = (text: string) => ({ department: 1, nameZh: text, nameEn: text, shortZh: text, shortEn: text });
  // Blocks of one act and blocks of several.
  for (const text of ["one", "two"]) await city.perform("consortium.describe", name(text));
  await Promise.all(
    ["a", "b", "c", "d", "e"].map(async (text) => await city.perform("consortium.describe", name(text))),
  );
  await city.perform("consortium.describe", name("three"));
});
afterAll(async () => await city.close());

test("any page of the log without its closing entries is what is left of the whole log there", () => {
  const { reader } = city.ledger;
  const { size = 0, height = 0 } = reader.head() ?? {};
  const whole = reader.entries({ limit: size });
  const acts = whole.filter(({ kind }) => kind !== "block");
  expect(new Set(whole.map((entry) => entry.height)).size).toBeLessThan(acts.length);
  expect(whole.length - acts.length).toBe(height);
  for (let skip = 0; skip <= acts.length + 1; skip++)
    for (const limit of [1, 3, 500])
      expect(listActs(reader, { skip, limit }), `${skip} ${limit}`).toEqual({
        total: acts.length,
        entries: acts.slice(skip, skip + limit),
      });
  expect(reader.entries({ limit: size, closing: true })).toEqual(whole);
  expect(reader.entries({ limit: size, closing: false, kind: "block" })).toEqual([]);
});
