/** The evaluation of policies against definitions written out by brute force. The seed is printed where a property fails. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type {
  Alternative,
  Bar,
  DepartmentFunction,
  Party,
  PolicyCase,
  Role,
  Seat,
  Selector,
} from "#ledger-core/contract/schema/policy.ts";
import { memberTable } from "./governance/tables.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";
import { Overlay } from "./overlay.ts";
import { departmentsSelected, isDefeated, isInTurn, isSatisfied, progressOf, seatsFor, selectCase } from "./policy.ts";
import type { Scope, Signatory } from "./policy.ts";
import { Rows } from "./rows.ts";
import type { AnyTable } from "./table.ts";

const runs = { numRuns: process.env["LONG"] === undefined ? 2_000 : 50_000 };

type Member = { readonly functions: readonly DepartmentFunction[]; readonly state: "active" | "suspended" };

function rowsOf(members: readonly Member[]): Rows {
  const base = new MemoryRows();
  const overlay = new Overlay(base, 0);
  const row = { uscc: "0".repeat(18), name: "x", since: 0 };
  for (const [i, member] of members.entries()) overlay.put(memberTable as AnyTable, i + 1, { ...row, ...member });
  base.apply(overlay.writes());
  return new Rows(base);
}

const NOBODY: Seat = { of: { kind: "own" }, roles: [], bar: { kind: "persons", count: 1 } };
const DEPARTMENTS = 4;
const role = fc.constantFrom<Role>("officer", "leader", "finance");
const department = fc.integer({ min: 1, max: DEPARTMENTS });
const functionName = fc.constantFrom<DepartmentFunction>("bureau", "audit");
const partyName = fc.constantFrom<Party>("owner", "beneficiary");
const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.record({ kind: fc.constant("function" as const), name: functionName }),
  fc.record({ kind: fc.constant("party" as const), name: partyName }),
  fc.record({ kind: fc.constant("own" as const) }),
  fc.record({ kind: fc.constant("any" as const) }),
  fc.record({ kind: fc.constant("other" as const), than: partyName }),
);
const personsBar: fc.Arbitrary<Bar> = fc.record({
  kind: fc.constant("persons" as const),
  count: fc.integer({ min: 1, max: 2 }),
});
const roles = fc.uniqueArray(role, { minLength: 1, maxLength: 2 });
const seat: fc.Arbitrary<Seat> = fc.record({ of: selector, roles, bar: personsBar });
const alternative: fc.Arbitrary<Alternative> = fc.record({
  order: fc.constantFrom("any" as const, "in-turn" as const),
  distinct: fc.constantFrom("persons" as const, "departments" as const),
  seats: fc.array(seat, { minLength: 1, maxLength: 3 }),
});
const policyCase: fc.Arbitrary<PolicyCase> = fc.record({
  when: fc.constant([]),
  alternatives: fc.array(alternative, { minLength: 1, maxLength: 2 }),
  excludeProposer: fc.constantFrom("no" as const, "yes" as const),
  excludeParties: fc.uniqueArray(partyName, { maxLength: 1 }),
  deadlineSeconds: fc.constant(60),
});
const signatories: fc.Arbitrary<readonly Signatory[]> = fc
  .array(fc.record({ department, roles: fc.uniqueArray(role, { maxLength: 2 }) }), { maxLength: 5 })
  .map((people) => people.map((person, i) => ({ ...person, person: i + 1 })));
const member: fc.Arbitrary<Member> = fc.record({
  functions: fc.uniqueArray(functionName, { maxLength: 2 }),
  state: fc.constantFrom("active" as const, "active" as const, "suspended" as const),
});
const scope: fc.Arbitrary<Scope> = fc
  .record({
    members: fc.array(member, { minLength: DEPARTMENTS, maxLength: DEPARTMENTS }),
    parties: fc.record({ owner: department, beneficiary: department }, { requiredKeys: [] }),
    proposer: department,
  })
  .map(({ members, parties, proposer }) => ({
    rows: rowsOf(members),
    subject: { parties, facts: {} },
    proposer: { person: 1, department: proposer },
  }));

/** What a selector says, in the words of its definition. */
function names({ rows, subject, proposer }: Scope, of: Selector, key: number): boolean {
  const row = rows.get(memberTable, key);
  if (of.kind === "function") return row?.state === "active" && row.functions.includes(of.name);
  if (of.kind === "party") return subject.parties[of.name] === key;
  if (of.kind === "own") return proposer.department === key;
  if (of.kind === "any") return true;
  return subject.parties[of.than] !== undefined && subject.parties[of.than] !== key;
}

