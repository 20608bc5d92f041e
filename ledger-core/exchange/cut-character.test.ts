import { expect, test } from "vitest";
import { withoutCutCharacter } from "./cut-character.ts";

const bytes = new TextEncoder().encode("a题𠀀é");

test.each([
  [1, undefined],
  [2, 1],
  [3, 1],
  [4, undefined],
  [5, 4],
  [6, 4],
  [7, 4],
  [8, undefined],
  [9, 8],
  [10, undefined],
  [0, undefined],
])("the first %i bytes end within a character that begins at %j", (length, expected) => {
  expect(withoutCutCharacter(bytes.subarray(0, length))?.length).toBe(expected);
});

test.each([[[0xff]], [[0x61, 0x80]], [[0xc0]], [[0x80, 0x80, 0x80, 0x80]]])("%j is no text that was cut", (odd) => {
  expect(withoutCutCharacter(new Uint8Array(odd))).toBeUndefined();
});
