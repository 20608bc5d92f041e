/** Whether signatures suffice: the one place where policies are evaluated. */
import { meets } from "#ledger-core/contract/schema/policy.ts";
import type { Alternative, Condition, PolicyCase, Role, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";
import { assertNever } from "./assert.ts";
import { activeMembers } from "./directory.ts";
import type { LentRole } from "./directory.ts";
import { memberTable, networkTable } from "./governance/tables.ts";
import { mostFilled } from "./matching.ts";
import type { Actor, Subject } from "./module.ts";
import type { Rows } from "./rows.ts";

/** A person whose signature is weighed, with the roles held at this moment: the own ones, and those that others have lent. */
export type Signatory = {
  readonly person: number;
  readonly department: number;
  readonly roles: readonly Role[];
  readonly lent?: readonly LentRole[];
};

/** What a policy is asked about: the record's subject, and who proposed. */
export type Scope = { readonly rows: Rows; readonly subject: Subject; readonly proposer: Actor };

/** How far an alternative is: `filled` of `needed` signatures (or departments), in the order of its seats. */
export type Progress = { readonly filled: number; readonly needed: number };

/** The first case whose conditions all hold; undefined means no. `founding` is answered by the network's own row. */
export function selectCase(scope: Scope, cases: readonly PolicyCase[]): PolicyCase | undefined {
  return cases.find((candidate) => candidate.when.every((condition) => holds(scope, condition)));
}

function holds(scope: Scope, condition: Condition): boolean {
  const { fact } = condition;
  const asked = fact === "founding" ? foundingFact(scope.rows) : scope.subject.facts[fact];
  // A fact that the action does not know satisfies no condition, so a policy cannot be passed by a missing answer.
  return asked !== undefined && meets(asked, condition);
}

function foundingFact(rows: Rows): number {
  return rows.get(networkTable, 1)?.founding === "yes" ? 1 : 0;
}

/** True if the signatories, in the order in which they signed, satisfy one alternative of the case. */
export function isSatisfied(scope: Scope, policyCase: PolicyCase, signatories: readonly Signatory[]): boolean {
  const counted = countedOf(scope, policyCase, signatories);
  return policyCase.alternatives.some((alternative) => {
    const { filled, needed } = progressOfCounted(scope, alternative, counted);
    return filled >= needed;
  });
}

/** How far the signatories have come with one alternative. */
export function progressOf(
  scope: Scope,
  policyCase: PolicyCase,
  alternative: Alternative,
  signatories: readonly Signatory[],
): Progress {
  return progressOfCounted(scope, alternative, countedOf(scope, policyCase, signatories));
}

function progressOfCounted(scope: Scope, alternative: Alternative, counted: readonly Signatory[]): Progress {
  const share = departmentSeat(alternative);
  if (share !== undefined) return shareProgress(scope, share, counted);
  const slots = slotsOf(alternative);
  const [only] = slots;
  // A single slot is filled by whoever fits, in whatever way hands are counted.
  if (only !== undefined && slots.length === 1)
    return { filled: counted.some((signatory) => fits(scope, only, signatory)) ? 1 : 0, needed: 1 };
  const filled =
    alternative.order === "in-turn"
      ? fillInTurn(scope, alternative, slots, counted)
      : fillAny(scope, alternative, counted);
  return { filled, needed: slots.length };
}

/** The seats of a case that a person could fill, exclusions applied. */
export function seatsFor(scope: Scope, policyCase: PolicyCase, signatory: Signatory): readonly Seat[] {
  return isExcluded(scope, policyCase, signatory) ? [] : matchingSeats(scope, policyCase, signatory);
}

/** The seats that a person's department and roles fit, whether or not the signature would count. */
export function matchingSeats(scope: Scope, policyCase: PolicyCase, signatory: Signatory): readonly Seat[] {
  const seats = policyCase.alternatives.flatMap((alternative) => alternative.seats);
  return seats.filter((seat) => fits(scope, seat, signatory));
}

/** True if the department alone would do for one of the case's seats: what is missing is then the role. */
export function isDepartmentNamed(scope: Scope, policyCase: PolicyCase, department: number): boolean {
  const seats = policyCase.alternatives.flatMap((alternative) => alternative.seats);
  return seats.some((seat) => selects(scope, seat.of, department));
}

/** True if, where signing is in turn, the person may sign next after those who signed. */
export function isInTurn(
  scope: Scope,
  policyCase: PolicyCase,
  signatories: readonly Signatory[],
  next: Signatory,
): boolean {
  return policyCase.alternatives.some((alternative) => {
    if (!alternative.seats.some((seat) => fits(scope, seat, next))) return false;
    if (alternative.order === "any") return true;
    const before = progressOf(scope, policyCase, alternative, signatories).filled;
    return progressOf(scope, policyCase, alternative, [...signatories, next]).filled > before;
  });
}

/**
 * True if no alternative can be satisfied any more: one that counts persons is dead once somebody entitled to it objects; one
 * that counts departments is dead once too few of them are left that have not objected or abstained.
 */
export function isDefeated(
  scope: Scope,
  policyCase: PolicyCase,
  votes: {
    readonly approving: readonly Signatory[];
    readonly objecting: readonly Signatory[];
    readonly abstaining: readonly Signatory[];
  },
): boolean {
  return policyCase.alternatives.every((alternative) => {
    const share = departmentSeat(alternative);
    if (share === undefined) {
      return votes.objecting.some((voter) => alternative.seats.some((seat) => fits(scope, seat, voter)));
    }
    const eligible = departmentsSelected(scope, share.of);
    const counted = votes.approving.filter(
      (voter) => !isExcluded(scope, policyCase, voter) && fits(scope, share, voter),
    );
    const approving = new Set(counted.map((voter) => voter.department));
    const lost = [...votes.objecting, ...votes.abstaining].filter((voter) => fits(scope, share, voter));
    const gone = new Set(lost.map((voter) => voter.department).filter((department) => !approving.has(department)));
    // Departments that the case excludes count in the denominator, and can never be won.
    for (const department of eligible) if (isPartyExcluded(scope, policyCase, department)) gone.add(department);
    return eligible.length - gone.size < departmentsNeeded(share, eligible.length);
  });
}

/** The seat of an alternative that counts departments; such an alternative has no other seat. */
export function departmentSeat(alternative: Alternative): Seat | undefined {
  const seat = alternative.seats[0];
  return seat === undefined || seat.bar.kind === "persons" ? undefined : seat;
}

function shareProgress(scope: Scope, seat: Seat, signatories: readonly Signatory[]): Progress {
  const eligible = departmentsSelected(scope, seat.of);
  const signed = signatories
    .filter((signatory) => fits(scope, seat, signatory))
    .map((signatory) => signatory.department);
  return { filled: new Set(signed).size, needed: departmentsNeeded(seat, eligible.length) };
}

/** Departments whose signature a seat asks for; at least one, so that an empty consortium approves nothing. */
export function departmentsNeeded(seat: Seat, eligible: number): number {
  const { bar } = seat;
  switch (bar.kind) {
    case "persons":
    case "departments":
      return bar.count;
    case "share":
      return Math.max(1, ceilDivide(eligible * bar.numerator, bar.denominator));
    case "over":
      return floorDivide(eligible * bar.numerator, bar.denominator) + 1;
    default:
      return assertNever(bar);
  }
}

function floorDivide(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor;
}

function ceilDivide(dividend: number, divisor: number): number {
  return floorDivide(dividend + divisor - 1, divisor);
}

/** A seat for three persons is three slots. */
function slotsOf(alternative: Alternative): readonly Seat[] {
  const slots: Seat[] = [];
  for (const seat of alternative.seats) {
    for (let i = placesOf(seat); i > 0; i--) slots.push(seat);
  }
  return slots;
}

function placesOf({ bar }: Seat): number {
  return bar.kind === "persons" ? bar.count : 1;
}

/** Who fills one slot at most: a person, or all who signed for a department where departments must be distinct. */
function handKey({ distinct }: Alternative, signatory: Signatory): number {
  return distinct === "departments" ? signatory.department : signatory.person;
}

/** Whose authority a signature in a seat may be: the signatory's own, or that of whoever lent a role that the seat asks for. */
function authoritiesIn(scope: Scope, seat: Seat, signatory: Signatory): readonly number[] {
  return selects(scope, seat.of, signatory.department) ? authoritiesByRole(seat, signatory) : [];
}

/** The same for a signatory of a department that the seat selects. */
function authoritiesByRole(seat: Seat, { person, roles, lent = [] }: Signatory): readonly number[] {
  const own = seat.roles.some((role) => roles.includes(role)) ? [person] : [];
  return [...own, ...lent.filter(({ role }) => seat.roles.includes(role)).map(({ giver }) => giver)];
}

/** One signature after the other: each fills the next slot if it fits there, and otherwise does not count. */
function fillInTurn(
  scope: Scope,
  alternative: Alternative,
  slots: readonly Seat[],
  signatories: readonly Signatory[],
): number {
  const seated = new Set<number>();
  const exercised = new Set<number>();
  for (const signatory of signatories) {
    const slot = slots[seated.size];
    const key = handKey(alternative, signatory);
    if (slot === undefined || seated.has(key)) continue;
    const authority = authoritiesIn(scope, slot, signatory).find((one) => !exercised.has(one));
    if (authority === undefined) continue;
    seated.add(key);
    exercised.add(authority);
  }
  return seated.size;
}

/**
 * The most slots that can be filled at once, for greedy filling would let a person with two roles take the slot that only somebody
 * else's role could not fill. Counted as persons, for nobody signs twice; and also as those whose authority is exercised, for whoever
 * lends a role does not become two. Each signature is held against each seat once, and each department as well.
 */
function fillAny(scope: Scope, alternative: Alternative, signatories: readonly Signatory[]): number {
  const { seats, distinct } = alternative;
  const departments = new Set(signatories.map(({ department }) => department));
  const hands = new Map<number, number>();
  const authorities = new Map<number, number>();
  for (const [i, seat] of seats.entries()) {
    const selected = new Set([...departments].filter((department) => selects(scope, seat.of, department)));
    for (const signatory of signatories) {
      const exercised = selected.has(signatory.department) ? authoritiesByRole(seat, signatory) : [];
      if (exercised.length > 0) addSeat(hands, handKey(alternative, signatory), i);
      for (const authority of exercised) addSeat(authorities, authority, i);
    }
  }
  const places = seats.map(placesOf);
  const filled = mostFilled(places, hands.values());
  return distinct === "departments" ? filled : Math.min(filled, mostFilled(places, authorities.values()));
}

/** Notes that a hand fits a seat, as `mostFilled` takes it. */
function addSeat(hands: Map<number, number>, key: number, seat: number): void {
  hands.set(key, (hands.get(key) ?? 0) | (1 << seat));
}

/** The first signature of each person. */
function distinctPeople(signatories: readonly Signatory[]): readonly Signatory[] {
  if (signatories.length < 2) return signatories;
  const seen = new Set<number>();
  return signatories.filter(({ person }) => !seen.has(person) && seen.add(person));
}

/** Whose signatures count: each person's first, without those whom the case excludes and without roles that these have lent. */
function countedOf(scope: Scope, policyCase: PolicyCase, signatories: readonly Signatory[]): readonly Signatory[] {
  const counted = distinctPeople(signatories).filter((signatory) => !isExcluded(scope, policyCase, signatory));
  if (policyCase.excludeProposer === "no") return counted;
  const { person } = scope.proposer;
  const proposer = signatories.find((signatory) => signatory.person === person);
  const behind = new Set([person, ...(proposer === undefined ? [] : lendersBehind(scope, policyCase, proposer))]);
  return counted
    .filter((signatory) => !behind.has(signatory.person))
    .map(({ lent = [], ...signatory }) => ({ ...signatory, lent: lent.filter(({ giver }) => !behind.has(giver)) }));
}

/** Those under whose authority alone somebody could propose. */
function lendersBehind(scope: Scope, policyCase: PolicyCase, proposer: Signatory): readonly number[] {
  const seats = policyCase.alternatives.flatMap((alternative) => alternative.seats);
  const authorities = seats.flatMap((seat) => authoritiesIn(scope, seat, proposer));
  return authorities.includes(proposer.person) ? [] : authorities;
}

function isExcluded(scope: Scope, policyCase: PolicyCase, signatory: Signatory): boolean {
  if (policyCase.excludeProposer === "yes" && signatory.person === scope.proposer.person) return true;
  return isPartyExcluded(scope, policyCase, signatory.department);
}

function isPartyExcluded(scope: Scope, policyCase: PolicyCase, department: number): boolean {
  return policyCase.excludeParties.some((party) => scope.subject.parties[party] === department);
}

function fits(scope: Scope, seat: Seat, signatory: Signatory): boolean {
  return authoritiesIn(scope, seat, signatory).length > 0;
}

function selects(scope: Scope, selector: Selector, department: number): boolean {
  switch (selector.kind) {
    case "function": {
      const member = scope.rows.get(memberTable, department);
      return member?.state === "active" && member.functions.includes(selector.name);
    }
    case "party":
      return scope.subject.parties[selector.name] === department;
    case "own":
      return scope.proposer.department === department;
    case "any":
      return true;
    case "other": {
      const party = scope.subject.parties[selector.than];
      return party !== undefined && party !== department;
    }
    default:
      return assertNever(selector);
  }
}

/** Active departments that a selector names. */
export function departmentsSelected(scope: Scope, selector: Selector): readonly number[] {
  const departments = activeMembers(scope.rows).map((member) => member.key);
  return departments.filter((department) => selects(scope, selector, department));
}
