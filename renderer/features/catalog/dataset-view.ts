/** What a dataset's page shows, as its address holds it. */
export type DatasetView = {
  /** Undefined for what says most of this dataset. */
  readonly tab: "items" | "preview" | "lineage" | "description" | "history" | undefined;
  /** The two versions that are compared; undefined for the newest and the one before. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly uses: "all" | "refused" | "mine";
  /** Only uses from this time on, unix seconds; only those under one agreement. */
  readonly since: number | undefined;
  readonly agreement: number | undefined;
  readonly ended: "shown" | undefined;
  readonly form: "revise" | undefined;
  /** The part to bring into view. */
  readonly see: "versions" | "uses" | "agreements" | "offers" | undefined;
};

const tabs = ["items", "preview", "lineage", "description", "history"] as const;
const filters = ["all", "refused", "mine"] as const;
const parts = ["versions", "uses", "agreements", "offers"] as const;

/** Reads the page's view from an address that anybody may have written. */
export function parseDatasetView(raw: Readonly<Record<string, unknown>>): DatasetView {
  return {
    tab: tabs.find((tab) => tab === raw["tab"]),
    from: positive(raw["from"]),
    to: positive(raw["to"]),
    uses: filters.find((filter) => filter === raw["uses"]) ?? "all",
    since: positive(raw["since"]),
    agreement: positive(raw["agreement"]),
    ended: raw["ended"] === "shown" ? "shown" : undefined,
    form: raw["form"] === "revise" ? "revise" : undefined,
    see: parts.find((part) => part === raw["see"]),
  };
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

export type ChangeDatasetView = (changed: Partial<DatasetView>, options?: { readonly remember?: boolean }) => void;

/** The versions to compare: those asked for if they exist, else the newest with its predecessor; undefined before a second version. */
export function comparedVersions(
  view: Pick<DatasetView, "from" | "to">,
  head: number,
): { readonly from: number; readonly to: number } | undefined {
  if (head < 2) return undefined;
  const to = view.to !== undefined && view.to <= head ? view.to : head;
  const from = view.from !== undefined && view.from <= head && view.from !== to ? view.from : to - 1;
  return from < 1 ? { from: 1, to: 2 } : { from, to };
}
