/** One thing has one name: that of the glossary. */
import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

test("keys are 停用 and people are 离任, in every text", () => {
  for (const [key, words] of Object.entries(zh)) expect(words, key).not.toMatch(/吊销|作废|离岗/u);
});

test("the mark beside a record is its seal", () => {
  expect([en["column.seal"], zh["column.seal"]]).toEqual(["Seal", "封条"]);
});
