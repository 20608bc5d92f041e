/** Records of JSON files, counted as their bytes pass by. */
import { expect, test } from "vitest";
import { startJsonCount } from "./count-json-rows.ts";

function rowsOf(text: string): number | undefined {
  const counter = startJsonCount();
  // One byte at a time: a record may be parted anywhere.
  for (const byte of new TextEncoder().encode(text)) counter.add(Uint8Array.of(byte));
  return counter.rows();
}

test.each([
  ["a list of objects", '[{"a":1},{"a":[1,2,{"b":"],["}]}]', 2],
  ["a list of values", '[1, "two, \\"three\\"", null]', 3],
  ["an empty list", " [ ] ", 0],
  ["features", '{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[[1,2],[3,4]]}},{}],"crs":[1]}', 2],
  ["features behind a list", '{"bbox":[1,2,3,4],"features":[{},{},{}]}', 3],
  ["a record on each line", '{"a":1}\n{"a":2}\n{"a":3}\n', 3],
  ["one object", '{"a":[1,2,3]}', undefined],
  ["cut in the middle", '[{"a":1},{"a"', undefined],
  ["closed too often", "[1]]", undefined],
  ["features that are no list", '{"features":{"a":1}}', undefined],
])("%s", (_name, text, rows) => {
  expect(rowsOf(text)).toBe(rows);
});
