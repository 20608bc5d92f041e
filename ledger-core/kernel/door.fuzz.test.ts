/** Bytes of anybody at the door: never a throw, and never let in unless they are what was signed. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DOOR_CODES } from "#ledger-core/contract/schema/errors.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { checkCurrent, checkSound, isTurnaway } from "./door.ts";
import { lampModule } from "./testing/lamp-module.testing.ts";
import { arbitraryOf } from "./testing/arbitrary.testing.ts";
import { TestLedger } from "./testing/test-ledger.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const runs = { numRuns: isLong ? 500_000 : 20_000 };
const doorCodes = new Set<string>(DOOR_CODES);

const ledger = new TestLedger([lampModule]);
const { ruleset, network, founder } = ledger;

/** Valid transactions of every kind, with bodies by its schema. */
const valid: fc.Arbitrary<Uint8Array> = fc
  .constantFrom(...ruleset.rules.values())
  .chain(({ action }) => arbitraryOf(action.body).map((body) => ({ kind: action.kind, body })))
  .map(({ kind, body }) => ledger.sign(founder, kind, body));

type Mutation = (bytes: Uint8Array) => Uint8Array;

function splice(bytes: Uint8Array, at: number, count: number, put: Uint8Array): Uint8Array {
  const start = bytes.length === 0 ? 0 : at % bytes.length;
  return Uint8Array.from([...bytes.subarray(0, start), ...put, ...bytes.subarray(start + count)]);
}

const place = fc.nat(4_096);
/** Heads that CBOR takes seriously: the shortest forms and others, lengths that are not there, what is not allowed. */
const head = fc.constantFrom(
  [0x00],
  [0x18, 0x00],
  [0x19, 0xff, 0xff],
  [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x5a, 0x7f, 0xff, 0xff, 0xff],
  [0x5f],
  [0x7a, 0xff, 0xff, 0xff, 0xff],
  [0x62, 0xc3, 0x28],
  [0x80],
  [0x9a, 0xff, 0xff, 0xff, 0xff],
  [0x9f],
  [0xa0],
  [0xc0],
  [0xf6],
  [0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
  [0xff],
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([at, flip]): Mutation => (bytes) => {
    const start = bytes.length === 0 ? 0 : at % bytes.length;
    return bytes.map((byte, i) => (i === start ? byte ^ flip : byte));
  }),
  fc.tuple(place, fc.nat(8), fc.uint8Array({ maxLength: 8 })).map(
    ([at, count, put]): Mutation =>
      (bytes) =>
        splice(bytes, at, count, put),
  ),
  fc.tuple(place, head).map(
    ([at, put]): Mutation =>
      (bytes) =>
        splice(bytes, at, 1, Uint8Array.from(put)),
  ),
  place.map(
    (at): Mutation =>
      (bytes) =>
        bytes.slice(0, bytes.length === 0 ? 0 : at % bytes.length),
  ),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map(
    (tail): Mutation =>
      (bytes) =>
        Uint8Array.from([...bytes, ...tail]),
  ),
  fc.tuple(place, place, fc.nat(64)).map(([from, to, count]): Mutation => (bytes) => {
    const start = bytes.length === 0 ? 0 : from % bytes.length;
    return splice(bytes, to, 0, bytes.slice(start, start + count));
  }),
);

function expectOrderly(wire: Uint8Array): void {
  const sound = checkSound(ruleset, nodeSuite, network, wire);
  if (isTurnaway(sound)) {
    expect(doorCodes.has(sound.code)).toBe(true);
    return;
  }
  expect(sound.wire).toBe(wire);
  const view = { ruleset, rows: ledger.rows, height: 1, time: ledger.time, isSeen: () => false };
  const actor = checkCurrent(view, sound);
  expect(isTurnaway(actor) ? doorCodes.has(actor.code) : actor.person === founder.person).toBe(true);
}

test("valid transactions of every kind are let in", () => {
  fc.assert(
    fc.property(valid, (wire) => {
      const sound = checkSound(ruleset, nodeSuite, network, wire);
      expect(isTurnaway(sound)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test("no mutation of a valid transaction makes the door throw, and none is let in", () => {
  fc.assert(
    fc.property(valid, fc.array(mutation, { minLength: 1, maxLength: 3 }), (wire, mutations) => {
      const mutated = mutations.reduce((bytes, mutate) => mutate(bytes), wire);
      expectOrderly(mutated);
      if (equalBytes(mutated, wire)) return;
      expect(isTurnaway(checkSound(ruleset, nodeSuite, network, mutated))).toBe(true);
    }),
    runs,
  );
});

test("no bytes make the door throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), expectOrderly), runs);
});

test("a well-made transaction over any body of bytes gets past the form to the body, and no further", () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(head, { maxLength: 6 }).map((all) => Uint8Array.from(all.flat())),
  );
  fc.assert(
    fc.property(fc.constantFrom(...ruleset.rules.values()), bodies, ({ action }, body) => {
      const sound = checkSound(ruleset, nodeSuite, network, ledger.sign(founder, action.kind, undefined, { body }));
      if (isTurnaway(sound)) expect(["BODY_MALFORMED", "MALFORMED", "BODY_MISMATCH"]).toContain(sound.code);
    }),
    runs,
  );
});
