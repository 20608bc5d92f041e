import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { formatItemList, parseItemList } from "./item-list.ts";

const briefly = (text: string) =>
  parseItemList(text).map(({ name, dataType }) => (dataType === "" ? name : `${name}|${dataType}`));

describe("items in one cell", () => {
  test.each([
    ["姓名、性别、出生日期", ["姓名", "性别", "出生日期"]],
    ["姓名，性别,住址", ["姓名", "性别", "住址"]],
    ["姓名（字符型）；年龄（数值型）；出生日期（日期型）；", ["姓名|字符型", "年龄|数值型", "出生日期|日期型"]],
    ["姓名(C..50); 金额(N,18,2)", ["姓名|C..50", "金额(N,18,2)"]],
    ["1.姓名\n2.性别\n3、年龄", ["姓名", "性别", "年龄"]],
    ["（1）姓名；（2）性别", ["姓名", "性别"]],
    ["姓名：字符型\r\n年龄：整数", ["姓名|字符型", "年龄|整数"]],
    ["金额（万元）；数量（varchar(20)）", ["金额（万元）", "数量|varchar(20)"]],
    ["a（b）（int）", ["a（b）|int"]],
    ["a（b（c）（int））；（int）；a（(b（int）)）", ["a（b（c）（int））", "（int）", "a（(b（int）)）"]],
    ["a（b（int）", ["a（b|int"]],
    ["a：b：int；：int；a:int:", ["a：b：int", "：int", "a:int:"]],
    ["姓名", ["姓名"]],
    ["a（b、c）、d", ["a（b、c）", "d"]],
    ["", []],
    ["；；\n", []],
  ])("%j", (text, items) => {
    expect(briefly(text)).toEqual(items);
  });

  it("are read back from their plain form, where no name holds a separator", () => {
    const name = fc.stringMatching(/^[一-龥a-z]{1,8}$/);
    const item = fc.record({ name, dataType: fc.constantFrom("", "字符型", "varchar(20)", "N") });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), (items) => {
        const whole = items.map((some) => ({ ...some, code: "", rule: "", sensitivity: "internal" as const }));
        expect(parseItemList(formatItemList(whole))).toEqual(whole);
      }),
    );
  });

  it("take time in proportion to the text", () => {
    for (const text of [
      "(".repeat(200_000),
      `a${"（".repeat(100_000)}${"）".repeat(100_000)}`,
      "、".repeat(200_000),
      ":".repeat(200_000),
    ])
      expect(parseItemList(text).length).toBeLessThan(3);
    const name = `a${" ".repeat(130)}(${"x".repeat(268)}`;
    expect(parseItemList(Array.from({ length: 1_500 }, () => name).join("\n"))).toHaveLength(1_500);
  }, 5_000);
});
