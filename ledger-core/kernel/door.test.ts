/** Every door code of the kernel by a concrete transaction. What is turned away leaves nothing at all. */
import { expect, test } from "vitest";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { DOOR_CODES } from "#ledger-core/contract/schema/errors.ts";
import type { DoorCode } from "#ledger-core/contract/schema/errors.ts";
import { TRANSACTION_SIZE_BYTES_MAX, VALIDITY_SECONDS_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { encodeSignedPart, encodeTransaction } from "#ledger-core/proof/transaction.ts";
import type { SealedEntry } from "./block.ts";
import { checkSound, isTurnaway } from "./door.ts";
import { all, functionSeat, need } from "./policy-terms.ts";
import { lampModule, lampTable } from "./testing/lamp-module.testing.ts";
import { signedOtherwise } from "./testing/other-signature.testing.ts";
import { keyPairOf, TestLedger } from "./testing/test-ledger.testing.ts";
import type { SignedOverrides, TestPerson } from "./testing/test-ledger.testing.ts";

/** Codes of the door that belong to the engine: its queue, its clock, its patience. */
const OF_THE_ENGINE: readonly DoorCode[] = [
  "TOO_MANY_REFUSALS",
  "QUEUE_FULL",
  "CLOCK_STEPPED",
  "NOT_SEALING",
  "LEDGER_OLDER_THAN_SEEN",
  "LEDGER_FORKED",
  "LEDGER_COPIED",
  "LOG_HANDOVER_REFUSED",
];

/** A ledger whose program knows a second version of a kind, and a kind, that its rules do not allow yet. */
function gate(): { ledger: TestLedger; officer: TestPerson } {
  const [install] = lampModule.actions;
  if (install === undefined) throw new Error("the module has an action");
  const later = [
    { ...install, version: 2 },
    { ...install, kind: "lamp.late" },
  ];
  const module = { ...lampModule, actions: [...lampModule.actions, ...later] };
  const ledger = new TestLedger([module], ["bureau"], ["lamp.install@2", "lamp.late@1"]);
  const officer = ledger.enrol(ledger.admit("Street Lighting", []), "officer", ["officer"]);
  return { ledger, officer };
}

const BODY = { label: "first", watts: 60 };

type Attempt = (gate: { ledger: TestLedger; officer: TestPerson }) => SealedEntry | Turnaway;

function submitting(overrides: SignedOverrides, kind = "lamp.install"): Attempt {
  return ({ ledger, officer }) => ledger.submit(officer, kind, BODY, overrides);
}

const attempts: Readonly<Partial<Record<DoorCode, readonly Attempt[]>>> = {
  MALFORMED: [
    ({ ledger }) => ledger.submitWire(new Uint8Array()),
    ({ ledger }) => ledger.submitWire(Uint8Array.of(0xff)),
    ({ ledger, officer }) =>
      ledger.submitWire(concatBytes(ledger.sign(officer, "lamp.install", BODY), Uint8Array.of(0))),
    ({ ledger, officer }) => ledger.submitWire(ledger.sign(officer, "lamp.install", BODY).slice(0, -1)),
  ],
  TRANSACTION_TOO_LARGE: [({ ledger }) => ledger.submitWire(new Uint8Array(TRANSACTION_SIZE_BYTES_MAX + 1))],
  UNKNOWN_KIND: [submitting({}, "lamp.unknown")],
  UNKNOWN_VERSION: [
    submitting({ version: 9 }),
    // The program knows it, and no rule of the ledger lets it in, or not before its height.
    submitting({ version: 2 }),
    submitting({}, "lamp.late"),
    ({ ledger, officer }) => {
      const fromHeight = ledger.height + 9;
      ledger.must(ledger.founder, "rules.activate", { kind: "lamp.install", version: 2, fromHeight, cases: [] });
      return ledger.submit(officer, "lamp.install", BODY, { version: 2 });
    },
  ],
  WRONG_NETWORK: [submitting({ network: new Uint8Array(32) })],
  BODY_MISMATCH: [submitting({ bodyRoot: new Uint8Array(32) })],
  BODY_MALFORMED: [
    submitting({ body: Uint8Array.of(0x80) }),
    submitting({ body: new Uint8Array() }),
    submitting({ body: Uint8Array.of(0x82, 0x61, 0x61, 0x20) }),
  ],
  SIGNATURE_INVALID: [
    submitting({ signature: new Uint8Array(64) }),
    ({ ledger, officer }) => ledger.submit(officer, "lamp.install", BODY, { actorKey: keyPairOf("other").publicKey }),
    submitting({ actorKey: new Uint8Array(32) }),
  ],
  EXPIRED: [({ ledger, officer }) => ledger.submit(officer, "lamp.install", BODY, { validUntil: ledger.time - 1 })],
  VALIDITY_TOO_LONG: [
    ({ ledger, officer }) =>
      ledger.submit(officer, "lamp.install", BODY, { validUntil: ledger.time + VALIDITY_SECONDS_MAX + 1 }),
  ],
  ALREADY_SEEN: [
    ({ ledger, officer }) => {
      const wire = ledger.sign(officer, "lamp.install", BODY);
      ledger.submitWire(wire);
      return ledger.submitWire(wire);
    },
    // Refused acts are in force too: they are evidence, once.
    ({ ledger, officer }) => {
      const wire = ledger.sign(officer, "lamp.on", { lamp: 99 });
      ledger.submitWire(wire);
      return ledger.submitWire(wire);
    },
  ],
  KEY_UNKNOWN: [submitting({ keys: keyPairOf("nobody") })],
  KEY_REVOKED: [
    ({ ledger, officer }) => {
      const leader = ledger.enrol(officer.department, "leader", ["leader", "admin"]);
      ledger.must(leader, "key.revoke", { publicKey: officer.keys.publicKey, reason: "lost" });
      return ledger.submit(officer, "lamp.install", BODY);
    },
    ({ ledger, officer }) => {
      const leader = ledger.enrol(officer.department, "leader", ["leader", "admin"]);
      ledger.must(leader, "person.leave", { person: officer.person, reason: "retired" });
      return ledger.submit(officer, "lamp.install", BODY);
    },
  ],
  DEPARTMENT_MISMATCH: [submitting({ department: 1 }), submitting({ department: 0 })],
};

test.each(Object.entries(attempts).flatMap(([code, all]) => all.map((attempt, i) => ({ code, attempt, way: i + 1 }))))(
  "$code is reached ($way), and leaves nothing",
  ({ code, attempt }) => {
    const at = gate();
    const outcome = attempt(at);
    const { entries } = at.ledger;
    expect(outcome).toMatchObject({ code, data: expect.anything() });
    expect("entry" in outcome).toBe(false);
    expect(entries.every((entry) => entry.code !== code)).toBe(true);
  },
);

test("every code of the door is either reached above or the engine's", () => {
  const reached = new Set([...Object.keys(attempts), ...OF_THE_ENGINE]);
  expect(reached).toEqual(new Set(DOOR_CODES));
});

test("what is turned away changes no root and no row", () => {
  const { ledger, officer } = gate();
  const root = ledger.root();
  ledger.submit(officer, "lamp.install", BODY, { validUntil: ledger.time - 1 });
  ledger.submit(officer, "lamp.install", BODY, { department: 1 });
  expect(ledger.root()).toEqual(root);
  expect(ledger.rows.get(lampTable, 1)).toBeUndefined();
});

test("at the edges of its time a transaction is let in", () => {
  const { ledger, officer } = gate();
  expect(ledger.codeOf(officer, "lamp.install", BODY, { validUntil: ledger.time })).toBe("");
  expect(ledger.codeOf(officer, "lamp.install", BODY, { validUntil: ledger.time + VALIDITY_SECONDS_MAX })).toBe("");
});

test("an act stays seen until its time is over, and no longer than needed", () => {
  const { ledger, officer } = gate();
  const validUntil = ledger.time + 100;
  const wire = ledger.sign(officer, "lamp.install", BODY, { validUntil });
  ledger.submitWire(wire);
  ledger.time = validUntil;
  ledger.must(officer, "lamp.install", BODY);
  expect(ledger.submitWire(wire).code).toBe("ALREADY_SEEN");
  ledger.time = validUntil + 1;
  expect(ledger.submitWire(wire).code).toBe("ALREADY_SEEN");
  ledger.must(officer, "lamp.install", BODY);
  expect(ledger.submitWire(wire).code).toBe("EXPIRED");
  const replay = ledger.ruleset.tables.get("kernel.replay");
  const kept = replay === undefined ? [] : ledger.base.scan(replay, "key", { limit: 99 });
  expect(kept.every((stored) => (stored.row["expires"] as number) >= ledger.time)).toBe(true);
});

test("the acts of one block stay seen until the last of them is over", () => {
  const { ledger, officer } = gate();
  const [short, long] = [10, 1_000].map((seconds) =>
    ledger.sign(officer, "lamp.install", BODY, { validUntil: ledger.time + seconds }),
  );
  if (short === undefined || long === undefined) throw new Error("both were signed");
  ledger.seal([short, long].map((wire) => ledger.check(wire)));
  ledger.time += 500;
  ledger.must(officer, "lamp.install", BODY);
  expect(ledger.submitWire(long).code).toBe("ALREADY_SEEN");
});

test("a second signature of the same act is the same act", () => {
  const { ledger, officer } = gate();
  const salt = new Uint8Array(16);
  const first = ledger.sign(officer, "lamp.install", BODY, { salt });
  ledger.submitWire(first);
  const second = signedOtherwise(first, officer.keys, ledger.ruleset.limits, 7);
  expect(isTurnaway(checkSound(ledger.ruleset, nodeSuite, ledger.network, second))).toBe(false);
  expect(second).not.toEqual(first);
  expect(ledger.submitWire(second).code).toBe("ALREADY_SEEN");
  expect(ledger.submitWire(ledger.sign(officer, "lamp.install", BODY, { salt: new Uint8Array(16).fill(1) })).code).toBe(
    "",
  );
});

test("the same act twice in one block becomes one entry", () => {
  const { ledger, officer } = gate();
  const sound = ledger.check(ledger.sign(officer, "lamp.install", BODY));
  const block = ledger.seal([sound, sound]);
  expect(block?.results).toEqual([expect.any(Number), { code: "ALREADY_SEEN", data: {} }]);
});

test("a kind's new version is let in from its height on, beside the old one", () => {
  const { ledger, officer } = gate();
  const fromHeight = ledger.height + 3;
  ledger.must(ledger.founder, "rules.activate", { kind: "lamp.install", version: 2, fromHeight, cases: [] });
  ledger.must(officer, "lamp.install", BODY);
  expect(ledger.height + 1).toBe(fromHeight);
  expect(ledger.codeOf(officer, "lamp.install", BODY, { version: 2 })).toBe("");
  expect(ledger.codeOf(officer, "lamp.install", BODY)).toBe("");
});

test("a new kind comes with its first policy, and is forbidden to whoever that does not name", () => {
  const { ledger, officer } = gate();
  const late = { kind: "lamp.late", version: 1, fromHeight: ledger.height + 2 };
  expect(ledger.codeOf(ledger.founder, "rules.activate", { ...late, cases: [] })).toBe("POLICY_INVALID");
  const cases = [need([all(functionSeat("bureau", ["officer"]))])];
  ledger.must(ledger.founder, "rules.activate", { ...late, fromHeight: ledger.height + 2, cases });
  expect(ledger.codeOf(officer, "lamp.late", BODY)).toBe("NOT_ENTITLED");
  expect(ledger.codeOf(ledger.founder, "lamp.late", BODY)).toBe("");
});

test("a signature over other bytes than those that travel is refused", () => {
  const { ledger, officer } = gate();
  const wire = ledger.sign(officer, "lamp.install", BODY);
  const { transaction } = ledger.check(wire);
  const signedPart = encodeSignedPart({ ...transaction.signed, claimedTime: 1 });
  const forged = encodeTransaction({ ...transaction, signedPart });
  expect(ledger.submitWire(forged).code).toBe("SIGNATURE_INVALID");
  const signature = signEd25519(officer.keys.secretKey, nodeSuite.sha256(transaction.signedPart));
  expect(ledger.submitWire(encodeTransaction({ ...transaction, signature })).code).toBe("SIGNATURE_INVALID");
});
