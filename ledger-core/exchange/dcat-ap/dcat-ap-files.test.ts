import { describe, expect, it, test } from "vitest";
import {
  bytesOf,
  codeOf,
  findingsOf,
  graphIn,
  PREFIXES,
  readTaken,
  SHAPES,
  SYNTAXES,
  violationsOf,
  writeBack,
} from "./dcat-ap.testing.ts";

const RDF = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">`;
const GOOD = `e:a a dcat:Dataset ; dct:title "A" ; dct:description "D" ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> .`;
const turtle = (text: string): Uint8Array => bytesOf(PREFIXES + text);

describe("a file that is refused as a whole", () => {
  test.each([
    ["nothing", "", "FILE_EMPTY"],
    ["no dataset", "e:a e:b e:c .", "NO_DATASET"],
    ["cut within a text", `${GOOD} e:b a dcat:Dataset ; dct:title "B`, "FILE_CUT_SHORT"],
    ["cut within an address", `${GOOD} e:b a dcat:Dataset ; dct:relation <https://e.o`, "FILE_CUT_SHORT"],
    ["another word than the language has", `${GOOD} e:b a dcat:Dataset ; dct:title B .`, "TURTLE_SYNTAX"],
    ["cut between two words", `${GOOD} e:b a dcat:Dataset ;`, "FILE_CUT_SHORT"],
    ["a prefix that is not declared", "e:a x:b e:c .", "TURTLE_SYNTAX"],
    ["a prefix of no address", `@prefix x: <\u4e2dttp://e.org/> . ${GOOD}`, "TURTLE_SYNTAX"],
    ["a statement in the place of a thing", `${GOOD} e:s e:says <<( e:a e:b e:c )>> .`, "STATEMENT_QUOTED"],
  ])("Turtle with %s", async (_what, text, code) => {
    expect(await codeOf(text === "" ? new Uint8Array() : turtle(text))).toBe(code);
  });

  it("ends within a character", async () => {
    for (const [syntax, text] of [
      ["turtle", `${PREFIXES}${GOOD} e:a dct:title "题" .`],
      ["rdfxml", `${RDF}<dcat:Dataset rdf:about="https://e.org/a"><dct:title>题</dct:title></dcat:Dataset></rdf:RDF>`],
      ["jsonld", `{"@id":"https://e.org/a","http://purl.org/dc/terms/title":"题"}`],
    ] as const)
      expect(await codeOf(bytesOf(text.slice(0, text.indexOf("题") + 1)).slice(0, -1), syntax)).toBe("FILE_CUT_SHORT");
  });

  test.each([
    ["cut within an element", `${RDF}<dcat:Dataset rdf:about="https://e.org/a"><dct:title>A`, "FILE_CUT_SHORT"],
    ["cut between two elements", `${RDF}<dcat:Dataset rdf:about="https://e.org/a"></dcat:Dataset>`, "FILE_CUT_SHORT"],
    ["cut within a tag", `${RDF}<dcat:Dataset rdf:about="htt`, "FILE_CUT_SHORT"],
    ["elements closed in a wrong order", `${RDF}<dcat:Dataset></rdf:RDF></dcat:Dataset>`, "XML_SYNTAX"],
    ["an entity", `<!DOCTYPE r [<!ENTITY a "b">]>${RDF.slice(21)}</rdf:RDF>`, "XML_DOCTYPE"],
    ["an entity of another file", `<!DOCTYPE r SYSTEM "file:///etc/passwd">${RDF.slice(21)}</rdf:RDF>`, "XML_DOCTYPE"],
    ["50,000 elements in each other", RDF + "<dct:a>".repeat(50_000), "TOO_DEEP"],
    ["another encoding than it names", `<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>`, "FILE_ENCODING"],
    ["no RDF", "<a/>", "RDF_XML_SYNTAX"],
  ])("RDF/XML with %s", async (_what, text, code) => {
    const got = await codeOf(bytesOf(text), "rdfxml");
    // XML of another kind has no statements, or none that a reader takes.
    expect(code === "RDF_XML_SYNTAX" ? ["RDF_XML_SYNTAX", "NO_DATASET"] : [code]).toContain(got);
  });

  test.each([
    ["a context elsewhere", `{"@context":"https://e.org/context.jsonld","@id":"x"}`, "CONTEXT_REMOTE"],
    ["a context elsewhere, deep inside", `{"a":[{"@context":[{},"https://e.org/c"]}]}`, "CONTEXT_REMOTE"],
    [
      "a large context that is gone on with again and again",
      JSON.stringify({
        "@context": Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`t${i}`, `https://e.org/${i}`])),
        "@graph": Array.from({ length: 4_001 }, (_, i) => ({
          "@context": { u: "https://e.org/u" },
          "@id": `https://e.org/d${i}`,
        })),
      }),
      "CONTEXTS_TOO_LARGE",
    ],
    ["a context that imports one", `{"@context":{"@import":"https://e.org/c"}}`, "CONTEXT_REMOTE"],
    ["a key twice", `{"@id":"a","@id":"b"}`, "JSON_KEY_TWICE"],
    ["an end in the middle", `{"@graph":[{"@id":"a"`, "JSON_CUT_SHORT"],
    ["100,000 lists in each other", "[".repeat(100_000), "TOO_DEEP"],
    ["half a character", `{"https://e.org/p":"\\ud800"}`, "JSON_VALUE_LOST"],
    ["only null", "null", "NO_DATASET"],
    ["numbers", "[1,2,3]", "NO_DATASET"],
    ["a context of a wrong type", `{"@context":7,"@id":"https://e.org/a"}`, "JSON_LD_SYNTAX"],
  ])("JSON-LD with %s", async (_what, text, code) => {
    expect(await codeOf(bytesOf(text), "jsonld")).toBe(code);
  });

  it("in an encoding that the syntax does not have", async () => {
    expect(await codeOf(new Uint8Array(Buffer.from(`\ufeff${GOOD}`, "utf16le")))).toBe("FILE_UTF16");
    expect(await codeOf(new Uint8Array(Buffer.from("{}", "utf16le")), "jsonld")).toBe("FILE_UTF16");
    expect(await codeOf(new Uint8Array([...turtle(GOOD), 0xff]))).toBe("FILE_NOT_UTF8");
    expect(await codeOf(new Uint8Array([0x7b, 0xff, 0x7d]), "jsonld")).toBe("FILE_NOT_UTF8");
  });
});

