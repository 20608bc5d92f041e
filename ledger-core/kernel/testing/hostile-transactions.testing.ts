/**
 * A program that lays mutated transactions before the door, as many as its argument says: none of them is, to the last byte, what
 * somebody had signed. It ends with 0 if each was refused with a code. Run it with a small heap, so that it also shows that no input makes
 * the door hold memory; how much the whole process has held it says as well.
 */
import { writeSync } from "node:fs";
import fc from "fast-check";
import { peakBytesOf } from "#ledger-core/cli/bench/child-process.ts";
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { CborWriter } from "#ledger-core/contract/schema/cbor.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { DOOR_CODES } from "#ledger-core/contract/schema/errors.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { encodeSignedPart, parseSignedPart } from "#ledger-core/proof/transaction.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { arbitraryOf } from "./arbitrary.testing.ts";
import { mutateCbor } from "./hostile-cbor.testing.ts";
import { fuzz, mutations } from "./hostile.testing.ts";
import { TestLedger } from "./test-ledger.testing.ts";

/** Order of the group of Ed25519, the lowest byte first: added to the second half of a signature it gives the same signature again. */
const GROUP_ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
const SAMPLES = 400;

type Signed = { readonly wire: Uint8Array; readonly sound: Sound };

const ledger = new TestLedger([consortiumModule, catalogModule]);
const { ruleset, network, founder } = ledger;
const doorCodes = new Set<string>(DOOR_CODES);

/** Well-made transactions of every kind. The seed is fixed, so that a case depends on its own seed alone. */
function signedActs(): readonly Signed[] {
  const bodies = [...ruleset.rules.values()].map(({ action }) => ({ action, body: arbitraryOf(action.body) }));
  const perKind = Math.ceil(SAMPLES / bodies.length);
  return bodies.flatMap(({ action, body }, place) =>
    fc.sample(body, { numRuns: perKind, seed: place }).map((value) => {
      const bytes = encode(action.body, value);
      const wire = ledger.sign(founder, action.kind, undefined, { body: bytes, version: action.version });
      const sound = checkSound(ruleset, nodeSuite, network, wire);
      if (isTurnaway(sound)) throw new Error(`${action.kind} as it was signed is turned away: ${sound.code}`);
      return { wire, sound };
    }),
  );
}

const acts = signedActs();
// As once they are sealed.
for (const { sound } of acts) ledger.replay.add(sound.transaction.id);
const signedWires = new Set(acts.map(({ wire }) => encodeHex(wire)));

function wireOf(signedPart: Uint8Array, body: Uint8Array, signature: Uint8Array): Uint8Array {
  const writer = new CborWriter();
  writer.array(4);
  writer.integer(1);
  for (const part of [signedPart, body, signature]) writer.bytes(part);
  return writer.finish();
}

/** The signature once more with a second half that stands for the same number. */
function doubled(signature: Uint8Array): Uint8Array {
  const half = BigInt(`0x${encodeHex(signature.slice(32).toReversed())}`) + GROUP_ORDER;
  const digits = half.toString(16).padStart(64, "0");
  return concatBytes(signature.slice(0, 32), Uint8Array.from(Buffer.from(digits, "hex")).toReversed());
}

/** The transaction with its signed part made to fit another body, so that the signature alone stands against it. */
function fitted({ sound }: Signed, body: Uint8Array): Uint8Array {
  const { signedPart, signature, signed } = sound.transaction;
  const bodyRoot = bodyRootOf(nodeSuite, sound.rule.action.batch ?? false, body);
  return wireOf(bodyRoot === undefined ? signedPart : encodeSignedPart({ ...signed, bodyRoot }), body, signature);
}

function mutate(random: Random, act: Signed): Uint8Array {
  const { signedPart, body, signature } = act.sound.transaction;
  const other = random.pick(acts).sound.transaction;
  switch (random.below(9)) {
    case 0:
      return wireOf(mutateCbor(random, signedPart), body, signature);
    case 1:
      return wireOf(signedPart, mutateCbor(random, body), signature);
    case 2:
      return fitted(act, mutateCbor(random, body));
    case 3:
      return wireOf(
        signedPart,
        body,
        random.once(4) ? doubled(signature) : random.pick([other.signature, new Uint8Array(64)]),
      );
    case 4:
      return wireOf(
        random.pick([signedPart, other.signedPart]),
        random.pick([body, other.body]),
        random.pick([signature, other.signature]),
      );
    case 5: {
      const signed = act.sound.transaction.signed;
      const field = random.pick([
        "network",
        "kind",
        "version",
        "actorKey",
        "department",
        "claimedTime",
        "validUntil",
        "salt",
      ] as const);
      const foreign = parseSignedPart(other.signedPart)?.[field];
      const changed = typeof foreign === "number" ? foreign + 1 : foreign;
      return wireOf(encodeSignedPart({ ...signed, [field]: changed }), body, signature);
    }
    default: {
      let wire = act.wire;
      for (let left = mutations(random); left > 0; left--) wire = mutateCbor(random, wire);
      return wire;
    }
  }
}

/** The act mutated until it is none that was signed: one that was left as it was would count as a case and show nothing. */
function mutated(random: Random, act: Signed): Uint8Array {
  let wire = mutate(random, act);
  while (signedWires.has(encodeHex(wire))) wire = mutate(random, act);
  return wire;
}

const refused = new Map<string, number>();

/** An act that was signed is sound, so that one of those would fail here as well. */
function judge(wire: Uint8Array): void {
  const sound = checkSound(ruleset, nodeSuite, network, wire);
  if (!isTurnaway(sound)) throw new Error(`let in what nobody signed: ${encodeHex(wire)}`);
  if (!doorCodes.has(sound.code)) throw new Error(`refused with ${sound.code}, which is no code of the door`);
  refused.set(sound.code, (refused.get(sound.code) ?? 0) + 1);
}

/** What was signed, sent once more to the last byte. */
function judgeRepeated({ sound }: Signed): void {
  const { rows, time } = ledger;
  const view = { ruleset, rows, height: 1, time, isSeen: (id: Uint8Array) => ledger.replay.has(id) };
  const current = checkCurrent(view, sound);
  if (!isTurnaway(current) || current.code !== "ALREADY_SEEN") throw new Error("one act was let in a second time");
}

const before = peakBytesOf(process.pid);
const cases = Number(process.argv[2] ?? "1000");
try {
  for (const act of acts) judgeRepeated(act);
  await fuzz(cases, (random) => judge(mutated(random, random.pick(acts))));
} catch (error) {
  writeSync(2, `${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const codes = Object.fromEntries([...refused].toSorted(([left], [right]) => (left < right ? -1 : 1)));
writeSync(
  1,
  `${JSON.stringify({ acts: acts.length, codes, peakBytes: { before, after: peakBytesOf(process.pid) } })}\n`,
);
