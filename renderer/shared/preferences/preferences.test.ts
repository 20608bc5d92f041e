import { expect, test } from "vitest";
import { parsePreferences } from "./preferences.ts";

const defaults = { language: "zh", theme: "system", textSizePercent: 100, letterKeys: true };

test("stored choices come back", () => {
  const stored = { language: "en", theme: "dark", textSizePercent: 110, letterKeys: false };
  expect(parsePreferences(JSON.stringify(stored), "zh")).toEqual(stored);
});

test.each([
  null,
  "",
  "not json",
  "null",
  "[]",
  '"dark"',
  '{"language":"fr","theme":7,"textSizePercent":500,"letterKeys":"no"}',
])("what is not a choice falls back to the default: %s", (stored) => {
  expect(parsePreferences(stored, "zh")).toEqual(defaults);
});
