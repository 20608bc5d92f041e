/** Random lives of a catalogue: acts of every kind that are well formed and often possible, votes that carry some of them. */
import fc from "fast-check";
import type { AgreementRow, Description } from "#ledger-core/contract/schema/catalog.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import type { Table } from "#ledger-core/kernel/table.ts";
import { usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson, VoteChoice } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { ClaimCity, item, QUERY_POLICY } from "./catalog.testing.ts";
import { READ_POLICY } from "./negotiation.testing.ts";
import { agreementTable, contestTable, datasetTable, offerTable, versionTable } from "./tables.ts";
import { NO_VERSION } from "./version-chain.ts";

/** One act: which, by whom, about what, and how much time passes before it. */
export type CatalogAct = {
  readonly kind: string;
  readonly who: number;
  readonly one: number;
  readonly two: number;
  readonly seconds: number;
};

type Chooser = (city: ClaimCity, act: CatalogAct, person: TestPerson) => object | undefined;

const CODES = ["a", "b", "c", "d"];
const SHARING = ["conditional", "conditional", "unconditional", "not-shared"] as const;
const CHOICES: readonly VoteChoice[] = ["approve", "approve", "approve", "approve", "reject", "return", "abstain"];

function pick<T>(from: readonly T[], place: number): T | undefined {
  return from[place % Math.max(1, from.length)];
}

function keyOf<Row>({ ledger }: ClaimCity, table: Table<Row>, place: number): number {
  return pick(ledger.rows.scan(table, "key", { limit: 200 }), place)?.key ?? 1;
}

function reference(city: ClaimCity, place: number): object {
  return place % 5 === 0
    ? { kind: "code", code: pick(CODES, place) }
    : { kind: "key", key: keyOf(city, datasetTable, place) };
}

function description(city: ClaimCity, { one, two }: CatalogAct, { department }: TestPerson): Description {
  const sharing = pick(SHARING, one) ?? "conditional";
  const law = sharing === "not-shared" ? "a law" : "";
  const change = { sharing, sharingCondition: "c", legalBasis: law, providerCode: usccOf(department) };
  return city.describe(pick(CODES, two) ?? "a", { ...change, title: `t${one % 3}` });
}

function terms({ ledger }: ClaimCity, { one }: CatalogAct): object {
  return { purpose: "eligibility", useLimit: one % 4, expires: ledger.time + (one % 5) * 86_400 };
}

/** An agreement in one of the states, if there is any, and mostly on the terms as they stand. */
function shown(city: ClaimCity, place: number, states: readonly AgreementRow["state"][]): object {
  const all = city.ledger.rows.scan(agreementTable, "key", { limit: 200 });
  const fitting = all.filter(({ row }) => states.includes(row.state));
  const found = pick(fitting.length > 0 ? fitting : all, place);
  const hash = place % 7 === 0 ? undefined : found?.row.agreementHash;
  return { agreement: found?.key ?? 1, agreementHash: hash ?? new Uint8Array(32) };
}

