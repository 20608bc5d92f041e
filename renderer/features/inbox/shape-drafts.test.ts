import { expect, test } from "vitest";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { caseSchema } from "#ledger-core/contract/schema/policy.ts";
import { choice, integer, list, optional, record, text, union } from "#ledger-core/contract/schema/schema.ts";
import { emptyValue, linesOf } from "./shape-drafts.ts";

test("what a form begins with has the form of the body", () => {
  const shape = record({
    name: text(10),
    count: integer(3, 9),
    kind: choice(["first", "second"]),
    parts: list(text(5), 4),
    note: optional(text(5)),
    of: union({ own: record({}), named: record({ name: text(5) }) }),
  });
  const empty = emptyValue(shape);
  expect(empty).toEqual({ name: "", count: 3, kind: "first", parts: [], note: null, of: { kind: "own" } });
  expect(fromJson(shape, empty).ok).toBe(true);
});

test("a new case of a policy is one that the contract takes", () => {
  expect(fromJson(caseSchema, emptyValue(caseSchema)).ok).toBe(true);
});

test("lines lose their space and empty ones go", () => {
  expect(linesOf(" a \n\n b\n")).toEqual(["a", "b"]);
});
