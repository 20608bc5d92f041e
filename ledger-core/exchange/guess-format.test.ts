import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { FORMAT_WORDS, guessFormat } from "./guess-format.ts";

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
    [
      "geographic metadata",
      `<gmi:MI_Metadata xmlns:gmi="http://www.isotc211.org/2005/gmi"/>`,
      "record.xml",
      "iso-19115",
      true,
    ],
    [
      "geographic metadata of an older standard",
      `<?xml version="1.0"?><!DOCTYPE metadata><metadata>\n<idinfo/></metadata>`,
      "record.xml",
      "fgdc-csdgm",
      true,
    ],
    ["nothing", "", "data.json", "unknown", false],
    ["words", "hello, world", "readme", "unknown", false],
    ["a document", "%PDF-1.7", "data.json", "pdf", true],
    ["Turtle", `# made by hand\n@prefix dcat: <http://www.w3.org/ns/dcat#> .`, "x", "dcat-ap-turtle", true],
    ["Turtle of other things", `@prefix ex: <http://example.org/> .`, "x", "dcat-ap-turtle", false],
    ["N-Triples", `<http://e/> <http://p> <http://www.w3.org/ns/dcat#Dataset> .`, "x.xml", "dcat-ap-turtle", true],
    ["RDF/XML", `<?xml version="1.0"?><rdf:RDF xmlns:d="http://www.w3.org/ns/dcat#">`, "x", "dcat-ap-rdfxml", true],
    ["JSON-LD", `{"@context":{"d":"http://www.w3.org/ns/dcat#"},"@graph":[]}`, "data.json", "dcat-ap-jsonld", true],
    ["packages of CKAN", `{"help":"h","success":true,"result":[]}`, "x", "ckan", true],
    ["a package of CKAN", `{"name":"a","title":"A","resources":[{"url":"u"}]}`, "x", "ckan", false],
    ["a registry", `{"catalog_type":"Open data","link":"https://e.org","owner":{}}\n{}`, "x.jsonl", "registry", true],
    ["the national sheet", `信息资源名称,信息资源代码\n学校,1\n`, "x.txt", "national-csv", true],
  ])("%s", (_what, text, fileName, format, sure) => {
    expect(guessFormat(bytesOf(text), fileName)).toEqual({ format, sure });
  });

  it("knows packed files by their first bytes, whatever their name", () => {
    expect(guessFormat(new Uint8Array(gzipSync("{}")), "data.json")).toEqual({ format: "gzip", sure: true });
    expect(guessFormat(bytesOf("PK\u0003\u0004....a.txt"), "data.json")).toEqual({ format: "zip", sure: true });
    expect(guessFormat(bytesOf("PK\u0003\u0004....xl/workbook.xml"), "data.json")).toEqual({
      format: "national-xlsx",
      sure: true,
    });
    expect(guessFormat(bytesOf("PK\u0003\u0004...."), "a.XLSX")).toEqual({ format: "national-xlsx", sure: false });
  });

  it("takes time linear in the white space behind a directive of Turtle", () => {
    for (const directive of ["@prefix", "@base", "prefix", "BASE"])
      expect(guessFormat(bytesOf(directive + " ".repeat(65_000)), "x").format).toBe("unknown");
  }, 5_000);

  it("has words for every guess of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, fileName) => {
        expect(FORMAT_WORDS[guessFormat(bytes, fileName).format].en).not.toBe("");
      }),
    );
    for (const { zh } of Object.values(FORMAT_WORDS)) expect(zh).toMatch(/[\u4e00-\u9fff]/);
  });
});
