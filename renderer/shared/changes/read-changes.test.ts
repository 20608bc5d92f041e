import { expect, test } from "vitest";
import type { RowChange } from "#ledger-core/contract/api/shared.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { bodyFields, fieldLabel } from "./body-words.ts";
import { readChanges } from "./read-changes.ts";
import { isFingerprint, valueWords } from "./value-words.ts";
import type { ValueScope } from "./value-words.ts";

function change(table: string, before: Json, after: Json): RowChange {
  return { table, key: 1, before, after, about: { zh: "", en: "" }, names: { before: {}, after: {} } };
}

const scope: ValueScope = {
  language: "en",
  departmentByCode: (uscc) => uscc,
  countWords: (count) => `${count} entries`,
  noEnd: "no end",
};

test("of a changed record only what differs is shown, of a new one all that says something", () => {
  const [changed, made] = readChanges([
    change(
      "catalog.dataset",
      { state: "draft", title: "A", keywords: [] },
      { state: "published", title: "A", keywords: [] },
    ),
    change("catalog.dataset", null, { state: "draft", title: "B", keywords: [], summary: "" }),
  ]);
  expect(changed?.fields).toEqual([{ column: "state", before: "draft", after: "published" }]);
  expect(changed?.kind).toBe("changed");
  expect(made?.fields.map(({ column }) => column)).toEqual(["state", "title"]);
  expect(made?.kind).toBe("added");
});

test("a record that goes shows what it was; book-keeping and what changes nothing is left out", () => {
  const records = readChanges([
    change("kernel.sequence", null, { last: 3 }),
    change("kernel.role", { person: 2, role: "leader" }, null),
    change("kernel.proposal", { state: "open", due: 4 }, { state: "open", due: 0 }),
  ]);
  expect(records.map(({ kind, change: { table } }) => [kind, table])).toEqual([["removed", "kernel.role"]]);
});

test("values are said in words, and fingerprints are told from codes", () => {
  const said = (table: string, column: string, value: Json) => valueWords(scope, { table, column, row: {} }, value);
  expect(said("catalog.dataset", "state", "published")).toBe("published");
  expect(said("kernel.role", "until", 0)).toBe("no end");
  expect(said("kernel.proposal", "deadline", 1_795_921_500)).toBe("29 Nov 2026, 11:05:00");
  expect(said("catalog.version", "sizeBytes", 1_500_000)).toBe("1.5 MB");
  expect(said("catalog.dataset", "items", [{ name: "x" }, { name: "y" }])).toBe("2 entries");
  expect(said("kernel.member", "functions", ["audit", "finance"])).toBe("audit office, finance department");
  expect(said("catalog.dataset", "summary", "")).toBe("—");
  expect([isFingerprint("ab".repeat(32)), isFingerprint("11320100MB1712710R"), isFingerprint(7)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a body's fields are found however deep, and have labels", () => {
  const fields = bodyFields({ dataset: { kind: "code", code: "D-1" }, description: { title: "A", items: [] } });
  expect(fields.map(({ path, value }) => [path, value])).toEqual([
    ["dataset", "D-1"],
    ["description.title", "A"],
    ["description.items", []],
  ]);
  expect(fieldLabel("en", "catalog.request", "useLimit")).not.toBe("useLimit");
  expect(fieldLabel("zh", "role.grant", "role")).toBe("角色");
});
