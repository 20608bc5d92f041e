/** An action under its policy: run at once where the signatures suffice, made a proposal where others must sign. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { ASK_DEPTH_MAX } from "#ledger-core/contract/schema/limits.ts";
import { decide, signatoryOf } from "./act.ts";
import type { Act, Decided } from "./act.ts";
import { assert } from "./assert.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { refuse } from "./module.ts";
import type { Action, Actor, AnyAction, Context } from "./module.ts";
import { isDepartmentNamed, isInTurn, isSatisfied, matchingSeats } from "./policy.ts";
import type { Signatory } from "./policy.ts";
import { TooManyChanges } from "./overlay.ts";
import { openProposal } from "./proposal-open.ts";
import { supersedeAsked } from "./supersede.ts";
import type { AnyTable, Table } from "./table.ts";
import { nestedStep, StepContext } from "./step.ts";
import type { Step } from "./step.ts";

/** What became of an act that was not refused; `proposal` names the one that was opened, voted on or executed. */
export type Performed = { readonly state: "executed" | "proposed" | "voted"; readonly proposal: number | undefined };

/** True for a refusal among outcomes. */
export function isRefused(outcome: Performed | Refusal): outcome is Refusal {
  return "code" in outcome;
}

/**
 * Performs an act within a step. A refusal leaves the step's rows as they were. `signatories` are the act's signers as a policy weighs them
 * now, for who has them already.
 */
export function perform(
  step: Step,
  act: Act,
  signatories = act.signers.map((person) => signatoryOf(step.rows, person, step.time)),
): Performed | Refusal {
  const decided = decide(step.rows, act);
  if ("code" in decided) return decided;
  const { scope, policyCase } = decided;
  if (isSatisfied(scope, policyCase, signatories)) return runAct(step, act, undefined);
  const proposer = signatories[0];
  assert(proposer !== undefined, "an act has an actor");
  if (act.asked === undefined) {
    const refused = mayPropose(decided, proposer);
    if (refused !== undefined) return refused;
  }
  // What would be refused now is not worth anybody's signature.
  const rehearsal = runAct(nestedStep(step), act, undefined);
  if (isRefused(rehearsal)) return rehearsal;
  return { state: "proposed", proposal: openProposal(step, act, decided, signatories) };
}

/** Why the person may not propose what the case decides about, if so. */
export function mayPropose({ scope, policyCase }: Decided, proposer: Signatory): Refusal | undefined {
  if (matchingSeats(scope, policyCase, proposer).length === 0) {
    const named = isDepartmentNamed(scope, policyCase, proposer.department);
    return refuse(named ? "NO_SUCH_ROLE" : "NOT_ENTITLED");
  }
  const counts = policyCase.excludeProposer === "no";
  return counts && !isInTurn(scope, policyCase, [], proposer) ? refuse("NOT_YOUR_TURN") : undefined;
}

/** Runs an action that its policy has let through, and what it asks for. A refusal leaves nothing of either. */
export function runAct(step: Step, act: Act, via: number | undefined): Performed | Refusal {
  try {
    return runNested(step, act, via);
  } catch (error) {
    if (error instanceof TooManyChanges) return refuse("TOO_MANY_CHANGES");
    throw error;
  }
}

function runNested(step: Step, act: Act, via: number | undefined): Performed | Refusal {
  const nested = nestedStep(step);
  const context = new ActContext(nested, act, via);
  const refused = act.action.run(context, act.body);
  if (refused !== undefined) return refused;
  for (const asked of context.asks) {
    const outcome = perform(nested, asked);
    if (isRefused(outcome)) return outcome;
  }
  nested.overlay.checkCount();
  step.overlay.absorb(nested.overlay);
  return { state: "executed", proposal: via };
}

/** What an act may do. */
class ActContext extends StepContext implements Context {
  readonly actor: Actor;
  readonly via: number | undefined;
  /** What it has asked for, in order. */
  readonly asks: Act[] = [];
  readonly #step: Step;
  readonly #act: Act;

  constructor(step: Step, act: Act, via: number | undefined) {
    super(step, act.action.moves);
    this.actor = act.actor;
    this.via = via;
    this.#step = step;
    this.#act = act;
  }

  ask<Body>(action: Action<Body>, body: Body, otherwise = ""): void {
    this.asks.push(askedAct(this.#step, this.#act, action, body, otherwise));
  }

  supersede<Row>(table: Table<Row>, key: number): void {
    supersedeAsked(this.#step, table as unknown as AnyTable, key);
  }
}

function askedAct<Body>(step: Step, parent: Act, action: Action<Body>, body: Body, otherwise: string): Act {
  assert(parent.depth < ASK_DEPTH_MAX, "asks nest no deeper than the limit");
  const bodyBytes = encode(action.body, body);
  const bodyRoot = bodyRootOf(step.suite, action.batch, bodyBytes);
  assert(bodyRoot !== undefined, "the body of a batch is a list of lines");
  return {
    actor: parent.actor,
    action: action as unknown as AnyAction,
    body,
    bodyBytes,
    bodyRoot,
    signers: parent.signers,
    asked: { otherwise },
    depth: parent.depth + 1,
  };
}
