/** The rules of the city without what is derived from their changes: enough to say whether an act was allowed, and to write a proof in words. */
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { catalogRules } from "./catalog/catalog-rules.ts";
import { consortiumModule } from "./consortium/consortium-module.ts";

export const judgedRules: Ruleset = createRuleset([governanceModule, consortiumModule, catalogRules]);
