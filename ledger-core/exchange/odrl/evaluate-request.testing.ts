/**
 * What a policy of a document says of one request, in the state of the world given. Who, what and which action are matched here, by
 * collections and by the hierarchy of actions; times, purposes, counts, areas and what wins over what are judged by the evaluation of
 * the ledger itself. A term that is not understood denies. A duty that is still open stops nothing: the ledger lets a user owe it; one
 * that was violated does.
 */
import type { UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { evaluateUse } from "#ledger-core/modules/catalog/use-policy.ts";
import { includesAction, isKnownAction } from "./actions.ts";
import type { DeclaredActions } from "./actions.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import { readLimit } from "./limits-of-use.ts";
import type { Reading } from "./names.ts";
import { normalForm } from "./normal-form.ts";
import type { Named, OdrlPolicy, OdrlRule } from "./policy-model.ts";

/** Names as the documents write them. */
export type OdrlRequest = {
  readonly action: string;
  readonly party?: string;
  readonly target?: string;
  /** Unix seconds. */
  readonly time: number;
  readonly purpose?: string;
  readonly area?: string;
  /** Which use it is, from 1. */
  readonly count?: number;
};

export type DutyState = "open" | "fulfilled" | "violated";

export type World = {
  /** Seconds east of UTC of times that say no zone. */
  readonly offsetSeconds: number;
  readonly declared: DeclaredActions;
  /** What is part of a collection, or of a class, over any number of steps. */
  membersOf(name: string): readonly string[];
  /** Open, where nothing is known. */
  stateOfDuty(duty: string): DutyState;
};

/** `unknown`: it would be active but for a term that is not understood; a permission is then not given, a prohibition holds. */
export type RuleState = "active" | "inactive" | "unknown";

export type RuleReport = {
  readonly rule: OdrlRule;
  readonly state: RuleState;
  /** Whether each part of the rule fits the request; left out where the rule says nothing of it. */
  readonly premises: {
    readonly action?: boolean;
    readonly party?: boolean;
    readonly target?: boolean;
    readonly constraints?: boolean;
  };
  readonly duties: readonly { readonly id: string; readonly state: DutyState }[];
  readonly flaws: readonly Flaw[];
};

export type RequestVerdict = {
  readonly permitted: boolean;
  readonly rules: readonly RuleReport[];
  /** Terms for which the policy as a whole denies. */
  readonly flaws: readonly Flaw[];
};

/** Stands for the action asked about, which is matched before the ledger's evaluation sees the rules. */
const ASKED = "read";
/** Purposes are compared for being the same and nothing else, so two of the ledger's stand for the one asked about and for every other. */
const ASKED_PURPOSE = "service";
const OTHER_PURPOSE = "statistics";

/** Judges a request by one policy. Nothing of the policy makes it throw. */
export function evaluateRequest(policy: OdrlPolicy, request: OdrlRequest, world: World): RequestVerdict {
  const judged = policy.rules.map((rule) => judgeRule(rule, { policy, request, world }));
  const given = rulesOf(judged, "permission", (report) => report.flaws.length === 0);
  const permitted = permits(
    given,
    request,
    rulesOf(judged, "prohibition", () => true),
  );
  return {
    permitted: permitted && policy.flaws.length === 0,
    rules: judged.map(({ report }) => report),
    flaws: policy.flaws,
  };
}

type Judged = { readonly report: RuleReport; readonly applies: boolean; readonly closed: readonly UseRule[] };

function rulesOf(
  judged: readonly Judged[],
  kind: OdrlRule["kind"],
  isTaken: (report: RuleReport) => boolean,
): readonly UseRule[] {
  return judged
    .filter(({ report, applies }) => applies && report.rule.kind === kind && isTaken(report))
    .flatMap(({ closed }) => closed);
}

function judgeRule(
  rule: OdrlRule,
  at: { readonly policy: OdrlPolicy; readonly request: OdrlRequest; readonly world: World },
): Judged {
  const { policy, request, world } = at;
  const action = matchAction(rule, request.action, world.declared);
  const party = matchNamed(rule.assignees, request.party, world, "PARTY_REFINED");
  const target = matchNamed(rule.targets, request.target, world, "TARGET_REFINED");
  const limits = [...policy.constraints, ...rule.constraints];
  const reading = readingOf(world, request);
  const form = normalForm(
    limits.map((limit) => readLimit(limit, reading, () => undefined)),
    rule.path,
  );
  const closed = form.alternatives.map((alternative): UseRule => ({ actions: [ASKED], ...alternative, duties: [] }));
  const holds = rule.kind === "permission" ? permits(closed, request) : !permits(EVERYTHING, request, closed);
  const duties = rule.duties.map(({ id }) => ({ id, state: world.stateOfDuty(id) }));
  const isViolated = duties.some(({ state }) => state === "violated");
  const applies = [action, party, target].every(({ fits }) => fits !== false) && !isViolated;
  const flaws = [...rule.flaws, ...action.flaws, ...party.flaws, ...target.flaws, ...form.flaws];
  const premises = {
    ...(action.fits === undefined ? {} : { action: action.fits }),
    ...(party.fits === undefined ? {} : { party: party.fits }),
    ...(target.fits === undefined ? {} : { target: target.fits }),
    ...(limits.length === 0 ? {} : { constraints: holds }),
  };
  const state = !applies || !holds ? "inactive" : flaws.length > 0 ? "unknown" : "active";
  return { report: { rule, state, premises, duties, flaws }, applies, closed };
}

/** `fits` is undefined where the rule names nothing and so takes anything. */
type Match = { readonly fits: boolean | undefined; readonly flaws: readonly Flaw[] };

function matchAction(rule: OdrlRule, asked: string, declared: DeclaredActions): Match {
  if (rule.actions.length === 0) return { fits: undefined, flaws: [] };
  const fitting = rule.actions.filter(({ iri }) => includesAction(iri, asked, declared));
  // An action that nobody has described may be the one asked for, or part of it.
  const unknown = rule.actions.filter(({ iri }) => !isKnownAction(iri) && !declared.has(iri));
  const plain = fitting.some(({ refined }) => !refined);
  if (fitting.length > 0)
    return { fits: true, flaws: plain ? [] : fitting.map(({ iri, path }) => flaw("ACTION_REFINED", path, iri)) };
  if (rule.kind === "permission" || unknown.length === 0) return { fits: false, flaws: [] };
  return { fits: true, flaws: unknown.map(({ iri, path }) => flaw("ACTION_UNKNOWN", path, iri)) };
}

function matchNamed(
  named: readonly Named[],
  asked: string | undefined,
  world: World,
  code: "PARTY_REFINED" | "TARGET_REFINED",
): Match {
  if (named.length === 0) return { fits: undefined, flaws: [] };
  const fitting = named.filter(({ id, source }) => {
    if (asked === undefined) return false;
    const members = [id, ...world.membersOf(id), ...(source === undefined ? [] : [source, ...world.membersOf(source)])];
    return members.includes(asked);
  });
  const plain = fitting.some(({ refined }) => !refined);
  return {
    fits: fitting.length > 0,
    flaws: plain ? [] : fitting.map(({ id, path }) => flaw(code, path, id)),
  };
}

const EVERYTHING: readonly UseRule[] = [{ actions: [ASKED], constraints: [], groups: [], duties: [] }];

function permits(
  permissions: readonly UseRule[],
  request: OdrlRequest,
  prohibitions: readonly UseRule[] = [],
): boolean {
  return evaluateUse({ permissions, prohibitions }, useOf(request)).permitted;
}

function useOf(request: OdrlRequest): Parameters<typeof evaluateUse>[1] {
  return {
    action: ASKED,
    purpose: ASKED_PURPOSE,
    time: request.time,
    recipient: request.party ?? "",
    count: request.count ?? 1,
    spatial: request.area ?? "",
  };
}

/** Names are compared as they are: they are the world's, not the ledger's. */
function readingOf(world: World, request: OdrlRequest): Reading {
  return {
    offsetSeconds: world.offsetSeconds,
    department: (name) => name,
    purpose: (name) => (name === request.purpose ? ASKED_PURPOSE : OTHER_PURPOSE),
    area: (name) => name,
    membersOf: (name) => [name, ...world.membersOf(name)],
  };
}
