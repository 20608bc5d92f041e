import { describe, expect, it } from "vitest";
import { bundlePath, encodeBundle, parseBundle, placeOfSubtree, tilePath, tilesOf } from "./tiles.ts";

describe("tiles of a log", () => {
  it("are named as C2SP tlog-tiles has it", () => {
    expect(tilePath({ level: 0, number: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: 2, number: 0, width: 1 })).toBe("tile/2/000.p/1");
    expect(bundlePath({ number: 273, width: 255 })).toBe("tile/entries/273.p/255");
    expect(bundlePath({ number: 1_000, width: 256 })).toBe("tile/entries/x001/000");
  });

  it("are full but for one at the edge of each level", () => {
    const names = (size: number): readonly string[] => [...tilesOf(size)].map(tilePath);
    expect(names(0)).toEqual([]);
    expect(names(256)).toEqual(["tile/0/000", "tile/1/000.p/1"]);
    expect(names(70_000).filter((name) => name.includes(".p/"))).toEqual([
      "tile/0/273.p/112",
      "tile/1/001.p/17",
      "tile/2/000.p/1",
    ]);
    expect(names(70_000)).toHaveLength(274 + 2 + 1);
  });

  it("have every complete subtree as a part of one tile", () => {
    expect(placeOfSubtree(70_000, { level: 0, index: 69_999 })).toEqual({
      tile: { level: 0, number: 273, width: 112 },
      begin: 111,
      count: 1,
    });
    expect(placeOfSubtree(70_000, { level: 7, index: 3 })).toEqual({
      tile: { level: 0, number: 1, width: 256 },
      begin: 128,
      count: 128,
    });
    expect(placeOfSubtree(70_000, { level: 9, index: 135 })).toEqual({
      tile: { level: 1, number: 1, width: 17 },
      begin: 14,
      count: 2,
    });
    expect(placeOfSubtree(70_000, { level: 16, index: 0 })).toEqual({
      tile: { level: 2, number: 0, width: 1 },
      begin: 0,
      count: 1,
    });
  });

  it("have bundles of entries that are read back, and nothing that is cut short", () => {
    const entries = [new Uint8Array(0), Uint8Array.of(7), new Uint8Array(300).fill(9)];
    const bundle = encodeBundle(entries);
    expect(parseBundle(bundle, 3)).toEqual(entries);
    expect([2, 4, 256].map((width) => parseBundle(bundle, width))).toEqual([undefined, undefined, undefined]);
    for (let end = 0; end < bundle.length; end++)
      expect(parseBundle(bundle.subarray(0, end), 3), `cut at ${end}`).toBeUndefined();
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});
