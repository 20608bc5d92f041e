import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { FILE_FORMATS, FORMAT_WORDS, guessFormat } from "./guess-format.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const V11 = `"conformsTo":"https://project-open-data.cio.gov/v1.1/schema"`;

describe("what a file is", () => {
  test.each([
    ["a catalogue", `{${V11},"dataset":[]}`, "data.json", "dcat-us-1.1", true],
    ["a catalogue with a byte order mark", `\ufeff{${V11},"dataset":[]}`, "data.json", "dcat-us-1.1", true],
    [
      "one that says its version at its end",
      `{"dataset":[${'"x",'.repeat(40_000)}""],${V11}}`,
      "x",
      "dcat-us-1.1",
      true,
    ],
    ["one that says no version", `{"dataset":[{"accessLevel":"public"}]}`, "x", "dcat-us-1.1", false],
    ["one of version 3", `{"conformsTo":{"title":"DCAT-US 3.0"},"service":[]}`, "x", "dcat-us-3.0", true],
    ["other JSON", `[1,2]`, "data.json", "json", false],
    ["JSON with datasets of another kind", `{"dataset":[{"id":1}]}`, "x", "json", false],
    ["a table by its name", "a;b\n1;2", "table.csv", "csv", false],
    ["a table by its look", "name,amount\nroad,12\n", "export.dat", "csv", false],
    ["XML", `<?xml version="1.0"?><a/>`, "data.json", "xml", true],
    ["nothing", "", "data.json", "unknown", false],
    ["words", "hello, world", "readme", "unknown", false],
    ["a document", "%PDF-1.7", "data.json", "pdf", true],
  ])("%s", (_what, text, fileName, format, sure) => {
    expect(guessFormat(bytesOf(text), fileName)).toEqual({ format, sure });
  });

  it("knows packed files by their first bytes, whatever their name", () => {
    expect(guessFormat(new Uint8Array(gzipSync("{}")), "data.json")).toEqual({ format: "gzip", sure: true });
    expect(guessFormat(bytesOf("PK\u0003\u0004....a.txt"), "data.json")).toEqual({ format: "zip", sure: true });
    expect(guessFormat(bytesOf("PK\u0003\u0004....xl/workbook.xml"), "data.json")).toEqual({
      format: "xlsx",
      sure: true,
    });
    expect(guessFormat(bytesOf("PK\u0003\u0004...."), "a.XLSX")).toEqual({ format: "xlsx", sure: false });
  });

  it("has words for every guess of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, fileName) => {
        expect(FORMAT_WORDS[guessFormat(bytes, fileName).format].en).not.toBe("");
      }),
    );
    for (const format of FILE_FORMATS) expect(FORMAT_WORDS[format].zh).toMatch(/[\u4e00-\u9fff]/);
  });
});
