import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { applyChanges, isTouched } from "./invalidation.ts";

describe("isTouched", () => {
  test.each([
    ["another table", [{ table: "dataset" }], [{ table: "person", keys: [1] }], false],
    ["the table", [{ table: "dataset" }], [{ table: "dataset", keys: [1] }], true],
    ["another key", [{ table: "dataset", keys: [2] }], [{ table: "dataset", keys: [1] }], false],
    ["its key", [{ table: "dataset", keys: [1, 2] }], [{ table: "dataset", keys: [2, 5] }], true],
    ["the whole table at once", [{ table: "dataset", keys: [2] }], [{ table: "dataset", keys: [] }], true],
    ["one of two tables", [{ table: "dataset" }, { table: "agreement" }], [{ table: "agreement", keys: [9] }], true],
    ["a query that reads every block", undefined, [], true],
    ["no change", [{ table: "dataset" }], [], false],
  ])("%s", (_name, reads, changes, touched) => expect(isTouched(reads, changes)).toBe(touched));
});

test("only the query that a change touches is read again", async () => {
  const queries = new QueryClient();
  const reads = { dataset: 0, person: 0 };
  const observe = (table: "dataset" | "person") =>
    new QueryObserver(queries, {
      queryKey: [table],
      queryFn: () => (reads[table] += 1),
      meta: { reads: [{ table }] },
    }).subscribe(() => undefined);
  const stop = [observe("dataset"), observe("person")];
  await expect.poll(() => reads).toEqual({ dataset: 1, person: 1 });
  applyChanges(queries, [{ table: "dataset", keys: [7] }]);
  await expect.poll(() => reads).toEqual({ dataset: 2, person: 1 });
  for (const end of stop) end();
});