function isLeftOut(at: Scope, one: PolicyCase, { person, department: key }: Signatory): boolean {
  const isProposer = one.excludeProposer === "yes" && person === at.proposer.person;
  return isProposer || one.excludeParties.some((party) => at.subject.parties[party] === key);
}

type Way = Pick<Alternative, "order" | "distinct">;

/** True if the slots can be filled: every way is tried. In turn, whoever fits first has the seat, and later slots need later signatures. */
function canFill(at: Scope, slots: readonly Seat[], people: readonly Signatory[], way: Way): boolean {
  const [slot, ...rest] = slots;
  if (slot === undefined) return true;
  const fitting = people.map(
    (person) => slot.roles.some((one) => person.roles.includes(one)) && names(at, slot.of, person.department),
  );
  return people.some((person, i) => {
    const fits = fitting[i] === true && (way.order === "any" || fitting.indexOf(true) === i);
    const left = way.order === "in-turn" ? people.slice(i + 1) : people.toSpliced(i, 1);
    const apart = left.filter((other) => way.distinct === "persons" || other.department !== person.department);
    return fits && canFill(at, rest, apart, way);
  });
}

function slotsOf(way: Alternative): readonly Seat[] {
  return way.seats.flatMap((one) => Array.from({ length: one.bar.kind === "persons" ? one.bar.count : 1 }, () => one));
}

test("signatures suffice exactly where some assignment of distinct persons fills every seat of an alternative", () => {
  fc.assert(
    fc.property(scope, policyCase, signatories, (at, one, people) => {
      const counted = people.filter((person) => !isLeftOut(at, one, person));
      const expected = one.alternatives.some((way) => canFill(at, slotsOf(way), counted, way));
      expect(isSatisfied(at, one, people)).toBe(expected);
    }),
    runs,
  );
});

/** The most slots that can be filled: every way is tried. */
function mostFilled(at: Scope, slots: readonly Seat[], people: readonly Signatory[]): number {
  const [slot, ...rest] = slots;
  if (slot === undefined) return 0;
  const taken = people.flatMap((person, i) =>
    canFill(at, [slot], [person], { order: "any", distinct: "persons" })
      ? [1 + mostFilled(at, rest, people.toSpliced(i, 1))]
      : [],
  );
  return Math.max(mostFilled(at, rest, people), ...taken);
}

test("in any order, progress is the most seats that can be filled at once, whoever comes first", () => {
  const anybody: fc.Arbitrary<Seat> = fc.record({ of: fc.constant({ kind: "any" as const }), roles, bar: personsBar });
  const seats = fc.array(anybody, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(scope, seats, signatories, (at, chosen, people) => {
      const way: Alternative = { order: "any", distinct: "persons", seats: chosen };
      const one: PolicyCase = { ...caseOf(chosen[0] ?? NOBODY), alternatives: [way] };
      expect(progressOf(at, one, way, people).filled).toBe(mostFilled(at, slotsOf(way), people));
    }),
    runs,
  );
});

test("somebody of two roles makes room for somebody of one", () => {
  const seats = (["officer", "leader"] as const).map((name): Seat => ({
    ...NOBODY,
    of: { kind: "any" },
    roles: [name],
  }));
  const at: Scope = { rows: rowsOf([]), subject: { parties: {}, facts: {} }, proposer: { person: 1, department: 1 } };
  const one: PolicyCase = { ...caseOf(NOBODY), alternatives: [{ order: "any", distinct: "persons", seats }] };
  const both: Signatory = { person: 1, department: 1, roles: ["officer", "leader"] };
  const officer: Signatory = { person: 2, department: 1, roles: ["officer"] };
  expect(isSatisfied(at, one, [both, officer])).toBe(true);
  expect(isSatisfied(at, one, [officer, both])).toBe(true);
  expect(isSatisfied(at, one, [both])).toBe(false);
});

