import { describe, expect, test } from "vitest";
import { typeWords } from "./type-words.ts";
import zh from "./zh.json" with { type: "json" };

describe("types of items in words", () => {
  const text = (key: string) => (zh as Readonly<Record<string, string>>)[key] ?? "";

  test("are those that the console knows, with their length", () => {
    expect(typeWords(text, "text, 16")).toBe("文本 16");
    expect(typeWords(text, "amount")).toBe("金额");
  });

  test("and else what the catalog says", () => {
    expect(typeWords(text, "VARCHAR(20)")).toBe("VARCHAR(20)");
    expect(typeWords(text, "textual, 16")).toBe("textual, 16");
    expect(typeWords(text, "")).toBe("");
  });
});
