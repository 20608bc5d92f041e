import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { excerpt, findHiddenMark, hasMarkup } from "./hidden-marks.ts";

describe("marks that cannot be seen", () => {
  it("names the first of them", () => {
    expect(findHiddenMark("invoice\u202efdp.exe")).toBe("U+202E");
    expect(findHiddenMark("a\u200bb")).toBe("U+200B");
    expect(findHiddenMark("a\u001b[31m")).toBe("U+001B");
    expect(findHiddenMark("a\u{e0041}")).toBe("U+E0041");
  });

  it("finds none in ordinary text of any script", () => {
    for (const text of ["line\nbreak\tand tab\r\n", "数据目录（2025年）", "می‌خواهم", "👩‍👩‍👧 é ü", "العربية"])
      expect(findHiddenMark(text), text).toBeUndefined();
  });

  it("tells HTML from comparison signs", () => {
    for (const text of ["<b>bold</b>", "a<br/>", "<!-- x -->", "<script>"]) expect(hasMarkup(text), text).toBe(true);
    for (const text of ["a < b", "<5 km", "x <= y", "a <- b"]) expect(hasMarkup(text), text).toBe(false);
  });

  it("gives an excerpt that no terminal obeys: short, one line, nothing hidden", () => {
    expect(excerpt("a\u001b[2J\n\u202eb")).toBe("a[U+001B][2J[U+000A][U+202E]b");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const shown = excerpt(text);
        expect(findHiddenMark(shown)).toBeUndefined();
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[\r\n\t]/);
        expect([...shown].length).toBeLessThanOrEqual(80 * 9 + 1);
      }),
    );
  });
});
