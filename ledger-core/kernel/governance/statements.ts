/** Somebody signs what all rows together were at a height; others can compute the same and attest it, or another and dispute it. */
import { stateDeclareBody } from "#ledger-core/contract/schema/governance.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction } from "#ledger-core/kernel/module.ts";
import { all, anySeat, need } from "#ledger-core/kernel/policy-terms.ts";
import { statementTable } from "./tables.ts";

/** No rule compares the root: a block cannot look through all rows. `fsck` does, and names a statement that is not true. */
const declare = action({
  kind: "state.declare",
  body: stateDeclareBody,
  policy: [need([all(anySeat(["admin", "leader", "auditor"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { height, root, rows }) {
    if (height >= context.height) return refuse("STATEMENT_AHEAD", { height, next: context.height });
    const { person } = context.actor;
    context.put(statementTable, context.next(statementTable), { height, root, rows, person, since: context.time });
    return undefined;
  },
});

export const STATEMENT_ACTIONS: readonly AnyAction[] = [anyAction(declare)];