test("two people of one department are one department where departments must be distinct", () => {
  const seats: readonly Seat[] = [
    { ...NOBODY, of: { kind: "any" }, roles: ["leader"], bar: { kind: "persons", count: 2 } },
  ];
  const at: Scope = { rows: rowsOf([]), subject: { parties: {}, facts: {} }, proposer: { person: 1, department: 1 } };
  const one: PolicyCase = { ...caseOf(NOBODY), alternatives: [{ order: "any", distinct: "departments", seats }] };
  const leader = (person: number, of: number): Signatory => ({ person, department: of, roles: ["leader"] });
  expect(isSatisfied(at, one, [leader(1, 1), leader(2, 1)])).toBe(false);
  expect(isSatisfied(at, one, [leader(1, 1), leader(2, 1), leader(3, 2)])).toBe(true);
});

test("a second signature of the same person changes nothing", () => {
  fc.assert(
    fc.property(scope, policyCase, signatories, (at, one, people) => {
      expect(isSatisfied(at, one, [...people, ...people])).toBe(isSatisfied(at, one, people));
    }),
    runs,
  );
});

test("one more signature at the end never undoes what sufficed", () => {
  fc.assert(
    fc.property(scope, policyCase, signatories, (at, one, people) => {
      const before = isSatisfied(at, one, people.slice(0, -1));
      if (before) expect(isSatisfied(at, one, people)).toBe(true);
    }),
    runs,
  );
});

test("whoever has no seat makes no difference", () => {
  fc.assert(
    fc.property(scope, policyCase, signatories, (at, one, people) => {
      const seated = people.filter((person) => seatsFor(at, one, person).length > 0);
      expect(isSatisfied(at, one, seated)).toBe(isSatisfied(at, one, people));
    }),
    runs,
  );
});

test("whoever is in turn either fills a seat, or signs where no order is asked", () => {
  fc.assert(
    fc.property(scope, policyCase, signatories, (at, one, people) => {
      const next = people.at(-1);
      if (next === undefined) return;
      const before = people.slice(0, -1);
      const expected = one.alternatives.some((way) => {
        const grows = progressOf(at, one, way, people).filled > progressOf(at, one, way, before).filled;
        const fits = slotsOf(way).some((slot) => canFill(at, [slot], [next], way));
        return fits && (way.order === "any" || grows);
      });
      expect(isInTurn(at, one, before, next)).toBe(expected);
    }),
    runs,
  );
});

const departmentBar: fc.Arbitrary<Bar> = fc.oneof(
  fc.record({ kind: fc.constant("departments" as const), count: fc.integer({ min: 1, max: 6 }) }),
  fc
    .record({ numerator: fc.integer({ min: 1, max: 7 }), denominator: fc.integer({ min: 1, max: 7 }) })
    .map((share) => ({ kind: "share" as const, ...share })),
  fc
    .record({ numerator: fc.integer({ min: 0, max: 7 }), denominator: fc.integer({ min: 1, max: 7 }) })
    .map((share) => ({ kind: "over" as const, ...share })),
);
const consortium = fc.array(member, { minLength: 0, maxLength: 12 });
const countedSeat: fc.Arbitrary<Seat> = fc.record({
  of: fc.oneof(
    fc.record({ kind: fc.constant("any" as const) }),
    fc.record({ kind: fc.constant("function" as const), name: functionName }),
  ),
  roles: fc.constant<readonly Role[]>(["leader"]),
  bar: departmentBar,
});

/** The bar in whole numbers, without any division. */
function isReached(bar: Bar, signed: number, eligible: number): boolean {
  if (bar.kind === "share") return signed >= 1 && signed * bar.denominator >= eligible * bar.numerator;
  if (bar.kind === "over") return signed * bar.denominator > eligible * bar.numerator;
  return signed >= bar.count;
}

