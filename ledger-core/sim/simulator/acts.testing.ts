/** What the people of a town sign: mostly well made, often about what there is, now and then what the door must turn away. */
import { Rows } from "#ledger-core/kernel/rows.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { signedOtherwise } from "#ledger-core/kernel/testing/other-signature.testing.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { SignedOverrides, TestLedger, TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { Town } from "./town.testing.ts";

/** What an act is about: the state that its signer sees, and the time on the signer's wall. */
export type Seen = { readonly rows: RowSource; readonly wallSeconds: number };

export type Act = { readonly by: TestPerson; readonly kind: string; readonly body: unknown };

/** What people do in a town. */
export type Doings = {
  readonly act: (random: Random, seen: Seen) => Act;
  /** So many batches of one import, by one person. */
  readonly batches: (random: Random, count: number) => readonly Act[];
  /** An act that nothing can refuse but a network without its officer. */
  readonly plain: (random: Random) => Act;
};

/** A ledger with the state that somebody sees, to ask what would go. It seals nothing. */
export function ledgerAsSeen(ledger: TestLedger, { rows, wallSeconds }: Seen): TestLedger {
  return Object.create(ledger, { rows: { value: new Rows(rows) }, time: { value: wallSeconds } }) as TestLedger;
}

/** The bytes of one more act. */
export function nextWire(town: Town, random: Random, seen: Seen): Uint8Array {
  const { by, kind, body } = town.doings.act(random, seen);
  const validSeconds = random.pick([30, 600, 3_600, 3_600, 80_000]);
  const overrides: SignedOverrides = {
    salt: random.bytes(16),
    claimedTime: seen.wallSeconds,
    validUntil: seen.wallSeconds + validSeconds,
  };
  if (!random.once(8)) return town.ledger.sign(by, kind, body, overrides);
  return wrongWire(town, random, { by, kind, body }, overrides);
}

/** An act that was well made, signed once more by whoever signed it: other bytes, and the same act. Otherwise the same bytes. */
export function wireAgain(town: Town, random: Random, wire: Uint8Array): Uint8Array {
  const { limits } = town.ledger.ruleset;
  const parsed = parseTransaction(nodeSuite, wire, limits);
  const signer = town.people.find(
    ({ keys }) => parsed.ok && equalBytes(keys.publicKey, parsed.transaction.signed.actorKey),
  );
  return signer === undefined ? wire : signedOtherwise(wire, signer.keys, limits, 1 + random.below(1_000));
}

/** The batches of an import, signed by one person one after the other; one of them may have come with a byte that is wrong. */
export function importWires(town: Town, random: Random, wallSeconds: number): readonly Uint8Array[] {
  const acts = town.doings.batches(random, 16 + random.below(4));
  const validUntil = wallSeconds + random.pick([600, 3_600, 80_000]);
  const wires = acts.map(({ by, kind, body }) =>
    town.ledger.sign(by, kind, body, { salt: random.bytes(16), claimedTime: wallSeconds, validUntil }),
  );
  if (!random.once(2)) return wires;
  const spoilt = random.pick(wires);
  const at = random.below(spoilt.length);
  spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8));
  return wires;
}

/** The bytes of a plain act. */
export function plainWire(town: Town, random: Random, validUntil: number): Uint8Array {
  const { by, kind, body } = town.doings.plain(random);
  return town.ledger.sign(by, kind, body, { salt: random.bytes(16), claimedTime: validUntil, validUntil });
}

function wrongWire(town: Town, random: Random, { by, kind, body }: Act, overrides: SignedOverrides): Uint8Array {
  const { ledger } = town;
  const flipped = (): Uint8Array => {
    const wire = ledger.sign(by, kind, body, overrides);
    const at = random.below(wire.length);
    wire[at] = (wire[at] ?? 0) ^ (1 << random.below(8));
    return wire;
  };
  const choices: readonly (() => Uint8Array)[] = [
    flipped,
    () => random.bytes(random.below(200)),
    () => ledger.sign(by, kind, body, { ...overrides, signature: new Uint8Array(64) }),
    () => ledger.sign(by, kind, body, { ...overrides, network: new Uint8Array(32) }),
    () => ledger.sign(by, kind, body, { ...overrides, validUntil: (overrides.claimedTime ?? 0) - 5_000 }),
    () => ledger.sign(by, kind, body, { ...overrides, keys: keyPairOf(`stranger ${random.below(3)}`) }),
    () => ledger.sign(by, kind, body, { ...overrides, department: by.department === 1 ? 2 : 1 }),
  ];
  return random.pick(choices)();
}
