/** Anybody's file may be large, so what is done with one grows with its statements and not with their square. */
import { describe, expect, it, test } from "vitest";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { checkDataset } from "./check-dataset.ts";
import { conform } from "./conform.ts";
import { Graph } from "./graph.ts";
import { readHomes } from "./homes.ts";
import { DCAT_AP_LIMITS } from "./limits.ts";
import { nameOf } from "./names.ts";
import { parseGraph } from "./parse-graph.ts";
import { textLiteral } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";
import { writeRdfXml } from "./write-rdfxml.ts";

type Name = Parameters<typeof nameOf>[0];

/** A made-up file that counts how often its statements are looked at. */
class CountedFile {
  readonly statements: Statement[] = [];
  looks = 0;

  say(subject: Node, name: Name, ...objects: readonly Term[]): void {
    const look = (): void => {
      this.looks++;
    };
    for (const object of objects)
      this.statements.push({
        subject,
        get predicate() {
          look();
          return nameOf(name);
        },
        get object() {
          look();
          return object;
        },
        graph: "",
      });
  }

  dataset(node: Node): void {
    this.say(node, "rdf:type", nameOf("dcat:Dataset"));
    this.say(node, "dct:title", textLiteral("T"));
    this.say(node, "dct:description", textLiteral("D"));
  }
}

const SIZE = 400;
const CATALOG = "https://e.org/catalog";
const datasetAt = (place: number): Node => `https://e.org/dataset/${place}`;
const times = <Made>(count: number, make: (place: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, i) => make(i));
const texts = (count: number): readonly Term[] => times(count, (i) => textLiteral(`text ${i}`));

/** By how much more is looked at a file of twice the size: 2 where the work grows with it, 4 where it grows with its square. */
function growth(fill: (file: CountedFile, size: number) => void, use: (file: CountedFile) => void): number {
  const [small = 0, large = 0] = [SIZE, 2 * SIZE].map((size) => {
    const file = new CountedFile();
    fill(file, size);
    use(file);
    return file.looks;
  });
  return large / small;
}

function read({ statements }: CountedFile, limits = DCAT_AP_LIMITS) {
  return parseGraph({ ok: true, statements, repaired: [] }, sha256, limits);
}

const FILES: readonly (readonly [what: string, fill: (file: CountedFile, size: number) => void])[] = [
  [
    "a catalog with as many datasets, which refer to it, and a class that it says as often",
    (file, size) => {
      file.say(CATALOG, "rdf:type", ...times(size, () => nameOf("dcat:Catalog")));
      for (const node of times(size, datasetAt)) {
        file.dataset(node);
        file.say(node, "dct:isPartOf", CATALOG);
        file.say(CATALOG, "dcat:dataset", node);
      }
    },
  ],
  [
    "a service of all the datasets, which name it",
    (file, size) => {
      file.say("https://e.org/service", "rdf:type", nameOf("dcat:DataService"));
      for (const node of times(size, datasetAt)) {
        file.dataset(node);
        file.say(node, "dct:relation", "https://e.org/service");
        file.say("https://e.org/service", "dcat:servesDataset", node);
      }
    },
  ],
  [
    "datasets of which every second is refused and shares what has no name with the one before",
    (file, size) => {
      for (const [i, node] of times(size, datasetAt).entries()) {
        if (i % 2 === 0) file.dataset(node);
        else file.say(node, "rdf:type", nameOf("dcat:Dataset"));
        file.say(node, "dcat:contactPoint", `_:contact${i - (i % 2)}`);
      }
    },
  ],
  [
    "a mark beside which much else is said",
    (file, size) => {
      file.dataset(datasetAt(0));
      file.say("_:mark", "rdf:type", nameOf("tc:AsGiven"));
      file.say("_:mark", "rdf:subject", datasetAt(0));
      file.say("_:mark", "rdf:predicate", nameOf("dcat:keyword"));
      file.say("_:mark", "rdf:object", ...texts(size));
    },
  ],
  [
    "marks about all that is said of one thing",
    (file, size) => {
      file.dataset(datasetAt(0));
      file.say(datasetAt(0), "dcat:keyword", ...texts(2 * size));
      texts(2 * size).forEach((text, i) => {
        file.say(`_:mark${i}`, "rdf:type", nameOf(i < size ? "tc:InGraph" : "tc:Supplied"));
        file.say(`_:mark${i}`, "rdf:subject", datasetAt(0));
        file.say(`_:mark${i}`, "rdf:predicate", nameOf("dcat:keyword"));
        file.say(`_:mark${i}`, "rdf:object", text);
        if (i < size) file.say(`_:mark${i}`, "tc:graph", "https://e.org/graph");
      });
    },
  ],
  [
    "a dataset that says its class as often as it has keywords",
    (file, size) => {
      file.dataset(datasetAt(0));
      file.say(datasetAt(0), "rdf:type", ...times(size, () => nameOf("dcat:Dataset")));
      file.say(datasetAt(0), "dcat:keyword", ...texts(size));
    },
  ],
];

