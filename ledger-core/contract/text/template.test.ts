import { describe, expect, test } from "vitest";
import { fillTemplate, joinParts, namesInTemplate, plain, plainText, strong } from "./template.ts";
import type { Language, TemplateValues } from "./template.ts";

function filled(language: Language, template: string, values: TemplateValues = {}): string {
  return plainText(fillTemplate(language, template, values));
}

describe("a template", () => {
  test.each([
    ["{count} {count|day|days}", { count: 1 }, "1 day"],
    ["{count} {count|day|days}", { count: 2 }, "2 days"],
    ["{count} {count|day|days}", { count: 0 }, "0 days"],
    ["{count} rows", { count: 1_234_567 }, "1,234,567 rows"],
    ["ends[ at {when}].", {}, "ends."],
    ["ends[ at {when}].", { when: "" }, "ends."],
    ["ends[ at {when}].", { when: "noon" }, "ends at noon."],
    ["[{who}|Somebody] left", {}, "Somebody left"],
    ["[{who}|Somebody] left", { who: "Wang" }, "Wang left"],
    ["{who} left", {}, "\u2014 left"],
    ["a (b) | c ] d", {}, "a (b) | c ] d"],
  ])("%s with %o is %s", (template, values, expected) => {
    expect(filled("en", template, values)).toBe(expected);
  });

  test("keeps what stands out, of the template and of its values", () => {
    expect(
      fillTemplate("en", "let **{who}** {what} it", { who: "Finance", what: [plain("not "), strong("use")] }),
    ).toEqual([plain("let "), strong("Finance"), plain(" not "), strong("use"), plain(" it")]);
  });

  test("never reads a value as a template", () => {
    expect(filled("en", "“{title}” by {who}", { title: "**{who}** [x|y] {a|b|c}", who: "Li" })).toBe(
      "“**{who}** [x|y] {a|b|c}” by Li",
    );
  });

  test("shows marks that would hide or turn the text", () => {
    expect(filled("en", "“{title}”", { title: "pay\u202e1\u200b00\nnow\u0000" })).toBe(
      "“pay\ufffd1\ufffd00 now\ufffd”",
    );
  });

  test("names its values once", () => {
    expect(namesInTemplate("{a} [{b}|{c}] {a|x|y}")).toEqual(["a", "b", "c"]);
  });
});

describe("Chinese", () => {
  test.each([
    ["共{count}行", { count: 48_213 }, "共 48,213 行"],
    ["由{who}签署", { who: "财政局" }, "由财政局签署"],
    ["由{who}签署", { who: "CDC" }, "由 CDC 签署"],
    ["（{who}）", { who: "CDC" }, "（CDC）"],
    ["（{a} / {b}）", { a: 3, b: 5 }, "（3 / 5）"],
  ])("%s with %o is %s", (template, values, expected) => {
    expect(filled("zh", template, values)).toBe(expected);
  });

  test("puts the space outside what stands out, and none into a value", () => {
    expect(joinParts("zh", [plain("共"), strong("5 次"), plain("第2项")])).toEqual([
      plain("共 "),
      strong("5 次"),
      plain("第2项"),
    ]);
    expect(joinParts("zh", [strong("甲"), plain("A")])).toEqual([strong("甲"), plain(" A")]);
  });

  test("English gets no spaces of its own", () => {
    expect(filled("en", "{a}{b}", { a: "甲", b: "B" })).toBe("甲B");
  });
});
