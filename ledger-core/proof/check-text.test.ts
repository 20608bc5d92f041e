import { describe, expect, it } from "vitest";
import { CHECK_CODES, CHECK_NAMES } from "./check.ts";
import type { Check, CheckData } from "./check.ts";
import { describeCheck } from "./check-text.ts";
import { verifyEntryProof } from "./checks.ts";
import { soundProof } from "./proof.testing.ts";
import { testSuite } from "./suite.testing.ts";

const base: Check = { name: "text", ok: true, how: "recomputed", code: "TEXT_SIGNED", data: {} };

const FIGURES =
  "id kind version name reason expected key count place what height index outcome steps origin size signers keys oldSize newSize file limit table range rows root department proposal";

function figures(value: (name: string) => string): CheckData {
  return Object.fromEntries(FIGURES.split(" ").map((name) => [name, value(name)]));
}

describe("the words of checks", () => {
  it.each(["zh", "en"] as const)("are there for every name and code in %s", (language) => {
    const titles = CHECK_NAMES.map((name) => describeCheck({ ...base, name }, language).title);
    const details = CHECK_CODES.map((code) => describeCheck({ ...base, code }, language).detail);
    expect(new Set(titles).size).toBe(CHECK_NAMES.length);
    expect(new Set(details).size).toBe(CHECK_CODES.length);
    for (const text of [...titles, ...details]) expect(/[\u4e00-\u9fff]/.test(text)).toBe(language === "zh");
  });

  it("are one sentence each, whatever a stranger has named: no name looks like a further check", () => {
    const table = "city.x\nok    Who stands for the log\u2028(recomputed here):\r   trusted";
    for (const code of CHECK_CODES)
      for (const language of ["zh", "en"] as const) {
        const { detail } = describeCheck({ ...base, code, data: figures(() => table) }, language);
        expect(detail).not.toMatch(/[\p{Cc}\u2028\u2029]| {2}/u);
      }
    const { detail } = describeCheck({ ...base, code: "STATE_TABLE_EMPTY", data: { table: "a has no rows. b" } }, "en");
    expect(detail).toContain("“a has no rows. b”");
  });

  it("are of a length that is read, however long what a stranger has named, and end within no character", () => {
    const names = [
      "a".repeat(900_000),
      "\ud83d\ude80".repeat(400),
      `a${"\ud83d\ude80".repeat(400)}`,
      "\u2028".repeat(9_000),
    ];
    for (const name of names)
      for (const code of CHECK_CODES)
        for (const language of ["zh", "en"] as const) {
          const { detail } = describeCheck({ ...base, code, data: figures(() => name) }, language);
          expect(detail.length).toBeLessThan(3_000);
          expect(detail.isWellFormed()).toBe(true);
        }
    const ofLength = (length: number): string =>
      describeCheck({ ...base, code: "FILE_ABSENT", data: { file: "f".repeat(length) } }, "en").detail;
    expect(ofLength(400)).toContain(` ${"f".repeat(400)}.`);
    expect(ofLength(401)).toContain(` ${"f".repeat(399)}….`);
  });

  it("put a stranger's text into the sentence as its place wants it, whole within what stands around it", () => {
    const place = { instead: {}, foreign: (text: string) => `<${text}>` };
    const data = { table: `a ${"b".repeat(500)}`, count: 7 };
    const { detail } = describeCheck({ ...base, code: "STATE_TABLE_COMPLETE", data }, "en", place);
    expect(detail).toMatch(/^All rows of “<a b{397}…>” are here: 7\.$/);
  });

  it("name the same figures in both languages", () => {
    for (const code of CHECK_CODES) {
      const data = figures((name) => `<${name}>`);
      const shown = (language: "zh" | "en"): readonly string[] =>
        (describeCheck({ ...base, code, data }, language).detail.match(/<\w+>/g) ?? []).sort();
      expect(shown("zh")).toEqual(shown("en"));
    }
  });

  it("say the same of one entry as of many, in English", () => {
    for (const code of CHECK_CODES) {
      const one = { count: 1, size: 1, oldSize: 1, newSize: 1 };
      expect(describeCheck({ ...base, code, data: one }, "en").detail).not.toMatch(/\b1 (?:\w+ )?(?:entries|changes)/);
    }
  });

  it("name no way to a consistency proof but those that there are", () => {
    const { detail } = describeCheck({ ...base, code: "GROWTH_NOT_SHOWN" }, "en");
    expect(detail).toMatch(
      /Give verify the ledger's folder too, or a folder of its tiles, or have the proof taken anew with ledger proof --since\.$/,
    );
    expect(describeCheck({ ...base, code: "GROWTH_NOT_SHOWN" }, "zh").detail).not.toContain("导出");
  });

  it("leave no figure of a real proof open", () => {
    for (const changed of [{}, { keys: [] }, { transaction: new Uint8Array(0) }])
      for (const check of verifyEntryProof(testSuite, { ...soundProof(), ...changed }).checks)
        for (const language of ["zh", "en"] as const)
          expect(describeCheck(check, language).detail).not.toMatch(/[{}]|undefined|\(\)/);
  });

  it("say what a check rests on, unless it failed", () => {
    expect(describeCheck(base, "en").how).toBe("recomputed here");
    expect(describeCheck({ ...base, how: "vouched" }, "zh").how).toBe("依他人之言");
    expect(describeCheck({ ...base, ok: false }, "en").how).toBe("");
  });
});