describe("encodings that XML has", () => {
  const document = (name: string): string =>
    `<?xml version="1.0" encoding="${name}"?>${RDF.slice(21)}<dcat:Dataset rdf:about="https://e.org/a"><dct:title>学校</dct:title><dct:description>D</dct:description></dcat:Dataset></rdf:RDF>`;

  it("reads UTF-8 with a mark, UTF-16 of both orders, and GB18030", async () => {
    const wide = Buffer.from(`\ufeff${document("UTF-16")}`, "utf16le");
    const gb = Buffer.from(document("GB2312").replace("学校", "\u0001"), "latin1");
    const at = gb.indexOf(1);
    const chinese = Buffer.concat([gb.subarray(0, at), Buffer.from([0xd1, 0xa7, 0xd0, 0xa3]), gb.subarray(at + 1)]);
    for (const bytes of [bytesOf(`\ufeff${document("utf-8")}`), wide, Buffer.from(wide).swap16(), chinese]) {
      const { records } = await readTaken(new Uint8Array(bytes), "rdfxml");
      expect(records[0]?.title).toBe("学校");
    }
  });
});

describe("statements from anybody", () => {
  it("are read where things refer to each other in circles", async () => {
    const text = `${GOOD} e:a dct:relation e:b ; dct:publisher _:x . e:b a dcat:Dataset ; dct:title "B" ; dct:description "D" ; dct:relation e:a, e:b .
      _:x foaf:knows _:y . _:y foaf:knows _:x, _:y . e:a dct:isPartOf e:a .`;
    const taken = await readTaken(turtle(text));
    expect(taken.records.map(({ sourceId }) => sourceId)).toEqual(["https://e.org/a", "https://e.org/b"]);
    expect(await graphIn(await writeBack(taken))).toEqual(await graphIn(turtle(text)));
  });

  it("are refused by dataset where a title has 50 MB, and the others are taken", async () => {
    const text = `${GOOD} e:b a dcat:Dataset ; dct:title "${"x".repeat(50_000_000)}" ; dct:description "D" .`;
    const taken = await readTaken(turtle(text));
    expect([taken.records.length, taken.rowsRefused, [...taken.refusedIds]]).toEqual([1, 1, ["https://e.org/b"]]);
    expect(taken.findings.map(({ code }) => code)).toEqual(["ROW_TOO_LARGE"]);
  });

  it("are refused by dataset where title or description is missing, and where a value does not fit", async () => {
    expect(await findingsOf(`e:a a dcat:Dataset ; dct:title " " ; dct:description e:x .`)).toEqual([
      "refused VALUE_MISSING dct:title",
      "refused VALUE_MISSING dct:description",
      "warning VALUE_NOT_A_TEXT dct:description",
      "warning ACCESS_UNSTATED dct:accessRights",
    ]);
    expect(await findingsOf(GOOD.replace('"A"', `"${"数".repeat(667)}"`))).toEqual([
      "refused FIELD_TOO_LONG dct:title",
    ]);
    const many = Array.from({ length: 1_001 }, (_, i) => `"k${i}"`).join(",");
    expect(await findingsOf(`${GOOD} e:a dcat:keyword ${many} .`)).toEqual(["refused LIST_TOO_LONG dcat:keyword"]);
  });

  it("are taken once for each identifier", async () => {
    const blank = (title: string) =>
      `[] a dcat:Dataset ; dct:identifier "same" ; dct:title "${title}" ; dct:description "D" .`;
    const taken = await readTaken(turtle(blank("A") + blank("B")));
    expect(taken.records.length).toBe(1);
    expect(taken.findings.filter(({ severity }) => severity === "refused").map(({ code }) => code)).toEqual([
      "IDENTIFIER_TWICE",
    ]);
  });

  it("keep texts with marks, and say so", async () => {
    const found = await findingsOf(
      `${GOOD} e:a dct:alternative "a\u202eb", "<img src=x onerror=alert(1)>" ; dct:issued "20222-01-01"^^xsd:date ; dct:modified "0201-01-01"^^xsd:date ;
       dcat:distribution [ a dcat:Distribution ; dcat:accessURL <javascript:alert(1)> ] .`,
    );
    expect(found.map((line) => line.replace(/_:\S+ /, "")).toSorted()).toEqual([
      "warning DATE_IMPLAUSIBLE dct:modified",
      "warning DATE_INVALID dct:issued",
      "warning HIDDEN_CHARACTER dct:alternative",
      "warning HTML_MARKUP dct:alternative",
      "warning URL_INVALID dcat:accessURL",
    ]);
  });

  it("are stopped where datasets share more than can be kept with each", async () => {
    const shared = Array.from({ length: 400 }, (_, i) => `e:p${i} "${"x".repeat(500)}"`).join(";");
    const datasets = Array.from(
      { length: 1_500 },
      (_, i) => `e:d${i} a dcat:Dataset ; dct:title "T" ; dct:description "D" ; dct:publisher e:agent .`,
    );
    expect(await codeOf(turtle(`e:agent ${shared} . ${datasets.join("\n")}`))).toBe("SHARED_TOO_LARGE");
  });

  it("know the context of DCAT-AP without asking for it", async () => {
    const document = {
      "@context": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld",
      "@id": "https://e.org/a",
      "@type": "Dataset",
      title: "A",
      description: { "@value": "D", "@language": "en" },
      publisher: { "@type": "Agent", name: "Bureau" },
      releaseDate: { "@value": "2024-05-01", "@type": "http://www.w3.org/2001/XMLSchema#date" },
    };
    const { records } = await readTaken(bytesOf(JSON.stringify(document)), "jsonld");
    expect(records[0]).toMatchObject({ title: "A", summary: "D", publisher: "Bureau", publishedDay: 19_844 });
  });

  it("keep what only one syntax can say, whichever syntax is written", async () => {
    const text = `${GOOD} e:a e:note "nul \\u0001 end\\r\\n\\ttab" ; <https://e.org/p/1> "x"@zh-CN ; <https://e.org/p\u3000d> "wide" ; <https://e.org/p\ufeffd> "none" ; e:odd <time:now>, <https://e.org/p(1)?a=1&b=2> . e:g { e:a e:inside "g" . }`;
    const taken = await readTaken(turtle(text));
    for (const syntax of SYNTAXES) {
      const written = await writeBack(taken, syntax);
      expect(await graphIn(written, syntax)).toEqual(await graphIn(turtle(text)));
    }
  });

  it("keep addresses with dots in their paths as they are", async () => {
    const text = `${GOOD} e:a dcat:landingPage <https://e.org/.>, <https://e.org/a/../b>, <urn:x:a/../b> .`;
    const taken = await readTaken(turtle(text));
    for (const syntax of SYNTAXES)
      expect(await graphIn(await writeBack(taken, syntax), syntax)).toEqual(await graphIn(turtle(text)));
  });

  it("keep characters of two halves wherever a long text is divided for its reader", async () => {
    for (const before of ["", "x"]) {
      const long = before + "𠀀".repeat(70_000);
      const rdf = `${RDF}<dcat:Dataset rdf:about="https://e.org/a"><dct:title>${long}</dct:title></dcat:Dataset></rdf:RDF>`;
      expect((await graphIn(bytesOf(rdf), "rdfxml")).join("\n")).toContain(`"${long}"`);
      const json = JSON.stringify({ "@id": "https://e.org/a", "https://e.org/note": long });
      expect((await graphIn(bytesOf(json), "jsonld")).join("\n")).toContain(`"${long}"`);
    }
  });

  it("come from relative addresses with a word about it", async () => {
    const found = await findingsOf(
      `<#a> a dcat:Dataset ; dct:title "A" ; dct:description "D" ; dct:accessRights "public" .`,
    );
    expect(found).toContain("warning ADDRESS_RELATIVE");
  });
});

