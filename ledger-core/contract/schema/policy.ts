/**
 * Who must sign: the row that decides it. A policy is a list of cases, the first whose conditions all hold decides, and none
 * means no. What a case needs is a choice of alternatives, each a list of seats that must all be filled by distinct persons.
 */
import {
  POLICY_ALTERNATIVES_MAX,
  POLICY_CASES_MAX,
  POLICY_CONDITIONS_MAX,
  POLICY_SEATS_MAX,
  PROPOSAL_SECONDS_MAX,
  PROPOSAL_SECONDS_MIN,
  SEAT_COUNT_MAX,
} from "./limits.ts";
import { choice, integer, list, record, union } from "./schema.ts";
import type { Value } from "./schema.ts";

/** What a department is there for in the city. Appended only. */
export const FUNCTIONS = [
  "bureau", // data bureau, BUR
  "audit", // audit and discipline, AUD
  "finance", // finance department, FIN
  "bank", // BNK
  "supervisor", // supervision company, SUP
  "project", // project unit, PRJ
  "village", // village or beneficiary committee, VIL
  "clinic", // community doctors, GP
  "hospital", // specialists, SPC
  "court", // CRT
  "notary", // notary and appraisal, NOT
  "evidence", // evidence platform, PLT
  "market", // energy trading centre, MKT
  "grid", // grid operator, GRD
  "police",
  "emergency", // EMG
  "inspection",
] as const;

/** What a person may do within a department. Appended only. */
export const ROLES = [
  "officer", // prepares and uses
  "leader", // answers for the department
  "steward", // keeps its data
  "admin", // keeps its people and keys
  "auditor",
  "finance",
  "clinician",
  "witness",
  "device", // a device's key, not a person's
  "node", // a node's key
  "citizen", // a citizen's pseudonym
] as const;

/** A department of the record that the action is about. Appended only. */
export const PARTIES = ["owner", "beneficiary", "project", "provider", "recipient", "authority", "subject"] as const;

/** What a condition may ask about the record. Appended only. `founding` comes from the kernel. */
export const FACTS = [
  "founding",
  "amount",
  "sharing",
  "narrowing",
  "agreements",
  "order",
  "unconditional",
  "level",
  "authority",
  "offered",
] as const;

export type DepartmentFunction = (typeof FUNCTIONS)[number];
export type Role = (typeof ROLES)[number];
export type Party = (typeof PARTIES)[number];
export type Fact = (typeof FACTS)[number];

export const functionSchema = choice(FUNCTIONS);
export const roleSchema = choice(ROLES);
export const partySchema = choice(PARTIES);

/** Which departments may fill a seat: those with a function, one of the record, the proposer's own, any active one, any but one. */
export const selectorSchema = union({
  function: record({ name: functionSchema }),
  party: record({ name: partySchema }),
  own: record({}),
  any: record({}),
  other: record({ than: partySchema }),
});

/**
 * How many must sign: so many persons; so many departments; a share of the departments that the selector names among all
 * active members at that height, at least (`share`) or more than (`over`) numerator/denominator.
 */
export const barSchema = union({
  persons: record({ count: integer(1, SEAT_COUNT_MAX) }),
  departments: record({ count: integer(1, SEAT_COUNT_MAX) }),
  share: record({ numerator: integer(1, 1_000), denominator: integer(1, 1_000) }),
  over: record({ numerator: integer(0, 1_000), denominator: integer(1, 1_000) }),
});

/** A seat: whoever holds one of the roles in one of the departments, as many as the bar says. */
export const seatSchema = record({
  of: selectorSchema,
  roles: list(roleSchema, ROLES.length),
  bar: barSchema,
});

/**
 * All its seats must be filled, in turn if `order` says so. The signatures are always those of distinct persons; where `distinct` is
 * `departments`, of distinct departments as well.
 */
export const alternativeSchema = record({
  order: choice(["any", "in-turn"]),
  distinct: choice(["persons", "departments"]),
  seats: list(seatSchema, POLICY_SEATS_MAX),
});

export const conditionSchema = record({
  fact: choice(FACTS),
  operator: choice(["eq", "neq", "lt", "lteq", "gt", "gteq"]),
  value: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});

export const caseSchema = record({
  when: list(conditionSchema, POLICY_CONDITIONS_MAX),
  alternatives: list(alternativeSchema, POLICY_ALTERNATIVES_MAX),
  /** Whose signature does not count: the proposer's own, or that of people of the named departments. */
  excludeProposer: choice(["no", "yes"]),
  excludeParties: list(partySchema, PARTIES.length),
  /** How long others have to sign, in seconds from the proposal. */
  deadlineSeconds: integer(PROPOSAL_SECONDS_MIN, PROPOSAL_SECONDS_MAX),
});

export const casesSchema = list(caseSchema, POLICY_CASES_MAX);

export type Selector = Value<typeof selectorSchema>;
export type Bar = Value<typeof barSchema>;
export type Seat = Value<typeof seatSchema>;
export type Alternative = Value<typeof alternativeSchema>;
export type Condition = Value<typeof conditionSchema>;
export type PolicyCase = Value<typeof caseSchema>;

/** True if a fact of that value meets the condition. */
export function meets(asked: number, { operator, value }: Condition): boolean {
  switch (operator) {
    case "eq":
      return asked === value;
    case "neq":
      return asked !== value;
    case "lt":
      return asked < value;
    case "lteq":
      return asked <= value;
    case "gt":
      return asked > value;
    case "gteq":
      return asked >= value;
  }
}
