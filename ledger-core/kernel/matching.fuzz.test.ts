/** Counting seats by the least cut against seating everybody by augmenting paths. The seed is printed where a property fails. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alternative, Role, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";
import { POLICY_SEATS_MAX } from "#ledger-core/contract/schema/limits.ts";
import { mostFilled } from "./matching.ts";
import { need, persons } from "./policy-terms.ts";
import { progressOf } from "./policy.ts";
import type { Scope, Signatory } from "./policy.ts";
import { Rows } from "./rows.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";

const runs = { numRuns: process.env["LONG"] === undefined ? 2_000 : 50_000 };

/** The most places that hands can fill, by augmenting paths (Kuhn): everybody is seated, and moves on where somebody else has no choice. */
function mostSeated(places: readonly number[], hands: readonly ((seat: number) => boolean)[]): number {
  const slots = places.flatMap((count, seat) => Array.from({ length: count }, () => seat));
  const holder = new Map<number, (seat: number) => boolean>();
  const place = (hand: (seat: number) => boolean, tried: Set<number>): boolean =>
    slots.some((seat, slot) => {
      if (tried.has(slot) || !hand(seat)) return false;
      tried.add(slot);
      const sitting = holder.get(slot);
      if (sitting !== undefined && !place(sitting, tried)) return false;
      holder.set(slot, hand);
      return true;
    });
  for (const hand of hands) place(hand, new Set());
  return holder.size;
}

test("as many places are counted as can be seated", () => {
  const places = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: POLICY_SEATS_MAX });
  const masks = fc.array(fc.integer({ min: 0, max: 2 ** POLICY_SEATS_MAX - 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(places, masks, (counts, drawn) => {
      const hands = drawn.map((mask) => mask % 2 ** counts.length);
      const seated = mostSeated(
        counts,
        hands.map((hand) => (seat) => Math.floor(hand / 2 ** seat) % 2 === 1),
      );
      expect(mostFilled(counts, hands)).toBe(seated);
    }),
    runs,
  );
});

const at: Scope = {
  rows: new Rows(new MemoryRows()),
  subject: { parties: { owner: 2 }, facts: {} },
  proposer: { person: 1, department: 1 },
};
const role = fc.constantFrom<Role>("officer", "leader", "auditor");
const selector = fc.constantFrom<Selector>(
  { kind: "any" },
  { kind: "any" },
  { kind: "own" },
  { kind: "party", name: "owner" },
  { kind: "other", than: "owner" },
);
const seat: fc.Arbitrary<Seat> = fc.record({
  of: selector,
  roles: fc.uniqueArray(role, { minLength: 1, maxLength: 2 }),
  bar: fc.integer({ min: 1, max: 3 }).map(persons),
});
const alternative: fc.Arbitrary<Alternative> = fc.record({
  order: fc.constant("any" as const),
  distinct: fc.constantFrom("persons" as const, "persons" as const, "departments" as const),
  seats: fc.array(seat, { minLength: 1, maxLength: 4 }),
});
const signatories: fc.Arbitrary<readonly Signatory[]> = fc
  .array(
    fc.record({
      department: fc.integer({ min: 1, max: 3 }),
      roles: fc.uniqueArray(role, { maxLength: 2 }),
      lent: fc.array(fc.record({ role, giver: fc.integer({ min: 1, max: 9 }) }), { maxLength: 2 }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) => drawn.map((one, i) => ({ ...one, person: i + 1 })));

/** Whose authority a signature in a seat may be, in the words of the definition. */
function behind({ of, roles }: Seat, { person, department, roles: own, lent = [] }: Signatory): readonly number[] {
  const isOwner = department === 2;
  const isSelected = { any: true, own: department === 1, party: isOwner, other: !isOwner, function: false }[of.kind];
  if (!isSelected) return [];
  const held = own.some((one) => roles.includes(one)) ? [person] : [];
  return [...held, ...lent.filter((one) => roles.includes(one.role)).map(({ giver }) => giver)];
}

/** The most seats filled by hands, each of whom is whatever `keysOf` names of a signature in a seat. */
function mostBy(way: Alternative, keysOf: (one: Seat) => readonly (readonly number[])[]): number {
  const fitting = way.seats.map((one) => new Set(keysOf(one).flat()));
  const keys = new Set(fitting.flatMap((fits) => [...fits]));
  const places = way.seats.map(({ bar }) => (bar.kind === "persons" ? bar.count : 1));
  return mostSeated(
    places,
    [...keys].map((key) => (i) => fitting[i]?.has(key) === true),
  );
}

test("progress is what can be seated, by persons and by authorities or by departments", () => {
  fc.assert(
    fc.property(alternative, signatories, (way, people) => {
      const signing = (one: Seat): readonly Signatory[] => people.filter((person) => behind(one, person).length > 0);
      const byPerson = mostBy(way, (one) => signing(one).map(({ person }) => [person]));
      const byAuthority = mostBy(way, (one) => people.map((person) => behind(one, person)));
      const byDepartment = mostBy(way, (one) => signing(one).map(({ department }) => [department]));
      expect(progressOf(at, need([way]), way, people)).toEqual({
        filled: way.distinct === "departments" ? byDepartment : Math.min(byPerson, byAuthority),
        needed: way.seats.reduce((sum, { bar }) => sum + (bar.kind === "persons" ? bar.count : 1), 0),
      });
    }),
    runs,
  );
});
