/** Bodies and names for the tests of sentences: samples of any schema, and a small town. */
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import type { AgreementTerms, Names } from "./act-scope.ts";
import type { Language, SentencePart } from "./template.ts";

/** Parts as one text, with `**` around what stands out. */
export function marked(parts: readonly SentencePart[]): string {
  return parts.map((part) => (part.strong ? `**${part.text}**` : part.text)).join("");
}

/** Writing that breaks the rules of Chinese typography in what we wrote: gaps, half-width marks, a forbidden word. */
export function flawsOfChinese(written: string): readonly string[] {
  const flaws: readonly (readonly [string, RegExp])[] = [
    ["a space between Han characters", /\p{Script=Han} +\p{Script=Han}/u],
    ["no space between Han and a digit", /\p{Script=Han}\p{Nd}|\p{Nd}\p{Script=Han}/u],
    ["no space between Han and a letter", /\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}/u],
    ["half-width punctuation after Han", /\p{Script=Han}[,.;:!?()"']/u],
    ["a space beside full-width punctuation", / [，。；：、（）“”]|[，。；：、（）“”] (?![/\\])/u],
    ["doubled punctuation", /[，。；：、]{2}/u],
    ["two spaces", / {2}/u],
    ["the forbidden word", /区块链|blockchain/iu],
  ];
  return flaws.filter(([, pattern]) => pattern.test(written)).map(([flaw]) => flaw);
}

/** The same for English. */
export function flawsOfEnglish(written: string): readonly string[] {
  const flaws: readonly (readonly [string, RegExp])[] = [
    ["Han or full-width punctuation", /[，。；：、（）]/u],
    ["a space before punctuation", /[a-z”] [,.;:)]/u],
    ["no space after punctuation", /[,;:][A-Za-z]|[a-z]\.[A-Z]/u],
    ["doubled punctuation", /[,.;:]{2}/u],
    ["two spaces", / {2}/u],
    ["a wrong plural", /(?:^|[^\d,])1 (?:times|days|records|rows|items|functions|hours|uses)\b/u],
    ["a wrong article", /\ba [aeio]\w|\ban [bcdfgjklmnpqrstvwxyz]/u],
    ["the forbidden word", /blockchain/iu],
  ];
  return flaws.filter(([, pattern]) => pattern.test(written)).map(([flaw]) => flaw);
}

/** What no sentence may hold: places that were not filled, marks of the template, and JavaScript's own words. */
export const UNFILLED = /[{}[\]]|\*\*|\bundefined\b|\bNaN\b|\bnull\b|\[object|\u2014/;

/** Some value of a shape; another `seed` gives another value in every field that has more than one. */
export function sampleOf(shape: Shape, seed: number): unknown {
  switch (shape.kind) {
    case "integer":
      return sampleInteger(shape.min, shape.max, seed);
    case "bytes":
      return new Uint8Array(Math.max(shape.lengthMin, Math.min(shape.lengthMax, 32))).fill(seed);
    case "text":
      return ["甲事由", "Beta", "丙事由", "Delta"][seed % 4];
    case "choice":
      return shape.values[seed % shape.values.length];
    case "list":
      return Array.from({ length: Math.min(shape.lengthMax, 1 + (seed % 3)) }, (_, i) => sampleOf(shape.of, seed + i));
    case "optional":
      return sampleOf(shape.of, seed);
    case "record":
      return Object.fromEntries(shape.fields.map(([name, field]) => [name, sampleOf(field, seed)]));
    case "union": {
      const variant = shape.variants[seed % shape.variants.length];
      return variant === undefined ? undefined : { kind: variant[0], ...(sampleOf(variant[1], seed) as object) };
    }
  }
}

/** Large ranges are times or counts: values that read as both. */
function sampleInteger(min: number, max: number, seed: number): number {
  if (max > 1_000_000_000) return Math.max(min, 1_795_000_000 + seed * 86_401);
  return min + (seed % (max - min + 1));
}

const DEPARTMENTS: Readonly<Record<Language, readonly string[]>> = {
  zh: ["市数据局", "市民政局", "市财政局", "市审计局", "市住建局", "市税务局"],
  en: ["Data Bureau", "Civil Affairs Bureau", "Finance Bureau", "Audit Bureau", "Housing Bureau", "Tax Bureau"],
};
const CODES = [
  "91320100000000001A",
  "91320100000000002B",
  "91320100000000003C",
  "91320100000000004D",
  "91320100000000005E",
];

/** A Unified Social Credit Code of the town, by place. */
export function townCode(place: number): string {
  return CODES[place] ?? "";
}

/** The terms that the town's offers and agreements have: up to 5,000 queries for eligibility checks, answers deleted within 30 days. */
export const TOWN_TERMS: UsePolicy = {
  permissions: [
    {
      actions: ["query"],
      constraints: [
        { left: "purpose", operator: "eq", right: [{ kind: "word", value: "eligibility" }] },
        { left: "count", operator: "lteq", right: [{ kind: "number", value: 5_000 }] },
      ],
      duties: [{ duty: "delete", withinDays: 30 }],
      groups: [],
    },
  ],
  prohibitions: [{ actions: ["distribute"], constraints: [], duties: [], groups: [] }],
};

/** Agreement 1 of the town, with the Civil Affairs Bureau: the Finance Bureau may use dataset 1 until the last day of 2026. */
export const TOWN_AGREEMENT: AgreementTerms = {
  dataset: 1,
  owner: 1,
  user: 2,
  purpose: "eligibility",
  useLimit: 5_000,
  expires: 1_798_732_800,
  policy: TOWN_TERMS,
};

/** Names of a small town. What the options leave out is not there. */
export function townNames(language: Language, records: Partial<Names> = {}): Names {
  const person = language === "zh" ? "王**，预算科科长" : "Wang **, budget section head";
  const titles =
    language === "zh" ? ["高龄津贴名册", "低保家庭信息"] : ["Old-age allowance roll", "Low-income household register"];
  return {
    department: (key) => DEPARTMENTS[language][key % 6] ?? "",
    departmentByCode: (code) => DEPARTMENTS[language][CODES.indexOf(code)] ?? code,
    person: (key) => (key % 2 === 1 ? person : language === "zh" ? "李*，副局长" : "Li *, deputy director"),
    keyHolder: () => person,
    dataset: (reference) => (reference.kind === "code" ? reference.code : (titles[reference.key % 2] ?? "")),
    codeOf: (reference) => (reference.kind === "key" ? `C-${reference.key}` : reference.code),
    ownerOf: () => 1,
    version: (versionHash) => ({ dataset: 1, number: 1 + (versionHash[0] ?? 0) }),
    offer: () => ({ dataset: 1, policy: TOWN_TERMS }),
    openOffer: () => ({ dataset: 1, policy: TOWN_TERMS }),
    agreement: () => TOWN_AGREEMENT,
    contest: () => ({ dataset: 1, owner: 1, claimant: 2, ground: "duplicate" }),
    calendar: () => ({ daysOff: [20_454, 20_458], daysWorked: [] }),
    delegation: () => ({ giver: 1, receiver: 2, role: "leader", until: TOWN_AGREEMENT.expires }),
    proposal: () => undefined,
    decodeBody: () => undefined,
    ...records,
  };
}