test.each(FILES)("%s: is read in time that grows with it", (_what, fill) => {
  const results: boolean[] = [];
  expect(growth(fill, (file) => results.push(read(file).ok))).toBeLessThan(2.5);
  expect(results).toEqual([true, true]);
});

describe("what many datasets share", () => {
  const shared = (file: CountedFile, size: number): void => {
    file.say("https://e.org/agent", "foaf:name", ...texts(size));
    for (const node of times(size, datasetAt)) file.dataset(node);
  };

  it("is not gone through to its end for each, where a row has no room for it", () => {
    const fill = (file: CountedFile, size: number): void => {
      shared(file, size);
      for (const node of times(size, datasetAt)) file.say(node, "dct:publisher", "https://e.org/agent");
    };
    const limits = { ...DCAT_AP_LIMITS, rowCharactersMax: 2_000 };
    expect(growth(fill, (file) => read(file, limits))).toBeLessThan(2.5);
  });

  it("is counted each time too, where it comes to them with what points to them", () => {
    const file = new CountedFile();
    shared(file, SIZE);
    times(SIZE, datasetAt).forEach((node, i) => {
      file.say(`https://e.org/service/${i}`, "dcat:servesDataset", node);
      file.say(`https://e.org/service/${i}`, "dct:publisher", "https://e.org/agent");
    });
    const limits = { ...DCAT_AP_LIMITS, keptCharactersMax: 1_000_000 };
    expect(read(file, limits)).toMatchObject({ ok: false, code: "SHARED_TOO_LARGE" });
  });

  it("is not read again for each distribution that has the licence, nor for each time that one is named", () => {
    const fill = (file: CountedFile, size: number): void => {
      file.dataset(datasetAt(0));
      for (const node of times(size, (i) => `_:distribution${i}`)) {
        file.say(datasetAt(0), "dcat:distribution", node, "_:distribution");
        file.say(node, "dct:license", "_:licence");
      }
      file.say("_:distribution", "dcat:accessURL", ...times(size, (i) => `https://e.org/${i}`));
      file.say("_:licence", "rdfs:label", ...texts(size));
    };
    const useBy = (use: (graph: Graph) => unknown) => (file: CountedFile) => {
      use(new Graph(file.statements));
    };
    expect(
      growth(
        fill,
        useBy((graph) => readHomes(graph, datasetAt(0))),
      ),
    ).toBeLessThan(2.5);
    expect(
      growth(
        fill,
        useBy((graph) => checkDataset(graph, datasetAt(0))),
      ),
    ).toBeLessThan(2.5);
  });
});

describe("is put right in time that grows with it", () => {
  const putRight = ({ statements }: CountedFile): void => conform(new Graph(statements), sha256);

  test("a series with links to all its datasets", () => {
    const fill = (file: CountedFile, size: number): void => {
      file.say("https://e.org/series", "rdf:type", nameOf("dcat:DatasetSeries"));
      for (const node of times(size, datasetAt)) {
        file.dataset(node);
        file.say(node, "dcat:inSeries", "https://e.org/series");
        file.say("https://e.org/series", "dcat:seriesMember", node);
      }
    };
    expect(growth(fill, putRight)).toBeLessThan(2.5);
  });

  test("a thing that says again and again that it is what it is not", () => {
    const fill = (file: CountedFile, size: number): void => {
      file.say("_:distribution", "rdf:type", ...times(size, () => nameOf("dcat:Distribution")));
      file.say("_:distribution", "dcat:keyword", ...texts(size));
    };
    expect(growth(fill, putRight)).toBeLessThan(2.5);
  });
});

test("marks give statements back to their graphs and take out what was supplied, whatever stands between", () => {
  const file = new CountedFile();
  file.dataset(datasetAt(0));
  file.say(datasetAt(0), "dcat:keyword", ...texts(3));
  const mark = (node: Node, as: Name, text: Term | undefined, ...graphs: readonly Node[]): void => {
    file.say(node, "rdf:type", nameOf(as));
    file.say(node, "rdf:subject", datasetAt(0));
    file.say(node, "rdf:predicate", nameOf("dcat:keyword"));
    if (text !== undefined) file.say(node, "rdf:object", text);
    file.say(node, "tc:graph", ...graphs);
  };
  const [first, second, third] = texts(3);
  mark("_:a", "tc:InGraph", first, "https://e.org/graph");
  mark("_:b", "tc:Supplied", second);
  mark("_:c", "tc:InGraph", third);
  mark("_:d", "tc:AsGiven", textLiteral("given"));
  const parsed = read(file);
  expect(parsed.ok && parsed.records[0]?.keywords).toEqual(["given", "text 0", "text 2"]);
  const kept = JSON.stringify(parsed.ok && parsed.records[0]?.kept);
  expect(kept).toContain(`["text 0"],"https://e.org/graph"]`);
  expect(kept.split("text 0").length).toBe(2);
});

test("a name that no element can have is given as a mark, however long it is", () => {
  const statement = { subject: CATALOG, predicate: `a:${"a".repeat(400_000)}(`, object: CATALOG, graph: "" };
  const written = new TextDecoder().decode(writeRdfXml([statement], sha256));
  expect(written).toContain(`rdf:resource="${statement.predicate}"`);
});
