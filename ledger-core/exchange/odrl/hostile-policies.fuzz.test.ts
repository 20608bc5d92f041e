/** Terms of use with their structure mutated: terms of the ledger, or a refusal in words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import {
  casesOf,
  fuzz,
  JSON_GRAMMAR,
  looseUtf8,
  mutateText,
  mutateValue,
  mutations,
  TURTLE_GRAMMAR,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { describeOdrlFinding, describeOdrlRefusal } from "./finding-text.ts";
import { anyDocument, READING } from "./odrl.testing.ts";
import { readUsePolicies } from "./read-use-policies.ts";
import { writeJsonLd, writeTurtle } from "./write-policies.ts";

const CASES = casesOf({ short: 150, long: 10_000 });
const documents = fc.sample(fc.array(anyDocument, { minLength: 1, maxLength: 2 }), { numRuns: 20, seed: 1 });

const mutateJson = (random: Random, text: string): string =>
  random.once(3)
    ? mutateText(random, text, JSON_GRAMMAR)
    : (JSON.stringify(mutateValue(random, JSON.parse(text))) ?? "null");
const SYNTAXES = [
  ["JSON-LD", writeJsonLd, mutateJson],
  ["Turtle", writeTurtle, (random: Random, text: string) => mutateText(random, text, TURTLE_GRAMMAR)],
] as const;

describe.each(SYNTAXES)("terms of use as %s", (_name, write, mutate) => {
  it(`are read as terms of the ledger or refused in words (${CASES} mutations)`, async () => {
    const seen = new Map<string, number>();
    await fuzz(CASES, async (random) => {
      let text = mutate(random, write(random.pick(documents)));
      for (let left = mutations(random); left > 1; left--) text = mutateText(random, text, JSON_GRAMMAR);
      const read = await readUsePolicies(looseUtf8(text), READING);
      seen.set(String(read.ok), (seen.get(String(read.ok)) ?? 0) + 1);
      if (!read.ok) {
        expect(describeOdrlRefusal(read.code, "zh").message).toMatch(/[\u4e00-\u9fff]/);
        return;
      }
      for (const finding of read.findings) expect(describeOdrlFinding(finding, "en").message).not.toBe("");
      for (const { policy } of read.terms)
        expect(decode(usePolicySchema, encode(usePolicySchema, policy))).toEqual({ ok: true, value: policy });
    });
    for (const outcome of ["true", "false"]) expect(seen.get(outcome) ?? 0).toBeGreaterThan(0);
  });
});
