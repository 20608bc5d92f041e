import { expect, test } from "vitest";
import { hasFacets, noFacets, parseCatalogView, searchInput, sortsFor } from "./catalog-view.ts";

test("an address gives back the view that wrote it", () => {
  const view = {
    ...noFacets,
    text: "低保",
    owner: ["3", "7"],
    theme: ["民生", "交通"],
    cycle: ["R/P1M"],
    freshness: ["overdue", "due"],
    sort: "updated",
    page: 2,
  } as const;
  expect(parseCatalogView(view)).toEqual(view);
  expect(hasFacets(view)).toBe(true);
  expect(searchInput(view)).toMatchObject({ text: "低保", theme: ["民生", "交通"], offset: 50, limit: 50 });
});

test("a hand-written address falls back where it is not understood", () => {
  const raw = { text: 2026, owner: 3, sort: "rows", page: "-1", state: [{ a: 1 }, "draft"], format: "x".repeat(999) };
  expect(parseCatalogView(raw)).toEqual({
    ...noFacets,
    text: "2026",
    owner: ["3"],
    state: ["draft"],
    format: ["x".repeat(400)],
    sort: "relevance",
    page: 1,
  });
});

test("the best match is an order only where something was searched for", () => {
  expect(sortsFor({ text: " " })).toEqual(["title", "updated", "newest"]);
  expect(sortsFor({ text: "x" })[0]).toBe("relevance");
});
