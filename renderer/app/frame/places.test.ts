/** A page is called in the search box what it is called in the windows, and every page and deed has its name. */
import { expect, test } from "vitest";
import en from "#renderer/app/en.json" with { type: "json" };
import zh from "#renderer/app/zh.json" with { type: "json" };
import consortiumEn from "#renderer/features/consortium/en.json" with { type: "json" };
import consortiumZh from "#renderer/features/consortium/zh.json" with { type: "json" };
import sharedEn from "#renderer/shared/i18n/en.json" with { type: "json" };
import sharedZh from "#renderer/shared/i18n/zh.json" with { type: "json" };
import { deeds, places } from "./places.ts";

test("every page and deed has a name in both languages", () => {
  const names = [
    ...Object.keys(places).map((page) => `page.${page}`),
    ...Object.keys(deeds).map((deed) => `action.${deed}`),
  ];
  for (const texts of [zh, en]) expect(Object.keys(texts)).toEqual(expect.arrayContaining(names));
});

test("pages have the names of their tabs", () => {
  for (const [texts, shared, consortium] of [
    [zh, sharedZh, consortiumZh],
    [en, sharedEn, consortiumEn],
  ] as const) {
    for (const tab of ["departments", "people", "policies", "votes", "delegations", "calendar"] as const)
      expect(texts[`page.${tab}`]).toBe(consortium[`tab.${tab}`]);
    for (const section of ["agreements", "freshness", "claims", "uses", "imports"] as const)
      expect(texts[`page.${section}`]).toBe(shared[`catalogSection.${section}`]);
  }
});
