import { expect, test } from "vitest";
import { readFacets } from "./facet.ts";
import { FACET_TABLES } from "./facet-table.ts";

const line = "年报 | {}年度报告 | Yearly reports of {} | {}的指标 | Key figures of {} | P1Y conditional XLSX";

test("a facet is two lines: what it is, and its items", () => {
  const [facet] = readFacets(`${line}\n  amount 营业收入 Turnover; code 信用等级 Rating [A 至 E A to E]`);
  expect(facet).toMatchObject({ word: "年报", en: "Yearly reports of {}", cycle: "P1Y", sharing: "conditional" });
  expect(facet?.items.map(({ name, dataType, rule }) => [name, dataType, rule])).toEqual([
    ["营业收入 Turnover", "amount", "分，不小于 0 fen, 0 or more"],
    ["信用等级 Rating", "code", "A 至 E A to E"],
  ]);
  for (const table of Object.values(FACET_TABLES)) {
    for (const { zh, en, items } of readFacets(table)) {
      expect(zh + en).toMatch(/\{\}.*\{\}/u);
      expect(items).toHaveLength(3);
    }
  }
});

test("a line that is written otherwise throws", () => {
  expect(() => readFacets(`${line.replace("P1Y", "P9Y")}\n  code 岗位 Post`)).toThrow("not a facet");
  expect(() => readFacets(`${line}\n  colour 岗位 Post`)).toThrow("not an item");
  expect(() => readFacets(line)).toThrow("not an item");
});
