/** What people do with a catalogue: the rules of the city itself, by its departments, with all that is derived of them. */
import { isEntitled } from "#ledger-core/kernel/testing/random-acts.testing.ts";
import type { ClaimCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { BODIES, OFTEN, peopleOf } from "#ledger-core/modules/catalog/random-lives.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { ledgerAsSeen } from "./acts.testing.ts";
import type { Act, Doings, Seen } from "./acts.testing.ts";

/** Without what would take the plain act's signer away. */
const KINDS = Object.keys(BODIES).filter((kind) => !["member.suspend", "person.leave"].includes(kind));
/** Half of what is done is what gets a city somewhere, a quarter are votes. */
const CHOICES = [...KINDS, ...OFTEN, ...OFTEN, ...OFTEN, ...Array.from({ length: 14 }, () => "proposal.vote")];
const PLACES = 1_000;

export function cityDoings(city: ClaimCity): Doings {
  const by = city.steward;
  return {
    act: (random, seen) => nextAct(asSeen(city, seen), random),
    batches: (random, count) =>
      Array.from({ length: count }, () => ({ by, kind: "catalog.import", body: batchOf(city, random) })),
    plain: (random) => {
      const code = Buffer.from(random.bytes(8)).toString("hex");
      return { by, kind: "catalog.create", body: { description: city.describe(code) } };
    },
  };
}

/** The city with the state that somebody sees in place of what it was founded with. */
function asSeen(city: ClaimCity, seen: Seen): ClaimCity {
  return Object.create(city, { ledger: { value: ledgerAsSeen(city.ledger, seen) } }) as ClaimCity;
}

/** An act of somebody who may, if anybody may; now and then of somebody who may not. */
function nextAct(city: ClaimCity, random: Random): Act {
  const kind = random.pick(CHOICES);
  const drawn = { kind, who: 0, one: random.below(PLACES), two: random.below(PLACES), seconds: 0 };
  const people = peopleOf(city);
  const first = random.below(people.length);
  const acts = [...people.slice(first), ...people.slice(0, first)].flatMap((by): readonly Act[] => {
    const body = BODIES[kind]?.(city, drawn, by);
    return body === undefined ? [] : [{ by, kind, body }];
  });
  const isAllowed = !random.once(8);
  const may = isAllowed ? acts.find(({ by, body }) => isEntitled(city.ledger, by, kind, body)) : undefined;
  return may ?? acts[0] ?? { by: city.officer, kind: "catalog.use", body: city.useBody(1) };
}

/** Datasets of a register: some that it had before under another name, some that are gone. */
function batchOf(city: ClaimCity, random: Random): readonly object[] {
  const sourceIds = new Set(Array.from({ length: random.pick([1, 2, 8]) }, () => `line-${random.below(12)}`));
  return [...sourceIds].map((sourceId) => {
    const origin = { source: "register", sourceId, fingerprint: random.bytes(32) };
    if (random.once(6)) return { kind: "retire", origin };
    const description = city.describe(sourceId, { title: `title ${random.below(5)}` });
    return { kind: "put", origin, description };
  });
}
