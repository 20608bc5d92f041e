/** The rules of the data catalogue. Their page of states and moves is README.md, which a test holds against the code. */
import type { Module } from "#ledger-core/kernel/module.ts";
import { AGREEMENT_ACTIONS } from "./agreements.ts";
import { CONTEST_ACTIONS } from "./contests.ts";
import { DATASET_ACTIONS } from "./datasets.ts";
import { CATALOG_DUE } from "./due.ts";
import { IMPORT_ACTIONS } from "./imports.ts";
import { CATALOG_INVARIANTS } from "./invariants.ts";
import { NEGOTIATION_ACTIONS } from "./negotiation.ts";
import { OFFER_ACTIONS } from "./offers.ts";
import { PARAMETER_ACTIONS } from "./parameters.ts";
import { CATALOG_TABLES } from "./tables.ts";
import { UPLOAD_ACTIONS } from "./uploads.ts";
import { USES } from "./uses.ts";

export const catalogRules: Module = {
  name: "catalog",
  tables: CATALOG_TABLES,
  actions: [
    ...DATASET_ACTIONS,
    ...UPLOAD_ACTIONS,
    ...OFFER_ACTIONS,
    ...AGREEMENT_ACTIONS,
    ...NEGOTIATION_ACTIONS,
    ...USES,
    ...IMPORT_ACTIONS,
    ...CONTEST_ACTIONS,
    ...PARAMETER_ACTIONS,
  ],
  due: CATALOG_DUE,
  projections: [],
  invariants: CATALOG_INVARIANTS,
};
