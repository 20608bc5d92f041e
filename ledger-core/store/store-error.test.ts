import { expect, it } from "vitest";
import { refusalSentence } from "#ledger-core/contract/text/texts.ts";
import { STORE_CODES } from "./store-error.ts";

it.each(STORE_CODES)("%s has a cause and a next step in both languages", (code) => {
  for (const language of ["zh", "en"] as const) {
    const { cause, next } = refusalSentence(language, code, { folder: "/ledger" });
    for (const sentence of [cause, next]) {
      expect(sentence.length).toBeGreaterThan(5);
      expect(sentence).not.toContain(code);
    }
  }
});
