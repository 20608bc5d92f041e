/**
 * First versions of the catalogue's bodies: frozen, and read by the newest as what they were. So an entry of an old ledger says the
 * same under either, and the row that it leaves has the bytes that it always had. The seed is printed where a property fails.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import * as bodies from "#ledger-core/contract/schema/catalog-bodies.ts";
import * as first from "#ledger-core/contract/schema/catalog-first.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { personLeaveBody, personLeaveBodyFirst } from "#ledger-core/contract/schema/governance.ts";
import { bytes, record } from "#ledger-core/contract/schema/schema.ts";
import type { Schema, Shape } from "#ledger-core/contract/schema/schema.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import { action, anyAction } from "#ledger-core/kernel/module.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { all, anySeat, need } from "#ledger-core/kernel/policy-terms.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { arbitraryOf } from "#ledger-core/kernel/testing/arbitrary.testing.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";

const numRuns = process.env["LONG"] === undefined ? 200 : 20_000;

const PAIRS: readonly (readonly [string, Shape, Shape])[] = [
  ["catalog.create", first.createBodyFirst, bodies.createBody],
  ["catalog.revise", first.reviseBodyFirst, bodies.reviseBody],
  ["catalog.upload", first.uploadBodyFirst, bodies.uploadBody],
  ["catalog.offer", first.offerBodyFirst, bodies.offerBody],
  ["catalog.use", first.useBodyFirst, bodies.useBody],
  ["catalog.import", first.importBodyFirst, bodies.importBody],
  ["person.leave", personLeaveBodyFirst, personLeaveBody],
];

/** The same value without what its newest shape has appended. */
function shorn(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case "list":
      return (value as readonly unknown[]).map((item) => shorn(shape.of, item));
    case "optional":
      return value === undefined ? undefined : shorn(shape.of, value);
    case "record": {
      const fields = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(shape.fields.map(([name, field]) => [name, shorn(field, fields[name])]));
    }
    case "union": {
      const { kind } = value as { readonly kind: string };
      const variant = shape.variants.find(([name]) => name === kind)?.[1];
      return variant === undefined ? value : { kind, ...(shorn(variant, value) as object) };
    }
    case "integer":
    case "bytes":
    case "text":
    case "choice":
      return value;
  }
}

const givenTable = table({ name: "probe.given", number: 930, row: record({ body: bytes(1_048_576, 0) }) });

/** A module whose actions write down the body that they are given, as the newest version encodes it. */
const probe: Module = {
  name: "probe",
  tables: [givenTable as AnyTable],
  actions: PAIRS.flatMap(([kind, frozen, newest]) => {
    const now = action<unknown>({
      kind: `probe.${kind}`,
      version: 2,
      body: newest as Schema<unknown>,
      policy: [need([all(anySeat(["officer"]))])],
      subject: (body) => (encode(newest as Schema<unknown>, body), { parties: {}, facts: {} }),
      run(context, body) {
        context.put(givenTable, context.next(givenTable), { body: encode(newest as Schema<unknown>, body) });
        return undefined;
      },
    });
    return [firstVersion(now, frozen as Schema<unknown>), anyAction(now)];
  }),
  due: [],
  projections: [],
  invariants: [],
};
const ledger = new TestLedger(
  [probe],
  ["bureau"],
  PAIRS.map(([kind]) => `probe.${kind}@2`),
);

describe.each(PAIRS)("%s", (kind, frozen, newest) => {
  const old = frozen as Schema<unknown>;
  const now = newest as Schema<unknown>;

  it("is read by the newest version as it was, and written back to the same bytes", () => {
    fc.assert(
      fc.property(arbitraryOf(old), (value) => {
        const written = encode(old, value);
        const read = decode(now, written);
        if (!read.ok) throw new Error(`${read.path}: ${read.reason}`);
        expect(shorn(frozen, read.value)).toEqual(value);
        expect(equalBytes(encode(now, read.value), written)).toBe(true);
      }),
      { numRuns },
    );
  });

  it("is given to the newest rules as the newest version would have read it", () => {
    fc.assert(
      fc.property(arbitraryOf(old), (value) => {
        expect(ledger.codeOf(ledger.founder, `probe.${kind}`, value)).toBe("");
        const given = ledger.rows.scan(givenTable, "key", { limit: 99_999 }).at(-1)?.row.body;
        expect(given).toEqual(encode(old, value));
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it("is not confused with a body that says more", () => {
    fc.assert(
      fc.property(arbitraryOf(now), (value) => {
        const written = encode(now, value);
        const read = decode(old, written);
        // What the first version understands of the newest's bytes is all of it.
        expect(!read.ok || equalBytes(encode(old, read.value), written)).toBe(true);
      }),
      { numRuns },
    );
  });
});

it("a policy of the first version keeps its hash: that is what old offers and agreements name", () => {
  const rule = { actions: ["query"], constraints: [], duties: [], groups: [] } as const;
  const policy = { permissions: [rule], prohibitions: [] };
  const { groups, ...firstRule } = rule;
  expect(groups).toEqual([]);
  const dataset = { kind: "key", key: 1 } as const;
  const old = encode(first.offerBodyFirst, { dataset, policy: { permissions: [firstRule], prohibitions: [] } });
  expect(equalBytes(old, encode(bodies.offerBody, { dataset, policy }))).toBe(true);
  expect(encode(usePolicySchema, policy).length).toBeLessThan(old.length);
});
