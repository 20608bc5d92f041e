/** Tables of the catalogue. */
import {
  agreementRow,
  contestRow,
  datasetRow,
  fulfilmentRow,
  likenessRow,
  offerRow,
  parameterRow,
  useRow,
  versionRow,
} from "#ledger-core/contract/schema/catalog.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

export const datasetTable = table({
  name: "catalog.dataset",
  number: 200,
  row: datasetRow,
  indexes: { code: ["code"], owner: ["owner", "state"], source: ["owner", "source", "sourceId"] },
  state: "state",
  proofOrder: ["owner"],
});
export const versionTable = table({
  name: "catalog.version",
  number: 201,
  row: versionRow,
  indexes: { dataset: ["dataset", "number"], hash: ["versionHash"], content: ["contentHash"] },
  proofOrder: ["dataset", "number"],
});
export const offerTable = table({
  name: "catalog.offer",
  number: 202,
  row: offerRow,
  indexes: { dataset: ["dataset", "state"] },
  state: "state",
  proofOrder: ["dataset"],
});
export const agreementTable = table({
  name: "catalog.agreement",
  number: 203,
  row: agreementRow,
  indexes: { dataset: ["dataset", "state"], user: ["user", "state"] },
  state: "state",
  proofOrder: ["dataset"],
});
export const useTable = table({
  name: "catalog.use",
  number: 204,
  row: useRow,
  indexes: { agreement: ["agreement", "number"], dataset: ["dataset"] },
  proofOrder: ["agreement", "number"],
});

export const contestTable = table({
  name: "catalog.contest",
  number: 205,
  row: contestRow,
  indexes: { dataset: ["dataset", "state"], state: ["state"] },
  state: "state",
  proofOrder: ["dataset"],
});
export const likenessTable = table({
  name: "catalog.likeness",
  number: 206,
  row: likenessRow,
  indexes: { pair: ["first", "second"] },
  proofOrder: ["first", "second"],
});
export const fulfilmentTable = table({
  name: "catalog.fulfilment",
  number: 207,
  row: fulfilmentRow,
  indexes: { agreement: ["agreement"] },
  proofOrder: ["agreement"],
});

/** Keyed by the parameter's place, from 1. */
export const parameterTable = table({ name: "catalog.parameter", number: 208, row: parameterRow });

export const CATALOG_TABLES = [
  datasetTable,
  versionTable,
  offerTable,
  agreementTable,
  useTable,
  contestTable,
  likenessTable,
  fulfilmentTable,
  parameterTable,
] as readonly AnyTable[];
