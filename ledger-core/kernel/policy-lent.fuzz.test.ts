/** Signatures under lent roles: nobody signs twice, and nobody's authority counts twice. The seed is printed where a property fails. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alternative, PolicyCase, Role, Seat } from "#ledger-core/contract/schema/policy.ts";
import { all, anySeat, inTurn, need, persons } from "./policy-terms.ts";
import { isSatisfied, progressOf, seatsFor } from "./policy.ts";
import type { Scope, Signatory } from "./policy.ts";
import { Rows } from "./rows.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";

const runs = { numRuns: process.env["LONG"] === undefined ? 2_000 : 50_000 };
const at: Scope = {
  rows: new Rows(new MemoryRows()),
  subject: { parties: {}, facts: {} },
  proposer: { person: 1, department: 1 },
};
const PEOPLE = 4;
const roleName = fc.constantFrom<Role>("officer", "leader", "admin");
const seat: fc.Arbitrary<Seat> = fc
  .record({ roles: fc.uniqueArray(roleName, { minLength: 1, maxLength: 2 }), count: fc.integer({ min: 1, max: 2 }) })
  .map(({ roles, count }) => anySeat(roles, persons(count)));
const seats = fc.array(seat, { minLength: 1, maxLength: 3 });
/** People 1 to 4 of one department; what they hold and what they were lent by another of the four, or by a fifth who never signs. */
const people: fc.Arbitrary<readonly Signatory[]> = fc
  .array(
    fc.record({
      signs: fc.boolean(),
      roles: fc.uniqueArray(roleName, { maxLength: 2 }),
      lent: fc.array(fc.record({ role: roleName, giver: fc.integer({ min: 1, max: PEOPLE + 1 }) }), { maxLength: 2 }),
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  )
  .map((drawn) =>
    drawn.flatMap(({ signs, roles, lent }, i) =>
      signs ? [{ person: i + 1, department: 1, roles, lent: lent.filter(({ giver }) => giver !== i + 1) }] : [],
    ),
  );

function slotsOf(way: Alternative): readonly Seat[] {
  return way.seats.flatMap((one) => Array.from({ length: one.bar.kind === "persons" ? one.bar.count : 1 }, () => one));
}

/** Who may sit in a slot, and in whose place. */
function sittings(slot: Seat, signatories: readonly Signatory[]): readonly { person: number; authority: number }[] {
  return signatories.flatMap(({ person, roles, lent = [] }) => [
    ...(slot.roles.some((one) => roles.includes(one)) ? [{ person, authority: person }] : []),
    ...lent.filter(({ role }) => slot.roles.includes(role)).map(({ giver }) => ({ person, authority: giver })),
  ]);
}

/** True if the slots can be filled so that whatever `apart` names is never the same twice: every way is tried. */
function canFill(
  slots: readonly Seat[],
  signatories: readonly Signatory[],
  apart: readonly ("person" | "authority")[],
  taken: readonly { person: number; authority: number }[] = [],
): boolean {
  const [slot, ...rest] = slots;
  if (slot === undefined) return true;
  return sittings(slot, signatories).some(
    (sitting) =>
      !taken.some((other) => apart.some((by) => other[by] === sitting[by])) &&
      canFill(rest, signatories, apart, [...taken, sitting]),
  );
}

test("where each seat can have another person with another authority the signatures suffice; where either cannot, they do not", () => {
  fc.assert(
    fc.property(seats, people, (chosen, signatories) => {
      const way = all(...chosen);
      const slots = slotsOf(way);
      const holds = isSatisfied(at, need([way]), signatories);
      if (canFill(slots, signatories, ["person", "authority"])) expect(holds).toBe(true);
      expect(holds).toBe(canFill(slots, signatories, ["person"]) && canFill(slots, signatories, ["authority"]));
    }),
    runs,
  );
});

test("in turn, too, no seat is filled twice by one person or under one authority", () => {
  fc.assert(
    fc.property(seats, people, (chosen, signatories) => {
      const way = inTurn(...chosen);
      const filled = slotsOf(way).slice(0, progressOf(at, need([way]), way, signatories).filled);
      expect(canFill(filled, signatories, ["person", "authority"])).toBe(true);
    }),
    runs,
  );
});

test("one person with any number of stand-ins who hold nothing themselves fills one seat", () => {
  fc.assert(
    fc.property(
      seats,
      fc.uniqueArray(roleName, { minLength: 1 }),
      fc.integer({ min: 1, max: 6 }),
      (chosen, roles, count) => {
        const lent = roles.map((role) => ({ role, giver: 1 }));
        const standIns = Array.from({ length: count }, (_, i) => ({ person: i + 2, department: 1, roles: [], lent }));
        for (const way of [all(...chosen), inTurn(...chosen)])
          expect(
            progressOf(at, need([way]), way, [{ person: 1, department: 1, roles }, ...standIns]).filled,
          ).toBeLessThanOrEqual(1);
      },
    ),
    runs,
  );
});

test("a stand-in signs in the place of somebody else who does not, and a second signature of either adds nothing", () => {
  const two = need([all(anySeat(["leader"], persons(2)))]);
  const leader = (person: number): Signatory => ({ person, department: 1, roles: ["leader"] });
  const standIn = (person: number, giver: number): Signatory => ({
    person,
    department: 1,
    roles: ["officer"],
    lent: [{ role: "leader", giver }],
  });
  expect(isSatisfied(at, two, [leader(1), standIn(3, 2)])).toBe(true);
  expect(isSatisfied(at, two, [leader(1), standIn(3, 1)])).toBe(false);
  expect(isSatisfied(at, two, [leader(1), standIn(3, 1), standIn(4, 1)])).toBe(false);
  expect(isSatisfied(at, two, [leader(1), standIn(3, 1), standIn(4, 2)])).toBe(true);
  expect(isSatisfied(at, two, [standIn(3, 1), standIn(4, 2)])).toBe(true);
});

test("a proposer who may not count does not count through a stand-in either, nor as whoever lent the right to propose", () => {
  const byAnother: PolicyCase = need([all(anySeat(["leader"]))], { excludeProposer: true });
  const leader: Signatory = { person: 1, department: 1, roles: ["leader"] };
  const standIn: Signatory = { person: 2, department: 1, roles: ["officer"], lent: [{ role: "leader", giver: 1 }] };
  const third: Signatory = { person: 3, department: 1, roles: ["leader"] };
  expect(isSatisfied(at, byAnother, [leader, standIn])).toBe(false);
  expect(isSatisfied(at, byAnother, [leader, third])).toBe(true);
  // Somebody without a seat of their own proposes by what the leader lent, and the leader approves.
  const turned: Scope = { ...at, proposer: { person: 2, department: 1 } };
  expect(isSatisfied(turned, byAnother, [standIn, leader])).toBe(false);
  expect(isSatisfied(turned, byAnother, [standIn, third])).toBe(true);
  expect(isSatisfied(turned, byAnother, [{ ...standIn, roles: ["leader"] }, leader])).toBe(true);
  expect(seatsFor(turned, byAnother, standIn)).toEqual([]);
});
