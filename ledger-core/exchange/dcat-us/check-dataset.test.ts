import { describe, expect, it, test } from "vitest";
import { findingsOf } from "./dataset.testing.ts";

describe("what a dataset must have", () => {
  it("has nothing to say about a good one", () => {
    expect(findingsOf({})).toEqual([]);
    expect(
      findingsOf({
        accessLevel: "restricted public",
        rights: "Apply in writing.",
        accrualPeriodicity: "R/P1Y",
        issued: "2020-01-01T08:00:00Z",
        theme: ["education"],
        language: ["zh-CN"],
        isPartOf: "edu",
        license: "https://example.org/licence",
        distribution: [{ downloadURL: "https://example.org/a.csv", mediaType: "text/csv" }],
      }),
    ).toEqual([]);
  });

  test.each(["identifier", "title", "description", "keyword", "modified", "publisher", "contactPoint", "accessLevel"])(
    "refuses one without %s, or with null",
    (field) => {
      expect(findingsOf({ [field]: undefined })).toEqual([`refused FIELD_MISSING ${field}`]);
      expect(findingsOf({ [field]: null })).toEqual([`refused FIELD_MISSING ${field}`]);
    },
  );

  test.each(["identifier", "title", "description", "modified", "accessLevel"])(
    "refuses a number or list as %s, and a blank",
    (field) => {
      expect(findingsOf({ [field]: 20250201 })).toEqual([`refused FIELD_TYPE ${field}`]);
      expect(findingsOf({ [field]: ["2025-02-01"] })).toEqual([`refused FIELD_TYPE ${field}`]);
      expect(findingsOf({ [field]: " \n" })).toEqual([`refused FIELD_MISSING ${field}`]);
    },
  );

  it("refuses what is wrong inside of a demanded field, and names it", () => {
    expect(findingsOf({ keyword: "school" })).toEqual(["refused FIELD_TYPE keyword"]);
    expect(findingsOf({ keyword: ["school", 5] })).toEqual(["refused FIELD_TYPE keyword[1]"]);
    expect(findingsOf({ keyword: [] })).toEqual(["refused FIELD_MISSING keyword"]);
    expect(findingsOf({ keyword: ["", " "] })).toEqual(["refused FIELD_MISSING keyword"]);
    expect(findingsOf({ publisher: "Education Bureau" })).toEqual(["refused FIELD_TYPE publisher"]);
    expect(findingsOf({ publisher: {} })).toEqual(["refused FIELD_MISSING publisher.name"]);
    expect(findingsOf({ contactPoint: { fn: "Data desk" } })).toEqual(["refused FIELD_MISSING contactPoint.hasEmail"]);
    expect(findingsOf({ accessLevel: "Public" })).toEqual(["refused ACCESS_LEVEL_UNKNOWN accessLevel"]);
    expect(findingsOf({ modified: "20222-01-01" })).toEqual(["refused DATE_INVALID modified"]);
    expect(findingsOf({ title: undefined, modified: "soon", contactPoint: [] })).toEqual([
      "refused FIELD_MISSING title",
      "refused FIELD_TYPE contactPoint",
      "refused DATE_INVALID modified",
    ]);
  });

  it("refuses what the record has no room for", () => {
    expect(findingsOf({ identifier: "x".repeat(2_001) })).toEqual(["refused FIELD_TOO_LONG identifier"]);
    // Limits count bytes: a Chinese character has three.
    expect(findingsOf({ title: "数".repeat(666) })).toEqual([]);
    expect(findingsOf({ title: "数".repeat(667) })).toEqual(["refused FIELD_TOO_LONG title"]);
    expect(findingsOf({ keyword: Array.from({ length: 1_001 }, () => "a") })).toEqual([
      "refused LIST_TOO_LONG keyword",
    ]);
    expect(findingsOf({ distribution: [{ accessURL: `https://example.org/${"a".repeat(2_000)}` }] })).toEqual([
      "refused FIELD_TOO_LONG distribution[0].accessURL",
    ]);
  });
});

describe("what a person should know about a dataset", () => {
  test.each([
    [{ accessLevel: "restricted public" }, "CONDITION_MISSING rights"],
    [{ accessLevel: "restricted public", rights: " " }, "CONDITION_MISSING rights"],
    [{ modified: "2015" }, "DATE_NOT_A_DAY modified"],
    [{ modified: "0022-03-01" }, "DATE_IMPLAUSIBLE modified"],
    [{ issued: "1/2/2022" }, "DATE_INVALID issued"],
    [{ issued: 2019 }, "FIELD_TYPE issued"],
    [{ accrualPeriodicity: "often" }, "CYCLE_UNKNOWN accrualPeriodicity"],
    [{ theme: "education" }, "FIELD_TYPE theme"],
    [{ language: ["zh-CN", null] }, "FIELD_TYPE language[1]"],
    [{ keyword: ["school", ""] }, "FIELD_MISSING keyword[1]"],
    [{ license: "public domain" }, "URL_INVALID license"],
    [{ landingPage: "javascript:alert(1)" }, "URL_INVALID landingPage"],
    [{ distribution: {} }, "FIELD_TYPE distribution"],
    [{ distribution: ["a.csv"] }, "FIELD_TYPE distribution[0]"],
    [{ distribution: [{}, { downloadURL: "//example.org/a.csv" }] }, "URL_INVALID distribution[1].downloadURL"],
    [{ distribution: [{ format: 3 }] }, "FIELD_TYPE distribution[0].format"],
    [{ contactPoint: { fn: "Desk", hasEmail: "data@example.org" } }, "EMAIL_INVALID contactPoint.hasEmail"],
    [
      { publisher: { name: "A", subOrganizationOf: { name: "B", subOrganizationOf: [] } } },
      "FIELD_TYPE publisher.subOrganizationOf.subOrganizationOf",
    ],
    [{ description: "<img src=x onerror=alert(1)>" }, "HTML_MARKUP description"],
    [{ title: "invoice\u202efdp.exe" }, "HIDDEN_CHARACTER title"],
    [{ notes: { deep: ["a\u200bb"] } }, "HIDDEN_CHARACTER notes.deep[0]"],
    [{ description: "a".repeat(60_001) }, "TEXT_SHORTENED description"],
  ] as const)("%j: %s", (changes, finding) => {
    expect(findingsOf(changes)).toEqual([`warning ${finding}`]);
  });
});
