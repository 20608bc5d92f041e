import { expect, test } from "vitest";
import { itemsOfTable } from "./items-of-table.ts";

const known = [
  { name: "户号 Household number", dataType: "text, 16", sensitivity: "internal", rule: "unique", code: "" },
  { name: "月补助金额", dataType: "amount", sensitivity: "sensitive", rule: "", code: "" },
] as const;

test("columns that the dataset has keep what is known of them, by either language", () => {
  const columns = [
    { name: "Household number", dataType: "integer" },
    { name: "月补助金额", dataType: "decimal" },
  ] as const;
  expect(itemsOfTable(columns, known)).toEqual(known);
  expect(itemsOfTable([{ name: "户号", dataType: "text" }], known)).toEqual([known[0]]);
});

test("a new column begins as internal with its guessed type; nameless and repeated ones are left out", () => {
  const columns = [
    { name: "日期", dataType: "date" },
    { name: "", dataType: "text" },
    { name: "日期", dataType: "text" },
  ] as const;
  expect(itemsOfTable(columns, known)).toEqual([
    { name: "日期", dataType: "date", sensitivity: "internal", rule: "", code: "" },
  ]);
});

test.each([
  ["身份证号", "personal"],
  ["联系电话 Phone", "personal"],
  ["id_card", "personal"],
  ["birthDate", "personal"],
  ["月收入", "sensitive"],
  ["机构名称", "internal"],
  ["统一社会信用代码", "internal"],
  ["病虫害面积", "internal"],
  ["e_mail", "personal"],
  ["Address of the office", "internal"],
])("a new column called %s begins as %s", (name, sensitivity) => {
  expect(itemsOfTable([{ name, dataType: "text" }], [])[0]?.sensitivity).toBe(sensitivity);
});
