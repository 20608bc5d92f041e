import { expect, test } from "vitest";
import { parseCatalogView } from "./catalog-view.ts";

test("an address gives back the view that wrote it", () => {
  const view = {
    text: "低保",
    owner: ["3", "7"],
    sharing: ["conditional"],
    profile: [],
    state: [],
    sort: "newest",
    page: 2,
  } as const;
  expect(parseCatalogView(view)).toEqual(view);
});

test("a hand-written address falls back where it is not understood", () => {
  expect(parseCatalogView({ text: 2026, owner: 3, sort: "rows", page: "-1", state: [{ a: 1 }, "draft"] })).toEqual({
    text: "2026",
    owner: ["3"],
    sharing: [],
    profile: [],
    state: ["draft"],
    sort: "relevance",
    page: 1,
  });
});
