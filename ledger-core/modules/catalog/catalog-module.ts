/** The data catalogue as a module: its rules, with what is derived from what they changed. */
import type { Module } from "#ledger-core/kernel/module.ts";
import { catalogRules } from "./catalog-rules.ts";
import { CATALOG_PROJECTIONS } from "./projections.ts";

export const catalogModule: Module = { ...catalogRules, projections: CATALOG_PROJECTIONS };
