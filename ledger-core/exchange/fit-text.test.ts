import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { codeOfIdentifier, isShortened, shortenText } from "./fit-text.ts";

const bytes = (text: string) => Buffer.byteLength(text.toWellFormed());

describe("a text in the room there is", () => {
  it("is itself where it fits, else its beginning, cut between characters", () => {
    expect(shortenText("学校", 6)).toBe("学校");
    expect(shortenText("学校名单", 9)).toBe("学校…");
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "é", "校", "\u{1f3eb}", "\ud800"), maxLength: 60 }),
        fc.integer({ min: 3, max: 80 }),
        (text, bytesMax) => {
          const short = shortenText(text, bytesMax);
          expect(bytes(short)).toBeLessThanOrEqual(Math.max(bytesMax, 3));
          expect(isShortened(short, text)).toBe(true);
          if (bytes(text) <= bytesMax) expect(short).toBe(text);
        },
      ),
    );
    expect(isShortened("学生…", "学校名单")).toBe(false);
  });

  it("is a code: an identifier that can be read, else its end and digits of its hash", () => {
    expect(codeOfIdentifier("edu-1", sha256, 512)).toBe("edu-1");
    expect(codeOfIdentifier("a\u202eb", sha256, 512)).toMatch(/^a-b-[0-9a-f]{12}$/);
    expect(codeOfIdentifier("学校 ", sha256, 512)).toMatch(/^id-[0-9a-f]{12}$/);
    expect(codeOfIdentifier(`https://example.org/${"x".repeat(600)}/9`, sha256, 512)).toMatch(/^x+-9-[0-9a-f]{12}$/);
  });
});
