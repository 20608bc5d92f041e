import { expect, test } from "vitest";
import { placeFeatures } from "./map-places.ts";

const size = { width: 640, height: 360 };
const feature = (lines: [number, number][][], shape: "point" | "line" | "area") => ({ lines, shape, properties: {} });

test("shapes lie within the picture, north up and west left", () => {
  const [line] = placeFeatures(
    [
      feature(
        [
          [
            [118.7, 32.1],
            [118.9, 32.0],
          ],
        ],
        "line",
      ),
    ],
    size,
  );
  const [, x1, y1, x2, y2] = /M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)$/.exec(line?.path ?? "") ?? [];
  expect(Number(x1)).toBeLessThan(Number(x2));
  expect(Number(y1)).toBeLessThan(Number(y2));
  for (const [value, max] of [
    [x1, 640],
    [x2, 640],
    [y1, 360],
    [y2, 360],
  ] as const) {
    expect(Number(value)).toBeGreaterThanOrEqual(0);
    expect(Number(value)).toBeLessThanOrEqual(max);
  }
});

test("one point stands in the middle, an area is closed, and a file without a place draws nothing", () => {
  expect(placeFeatures([feature([[[118.8, 32]]], "point")], size)[0]?.path).toContain("M320.0 180.0");
  expect(
    placeFeatures(
      [
        feature(
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
          ],
          "area",
        ),
      ],
      size,
    )[0]?.path.endsWith("Z"),
  ).toBe(true);
  expect(placeFeatures([feature([], "point")], size)).toEqual([{ path: "", shape: "point" }]);
});
