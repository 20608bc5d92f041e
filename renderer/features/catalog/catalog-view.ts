/** What the list shows, as its address holds it. */
export type CatalogView = {
  readonly text: string;
  readonly owner: readonly string[];
  readonly sharing: readonly string[];
  readonly profile: readonly string[];
  readonly state: readonly string[];
  readonly sort: "relevance" | "title" | "newest";
  /** From 1. */
  readonly page: number;
};

export type FacetName = "owner" | "sharing" | "profile" | "state";

export const facetNames = ["owner", "sharing", "profile", "state"] as const satisfies readonly FacetName[];
export const rowsPerPage = 50;

/** Reads the list's view from an address that anybody may have written; what is not understood is left out. */
export function parseCatalogView(raw: Readonly<Record<string, unknown>>): CatalogView {
  const { sort } = raw;
  const page = Number(raw["page"]);
  return {
    text: typeof raw["text"] === "string" || typeof raw["text"] === "number" ? String(raw["text"]).slice(0, 200) : "",
    owner: words(raw["owner"]),
    sharing: words(raw["sharing"]),
    profile: words(raw["profile"]),
    state: words(raw["state"]),
    sort: sort === "title" || sort === "newest" ? sort : "relevance",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

function words(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return all.filter((one) => typeof one === "string" || typeof one === "number").map(String);
}