/** A body for an act of each kind by a person, as the city stands; none where there is nothing to do. */
export const BODIES: Readonly<Record<string, Chooser>> = {
  "catalog.create": (city, act, person) => ({ description: description(city, act, person) }),
  "catalog.publish": (city, act) => ({ dataset: reference(city, act.one) }),
  "catalog.revise": (city, act, person) => {
    const key = keyOf(city, datasetTable, act.two);
    const code = city.ledger.rows.get(datasetTable, key)?.code ?? "a";
    return { dataset: { kind: "key", key }, description: { ...description(city, act, person), code } };
  },
  "catalog.retire": (city, act) => ({ dataset: reference(city, act.one), reason: "merged" }),
  "catalog.import": (city, act, person) => {
    const origin = { source: "s", sourceId: pick(CODES, act.one), fingerprint: new Uint8Array(32).fill(act.two % 3) };
    if (act.two % 4 === 0) return [{ kind: "retire", origin }];
    return [{ kind: "put", origin, description: { ...description(city, act, person), code: `i${act.one % 4}` } }];
  },
  "catalog.upload": (city, act) => {
    const key = keyOf(city, datasetTable, act.one);
    const head = city.ledger.rows.get(datasetTable, key)?.headVersion ?? 0;
    const previous = city.ledger.rows.find(versionTable, "dataset", key, act.two % 9 === 0 ? 1 : head);
    const versions = city.ledger.rows.scan(versionTable, "key", { limit: 200 });
    const parents = [act.one, act.two].flatMap((place) => pick(versions, place)?.row.versionHash ?? []);
    return {
      dataset: { kind: "key", key },
      contentHash: new Uint8Array(32).fill(act.one % 250),
      sizeBytes: act.one,
      rowCount: act.two,
      items: act.one % 3 === 0 ? [item("x", "text")] : [],
      previousHash: previous?.row.versionHash ?? NO_VERSION,
      parents: parents.slice(0, act.two % 3),
      mediaType: "",
      sealedHash: undefined,
    };
  },
  "catalog.withdraw-version": (city, act) => ({
    dataset: reference(city, act.one),
    number: 1 + (act.two % 2),
    reason: "wrong",
  }),
  "catalog.offer": (city, act) => ({
    dataset: reference(city, act.one),
    policy: act.two % 2 === 0 ? QUERY_POLICY : READ_POLICY,
  }),
  "catalog.withdraw-offer": (city, act) => ({ offer: keyOf(city, offerTable, act.one), reason: "new terms" }),
  "catalog.request": (city, act) => ({
    ...city.requestBody(keyOf(city, datasetTable, act.one)),
    ...terms(city, act),
    offer: act.two % 6 === 0 ? keyOf(city, offerTable, act.two) : 0,
  }),
  "catalog.offer-agreement": (city, act) => ({
    dataset: reference(city, act.one),
    user: 1 + (act.two % 5),
    policy: READ_POLICY,
    ...terms(city, act),
    message: "",
  }),
  "catalog.counter-offer": (city, act) => ({
    ...shown(city, act.two, ["REQUESTED"]),
    policy: act.one % 2 === 0 ? QUERY_POLICY : READ_POLICY,
    ...terms(city, act),
    message: "",
  }),
  "catalog.counter-request": (city, act) => ({
    ...shown(city, act.two, ["OFFERED"]),
    ...terms(city, act),
    justification: "",
  }),
  "catalog.accept": (city, act) => shown(city, act.two, ["OFFERED"]),
  "catalog.agree": (city, act) => shown(city, act.two, ["REQUESTED", "ACCEPTED"]),
  "catalog.terminate": (city, act) => ({
    ...shown(city, act.two, ["REQUESTED", "OFFERED", "FINALIZED"]),
    reason: "done",
    orderNumber: act.one % 2 === 0 ? "" : "7",
  }),
  "catalog.use": (city, act) =>
    city.useBody(keyOf(city, agreementTable, act.two), { action: act.one % 2 === 0 ? "query" : "read", spatial: "" }),
  "catalog.fulfil": (city, act) => ({
    agreement: keyOf(city, agreementTable, act.two),
    duty: "delete",
    statement: "deleted",
  }),
  "catalog.contest": (city, act) => ({
    dataset: reference(city, act.one),
    ground: "ownership",
    other: act.two % 4 === 0 ? keyOf(city, datasetTable, act.two) : 0,
    statement: "ours",
  }),
  "catalog.resolve": (city, act) => ({
    contest: keyOf(city, contestTable, act.one),
    outcome: act.two % 3 === 0 ? "dismissed" : "upheld",
    newOwner: act.two % 6,
    reason: "decided",
  }),
  "catalog.judge-likeness": (city, act) => ({
    first: keyOf(city, datasetTable, act.one),
    second: keyOf(city, datasetTable, act.two),
    verdict: "same",
    reason: "r",
  }),
  "catalog.set-parameter": (_city, act) => ({
    parameter: { name: "denied-per-day", value: 1 + (act.one % 9) },
    reason: "r",
  }),
  "delegation.give": (city, act, person) => ({
    receiver: (pick(peopleOf(city), act.one) ?? person).person,
    role: (["steward", "leader", "officer"] as const)[act.two % 3],
    from: 0,
    until: city.ledger.time + (1 + (act.two % 3)) * 43_200,
    reason: "",
  }),
  "member.suspend": (_city, act) => ({ member: 2 + (act.one % 4), reason: "r" }),
  "member.reinstate": (_city, act) => ({ member: 2 + (act.one % 4), reason: "r" }),
  "person.leave": (city, act, person) => ({
    person: (pick(peopleOf(city), act.one) ?? person).person,
    reason: "r",
    successor: (pick(peopleOf(city), act.two) ?? person).person,
  }),
  "proposal.vote": (city, act) => {
    const open = city.ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 200 });
    const found = pick(open.toReversed(), act.one % 4);
    return found === undefined ? undefined : city.ledger.voteBody(found.key, pick(CHOICES, act.two) ?? "approve");
  },
};

