/** What an import says is read in windows as well as after a command. */
import { expect, test } from "vitest";
import { findingWords } from "./finding-words.ts";
import { IMPORT_CODES } from "./import-codes.ts";

test.each(IMPORT_CODES)("%s is said in words, not in options of a command", (code) => {
  const { message, advice } = findingWords({ code, severity: "refused" }, "ckan");
  const said = [message.zh, message.en, advice.zh, advice.en];
  for (const text of said) expect(text).toMatch(/^(?!.*(?:--| -[a-z]\b)).+$/s);
  expect(new Set([code, ...said]).size).toBe(5);
});
