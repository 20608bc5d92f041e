import type { FacetName } from "#ledger-core/contract/api/catalog-search.ts";

/** What the list is narrowed by, in the order in which it is offered. */
export const facetNames = [
  "owner",
  "theme",
  "classification",
  "sharing",
  "openness",
  "format",
  "cycle",
  "freshness",
  "profile",
  "state",
] as const satisfies readonly FacetName[];

/** What is chosen of each facet; any of them is enough. */
export type ChosenFacets = Readonly<Record<FacetName, readonly string[]>>;

const sorts = ["relevance", "title", "updated", "newest"] as const;
export type CatalogSort = (typeof sorts)[number];

/** What the list shows, as its address holds it. */
export type CatalogView = ChosenFacets & {
  readonly text: string;
  readonly sort: CatalogSort;
  /** From 1. */
  readonly page: number;
};

export const noFacets: ChosenFacets = facetsFrom(() => []);
export const rowsPerPage = 50;
/** Values of one facet that an address may hold. */
const chosenMax = 100;

/** Reads the list's view from an address that anybody may have written; what is not understood is left out. */
export function parseCatalogView(raw: Readonly<Record<string, unknown>>): CatalogView {
  const page = Number(raw["page"]);
  return {
    text: typeof raw["text"] === "string" || typeof raw["text"] === "number" ? String(raw["text"]).slice(0, 200) : "",
    ...facetsFrom((name) => words(raw[name])),
    sort: sorts.find((sort) => sort === raw["sort"]) ?? "relevance",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Orders that are offered: without a search nothing matches better than anything else. */
export function sortsFor({ text }: Pick<CatalogView, "text">): readonly CatalogSort[] {
  return text.trim() === "" ? sorts.slice(1) : sorts;
}

/** Whether the list is narrowed by anything but its words. */
export function hasFacets(view: ChosenFacets): boolean {
  return facetNames.some((name) => view[name].length > 0);
}

/** What is asked of the node for the page. */
export function searchInput({ page, ...view }: CatalogView) {
  return {
    ...view,
    ...facetsFrom((name) => [...view[name]]),
    offset: (page - 1) * rowsPerPage,
    limit: rowsPerPage,
  };
}

function facetsFrom<Values extends readonly string[]>(
  valuesOf: (name: FacetName) => Values,
): Record<FacetName, Values> {
  return {
    owner: valuesOf("owner"),
    theme: valuesOf("theme"),
    classification: valuesOf("classification"),
    sharing: valuesOf("sharing"),
    openness: valuesOf("openness"),
    format: valuesOf("format"),
    cycle: valuesOf("cycle"),
    freshness: valuesOf("freshness"),
    profile: valuesOf("profile"),
    state: valuesOf("state"),
  };
}

function words(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return all
    .filter((one) => typeof one === "string" || typeof one === "number")
    .map((one) => String(one).slice(0, 400))
    .slice(0, chosenMax);
}
