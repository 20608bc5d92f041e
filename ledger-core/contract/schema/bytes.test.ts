import { describe, expect, it } from "vitest";
import {
  compareBytes,
  compareText,
  concatBytes,
  decodeUtf8,
  encodeHex,
  encodeUtf8,
  equalBytes,
  parseHex,
  sharedBytes,
} from "./bytes.ts";

describe("hexadecimal", () => {
  it("has two lower-case digits a byte, and is read in either case", () => {
    expect(encodeHex(Uint8Array.of(0, 9, 10, 127, 128, 255))).toBe("00090a7f80ff");
    expect(parseHex("00090A7f80Ff")).toEqual(Uint8Array.of(0, 9, 10, 127, 128, 255));
    expect(encodeHex(new Uint8Array(0))).toBe("");
    expect(parseHex("")).toEqual(new Uint8Array(0));
  });

  it.each(["0", "0g", "0x00", " 00", "00 ", "00\n", "-1", "+1", "１２", "0 0 "])("%j is none", (text) => {
    expect(parseHex(text)).toBeUndefined();
  });
});

describe("byte strings", () => {
  it("are joined in order", () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(concatBytes()).toEqual(new Uint8Array(0));
  });

  it("are equal only byte for byte", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });

  it("are ordered, a beginning before the whole", () => {
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(255), Uint8Array.of(1, 0))).toBeGreaterThan(0);
    expect(compareBytes(Uint8Array.of(7), Uint8Array.of(7))).toBe(0);
  });
});

describe("UTF-8", () => {
  it("knows every code point, and no surrogate", () => {
    const encoder = new TextEncoder();
    let known = 0;
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = String.fromCodePoint(point);
      const bytes = encodeUtf8(text);
      if (point >= 0xd800 && point <= 0xdfff) {
        if (bytes !== undefined) expect.fail(`surrogate ${point.toString(16)} was encoded`);
        continue;
      }
      // Compared by hand: a million calls of `expect` would take a minute.
      if (bytes === undefined || !equalBytes(bytes, encoder.encode(text))) expect.fail(`point ${point.toString(16)}`);
      if (decodeUtf8(bytes) !== text) expect.fail(`point ${point.toString(16)} came back as another`);
      known++;
    }
    expect(known).toBe(0x110000 - 0x800);
  });

  it.each([
    ["a surrogate", "eda080"],
    ["a pair of surrogates", "eda080edb080"],
    ["a point above the last", "f4908080"],
    ["five bytes", "f888808080"],
    ["an overlong slash", "c0af"],
    ["an overlong slash of three", "e080af"],
    ["an overlong slash of four", "f08080af"],
    ["a continuation alone", "80"],
    ["a cut sequence", "e6b0"],
    ["a cut sequence before a letter", "e6b061"],
    ["the byte FE", "fe"],
    ["the byte FF", "ff"],
  ])("refuses %s", (_what, text) => {
    expect(decodeUtf8(parseHex(text) ?? new Uint8Array(0))).toBeUndefined();
  });

  it("is read from a part of what stands there, to its end and no further", () => {
    const bytes = encodeUtf8("a水😀b") ?? new Uint8Array(0);
    expect(decodeUtf8(bytes, 1, 4)).toBe("水");
    expect(decodeUtf8(bytes, 4)).toBe("😀b");
    // A sequence that ends behind the end is cut, though its last byte stands there.
    for (const end of [2, 3, 5, 6, 7]) expect(decodeUtf8(bytes, 1, end)).toBeUndefined();
    expect(decodeUtf8(bytes, 2)).toBeUndefined();
    expect(decodeUtf8(bytes, 9, 9)).toBe("");
  });

  it("keeps what text says, marks and composition included", () => {
    for (const text of ["", "\0", "\ufeffa", "e\u0301", "é", "水", "👩‍⚕️", "\u202e"])
      expect(decodeUtf8(encodeUtf8(text) ?? new Uint8Array(0))).toBe(text);
  });
});

describe("the order of texts", () => {
  it("is that of code points, not of UTF-16", () => {
    // By code units the emoji, which begins with U+D83D, would come before U+FF5E.
    expect(compareText("\uff5e", "😀")).toBeLessThan(0);
    expect(["\uff5e", "😀"].sort()).toEqual(["😀", "\uff5e"]);
    expect(compareText("a", "ab")).toBeLessThan(0);
    expect(compareText("ab", "b")).toBeLessThan(0);
    expect(compareText("😀", "😀")).toBe(0);
    expect(compareText("😀a", "😀b")).toBeLessThan(0);
  });
});

describe("memory that small pieces share", () => {
  it("is new and empty for each of them, and never another's", () => {
    const pieces = Array.from({ length: 3_000 }, (_, i) => sharedBytes((i * 37) % 900));
    for (const [i, piece] of pieces.entries()) {
      expect(piece.every((byte) => byte === 0)).toBe(true);
      piece.fill((i % 255) + 1);
    }
    for (const [i, piece] of pieces.entries()) {
      expect(piece).toHaveLength((i * 37) % 900);
      expect(piece.every((byte) => byte === (i % 255) + 1)).toBe(true);
    }
    expect(new Set(pieces.map(({ buffer }) => buffer)).size).toBeLessThan(40);
    expect(sharedBytes(100_000).buffer.byteLength).toBe(100_000);
  });
});
