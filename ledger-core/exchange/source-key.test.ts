import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { sourceKey, stemWithoutDates } from "./source-key.ts";

describe("the source of a file", () => {
  it("is the catalog's own identifier, else publisher and file, else the file", () => {
    const fileName = "energy-2025-02-01.json";
    expect(sourceKey({ catalog: { "@id": "https://example.gov/data.json" }, fileName })).toEqual({
      key: "id:https://example.gov/data.json",
      basis: "catalog-id",
      sure: true,
    });
    expect(sourceKey({ catalog: { "@id": " ", publisher: { name: "市教育局" } }, fileName })).toEqual({
      key: "publisher:市教育局/energy",
      basis: "publisher-and-file",
      sure: true,
    });
    expect(sourceKey({ catalog: { "@id": 7 }, fileName })).toEqual({ key: "file:energy", basis: "file", sure: true });
  });

  it("is not sure of a name that every source uses", () => {
    for (const fileName of [
      "data.json",
      "folder/Data (1).json",
      "2025-02-01.json",
      "catalog_20250201.json.gz",
      "datasets.jsonl",
    ])
      expect(sourceKey({ catalog: {}, fileName }).sure, fileName).toBe(false);
  });

  test.each([
    ["us-datajson-energy-2025-02-01.json.gz", "us-datajson-energy"],
    ["us-datajson-energy.json", "us-datajson-energy"],
    ["portals-2025-02-01.jsonl.zst", "portals"],
    ["C:\\Exports\\Energy_20250201.JSON", "energy"],
    ["/srv/energy.2025.02.01.json", "energy"],
    ["energy-2025-02-01T10-30-00.json", "energy"],
    ["energy-202502.json", "energy"],
    ["2025-energy.json", "energy"],
    ["能源目录2025年2月1日.json", "能源目录"],
    ["energy (3).json", "energy"],
    ["portal-2025.rdf", "portal"],
    ["portal.ttl.zst", "portal"],
    // Numbers that are no dates are part of the name.
    ["bureau-12-3456.json", "bureau-12-3456"],
    ["plan2030goals.json", "plan2030goals"],
    ["a-99999999.json", "a-99999999"],
  ])("%s is %s", (fileName, stem) => {
    expect(stemWithoutDates(fileName)).toBe(stem);
  });

  it("is found for any name and catalog, at most 200 characters long and the same each time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ maxLength: 500 }), (fileName, id) => {
        const { key } = sourceKey({ catalog: { "@id": id }, fileName });
        expect([...key].length).toBeLessThanOrEqual(200);
        expect(key.isWellFormed()).toBe(true);
        expect(sourceKey({ catalog: { "@id": id }, fileName }).key).toBe(key);
      }),
    );
  });
});
