import { expect, test } from "vitest";
import { createBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { missingElements } from "#ledger-core/modules/catalog/profile.ts";
import {
  describe as describeDataset,
  descriptionOf,
  draftOf,
  hasElement,
  missingOfSharing,
  nationalElements,
} from "./description-draft.ts";

const empty = draftOf(descriptionOf(undefined));
const whole = {
  ...empty,
  code: " 3 05 12 0047 ",
  classification: "部门信息资源/民政/社会救助",
  title: "低保家庭信息",
  summary: "依职责采集。",
  publisher: "民政局",
  providerCode: "11320100012940034T",
  format: "CSV",
  items: [{ name: "户号", dataType: "text, 16", sensitivity: "internal", rule: "", code: "" }],
  sharingCondition: "用于约定目的",
  updateCycle: "P1M",
  publishedDay: 20_780,
  keywords: "低保\n\n救助\n低保",
} as const;

test("a draft that has every element may be published, and one that lacks any may not, as the ledger sees it", () => {
  const read = (draft: typeof empty) =>
    fromJson(createBody, { description: describeDataset(descriptionOf(undefined), draft) });
  const published = read(whole);
  expect(published.ok && missingElements(published.value.description)).toEqual([]);
  expect(published.ok && published.value.description.code).toBe("3 05 12 0047");
  expect(published.ok && published.value.description.keywords).toEqual(["低保", "救助"]);
  const shown = nationalElements.filter((element) => !hasElement(empty, element));
  const asked = read({ ...empty, code: "x", title: "x" });
  const expected = shown.filter((element) => element !== "code" && element !== "title");
  const asElements = (missing: readonly string[]) =>
    new Set(missing.map((name) => (name === "sharingCondition" || name === "legalBasis" ? "sharing" : name)));
  expect(asked.ok && asElements(missingElements(asked.value.description))).toEqual(new Set<string>(expected));
  expect(nationalElements).toHaveLength(12);
  expect(hasElement({ ...empty, sharing: "unconditional" }, "sharing")).toBe(true);
  expect(missingOfSharing({ ...empty, sharing: "not-shared" })).toEqual(["sharingCondition", "legalBasis"]);
});

test("a revision keeps what the form does not show", () => {
  const row = {
    ...describeDataset(descriptionOf(undefined), whole),
    profile: "dcat-us",
    themes: ["energy"],
    distributions: [{ title: "a", url: "https://example.org/a.csv", mediaType: "text/csv", format: "CSV" }],
    kept: "ab".repeat(32),
    owner: 3,
    headVersion: 7,
  };
  const before = descriptionOf(row);
  expect(Object.keys(before)).not.toContain("owner");
  const after = describeDataset(before, { ...draftOf(before), title: "新名称" });
  expect(after).toEqual({ ...before, title: "新名称" });
});