/** Kinds that come more often, so that lives get somewhere. */
export const OFTEN = [
  "catalog.create",
  "catalog.publish",
  "catalog.offer",
  "catalog.request",
  "catalog.upload",
  "catalog.use",
];

export function catalogLife(length: {
  readonly min: number;
  readonly max: number;
}): fc.Arbitrary<readonly CatalogAct[]> {
  const kind = fc.oneof(
    { arbitrary: fc.constantFrom(...Object.keys(BODIES)), weight: 4 },
    { arbitrary: fc.constantFrom(...OFTEN), weight: 3 },
    { arbitrary: fc.constant("proposal.vote"), weight: 5 },
  );
  const act = fc.record({
    kind,
    who: fc.nat(100),
    one: fc.nat(1_000),
    two: fc.nat(1_000),
    seconds: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 60, 3_600, 43_200, 86_400, 8 * 86_400),
  });
  return fc.array(act, { minLength: length.min, maxLength: length.max });
}

export function peopleOf(city: ClaimCity): readonly TestPerson[] {
  const { steward, leader, officer, userLeader, outsider, auditLeader, claimantSteward, claimantLeader } = city;
  return [
    steward,
    leader,
    officer,
    userLeader,
    claimantSteward,
    claimantLeader,
    city.bureauLeader,
    auditLeader,
    outsider,
  ];
}

/** A city in which there is something of everything to begin with; its ledger has the modules besides its own. */
export function startedCity(modules: readonly Module[] = []): ClaimCity {
  const city = new ClaimCity([], modules);
  const first = city.publish("a");
  const second = city.publish("b", { sharing: "unconditional", sharingCondition: "" });
  city.offer(first);
  city.offer(second);
  city.agree(first, { useLimit: 9 });
  const { ledger, claimantSteward, steward } = city;
  const description = city.describe("c", { providerCode: usccOf(city.claimant) });
  ledger.must(claimantSteward, "catalog.create", { description });
  ledger.must(claimantSteward, "catalog.publish", { dataset: { kind: "code", code: "c" } });
  for (const [key, person] of [
    [first, steward],
    [second, steward],
    [3, claimantSteward],
  ] as const) {
    const content = { contentHash: new Uint8Array(32), sizeBytes: 1, rowCount: 1, items: [], previousHash: NO_VERSION };
    ledger.must(person, "catalog.upload", { dataset: { kind: "key", key }, ...content });
  }
  return city;
}

/** Lives through the acts; where somebody has no right to one, others try. Returns how many were not refused. */
export function liveCatalog(city: ClaimCity, acts: readonly CatalogAct[]): number {
  const people = peopleOf(city);
  let done = 0;
  for (const act of acts) {
    if (act.seconds > 0) city.ledger.pass(act.seconds);
    for (let turn = 0; turn < people.length; turn++) {
      const person = pick(people, act.who + turn) ?? city.steward;
      const body = BODIES[act.kind]?.(city, act, person);
      if (body === undefined) break;
      const code = city.ledger.codeOf(person, act.kind, body);
      if (code === "") done++;
      if (!["NOT_ENTITLED", "NO_SUCH_ROLE", "ALREADY_VOTED"].includes(code)) break;
    }
  }
  return done;
}
