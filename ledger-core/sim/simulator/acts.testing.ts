/** What the people of the town sign: mostly well made, often about what there is, now and then what the door must turn away. */
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { lampTable } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { keyPairOf, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { SignedOverrides, TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Town } from "./town.testing.ts";

/** What an act is about: the state that its signer sees, and the time on the signer's wall. */
type Seen = { readonly rows: RowSource; readonly wallSeconds: number };

type Act = { readonly by: TestPerson; readonly kind: string; readonly body: unknown };

const OFFICERS: readonly string[] = ["founder", "ada", "cy", "di"];

/** The bytes of one more act. */
export function nextWire(town: Town, random: Random, seen: Seen): Uint8Array {
  const { by, kind, body } = nextAct(town, random, seen);
  const validSeconds = random.pick([30, 600, 3_600, 3_600, 80_000]);
  const overrides: SignedOverrides = {
    salt: random.bytes(16),
    claimedTime: seen.wallSeconds,
    validUntil: seen.wallSeconds + validSeconds,
  };
  if (!random.once(8)) return town.ledger.sign(by, kind, body, overrides);
  return wrongWire(town, random, { by, kind, body }, overrides);
}

/** The batches of an import, signed by one person one after the other; one of them may have come with a byte that is wrong. */
export function importWires(town: Town, random: Random, wallSeconds: number): readonly Uint8Array[] {
  const by = random.pick(town.people);
  const validUntil = wallSeconds + random.pick([600, 3_600, 80_000]);
  const wires = Array.from({ length: 16 + random.below(4) }, () =>
    town.ledger.sign(by, "lamp.install-batch", batchOf(random), {
      salt: random.bytes(16),
      claimedTime: wallSeconds,
      validUntil,
    }),
  );
  if (!random.once(2)) return wires;
  const spoilt = random.pick(wires);
  const at = random.below(spoilt.length);
  spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8));
  return wires;
}

/** An act that nothing can refuse but a network without its officer. */
export function plainWire(town: Town, random: Random, validUntil: number): Uint8Array {
  const by = town.people[0] ?? town.ledger.founder;
  const body = { label: "probe", watts: 1 };
  return town.ledger.sign(by, "lamp.install", body, { salt: random.bytes(16), claimedTime: validUntil, validUntil });
}

function nextAct(town: Town, random: Random, seen: Seen): Act {
  const lamp = somebodysLamp(random, seen.rows);
  const by = random.once(4) ? random.pick(town.people) : ownerOf(town, random, seen.rows, lamp);
  const choices: readonly (() => Act)[] = [
    () => ({ by, kind: "lamp.install", body: { label: `lamp ${random.below(9)}`, watts: random.below(200) } }),
    () => ({ by, kind: "lamp.install-batch", body: batchOf(random) }),
    () => ({ by, kind: random.pick(["lamp.on", "lamp.off", "lamp.on-never"]), body: { lamp } }),
    () => ({ by, kind: random.pick(["lamp.on-by-others", "lamp.on-in-turn", "lamp.on-by-most"]), body: { lamp } }),
    () => ({ by, kind: random.pick(["lamp.on-by-power", "lamp.on-by-power", "lamp.off"]), body: { lamp } }),
    () => ({ by, kind: "lamp.relabel", body: { lamp, label: "x".repeat(random.pick([0, 3, 300, 4_000])) } }),
    () => ({
      by,
      kind: "lamp.swap",
      body: { off: lamp, on: somebodysLamp(random, seen.rows), otherwise: "lamp.note-end" },
    }),
    () => ({ by, kind: "lamp.call-off", body: { lamp } }),
    () => ({ by, kind: "lamp.queue", body: queueOf(random, seen) }),
    () => ({ by: town.ledger.founder, kind: "member.admit", body: admissionOf(random) }),
    () => ({ by: town.ledger.founder, kind: "person.enrol", body: enrolmentOf(town, random) }),
    () => voteOf(town, random, seen),
    () => voteOf(town, random, seen),
    () => voteOf(town, random, seen),
  ];
  return random.pick(choices)();
}

/** Somebody who may switch the lamp, if anybody may. */
function ownerOf(town: Town, random: Random, rows: RowSource, lamp: number): TestPerson {
  const owner = new Rows(rows).get(lampTable, lamp)?.owner;
  const officers = town.people.filter(({ handle, department }) => department === owner && OFFICERS.includes(handle));
  return officers.length === 0 ? random.pick(town.people) : random.pick(officers);
}

function somebodysLamp(random: Random, rows: RowSource): number {
  const last = rows.scan(lampTable as AnyTable, "key", { limit: 1_000 }).at(-1)?.key ?? 1;
  return random.once(10) ? last + 7 : Math.max(1, last - random.below(3));
}

function batchOf(random: Random): readonly { readonly label: string; readonly watts: number }[] {
  return Array.from({ length: random.pick([0, 1, 3, 12]) }, (_, i) => ({ label: `line ${i}`, watts: i }));
}

function queueOf(random: Random, { wallSeconds }: Seen): unknown {
  const time = wallSeconds + random.pick([0, 1, 5, 60, 3_600]);
  return { count: 1 + random.below(3), time, cancelling: random.pick(["no", "yes"]) };
}

function admissionOf(random: Random): unknown {
  return { uscc: usccOf(50 + random.below(6)), name: "Parks", functions: [] };
}

function enrolmentOf({ ledger }: Town, random: Random): unknown {
  return ledger.enrolBody(1 + random.below(2), `new ${random.below(5)}`, [random.pick(["officer", "leader"] as const)]);
}

function voteOf(town: Town, random: Random, { rows }: Seen): Act {
  const by = random.pick(town.people);
  const open = rows.scan(proposalTable as AnyTable, "state", { equal: ["open"], limit: 20 });
  if (open.length === 0) return { by, kind: "lamp.on", body: { lamp: 1 + random.below(9) } };
  const { key } = random.pick(open);
  const row = new Rows(rows).get(proposalTable, key);
  if (row === undefined) throw new Error(`there is no proposal ${key}`);
  if (random.once(9)) return { by, kind: "proposal.withdraw", body: { proposal: key, reason: "" } };
  const table = town.ledger.ruleset.tables.get(row.subjectTable);
  const subjectRevision = table === undefined ? 0 : new Rows(rows).revision(table, row.subjectKey);
  const choice = random.pick(["approve", "approve", "approve", "reject", "return"] as const);
  const reason = choice === "approve" ? "" : "because";
  return {
    by,
    kind: "proposal.vote",
    body: { proposal: key, round: row.round, choice, reason, bodyRoot: row.bodyRoot, subjectRevision },
  };
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
    () => ledger.sign(by, kind, body, { ...overrides, department: 3 - by.department }),
  ];
  return random.pick(choices)();
}
