/** Finding the records that a body names. */
import type { AgreementRow, DatasetReference, DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { refuse } from "#ledger-core/kernel/module.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import { agreementTable, datasetTable } from "./tables.ts";

type Found<Row> = Pick<StoredRow<Row>, "key" | "row">;

export function isFound<Row>(found: Found<Row> | Refusal): found is Found<Row> {
  return "row" in found;
}

/** A dataset by its key or its code, whatever its state. */
export function findDataset(rows: Rows, reference: DatasetReference): Found<DatasetRow> | Refusal {
  if (reference.kind === "code") {
    const found = rows.find(datasetTable, "code", reference.code);
    return found ?? refuse("NOT_FOUND", { table: datasetTable.name, code: reference.code });
  }
  const row = rows.get(datasetTable, reference.key);
  return row === undefined
    ? refuse("NOT_FOUND", { table: datasetTable.name, key: reference.key })
    : { key: reference.key, row };
}

/** A dataset that may be used now: published and not contested. */
export function findUsable(rows: Rows, reference: DatasetReference): Found<DatasetRow> | Refusal {
  const found = findDataset(rows, reference);
  if (!isFound(found)) return found;
  if (found.row.state !== "published") return refuse("DATASET_NOT_PUBLISHED", { state: found.row.state });
  if (found.row.suspended === "yes") return refuse("DATASET_SUSPENDED", { code: found.row.code });
  return found;
}

/** A dataset about which an agreement may be made: what is not shared any more is offered to nobody. */
export function findShared(rows: Rows, reference: DatasetReference): Found<DatasetRow> | Refusal {
  const usable = findUsable(rows, reference);
  const isClosed = isFound(usable) && usable.row.sharing === "not-shared";
  return isClosed ? refuse("SHARING_NOT_ALLOWED", { code: usable.row.code }) : usable;
}

export function findAgreement(rows: Rows, key: number): Found<AgreementRow> | Refusal {
  const row = rows.get(agreementTable, key);
  return row === undefined ? refuse("NOT_FOUND", { table: agreementTable.name, key }) : { key, row };
}
