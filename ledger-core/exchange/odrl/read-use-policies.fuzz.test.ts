/** Documents at random, with terms that nobody knows among the others: what is taken in never permits what the document does not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { evaluateUse, flawOfUsePolicy } from "#ledger-core/modules/catalog/use-policy.ts";
import { iriOfAction } from "./actions.ts";
import { evaluateRequest } from "./evaluate-request.testing.ts";
import { iriOfArea, iriOfDepartment, iriOfPurpose } from "./names.ts";
import { CITY_OFFSET_SECONDS, OWNER, readText, USER } from "./odrl.testing.ts";
import { declaredActions } from "./read-use-policies.ts";
import { readGraph } from "./read-graph.ts";
import { readPolicies } from "./read-policies.ts";

const X = "http://example.org/x";
const Y = "http://example.org/y";
const some = <T>(value: fc.Arbitrary<T>, maxLength: number) => fc.array(value, { minLength: 1, maxLength });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });

const action = fc.constantFrom(
  ...["use", "use", "read", "read", "distribute", "derive", "modify", "print"],
  ...["city:query", "http://example.org/peek", "http://example.org/part"],
);
const party = fc.constantFrom(iriOfDepartment(OWNER), iriOfDepartment(USER), "http://example.org/alice");
const time = fc.constantFrom("2026-01-01", "2026-06-30T12:00:00Z", "2026-06-30", "soon");
const right = fc.oneof(
  fc
    .constantFrom(iriOfPurpose("research"), iriOfPurpose("planning"), iriOfArea("320100"), "http://example.org/fun")
    .map((id) => ({ "@id": id })),
  party.map((id) => ({ "@id": id })),
  time.map((text) => ({ "@value": text, "@type": text.length === 10 ? "xsd:date" : "xsd:dateTime" })),
  fc.integer({ min: -1, max: 4 }),
);
const comparison = fc
  .record(
    {
      leftOperand: fc.constantFrom(
        "dateTime",
        "dateTime",
        "purpose",
        "purpose",
        "recipient",
        "count",
        "spatial",
        "resolution",
      ),
      operator: fc.constantFrom("eq", "neq", "lt", "lteq", "gt", "gteq", "isAnyOf", "isNoneOf", "isA"),
      rightOperand: fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: some(right, 3) }),
      unit: fc.constant("http://example.org/unit"),
    },
    { requiredKeys: ["leftOperand", "operator", "rightOperand"] },
  )
  .map(({ unit, ...rest }) => (unit === undefined || rest.leftOperand !== "count" ? rest : { ...rest, unit }));
/** Comparisons that make sense are common, or hardly anything would be permitted. */
const sound = fc.constantFrom(
  {
    leftOperand: "purpose",
    operator: "isAnyOf",
    rightOperand: [{ "@id": iriOfPurpose("research") }, { "@id": iriOfPurpose("service") }],
  },
  { leftOperand: "purpose", operator: "neq", rightOperand: { "@id": iriOfPurpose("planning") } },
  { leftOperand: "count", operator: "lteq", rightOperand: 2 },
  { leftOperand: "dateTime", operator: "lteq", rightOperand: { "@value": "2026-06-30", "@type": "xsd:date" } },
  { leftOperand: "dateTime", operator: "neq", rightOperand: { "@value": "2026-01-01", "@type": "xsd:date" } },
  { leftOperand: "spatial", operator: "eq", rightOperand: { "@id": iriOfArea("320100") } },
  { leftOperand: "recipient", operator: "eq", rightOperand: { "@id": iriOfDepartment(USER) } },
);
const { expression } = fc.letrec<{ expression: object }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 7, arbitrary: sound },
    { weight: 1, arbitrary: comparison },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and", "or", "xone"), some(tie("expression"), 3))
        .map(([join, operands]) => ({ [join]: { "@list": operands } })),
    },
  ),
}));
const rule = (extra: fc.Arbitrary<object>) =>
  fc
    .record({
      action: fc.oneof({ weight: 4, arbitrary: some(action, 2) }, { weight: 1, arbitrary: fc.constant(undefined) }),
      target: maybe(some(fc.constantFrom(X, Y), 2)),
      assignee: maybe(some(party, 2)),
      constraint: maybe(some(expression, 2)),
      extra,
    })
    .map(({ extra: more, ...stated }) => ({ "@type": "Permission", ...defined(stated), ...more }));
