/** The files that the demo keeps are what their uploads say of them. */
import { expect, test } from "vitest";
import { cityDatasets } from "./city-datasets.ts";
import { keptContent } from "./city-content.ts";

const kept = cityDatasets(1, "city").flatMap((dataset) => {
  const content = keptContent(dataset, 2);
  return content === undefined ? [] : [{ dataset, ...content }];
});

test("a few dozen open datasets have content, of each kind that a window shows", () => {
  expect(kept.length).toBeGreaterThan(20);
  expect(kept.length).toBeLessThan(60);
  expect(new Set(kept.map(({ dataset }) => dataset.format))).toEqual(new Set(["CSV", "JSON", "GeoJSON"]));
  expect(kept.every(({ dataset }) => dataset.sharing === "unconditional")).toBe(true);
});

test("a file has the rows and the columns that are stated, and is the same whenever it is made", () => {
  for (const { dataset, bytes, rowCount } of kept) {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const names = dataset.items.map(({ name }) => name);
    if (dataset.format === "CSV") {
      const lines = text.trimEnd().split("\n");
      expect([lines[0], lines.length]).toEqual([names.join(","), rowCount + 1]);
    } else {
      const read: unknown = JSON.parse(text);
      const list = Array.isArray(read) ? read : (read as { features: { properties: object }[] }).features;
      expect(list).toHaveLength(rowCount);
      const [first] = list as readonly ({ properties?: object } & object)[];
      expect(Object.keys(first?.properties ?? first ?? {})).toEqual(names);
    }
    expect(keptContent(dataset, 2)?.bytes).toEqual(bytes);
  }
});
