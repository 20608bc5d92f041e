/** What people do who have lamps: all that a kernel decides about, with the smallest things to decide about. */
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { lampTable } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { isEntitled } from "#ledger-core/kernel/testing/random-acts.testing.ts";
import { usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestLedger, TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { ledgerAsSeen } from "./acts.testing.ts";
import type { Act, Doings, Seen } from "./acts.testing.ts";

/** The network and those of its people who act. */
type Folk = { readonly ledger: TestLedger; readonly people: readonly TestPerson[] };

const OFFICERS: readonly string[] = ["founder", "ada", "cy", "di"];

export function lampDoings(folk: Folk): Doings {
  const [first = folk.ledger.founder] = folk.people;
  return {
    act: (random, seen) => nextAct(folk, random, seen),
    batches: (random, count) => {
      const by = random.pick(folk.people);
      return Array.from({ length: count }, () => ({ by, kind: "lamp.install-batch", body: batchOf(random) }));
    },
    plain: () => ({ by: first, kind: "lamp.install", body: { label: "probe", watts: 1 } }),
  };
}

function nextAct(folk: Folk, random: Random, seen: Seen): Act {
  const lamp = somebodysLamp(random, seen.rows);
  const by = random.once(4) ? random.pick(folk.people) : ownerOf(folk, random, seen.rows, lamp);
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
    () => ({ by: folk.ledger.founder, kind: "member.admit", body: admissionOf(random) }),
    () => ({ by: folk.ledger.founder, kind: "person.enrol", body: enrolmentOf(folk, random) }),
    () => voteOf(folk, random, seen, { by, kind: "lamp.on", body: { lamp } }),
    () => voteOf(folk, random, seen, { by, kind: "lamp.on", body: { lamp } }),
    () => voteOf(folk, random, seen, { by, kind: "lamp.on", body: { lamp } }),
  ];
  return random.pick(choices)();
}

/** Somebody who may switch the lamp, if anybody may. */
function ownerOf(folk: Folk, random: Random, rows: RowSource, lamp: number): TestPerson {
  const owner = new Rows(rows).get(lampTable, lamp)?.owner;
  const officers = folk.people.filter(({ handle, department }) => department === owner && OFFICERS.includes(handle));
  return officers.length === 0 ? random.pick(folk.people) : random.pick(officers);
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

function enrolmentOf({ ledger }: Folk, random: Random): unknown {
  return ledger.enrolBody(1 + random.below(2), `new ${random.below(5)}`, [random.pick(["officer", "leader"] as const)]);
}

/** A vote on something that is open, mostly of somebody who has a say in it; where nothing is, there will be something soon. */
function voteOf(folk: Folk, random: Random, seen: Seen, otherwise: Act): Act {
  const ledger = ledgerAsSeen(folk.ledger, seen);
  const open = ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 20 });
  if (open.length === 0) return otherwise;
  const { key } = random.pick(open);
  const anybody = random.pick(folk.people);
  if (random.once(9)) return { by: anybody, kind: "proposal.withdraw", body: { proposal: key, reason: "" } };
  const kind = "proposal.vote";
  const body = ledger.voteBody(key, random.pick(["approve", "approve", "approve", "reject", "return"]));
  const entitled = random.once(4) ? [] : folk.people.filter((person) => isEntitled(ledger, person, kind, body));
  return { by: entitled.length === 0 ? anybody : random.pick(entitled), kind, body };
}
