import { expect, test } from "vitest";
import { foundParts } from "./found-parts.ts";

const marked = (text: string, matched: readonly string[]): string =>
  foundParts(text, matched)
    .map(({ part, isFound }) => (isFound ? `[${part}]` : part))
    .join("");

test("what was found is marked wherever it stands, the longest piece first", () => {
  expect(marked("低保家庭与低保", ["低保", "低保家庭"])).toBe("[低保家庭]与[低保]");
  expect(marked("Low-income, Low", ["Low"])).toBe("[Low]-income, [Low]");
});

test("a word is marked only where one begins", () => {
  expect(marked("follow low 民low", ["low"])).toBe("follow [low] 民[low]");
});

test("nothing is lost, and nothing is found in nothing", () => {
  for (const text of ["", "a", "<b>低</b>"])
    expect(
      foundParts(text, ["", "b", "低"])
        .map(({ part }) => part)
        .join(""),
    ).toBe(text);
});
