import { describe, expect, it, test } from "vitest";
import type { Json, JsonObject } from "./dataset-record.ts";
import { DCAT_AP_LIMITS } from "./dcat-ap/limits.ts";
import { knownContext } from "./dcat-ap/known-context.ts";
import { readJsonLd } from "./dcat-ap/read-jsonld.ts";
import { countCopiedTerms, putContextsFirst } from "./jsonld-contexts.ts";
import { readGraph } from "./odrl/read-graph.ts";

const ODRL = "http://www.w3.org/ns/odrl.jsonld";
const DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld";

const terms = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, `https://e.org/${i}`]));
const items = (count: number, item: (i: number) => Json): Json => Array.from({ length: count }, (_, i) => item(i));
const bytesOf = (document: Json) => new TextEncoder().encode(JSON.stringify(document));

/** 100 terms, and one more with a context of its own, which has one term. */
const scoped = (context: JsonObject = { a: "https://e.org/a" }): JsonObject => ({
  ...terms(100),
  T: { "@id": "https://e.org/T", "@context": context },
});
const ITEM = (i: number): Json => ({ "@id": `https://e.org/${i}`, a: "x" });
const AT_HAND = Object.keys(knownContext(DCAT_AP) ?? {}).length;
const DOCUMENTS: readonly (readonly [string, Json, number])[] = [
  ["one context", { "@context": terms(100), t1: items(50, ITEM) }, 100],
  ["contexts within it", { "@context": terms(100), t1: items(50, () => ({ "@context": terms(2) })) }, 100 + 50 * 102],
  ["a list of contexts", { "@context": [terms(100), ...Array<Json>(50).fill({})] }, 51 * 100],
  ["contexts of terms", { "@context": { ...terms(50), ...scoped() } }, 2 * 101],
  ["a term with a context, used", { "@context": scoped(), T: items(50, ITEM) }, 202 + 50 * 102],
  ["one used for texts", { "@context": scoped(), T: items(50, () => "x") }, 202 + 50 * 102],
  ["a class with a context", { "@context": scoped(), t1: items(50, () => ({ "@type": "T" })) }, 202 + 50 * 102],
  [
    "a context that does not go further down, but is made again for what is there",
    { "@context": scoped({ "@propagate": false }), T: { t1: items(50, () => "x") } },
    202 + 102 + 50 * 103,
  ],
  ["contexts in contexts of terms", { "@context": scoped(scoped()), T: items(50, ITEM) }, 303 + 50 * 2 * 202],
  ["terms beside a context at hand", { "@context": [DCAT_AP, terms(2)], t1: items(50, ITEM) }, AT_HAND + AT_HAND + 2],
  [
    "a term with a context beside a context at hand, used",
    { "@context": [DCAT_AP, scoped()], T: items(50, ITEM) },
    AT_HAND + 2 * (AT_HAND + 101) + 50 * (AT_HAND + 102),
  ],
  [
    "one used for texts beside a context at hand",
    { "@context": [DCAT_AP, scoped({})], T: items(50, () => "T") },
    AT_HAND + 2 * (AT_HAND + 101) + 50 * 2 * (AT_HAND + 101),
  ],
  [
    "a class of a context at hand: what stands beside it in the document alone",
    { "@context": [DCAT_AP, terms(2)], t1: items(50, () => ({ "@type": "Agent" })) },
    AT_HAND + AT_HAND + 2 + 50 * 2,
  ],
  [
    "a class of a context at hand that the document declares as well",
    { "@context": [DCAT_AP, { Agent: { "@id": "https://e.org/A", "@context": {} } }], "@type": "Agent" },
    AT_HAND + 2 * (AT_HAND + 1) + AT_HAND + 1,
  ],
];

describe("terms that a reader copies", () => {
  test.each(DOCUMENTS)("are counted for %s", (_what, document, count) => {
    expect(countCopiedTerms(document, knownContext)).toBe(count);
  });

  test.each(DOCUMENTS)("are limited for %s, before the reader sees them", async (_what, document, count) => {
    const read = async (contextTermsMax: number) =>
      readJsonLd(bytesOf(document), { ...DCAT_AP_LIMITS, contextTermsMax });
    expect(await read(count)).not.toMatchObject({ code: "CONTEXTS_TOO_LARGE" });
    expect(await read(count - 1)).toMatchObject({ ok: false, code: "CONTEXTS_TOO_LARGE" });
  });

  it("stay within the limit for 25,000 datasets that bring the context of DCAT-AP with them, or name it each", () => {
    const dataset = (i: number): JsonObject => ({
      "@type": "Dataset",
      "@id": `https://e.org/${i}`,
      publisher: { "@type": "Agent", name: "x" },
      datasetDistribution: [{ "@type": "Distribution" }, { "@type": "Distribution" }],
      temporalCoverage: { "@type": "PeriodOfTime" },
      contactPoint: { "@type": "Kind", email: "mailto:x@e.org" },
    });
    const inside = { "@context": knownContext(DCAT_AP) ?? {}, "@graph": items(25_000, dataset) };
    const named = items(25_000, (i) => ({ "@context": DCAT_AP, ...dataset(i) }));
    for (const document of [inside, named])
      expect(countCopiedTerms(document, knownContext)).toBeLessThan(DCAT_AP_LIMITS.contextTermsMax);
  });
});

describe("a policy in JSON-LD", () => {
  it("with contexts beyond measure is refused in words", async () => {
    const rule = { "@context": { u: "https://e.org/u" }, action: "read" };
    const policy = { "@context": [ODRL, terms(3_000)], "@id": "https://e.org/p", permission: items(400, () => rule) };
    expect(await readGraph(bytesOf(policy))).toEqual({ ok: false, code: "CONTEXTS_TOO_LARGE", detail: "" });
  });

  it("is read in one go, though its context and classes stand last", { timeout: 20_000 }, async () => {
    const count = 24_000;
    const policy = {
      rightOperand: items(count, (i) => i),
      permission: items(count, () => ({ type: "Permission" })),
      uid: "https://e.org/p",
      "@context": ODRL,
    };
    const read = await readGraph(bytesOf(policy));
    expect(read.ok && read.graph.subjects.length).toBe(1 + count);
  });

  test.each(["1e400", "12345678901234567890", "5.00000000000000000001"])(
    "keeps the number %s as it is",
    async (text) => {
      const document = `{"@context":"${ODRL}","uid":"https://e.org/p","rightOperand":${text}}`;
      const read = await readGraph(new TextEncoder().encode(document));
      expect(
        read.ok && read.graph.objectsOf("https://e.org/p", "http://www.w3.org/ns/odrl/2/rightOperand"),
      ).toMatchObject([{ value: text, datatype: "http://www.w3.org/2001/XMLSchema#string" }]);
    },
  );
});

it("puts contexts first, then classes under any name, and addresses behind", () => {
  const known = (address: string) => (address === "https://e.org/c" ? { kind: "@type" } : undefined);
  const document: JsonObject = {
    b: 1,
    "@id": "x",
    kind: "T",
    "@type": "U",
    "@context": ["https://e.org/c", { also: { "@id": "@type" } }],
    also: "V",
  };
  expect(Object.keys(putContextsFirst(document, known) ?? {})).toEqual([
    "@context",
    "kind",
    "@type",
    "also",
    "@id",
    "b",
  ]);
});
