import { describe, expect, it, test } from "vitest";
import type { ColumnKind } from "./columns.ts";
import { columnKind, FURTHER_COLUMNS, STANDARD_COLUMNS } from "./columns.ts";
import { SHEET_LIMITS } from "./limits.ts";
import type { Merge } from "./sheet-table.ts";
import { findTable } from "./sheet-table.ts";

const briefly = (rows: readonly (readonly (string | null)[])[], merges: readonly Merge[] = []) => {
  const table = findTable({ rows, merges });
  if (table === undefined) return undefined;
  const columns = table.columns.map(({ key, kind }) => `${key}=${kind ?? "?"}`);
  return [table.headerStart, table.bodyStart, ...columns].join(" ");
};

describe("a heading", () => {
  test.each([
    ["信息资源名称", "title"],
    ["*信息资源名称（必填）", "title"],
    ["1.信息资源名称", "title"],
    ["信息资源\n名称", "title"],
    ["信 息 资 源 名 称", "title"],
    ["信息资源名称　", "title"],
    ["政务信息资源名称", "title"],
    ["信息资源代码（12位）", "code"],
    ["资源编码", "code"],
    ["信息资源提供方", "publisher"],
    ["数源单位", "publisher"],
    ["信息资源提供方代码", "providerCode"],
    ["统一社会信用代码", "providerCode"],
    ["信息项名称【必填】", "itemName"],
    ["共享类型（无条件共享/有条件共享/不予共享）", "sharing"],
    ["是否向社会开放", "opennessFlag"],
    ["更新周期", "updateCycle"],
    ["发布日期", "published"],
    ["备注", undefined],
    ["", undefined],
    ["（）", undefined],
  ] as const)("%j: %s", (heading, kind) => {
    expect(columnKind(heading)).toBe(kind satisfies ColumnKind | undefined);
  });

  it("that is written here is read as what it was, in both languages", () => {
    for (const { kind, zh, en } of [...STANDARD_COLUMNS, ...FURTHER_COLUMNS])
      expect([columnKind(zh), columnKind(en)]).toEqual([kind, kind]);
  });
});

describe("the table of a sheet", () => {
  it("begins below rows of title", () => {
    expect(
      briefly([
        ["南京市政务信息资源目录"],
        [],
        ["填报单位：教育局", null, "2026年"],
        ["序号", "信息资源名称", "信息资源代码", "共享类型", "备注"],
      ]),
    ).toBe("3 4 序号=serial 信息资源名称=title 信息资源代码=code 共享类型=sharing 备注=?");
  });

  it("has a header of two levels, merged", () => {
    const rows = [
      ["信息资源分类", null, null, null, "信息资源名称", "信息项信息", null, "共享属性", null, null, "备注"],
      ["类", "项", "目", "细目", null, "名称", "类型", "共享类型", "共享条件", "共享方式", null],
      ["部门", "教育", "基础", null, "名录", "校名", "字符型", "不予共享", null, null, null],
    ];
    const merges: Merge[] = [
      [0, 0, 0, 3],
      [0, 4, 1, 4],
      [0, 5, 0, 6],
      [0, 7, 0, 9],
      [0, 10, 1, 10],
    ];
    const expected =
      "0 2 信息资源分类/类=class1 信息资源分类/项=class2 信息资源分类/目=class3 信息资源分类/细目=class4 信息资源名称=title 信息项信息/名称=itemName 信息项信息/类型=itemType 共享属性/共享类型=sharing 共享属性/共享条件=sharingCondition 共享属性/共享方式=sharingMethod 备注=?";
    expect(briefly(rows, merges)).toBe(expected);
    // As a CSV has it: nothing is merged, the cells right of an upper heading are empty.
    expect(briefly(rows)).toBe(expected);
  });

  it("has a second row of headings in English, or only these", () => {
    const chinese = ["信息资源名称", "信息资源代码", "共享类型"];
    const english = ["Resource title", "Resource code", "Sharing type"];
    expect(briefly([chinese, english, ["a", "1", "2"]])).toBe(
      "0 2 信息资源名称=title 信息资源代码=code 共享类型=sharing",
    );
    expect(briefly([english])).toBe("0 1 Resource title=title Resource code=code Sharing type=sharing");
  });

  it("keeps columns apart that are called the same or nothing", () => {
    expect(
      briefly([
        ["信息资源名称", "信息资源代码", "共享类型", "共享类型", "", "备注", "备注", "@rows", "__proto__"],
        [null, null, null, null, "x"],
      ]),
    ).toBe(
      "0 1 信息资源名称=title 信息资源代码=code 共享类型=sharing 共享类型 (D)=? (E)=? 备注=? 备注 (G)=? @@rows=? __proto__ (I)=?",
    );
  });

  it("is not taken for one where the headings say too little", () => {
    expect(briefly([])).toBeUndefined();
    expect(
      briefly([
        ["名称", "代码", "数量"],
        ["a", "b", "c"],
      ]),
    ).toBeUndefined();
    expect(briefly([["信息资源代码", "共享类型", "更新周期"]])).toBeUndefined();
    expect(
      briefly([...Array.from({ length: 60 }, () => []), ["信息资源名称", "信息资源代码", "共享类型"]]),
    ).toBeUndefined();
  });
});

test("a table is found above as many rows as a sheet may have", () => {
  const heading = ["信息资源名称", "信息资源代码", "信息资源提供方", "共享类型"];
  const rows = [heading, ...Array.from({ length: SHEET_LIMITS.rowsMax }, () => ["a", "b", "c", "d", "e"])];
  expect(findTable({ rows, merges: [] })?.columns.length).toBe(5);
});
