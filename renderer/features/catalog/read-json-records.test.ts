import { expect, test } from "vitest";
import { firstJsonRecords, tableOfRecords } from "./read-json-records.ts";
import { readTableFile } from "./read-table-file.ts";

const MOST = 200;
const columnsIn = (text: string): readonly string[] => tableOfRecords(firstJsonRecords(text, MOST))[0] ?? [];

test("records of a list, of lines and of a feature collection name the columns", () => {
  const list = [
    { id: 1, name: "a, {b}" },
    { id: 2, name: 'c "d" \\', more: [1, { x: 2 }] },
  ];
  expect(tableOfRecords(firstJsonRecords(JSON.stringify(list, undefined, 2), MOST))).toEqual([
    ["id", "name", "more"],
    ["1", "a, {b}", ""],
    ["2", 'c "d" \\', '[1,{"x":2}]'],
  ]);
  expect(columnsIn(list.map((one) => JSON.stringify(one)).join("\n"))).toEqual(["id", "name", "more"]);
  const features = list.map((properties) => ({
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: [1, 2] },
  }));
  expect(columnsIn(JSON.stringify({ type: "FeatureCollection", name: "x", features }))).toEqual(["id", "name", "more"]);
});

test("what is cut off or no record at all names none", () => {
  expect(columnsIn('[{"a":1},{"b":')).toEqual(["a"]);
  expect(columnsIn('[{"a":{"b":')).toEqual([]);
  expect(columnsIn("[1,2,3]")).toEqual([]);
  expect(columnsIn('{"__proto__":{"a":1}}')).toEqual(["__proto__"]);
  expect(columnsIn("}{")).toEqual([]);
  expect(columnsIn("not json {a}")).toEqual([]);
});

test("a JSON file has its columns with the types that their first values suggest", async () => {
  const text = JSON.stringify([
    { 户号: "H1", amount: 5, day: "2026-01-02", rate: 1.5, open: true },
    { 户号: "H2", amount: 7, day: "2026-02-03", rate: 2, open: null },
  ]);
  const bytes = new TextEncoder().encode(text);
  const file = {
    name: "households.json",
    size: bytes.length,
    slice: (from: number, end: number) => ({ arrayBuffer: async () => bytes.slice(from, end).buffer }),
  };
  const read = await readTableFile(file, { onProgress: () => {}, signal: new AbortController().signal });
  expect(read.recordCount).toBe(2);
  expect(read.recordColumns).toEqual([
    { name: "户号", dataType: "text" },
    { name: "amount", dataType: "integer" },
    { name: "day", dataType: "date" },
    { name: "rate", dataType: "decimal" },
    { name: "open", dataType: "text" },
  ]);
});
