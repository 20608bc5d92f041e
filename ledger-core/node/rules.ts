/** The rules of the city: every module that this program knows. */
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";

export const cityRuleset: Ruleset = createRuleset([governanceModule, consortiumModule, catalogModule]);
