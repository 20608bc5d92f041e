/** The generator keeps to its schemas: what it makes is encoded and comes back the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { casesSchema, selectorSchema } from "#ledger-core/contract/schema/policy.ts";
import { optional, text } from "#ledger-core/contract/schema/schema.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { arbitraryOf } from "./arbitrary.testing.ts";
import { lampModule } from "./lamp-module.testing.ts";
import { TestLedger } from "./test-ledger.testing.ts";

const { ruleset } = new TestLedger([lampModule]);
const named: readonly (readonly [string, Schema<unknown>])[] = [
  ...[...ruleset.rules].map(([name, { action }]) => [name, action.body] as const),
  ...[...ruleset.tables].map(([name, table]) => [name, table.row] as const),
  ["cases", casesSchema],
  ["selector", selectorSchema],
  ["text of four bytes", text(4, 4)],
  ["optional text", optional(text(9, 1))],
];

test.each(named)("values of %s are encoded and come back the same", (_, schema) => {
  fc.assert(
    fc.property(arbitraryOf(schema), (value) => {
      expect(decode(schema, encode(schema, value))).toEqual({ ok: true, value });
    }),
    { numRuns: process.env["LONG"] === undefined ? 60 : 5_000 },
  );
});
