import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { IdSet } from "./id-set.ts";

/** Few beginnings, so that many ids share their place; the rest tells them apart. */
const id = fc
  .tuple(fc.constantFrom(0, 1, 2, 255), fc.constantFrom(0, 255), fc.integer({ min: 0, max: 40 }))
  .map(([first, fourth, last]) => {
    const bytes = new Uint8Array(32);
    bytes.set([first, 255, 255, fourth]);
    bytes[31] = last;
    return bytes;
  });

const steps = fc.array(fc.tuple(fc.constantFrom("add", "delete"), id), { maxLength: 400 });

test("holds what a set of texts holds, whatever was added and taken away", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const [ids, model] = [new IdSet(), new Set<string>()];
      for (const [step, one] of taken) {
        expect(ids.has(one)).toBe(model.has(encodeHex(one)));
        if (step === "add") {
          ids.add(one);
          model.add(encodeHex(one));
        } else {
          ids.delete(one);
          model.delete(encodeHex(one));
        }
        expect(ids.size).toBe(model.size);
      }
      for (const [, one] of taken) expect(ids.has(one)).toBe(model.has(encodeHex(one)));
    }),
  );
});

test("grows, and finds all of them again", () => {
  const ids = new IdSet();
  const at = (number: number): Uint8Array => {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint32(0, Math.imul(number, 0x9e3779b1));
    return bytes;
  };
  for (let number = 0; number < 40_000; number++) ids.add(at(number));
  for (let number = 0; number < 40_000; number += 2) ids.delete(at(number));
  expect(ids.size).toBe(20_000);
  for (let number = 0; number < 41_000; number++) expect(ids.has(at(number))).toBe(number < 40_000 && number % 2 === 1);
});
