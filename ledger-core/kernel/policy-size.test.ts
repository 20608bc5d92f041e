/** What the largest policies cost, in looks at a signatory: every act may be weighed again in a replay, so it must not grow with the seats' places. */
import { expect, test } from "vitest";
import { POLICY_ALTERNATIVES_MAX, POLICY_SEATS_MAX, SEAT_COUNT_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Alternative, Role } from "#ledger-core/contract/schema/policy.ts";
import { all, allDepartments, anySeat, functionSeat, inTurn, need, persons } from "./policy-terms.ts";
import { isSatisfied, progressOf } from "./policy.ts";
import type { Scope, Signatory } from "./policy.ts";
import { Rows } from "./rows.ts";
import type { RowSource } from "./rows.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";

const PEOPLE = 450;
const full = persons(SEAT_COUNT_MAX);
const others: readonly Role[] = ["witness"];
const seats = [
  anySeat(["officer"], full),
  ...Array.from({ length: POLICY_SEATS_MAX - 1 }, () => anySeat(others, full)),
];
const needed = POLICY_SEATS_MAX * SEAT_COUNT_MAX;

function scopeOf(source: RowSource): Scope {
  return { rows: new Rows(source), subject: { parties: {}, facts: {} }, proposer: { person: 1, department: 1 } };
}

/** People of `departments` departments who count how often their roles are looked at, and stop what looks more often than `most`. */
function crowd(most: number, { departments = 1, isLending = false } = {}): readonly Signatory[] {
  let looks = 0;
  return Array.from({ length: PEOPLE }, (_, i) => ({
    person: i + 1,
    department: 1 + (i % departments),
    get roles(): readonly Role[] {
      if (++looks > most) throw new Error(`people were looked at more than ${most} times`);
      return ["officer"];
    },
    lent: isLending ? [{ role: "officer" as const, giver: 1 + ((i + 1) % PEOPLE) }] : [],
  }));
}

const LOOKS_MAX = PEOPLE * POLICY_SEATS_MAX;

test.each<{ name: string; way: Alternative; departments?: number; isLending?: boolean; filled: number }>([
  { name: "in any order", way: all(...seats), filled: SEAT_COUNT_MAX },
  { name: "under lent roles", way: all(...seats), isLending: true, filled: SEAT_COUNT_MAX },
  { name: "of distinct departments", way: allDepartments(...seats), departments: 300, filled: SEAT_COUNT_MAX },
  { name: "in turn", way: inTurn(...seats), filled: SEAT_COUNT_MAX },
])("hundreds of people for seats $name are looked at once for each seat", ({ way, filled, ...options }) => {
  const people = crowd(LOOKS_MAX, options);
  const at = scopeOf(new MemoryRows());
  expect(progressOf(at, need([way]), way, people)).toEqual({ filled, needed });
});

test("as many ways as there may be are as many times the work, and no more", () => {
  const ways = Array.from({ length: POLICY_ALTERNATIVES_MAX }, () => all(...seats));
  const people = crowd(LOOKS_MAX * ways.length);
  expect(isSatisfied(scopeOf(new MemoryRows()), need(ways), people)).toBe(false);
});

test("whether a seat selects a department is asked once, however many of its people sign", () => {
  let reads = 0;
  const base = new MemoryRows();
  const counting: RowSource = {
    get(table, key) {
      reads++;
      return base.get(table, key);
    },
    scan: (table, index, range) => base.scan(table, index, range),
  };
  const way = all(...Array.from({ length: POLICY_SEATS_MAX }, () => functionSeat("bureau", ["officer"], full)));
  progressOf(scopeOf(counting), need([way]), way, crowd(LOOKS_MAX, { departments: 3 }));
  expect(reads).toBe(3 * POLICY_SEATS_MAX);
});
