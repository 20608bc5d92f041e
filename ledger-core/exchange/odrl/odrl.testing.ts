/** Policies of the ledger at random, for the tests of the documents: every one that the ledger takes in may come. */
import fc from "fast-check";
import { DUTIES, PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { ledgerReading } from "./names.ts";
import type { PolicyDocument } from "./policy-tree.ts";
import { readUsePolicies } from "./read-use-policies.ts";

export const CITY_OFFSET_SECONDS = 28_800;
export const READING = ledgerReading(CITY_OFFSET_SECONDS);
export const OWNER = "11320100MB1E00001A";
export const USER = "11320100MB1E00002B";

const SET_OPERATORS = ["isAnyOf", "isNoneOf"] as const;
const EQUALITY = ["eq", "neq"] as const;
const ORDER = ["lt", "lteq", "gt", "gteq"] as const;

const wordText = fc.oneof(
  fc.constantFrom("320100", "320500-7", OWNER, "玄武区 / 1", `<b>"x"</b>`, "a%20b'(c)*", "\u202e\\u0041\n"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

const words = (left: "purpose" | "recipient" | "spatial"): fc.Arbitrary<Constraint> => {
  const value = left === "purpose" ? fc.constantFrom(...PURPOSES) : wordText;
  const operand = value.map((word) => ({ kind: "word", value: word }) as const);
  return fc.oneof(
    fc.record({ left: fc.constant(left), operator: fc.constantFrom(...EQUALITY), right: fc.tuple(operand) }),
    fc.record({
      left: fc.constant(left),
      operator: fc.constantFrom(...SET_OPERATORS),
      right: fc.array(operand, { minLength: 1, maxLength: 4 }),
    }),
  );
};

const numbers = (left: "dateTime" | "count"): fc.Arbitrary<Constraint> => {
  const most = left === "count" ? Number.MAX_SAFE_INTEGER : 7_258_118_399;
  const operand = fc.nat({ max: most }).map((value) => ({ kind: "number", value }) as const);
  return fc.oneof(
    fc.record({
      left: fc.constant(left),
      operator: fc.constantFrom(...EQUALITY, ...ORDER),
      right: fc.tuple(operand),
    }),
    fc.record({
      left: fc.constant(left),
      operator: fc.constantFrom(...SET_OPERATORS),
      right: fc.array(operand, { minLength: 1, maxLength: 4 }),
    }),
  );
};

const constraint = fc.oneof(
  words("purpose"),
  words("recipient"),
  words("spatial"),
  numbers("dateTime"),
  numbers("count"),
);
const group = fc.record({
  operator: fc.constantFrom("and", "or", "xone"),
  constraints: fc.array(constraint, { minLength: 1, maxLength: 3 }),
});
const rule = (duties: number): fc.Arbitrary<UseRule> =>
  fc.record({
    actions: fc.array(fc.constantFrom(...USE_ACTIONS), { minLength: 1, maxLength: USE_ACTIONS.length }),
    constraints: fc.array(constraint, { maxLength: 3 }),
    groups: fc.array(group, { maxLength: 2 }),
    duties: fc.array(
      fc.record({ duty: fc.constantFrom(...DUTIES), withinDays: fc.oneof(fc.constant(0), fc.nat({ max: 36_500 })) }),
      { maxLength: duties },
    ),
  });

export const anyPolicy: fc.Arbitrary<UsePolicy> = fc.record({
  permissions: fc.array(rule(3), { minLength: 1, maxLength: 3 }),
  prohibitions: fc.array(rule(0), { maxLength: 2 }),
});

/** An offer, or an agreement with everything that it may say. */
export const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    policy: anyPolicy,
    uid: fc.uuid().map((id) => `urn:uuid:${id}`),
    target: fc.webUrl({ withQueryParameters: true }),
    agreement: fc.option(
      fc.record({
        purpose: fc.constantFrom(...PURPOSES),
        expires: fc.nat({ max: 4_102_444_800 }),
        useLimit: fc.nat({ max: 100_000 }),
      }),
      { nil: undefined },
    ),
    issued: fc.nat({ max: 4_102_444_800 }),
  })
  .map(({ agreement, ...rest }) =>
    agreement === undefined
      ? { ...rest, kind: "Offer", assigner: OWNER }
      : { ...rest, kind: "Agreement", assigner: OWNER, assignee: USER, agreement },
  );

export async function readText(text: string): ReturnType<typeof readUsePolicies> {
  return readUsePolicies(new TextEncoder().encode(text), READING);
}