const oddity = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ "http://example.org/if": "odd" }) },
);
const duty = fc.constantFrom(
  { action: "inform" },
  { action: "delete" },
  { action: "delete" },
  { action: "compensate" },
);
const document = fc
  .record({
    permission: some(
      rule(
        fc.oneof(
          oddity,
          some(duty, 2).map((list) => ({ duty: list })),
        ),
      ),
      3,
    ),
    prohibition: maybe(some(rule(oddity), 2)),
    constraint: maybe(some(expression, 1)),
    target: maybe(fc.constantFrom(X, Y)),
    assignee: maybe(party),
    conflict: fc.constantFrom("prohibit", "prohibit", "prohibit", "perm", undefined),
    kind: fc.constantFrom("Set", "Offer", "Agreement"),
  })
  .map(({ kind, ...stated }) => ({
    "@context": ["http://www.w3.org/ns/odrl.jsonld", { city: "urn:trusted-city:odrl:" }],
    "@graph": [
      { uid: "http://example.org/policy", "@type": kind, ...defined(stated) },
      { uid: "http://example.org/part", includedIn: "http://www.w3.org/ns/odrl/2/distribute" },
    ],
  }));

function defined(record: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const use = fc.record({
  action: fc.constantFrom(...USE_ACTIONS),
  purpose: fc.constantFrom("research", "planning", "service"),
  recipient: fc.constantFrom(OWNER, USER, "11320100MB1E00003C"),
  time: fc.constantFrom(1_767_196_799, 1_767_225_600, 1_782_820_800, 1_782_835_200, 1_900_000_000),
  count: fc.integer({ min: 1, max: 4 }),
  spatial: fc.constantFrom("320100", "320500", ""),
} as const);

describe("what is taken in from any document", () => {
  test("never permits what the document does not, and is what the ledger takes", async () => {
    let permitted = 0;
    await fc.assert(
      fc.asyncProperty(document, some(use, 12), async (written, uses) => {
        const text = JSON.stringify(written);
        const read = await readText(text);
        const graph = await readGraph(new TextEncoder().encode(text));
        if (!read.ok || !graph.ok) throw new Error(`unread: ${read.ok ? "" : `${read.code} ${read.detail}`}`);
        const [policy] = readPolicies(graph.graph);
        if (policy === undefined) throw new Error("no policy");
        for (const terms of read.terms) {
          expect(flawOfUsePolicy(terms.policy)).toBeUndefined();
          expect(encode(usePolicySchema, terms.policy).length).toBeGreaterThan(0);
          for (const asked of uses) {
            const { agreement, assignee } = terms;
            // What an agreement says of itself is held to beside its policy, by the ledger as here.
            const isWithin =
              (assignee === undefined || assignee === asked.recipient) &&
              (agreement.purpose === undefined || agreement.purpose === asked.purpose) &&
              (agreement.expires === undefined || asked.time < agreement.expires) &&
              (agreement.useLimit === undefined || asked.count <= agreement.useLimit);
            if (!isWithin || !evaluateUse(terms.policy, asked).permitted) continue;
            permitted += 1;
            const verdict = evaluateRequest(
              policy,
              {
                action: iriOfAction(asked.action),
                party: iriOfDepartment(asked.recipient),
                purpose: iriOfPurpose(asked.purpose),
                time: asked.time,
                count: asked.count,
                ...(terms.target === undefined ? {} : { target: terms.target }),
                ...(asked.spatial === "" ? {} : { area: iriOfArea(asked.spatial) }),
              },
              {
                offsetSeconds: CITY_OFFSET_SECONDS,
                declared: declaredActions(graph.graph),
                membersOf: () => [],
                stateOfDuty: () => "open",
              },
            );
            expect(verdict.permitted).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
    // Enough of them permit something for that to mean anything.
    expect(permitted).toBeGreaterThan(50);
  });
});
