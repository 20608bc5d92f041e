import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSentence } from "./sentence.ts";

test("variables are strong, the rest is not", () => {
  expect(parseSentence("**Finance** may query, up to **5,000** a month")).toEqual([
    { text: "Finance", isStrong: true },
    { text: " may query, up to ", isStrong: false },
    { text: "5,000", isStrong: true },
    { text: " a month", isStrong: false },
  ]);
});

test("an unpaired mark is drawn and switches nothing on", () => {
  expect(parseSentence("a **b")).toEqual([{ text: "a **b", isStrong: false }]);
  expect(parseSentence("**a** b **c")).toEqual([
    { text: "a", isStrong: true },
    { text: " b **c", isStrong: false },
  ]);
});

test("no word is ever lost", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", " ", "*", "**", "字")).map((pieces) => pieces.join("")), (marked) => {
      const drawn = parseSentence(marked).map((part) => part.text).join("");
      expect(drawn.replaceAll("*", "")).toBe(marked.replaceAll("*", ""));
    }),
  );
});
