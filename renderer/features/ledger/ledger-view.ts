export const tabs = ["entries", "blocks"] as const;
export type Tab = (typeof tabs)[number];

/**
 * The view of the ledger, as its address keeps it: an empty kind and department 0 mean all. The entries that close a block stand among
 * the others only where `closing` says so; they have a kind of their own, and no department.
 */
export type LedgerView = {
  readonly tab: Tab;
  readonly kind: string;
  readonly department: number;
  readonly closing: boolean;
};

/** Reads the view from an address; what is not understood falls back to all entries. */
export function parseLedgerView(raw: Readonly<Record<string, unknown>>): LedgerView {
  const tab = tabs.find((one) => one === raw["tab"]) ?? "entries";
  const department = raw["department"];
  const isKey = typeof department === "number" && Number.isSafeInteger(department) && department > 0;
  return {
    tab,
    kind: typeof raw["kind"] === "string" ? raw["kind"] : "",
    department: isKey ? department : 0,
    closing: raw["closing"] === true,
  };
}

/** An entry in an address is named by its id, or by its place in the log as a colleague may write it. */
export function entryNamed(named: string): { readonly index: number } | { readonly id: string } {
  return /^\d{1,15}$/.test(named) ? { index: Number(named) } : { id: named.toLowerCase() };
}

type Window<Row> = { readonly rows: readonly Row[]; readonly total: number };

/**
 * Reads windows of rows that can only be read one after the other, each from where the last one ended. The total grows by a row as
 * long as there may be more, so that a table asks for the next window when it comes to its end.
 */
export function readForwards<Row>(
  read: (after: Row | undefined, limit: number) => Promise<readonly Row[]>,
): (window: { readonly first: number; readonly end: number }) => Promise<Window<Row>> {
  const lastOf = new Map<number, Row>();
  return async ({ first, end }) => {
    let place = 0;
    for (const known of lastOf.keys()) if (known <= first && known > place) place = known;
    const size = end - first;
    for (;;) {
      const rows = await read(lastOf.get(place), size);
      const last = rows.at(-1);
      if (last !== undefined) lastOf.set(place + rows.length, last);
      const isWhole = rows.length === size;
      if (place === first || !isWhole)
        return { rows: place === first ? rows : [], total: place + rows.length + (isWhole ? 1 : 0) };
      place += rows.length;
    }
  };
}
