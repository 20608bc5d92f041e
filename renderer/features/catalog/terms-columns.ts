import type { TermsRow } from "#ledger-core/contract/api/terms.ts";

/** What a rule may limit, in the order in which a table has it. */
export const limitColumns = ["purpose", "count", "time", "area"] as const;
export type LimitColumn = (typeof limitColumns)[number];

/** Which limits some rule sets, and which none does: a column that says "any" in every row takes room and tells nothing. */
export function partLimits(rows: readonly TermsRow[]): {
  readonly limited: readonly LimitColumn[];
  readonly unlimited: readonly LimitColumn[];
} {
  // The strong parts of a cell are what a rule sets; the words for no limit have none.
  const isLimited = (column: LimitColumn) => rows.some((row) => row[column].en.some(({ strong }) => strong));
  return {
    limited: limitColumns.filter(isLimited),
    unlimited: limitColumns.filter((column) => !isLimited(column)),
  };
}