test("what conforms is written as it came, without a statement more", async () => {
  const text = `e:c a dcat:Catalog ; dct:title "C" ; dct:description "D" ; dct:publisher e:p ; dcat:dataset e:a ; dcat:record e:r ; dcat:service e:s .
    <http://publications.europa.eu/resource/authority/access-right/PUBLIC> a dct:RightsStatement . spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
    e:p a foaf:Agent ; foaf:name "P" . e:a a dcat:Resource . e:r a dcat:CatalogRecord ; foaf:primaryTopic e:a ; dct:modified "2024-01-01"^^xsd:date .
    e:s a dcat:DataService ; dct:title "S" ; dcat:endpointURL e:end ; dcat:servesDataset e:a .
    e:series a dcat:DatasetSeries ; dct:title "All" ; dct:description "D" ; dcat:seriesMember e:a .
    ${GOOD} e:a dcat:inSeries e:series ; dct:publisher e:p ; dcat:distribution [ a dcat:Distribution ; dcat:accessURL e:f ;
      spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "00ff"^^xsd:hexBinary ] ] .`;
  const taken = await readTaken(turtle(text));
  const written = await writeBack(taken);
  expect(new TextDecoder().decode(written)).not.toContain("rdf:Statement");
  expect(await graphIn(written)).toEqual(await graphIn(turtle(text)));
  expect(await violationsOf(written, ...SHAPES)).toEqual([]);
  // Record, service and series go with the dataset; with the catalogue stays what it says of itself.
  expect(JSON.stringify(taken.catalog)).not.toContain("https://e.org/r");
  expect(JSON.stringify(taken.records[0]?.kept)).toContain("https://e.org/series");
});

