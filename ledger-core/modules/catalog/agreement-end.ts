/** How many agreements a dataset has, and the end of one; where all end at once because the owner changes, see `contests.ts`. */
import type { AgreementRow } from "#ledger-core/contract/schema/catalog.ts";
import type { DueContext } from "#ledger-core/kernel/module.ts";
import { agreementTable, datasetTable } from "./tables.ts";

/** Counts an agreement that began, came into force or ended. */
export function countAgreement(
  context: DueContext,
  dataset: number,
  by: { readonly live: number; readonly inForce: number },
): void {
  const row = context.rows.get(datasetTable, dataset);
  if (row === undefined) return;
  context.put(datasetTable, dataset, {
    ...row,
    agreementsLive: row.agreementsLive + by.live,
    agreementsInForce: row.agreementsInForce + by.inForce,
  });
}

/** Ends an agreement and says why. */
export function endAgreement(
  context: DueContext,
  key: number,
  row: AgreementRow,
  ended: AgreementRow["ended"],
  endReason: string,
): void {
  context.put(agreementTable, key, { ...row, state: "TERMINATED", ended, endReason });
  countAgreement(context, row.dataset, { live: -1, inForce: row.state === "FINALIZED" ? -1 : 0 });
}
