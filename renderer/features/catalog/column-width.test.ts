/** Columns of a previewed table are as wide as what is in them. */
import { expect, test } from "vitest";
import { columnWidthPx } from "./column-width.ts";

test.each([
  ["codes under a short name", "状态", ["01", "02"], 84],
  ["codes under a long name", "政务目录总表分类 Class (Master list of government catalogues)", ["04"], 218],
  ["long texts are cut", "Note", ["x".repeat(200)], 320],
  ["an address", "住所", ["鼓楼区中山路12号"], 134],
])("%s", (_name, header, cells, width) => {
  expect(columnWidthPx(header, cells)).toBe(width);
});