test("what hangs on one dataset without end leaves out that dataset alone", async () => {
  const chain = Array.from({ length: 9_000 }, (_, i) => `_:c${i} e:next _:c${i + 1} .`).join("\n");
  const text = `${GOOD} e:long a dcat:Dataset ; dct:title "L" ; dct:description "D" ; dct:spatial _:c0 . ${chain}`;
  const taken = await readTaken(turtle(text));
  expect(taken.records.map(({ title }) => title)).toEqual(["A"]);
  expect(taken.findings.filter(({ severity }) => severity === "refused")).toMatchObject([
    { row: 2, code: "ROW_TOO_LARGE", sourceId: "https://e.org/long" },
  ]);
  expect(taken.catalog["statements"]).toEqual([]);
});

test("of several values the same one is read whatever their order, and all of them come back", async () => {
  const issued = [`"2024-05-02"^^xsd:date`, `"nonsense"`, `"2024-05-01"^^xsd:date`];
  const agents = [`[ foaf:name "One" ]`, `[ foaf:name "Two" ]`];
  const read = async (dates: readonly string[], publishers: readonly string[]) => {
    const text = `${GOOD} e:a dct:issued ${dates.join(", ")} ; dct:publisher ${publishers.join(", ")} .`;
    const taken = await readTaken(turtle(text));
    expect(await graphIn(await writeBack(taken))).toEqual(await graphIn(turtle(text)));
    return taken.records;
  };
  expect(await read(issued.toReversed(), agents.toReversed())).toEqual(await read(issued, agents));
});

