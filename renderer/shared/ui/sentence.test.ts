import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSentence } from "./sentence.ts";

test("variables are strong, the rest is not", () => {
  expect(parseSentence("**Finance** may query, up to **5,000** a month")).toEqual([
    { text: "Finance", strong: true },
    { text: " may query, up to ", strong: false },
    { text: "5,000", strong: true },
    { text: " a month", strong: false },
  ]);
});

test("an unpaired mark is drawn and switches nothing on", () => {
  expect(parseSentence("a **b")).toEqual([{ text: "a **b", strong: false }]);
  expect(parseSentence("**a** b **c")).toEqual([
    { text: "a", strong: true },
    { text: " b **c", strong: false },
  ]);
});

test("no word is ever lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", " ", "*", "**", "字")).map((pieces) => pieces.join("")),
      (marked) => {
        const drawn = parseSentence(marked)
          .map((part) => part.text)
          .join("");
        expect(drawn.replaceAll("*", "")).toBe(marked.replaceAll("*", ""));
      },
    ),
  );
});
