import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";

/** The elements of a description that the form edits. Lists are lines of text. */
export type DescriptionDraft = {
  readonly code: string;
  readonly title: string;
  readonly summary: string;
  readonly publisher: string;
  readonly providerCode: string;
  readonly format: string;
  readonly items: readonly Item[];
  readonly sharing: string;
  readonly sharingCondition: string;
  readonly sharingMethod: string;
  readonly openness: string;
  readonly updateCycle: string;
  readonly publishedDay: number | undefined;
  readonly relatedCodes: string;
  readonly keywords: string;
  readonly classification: string;
  readonly legalBasis: string;
  readonly licence: string;
};

/**
 * The 12 core elements of the national guide that every dataset has. The condition and the law belong to sharing; the related code is
 * asked for only where there is one.
 */
export const nationalElements = [
  "classification",
  "title",
  "code",
  "publisher",
  "providerCode",
  "summary",
  "format",
  "items",
  "sharing",
  "openness",
  "updateCycle",
  "publishedDay",
] as const satisfies readonly (keyof DescriptionDraft)[];

export type NationalElement = (typeof nationalElements)[number];

/** Whether a draft has an element. Sharing that is bound to a condition or withheld by a law says which. */
export function hasElement(draft: DescriptionDraft, element: NationalElement): boolean {
  if (element === "sharing") return missingOfSharing(draft).length === 0;
  const value = draft[element];
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** What the sharing attribute still lacks: its condition, the law that withholds the data. */
export function missingOfSharing(draft: DescriptionDraft): readonly ("sharingCondition" | "legalBasis")[] {
  const { sharing, sharingCondition, legalBasis } = draft;
  return [
    ...(sharing !== "unconditional" && sharingCondition.trim() === "" ? (["sharingCondition"] as const) : []),
    ...(sharing === "not-shared" && legalBasis.trim() === "" ? (["legalBasis"] as const) : []),
  ];
}

type JsonObject = { readonly [name: string]: Json };

const emptyDescription: JsonObject = {
  code: "",
  profile: "national",
  title: "",
  summary: "",
  publisher: "",
  providerCode: "",
  format: "",
  items: [],
  sharing: "conditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "closed",
  updateCycle: "",
  publishedDay: null,
  modifiedDay: null,
  relatedCodes: [],
  keywords: [],
  themes: [],
  languages: [],
  distributions: [],
  kept: null,
  classification: "",
  legalBasis: "",
  licence: "",
};

/** The description within a dataset's row, in JSON; the empty national one for a dataset that is not there yet. */
export function descriptionOf(row: Json | undefined): JsonObject {
  if (typeof row !== "object" || row === null || isList(row)) return emptyDescription;
  return Object.fromEntries(
    descriptionSchema.fields.map(([name]) => [name, row[name] ?? emptyDescription[name] ?? null]),
  );
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** What the form begins with. */
export function draftOf(description: JsonObject): DescriptionDraft {
  const text = (name: string): string => {
    const value = description[name];
    return typeof value === "string" ? value : "";
  };
  const lines = (name: string): string => {
    const value = description[name] ?? [];
    return isList(value) ? value.join("\n") : "";
  };
  const day = description["publishedDay"];
  return {
    code: text("code"),
    title: text("title"),
    summary: text("summary"),
    publisher: text("publisher"),
    providerCode: text("providerCode"),
    format: text("format"),
    items: (description["items"] ?? []) as unknown as readonly Item[],
    sharing: text("sharing"),
    sharingCondition: text("sharingCondition"),
    sharingMethod: text("sharingMethod"),
    openness: text("openness"),
    updateCycle: text("updateCycle"),
    publishedDay: typeof day === "number" ? day : undefined,
    relatedCodes: lines("relatedCodes"),
    keywords: lines("keywords"),
    classification: text("classification"),
    legalBasis: text("legalBasis"),
    licence: text("licence"),
  };
}

/** The whole description in the contract's JSON: what the form does not edit stays as it was. */
export function describe(before: JsonObject, draft: DescriptionDraft): JsonObject {
  const { items, publishedDay, relatedCodes, keywords, ...texts } = draft;
  return {
    ...before,
    ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value.trim()])),
    items: items.map((item) => ({ ...item, name: item.name.trim(), code: item.code.trim() })),
    publishedDay: publishedDay ?? null,
    relatedCodes: listOf(relatedCodes),
    keywords: listOf(keywords),
  };
}

function listOf(lines: string): readonly string[] {
  return [
    ...new Set(
      lines
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
    ),
  ];
}
