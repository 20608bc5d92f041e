import { describe, expect, it, test } from "vitest";
import { findingsOf, listOf, PACKAGE, readTaken } from "./package.testing.ts";

describe("a package", () => {
  it("as CKAN writes it has nothing wrong", () => {
    expect(findingsOf({})).toEqual([]);
  });

  test.each([
    ["no name", { name: undefined }, "refused FIELD_MISSING name"],
    ["a name of nothing", { name: null }, "refused FIELD_MISSING name"],
    ["a number as name", { name: 7 }, "refused FIELD_TYPE name"],
    ["capitals in its name", { name: "Schools" }, "refused NAME_INVALID name"],
    ["Chinese in its name", { name: "学校" }, "refused NAME_INVALID name"],
    ["a blank in its name", { name: "a b" }, "refused NAME_INVALID name"],
    ["a name of one letter", { name: "a" }, "refused NAME_INVALID name"],
    ["a name of 101 letters", { name: "a".repeat(101) }, "refused NAME_INVALID name"],
    ["a word of the site as name", { name: "search" }, "refused NAME_INVALID name"],
    ["a long title", { title: "t".repeat(2_001) }, "refused FIELD_TOO_LONG title"],
    [
      "no organisation, but is private",
      { private: true, owner_org: null, organization: null },
      "refused PRIVATE_WITHOUT_OWNER private",
    ],
    ["a word for private", { private: "perhaps" }, "refused FIELD_TYPE private"],
    ["been deleted", { state: "deleted" }, "refused STATE_NOT_ACTIVE state"],
    ["not been finished", { state: "draft" }, "refused STATE_NOT_ACTIVE state"],
    [
      "1,001 tags",
      { tags: Array.from({ length: 1_001 }, (_, i) => ({ name: `t${i}` })) },
      "refused LIST_TOO_LONG tags",
    ],
    ["a long theme", { theme: ["t".repeat(401)] }, "refused FIELD_TOO_LONG theme[0]"],
    [
      "a long address",
      { resources: [{ url: `https://a/${"u".repeat(2_000)}` }], num_resources: 1 },
      "refused FIELD_TOO_LONG resources[0].url",
    ],
    ["no title", { title: "" }, "warning TITLE_FROM_NAME title"],
    ["long notes", { notes: "n".repeat(60_001) }, "warning TEXT_SHORTENED notes"],
    ["restricted access", { access_rights: "RESTRICTED" }, "warning CONDITION_MISSING access_rights"],
    ["access in words", { access_rights: "On request" }, "warning ACCESS_RIGHTS_IN_WORDS access_rights"],
    ["a date of year 20222", { issued: "20222-01-01" }, "warning DATE_INVALID issued"],
    ["a year beyond belief", { modified: "9999-01-01" }, "warning DATE_IMPLAUSIBLE modified"],
    [
      "an extra twice",
      {
        extras: [
          { key: "a", value: "1" },
          { key: "a", value: "2" },
        ],
      },
      "warning EXTRA_TWICE extras[1].key",
    ],
    ["an extra without key", { extras: [{ value: "1" }] }, "warning FIELD_MISSING extras[0].key"],
    ["a bad mail address", { maintainer_email: "nobody" }, "warning MAIL_INVALID maintainer_email"],
    ["fewer resources than it says", { num_resources: 3 }, "warning COUNT_DIFFERS num_resources"],
    ["a script as address", { url: "javascript:alert(1)" }, "warning URL_INVALID url"],
    ["a negative size", { resources: [{ url: "https://a/b", size: -1 }] }, "warning FIELD_TYPE resources[0].size"],
    ["resources that are no list", { resources: { a: 1 }, num_resources: 0 }, "warning FIELD_TYPE resources"],
    ["a tag that is a number", { tags: [7] }, "warning FIELD_TYPE tags[0]"],
    ["HTML", { notes: "<script>" }, "warning HTML_MARKUP notes"],
    ["writing turned around", { title: "a\u202eb" }, "warning HIDDEN_CHARACTER title"],
  ])("that has %s", (_what, changes, finding) => {
    expect(findingsOf(changes)).toEqual([finding]);
  });

  it("with a name or identifier that came before is refused, and so keeps its record", () => {
    const again = { ...PACKAGE, id: "another" };
    const parsed = readTaken(listOf(PACKAGE, again, { ...PACKAGE, name: "other" }));
    expect(parsed.findings.map(({ row, code }) => [row, code])).toEqual([
      [2, "NAME_TWICE"],
      [3, "IDENTIFIER_TWICE"],
    ]);
    expect([parsed.records.length, parsed.rowsRefused, [...parsed.refusedIds]]).toEqual([
      1,
      2,
      ["another", PACKAGE["id"]],
    ]);
  });

  it("that its site has deleted is gone, one that is a draft is not", () => {
    const parsed = readTaken(
      listOf({ ...PACKAGE, state: "deleted" }, { ...PACKAGE, id: "i", name: "draft", state: "draft" }),
    );
    expect([[...parsed.refusedIds], parsed.refusedWithoutId, parsed.rowsRefused]).toEqual([["i"], 0, 2]);
  });
});