test("a bar of departments counts departments that signed, against all active ones that the seat names", () => {
  const signing = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 14 });
  fc.assert(
    fc.property(consortium, countedSeat, signing, (members, one, signed) => {
      const at: Scope = {
        rows: rowsOf(members),
        subject: { parties: {}, facts: {} },
        proposer: { person: 99, department: 1 },
      };
      const active = members.flatMap((entry, i) => (entry.state === "active" ? [{ key: i + 1, ...entry }] : []));
      const eligible = active.filter(
        ({ functions }) => one.of.kind === "any" || (one.of.kind === "function" && functions.includes(one.of.name)),
      );
      expect(departmentsSelected(at, one.of)).toEqual(eligible.map(({ key }) => key));
      // People of departments that are suspended hold no role.
      const people = signed.map((key, i) => {
        const isActive = active.some((entry) => entry.key === key);
        return { person: i + 1, department: key, roles: isActive ? (["leader"] as const) : [] };
      });
      const distinct = new Set(signed.filter((key) => eligible.some((entry) => entry.key === key))).size;
      const one2 = caseOf(one);
      expect(isSatisfied(at, one2, people)).toBe(isReached(one.bar, distinct, eligible.length));
    }),
    runs,
  );
});

function caseOf(one: Seat, excludeParties: readonly Party[] = []): PolicyCase {
  const alternatives: readonly Alternative[] = [{ order: "any", distinct: "persons", seats: [one] }];
  return { when: [], alternatives, excludeProposer: "no", excludeParties, deadlineSeconds: 60 };
}

test("a vote by departments is lost exactly where those that are left could not win it", () => {
  const stance = fc.constantFrom("approve", "reject", "abstain", "silent");
  fc.assert(
    fc.property(
      countedSeat,
      fc.array(stance, { minLength: 1, maxLength: 10 }),
      fc.boolean(),
      (one, stances, excluding) => {
        const members = stances.map((): Member => ({ functions: ["bureau", "audit"], state: "active" }));
        const rows = rowsOf(members);
        const at: Scope = {
          rows,
          subject: { parties: { owner: 1 }, facts: {} },
          proposer: { person: 99, department: 99 },
        };
        const policy = caseOf(one, excluding ? ["owner"] : []);
        const may = stances.map((taken, i) => ({
          taken: excluding && i === 0 ? "silent" : taken,
          person: i + 1,
          department: i + 1,
          roles: ["leader"] as const,
        }));
        const by = (wanted: string): readonly Signatory[] => may.filter(({ taken }) => taken === wanted);
        const votes = { approving: by("approve"), objecting: by("reject"), abstaining: by("abstain") };
        const best = may.filter(({ taken }) => taken === "approve" || taken === "silent");
        expect(isDefeated(at, policy, votes)).toBe(!isSatisfied(at, policy, best));
      },
    ),
    runs,
  );
});

test("the first case whose conditions all hold decides; a fact that nobody stated satisfies no condition", () => {
  const operator = fc.constantFrom("eq", "neq", "lt", "lteq", "gt", "gteq");
  const condition = fc.record({
    fact: fc.constantFrom("amount", "order"),
    operator,
    value: fc.integer({ min: 0, max: 3 }),
  });
  const facts = fc.record(
    { amount: fc.integer({ min: 0, max: 3 }), order: fc.integer({ min: 0, max: 3 }) },
    { requiredKeys: [] },
  );
  const cases = fc.array(fc.array(condition, { maxLength: 2 }), { maxLength: 4 });
  const holds = { eq: "===", neq: "!==", lt: "<", lteq: "<=", gt: ">", gteq: ">=" } as const;
  fc.assert(
    fc.property(facts, cases, (known, conditions) => {
      const at: Scope = {
        rows: rowsOf([]),
        subject: { parties: {}, facts: known },
        proposer: { person: 1, department: 1 },
      };
      const policies = conditions.map((when, i) => ({
        ...caseOf({ of: { kind: "own" }, roles: ["officer"], bar: { kind: "persons", count: 1 } }),
        when,
        deadlineSeconds: 60 + i,
      }));
      const expected = conditions.findIndex((when) =>
        when.every(({ fact, operator: sign, value }) => {
          const asked = known[fact];
          return asked !== undefined && compare(asked, holds[sign], value);
        }),
      );
      expect(selectCase(at, policies)?.deadlineSeconds).toBe(expected < 0 ? undefined : 60 + expected);
    }),
    runs,
  );
});

function compare(left: number, sign: "===" | "!==" | "<" | "<=" | ">" | ">=", right: number): boolean {
  const order = Math.sign(left - right);
  return { "===": [0], "!==": [-1, 1], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] }[sign].includes(order);
}
