import { expect, test } from "vitest";
import { changedFields } from "./changed-fields.ts";

test("only what differs is named, in words where they fit in a line", () => {
  const before = { state: "draft", headVersion: 0, items: [], title: "a", summary: "x".repeat(200), kept: null };
  const after = { state: "published", headVersion: 1, items: [{ name: "户号" }], title: "a", summary: "y", kept: "ab" };
  expect(changedFields(before, after)).toEqual([
    { field: "state", before: "draft", after: "published" },
    { field: "headVersion", before: "0", after: "1" },
    { field: "items", before: undefined, after: undefined },
    { field: "summary", before: undefined, after: undefined },
    { field: "kept", before: "", after: "ab" },
  ]);
  expect(changedFields(after, after)).toEqual([]);
});
