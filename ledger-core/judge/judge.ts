/** Judges from the proven rows of a basis whether an act was allowed. That no newer row was kept back stays the log's word. */
import { failed, recomputed, vouched } from "#ledger-core/proof/check.ts";
import type { Finding } from "#ledger-core/proof/check.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import type { Judge } from "#ledger-core/proof/checks.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { BasisPast } from "./basis-past.ts";
import { unknown } from "./scales.ts";
import type { Weight } from "./scales.ts";
import { weighAct } from "./weigh.ts";

/**
 * A judge for `verifyEntryProof`. It recomputes that the key was live and its person's, the person active in the department and the
 * department in the consortium, the roles in term at the block's time, and the case of the policy satisfied, for a carried proposal
 * by everybody's own signature. Allowed is `AUTHORITY_JUDGED`; not allowed by these rows is `AUTHORITY_REFUTED`; where they do not
 * suffice either way it is `AUTHORITY_IN_LOG`, vouched for. `changes` are the entry's own, as they came along.
 */
export function createJudge(ruleset: Ruleset, suite: Suite, changes: readonly Uint8Array[]): Judge {
  return ({ transaction, entry, basis }) => {
    const past = new BasisPast(ruleset, suite, basis, entry);
    const parsed = changes.map(parseChange).filter((change) => change !== undefined);
    const act = { index: entry.index, signed: transaction.signed, body: transaction.body, changes: parsed };
    return finding(
      weighSafely(() => weighAct(ruleset, suite, past, act)),
      basis.length,
    );
  };
}

/** Rows that a stranger chose may break what only a whole ledger guarantees, and an action may then throw: such rows suffice for nothing. */
function weighSafely(weigh: () => Weight): Weight {
  try {
    return weigh();
  } catch {
    return unknown("broken");
  }
}

function finding({ verdict, reason }: Weight, count: number): Finding {
  if (verdict === "allowed") return recomputed("AUTHORITY_JUDGED", { count });
  if (verdict === "refuted") return failed("AUTHORITY_REFUTED", { count, reason });
  return vouched("AUTHORITY_IN_LOG", { count, reason });
}
