/** A plan in numbers. */
import type { ImportCounts } from "#ledger-core/contract/api/imports.ts";
import type { ImportPlan } from "./plan-import.ts";

/** How many records become what; rows that are refused are counted as rows. */
export function countsOf({ rows, diff, waiting, findings }: ImportPlan): ImportCounts {
  const refused = new Set(
    findings.filter(({ severity }) => severity === "refused").map(({ row, sourceId }) => `${row} ${sourceId ?? ""}`),
  );
  return {
    read: rows,
    added: diff.added.length,
    changed: diff.changed.length,
    unchanged: diff.unchanged.length,
    retired: diff.retired.length,
    held: diff.held.length,
    waiting: waiting.length,
    refused: refused.size,
  };
}
