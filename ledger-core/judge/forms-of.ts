import { blockBody, dueBody } from "#ledger-core/kernel/block.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { FormsData } from "#ledger-core/proof/forms.ts";

/** What bodies and rows look like under these rules, without the rules themselves. */
export function formsOf(ruleset: Ruleset): FormsData {
  return {
    actions: [...ruleset.rules.values()].map(({ of, action: { kind, version, body, batch } }) => ({
      kind,
      version,
      body,
      batch,
      isOnProposal: of === "proposal",
    })),
    system: [
      { name: "block", body: blockBody },
      { name: "due", body: dueBody },
    ],
    rows: [...ruleset.tables.values()].map(({ name, number, row, proofOrder: order = [] }) => ({
      table: name,
      row,
      number,
      order,
    })),
  };
}