test("a mark that somebody made up spoils no file", async () => {
  const tc = "urn:trusted-city:dcat-ap#";
  const mark = (rest: string): string =>
    `[] a <${tc}AsGiven> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> e:a ; ${rest} .`;
  const predicate = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate>";
  const object = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object>";
  for (const rest of [
    `${predicate} _:no ; ${object} "x"`,
    `${predicate} e:p ; <${tc}exactObject> "[\\"e:a\\",\\"e:p\\",\\"x> . <\\"]"`,
    `${predicate} e:p ; <${tc}exactObject> "[\\"e:a\\",\\"e:p\\",[\\"x\\",\\"@a b\\"]]"`,
    `${predicate} e:p ; <${tc}exactObject> "[\\"e:a\\",\\"e:p\\",[\\"x\\",\\"no> .\\"]]"`,
  ]) {
    const taken = await readTaken(turtle(`${GOOD} e:a e:note [ e:says "n" ] . ${mark(rest)}`));
    for (const syntax of SYNTAXES)
      expect((await readTaken(await writeBack(taken, syntax), syntax)).records).toEqual(taken.records);
  }
});

test("how large a dataset is does not depend on what its file calls blank nodes", async () => {
  for (const name of ["n", "a-very-long-name-of-a-node"]) {
    const nodes = Array.from({ length: 60 }, (_, i) => `_:${name}${i}`);
    const all = nodes.map((node) => `${node} dct:relation ${nodes.join(", ")} .`).join("\n");
    const text = `${GOOD} e:b a dcat:Dataset ; dct:title "B" ; dct:description "D" ; dct:spatial ${nodes[0] ?? ""} . ${all}`;
    expect((await readTaken(turtle(text))).records.map(({ title }) => title)).toEqual(["A"]);
  }
});

test("what is about no dataset without end refuses the file", async () => {
  const loose = Array.from({ length: 20_000 }, (_, i) => `e:x${i} e:next e:x${i + 1} .`).join("\n");
  expect(await codeOf(turtle(`${GOOD} ${loose}`))).toBe("REST_TOO_LARGE");
});

test("values say the class that is demanded of them; what cannot be of it is no value, and both are taken back", async () => {
  const text = `${GOOD} e:a dcat:contactPoint [ a vcard:Organization ; vcard:fn "Desk" ] ; dct:publisher [ rdfs:label "Bureau" ] ;
    dct:language <http://publications.europa.eu/resource/authority/language/ENG> ; dcat:theme <https://e.org/t/1> ;
    dct:spatial [ a dct:Location ; <http://www.w3.org/ns/locn#geometry> "POINT (118.8 32.1)" ] ;
    dct:source <https://elsewhere.org/dataset> ; dcat:qualifiedRelation [ dct:relation e:b ] .`;
  const taken = await readTaken(turtle(text));
  const written = await writeBack(taken);
  const shown = new TextDecoder().decode(written);
  expect(await violationsOf(written, ...SHAPES)).toEqual([]);
  expect(shown).toMatch(/language\/ENG> a dct:LinguisticSystem/);
  expect(shown).toMatch(/foaf:name "Bureau"/);
  expect(shown).toMatch(/geo:asWKT "POINT \(118\.8 32\.1\)"/);
  // A dataset of somebody else does not become an entry of this catalogue by being referred to.
  expect(shown).not.toMatch(/dct:source <https:\/\/elsewhere/);
  expect(await graphIn(written)).toEqual(await graphIn(turtle(text)));
  expect((await readTaken(written)).records).toEqual(taken.records);
});
