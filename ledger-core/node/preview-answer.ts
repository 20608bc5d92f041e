/** A preview in the words of the contract. */
import type { Preview } from "#ledger-core/contract/api/session.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { isRefused } from "#ledger-core/kernel/perform.ts";
import type { ComposedBody } from "./compose-transaction.ts";
import type { Asked } from "./asked.ts";
import { namedChanges } from "./named-changes.ts";
import { previewAct, standingOfAct } from "./preview.ts";
import { problemOf } from "./problem.ts";
import { policySentences } from "./sentences.ts";

/** What would become of an act of an actor, with the policy that it stands under. */
export function previewOf(asked: Asked, actor: Actor, composed: ComposedBody): Preview {
  const { outcome, changes, progress } = previewAct(asked.moment, actor, composed);
  const standing = standingOfAct(asked.moment, actor, composed);
  const refused = isRefused(outcome);
  return {
    height: asked.height,
    state: refused ? "refused" : outcome.state,
    problem: refused ? problemOf(outcome.code, outcome.data) : null,
    changes: namedChanges(asked, changes),
    policy: policySentences(composed.kind, standing?.cases ?? [], standing?.decided),
    progress: standing?.progress ?? progress ?? null,
  };
}
