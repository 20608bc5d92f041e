/** Short words for writing policies in a module's table of actions. */
import { POLICY_ALTERNATIVES_MAX } from "#ledger-core/contract/schema/limits.ts";
import type {
  Alternative,
  Bar,
  Condition,
  DepartmentFunction,
  Fact,
  Party,
  PolicyCase,
  Role,
  Seat,
  Selector,
} from "#ledger-core/contract/schema/policy.ts";

const DAY_SECONDS = 86_400;
/** How long others have to sign where an action says nothing else: a week. */
const DEADLINE_SECONDS_DEFAULT = 7 * DAY_SECONDS;

/** One person of the seat, unless `bar` says more. */
function seat(of: Selector, roles: readonly Role[], bar: Bar): Seat {
  return { of, roles, bar };
}

const ONE: Bar = { kind: "persons", count: 1 };

/** So many persons. */
export function persons(count: number): Bar {
  return { kind: "persons", count };
}

/** Departments with a function in the city. */
export function functionSeat(name: DepartmentFunction, roles: readonly Role[], bar: Bar = ONE): Seat {
  return seat({ kind: "function", name }, roles, bar);
}

/** A department named in the record. */
export function partySeat(name: Party, roles: readonly Role[], bar: Bar = ONE): Seat {
  return seat({ kind: "party", name }, roles, bar);
}

/** The proposer's own department. */
export function ownSeat(roles: readonly Role[], bar: Bar = ONE): Seat {
  return seat({ kind: "own" }, roles, bar);
}

/** Any active department. */
export function anySeat(roles: readonly Role[], bar: Bar = ONE): Seat {
  return seat({ kind: "any" }, roles, bar);
}

/**
 * Any department but one that is named in the record.
 *
 * @public A word of the policies that a consortium may set; the cells of the domains are tested with it.
 */
export function otherSeat(than: Party, roles: readonly Role[], bar: Bar = ONE): Seat {
  return seat({ kind: "other", than }, roles, bar);
}

/** All seats, in any order. */
export function all(...seats: readonly Seat[]): Alternative {
  return { order: "any", distinct: "persons", seats };
}

/**
 * All seats, each by another department.
 *
 * @public A word of the policies that a consortium may set; the cells of the domains are tested with it.
 */
export function allDepartments(...seats: readonly Seat[]): Alternative {
  return { order: "any", distinct: "departments", seats };
}

/**
 * All seats, one after the other.
 *
 * @public A word of the policies that a consortium may set; the cells of the domains are tested with it.
 */
export function inTurn(...seats: readonly Seat[]): Alternative {
  return { order: "in-turn", distinct: "persons", seats };
}

/** `fact operator value`. */
export function when(fact: Fact, operator: Condition["operator"], value: number): Condition {
  return { fact, operator, value };
}

type CaseOptions = {
  readonly when?: readonly Condition[];
  readonly excludeProposer?: boolean;
  readonly excludeParties?: readonly Party[];
  readonly deadlineDays?: number;
};

/** A case: any of the alternatives will do. */
export function need(alternatives: readonly Alternative[], options: CaseOptions = {}): PolicyCase {
  return {
    when: options.when ?? [],
    alternatives,
    excludeProposer: options.excludeProposer === true ? "yes" : "no",
    excludeParties: options.excludeParties ?? [],
    deadlineSeconds: (options.deadlineDays ?? 0) * DAY_SECONDS || DEADLINE_SECONDS_DEFAULT,
  };
}

/**
 * The same policy with a founding case before it: while the network is being founded, any one of its signers is enough. So a
 * network of one person can work and grow; `founding.end` makes the case fall silent for ever.
 */
export function withFoundingCase(cases: readonly PolicyCase[]): readonly PolicyCase[] {
  const seats = cases.flatMap((one) => one.alternatives.flatMap((alternative) => alternative.seats));
  const single = new Map(seats.map((one) => [JSON.stringify([one.of, one.roles]), { ...one, bar: ONE }]));
  if (single.size === 0) return cases;
  const alternatives = [...single.values()].slice(0, POLICY_ALTERNATIVES_MAX).map((one) => all(one));
  return [need(alternatives, { when: [when("founding", "eq", 1)] }), ...cases];
}
