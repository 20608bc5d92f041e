/** Uses and duties: every refusal is an entry of the log, and a use says what place and matter it is for. */
import { beforeEach, describe, expect, it } from "vitest";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { ClaimCity, DAY_SECONDS, QUERY_POLICY } from "./catalog.testing.ts";
import { brokenInvariants } from "./invariants.testing.ts";
import { agreementTable, datasetTable, fulfilmentTable, useTable } from "./tables.ts";

let city: ClaimCity;
let dataset: number;
let agreement: number;

beforeEach(() => {
  city = new ClaimCity();
  dataset = city.publish("used");
  city.offer(dataset);
  agreement = city.agree(dataset);
});

function usesOf(key = agreement): number {
  const counted = city.ledger.rows.get(agreementTable, key)?.uses ?? -1;
  expect(city.ledger.rows.scan(useTable, "agreement", { equal: [key], limit: 99 })).toHaveLength(counted);
  return counted;
}

/** Asserts that the use is refused with the code, that the refusal is an entry by that person, and that nothing was counted. */
function expectRefused(code: string, person: TestPerson = city.officer, change: object = {}): void {
  const before = usesOf();
  const size = city.ledger.entries.length;
  const outcome = city.ledger.submit(person, "catalog.use", city.useBody(agreement, { ...change }));
  expect(outcome).toMatchObject({ code, state: "refused", kind: "catalog.use", changes: [], writes: [] });
  expect(outcome).toMatchObject({ actor: { person: person.person, department: person.department } });
  // The due entries of the block may stand before it; the one that closes the block stands after it.
  expect("index" in outcome && outcome.index >= size && city.ledger.entries[outcome.index] === outcome).toBe(true);
  expect(usesOf()).toBe(before);
}

describe("a use is refused and recorded", () => {
  it("in the second in which its agreement expires, and after", () => {
    const { expires } = city.ledger.rows.get(agreementTable, agreement) ?? { expires: 0 };
    city.ledger.time = expires - 1;
    city.ledger.must(city.officer, "catalog.use", city.useBody(agreement));
    city.ledger.time = expires;
    expectRefused("AGREEMENT_EXPIRED");
    city.ledger.pass(DAY_SECONDS);
    expectRefused("AGREEMENT_EXPIRED");
  });

  it("outside its purpose, outside its policy, and over its count", () => {
    expectRefused("USE_OUTSIDE_PURPOSE", city.officer, { purpose: "statistics" });
    expectRefused("USE_NOT_PERMITTED", city.officer, { action: "distribute" });
    expectRefused("USE_NOT_PERMITTED", city.officer, { action: "read" });
    for (let i = 0; i < 3; i++) city.ledger.must(city.officer, "catalog.use", city.useBody(agreement));
    expectRefused("USE_LIMIT_REACHED");
  });

  it("by somebody of a suspended department, who may again once it is taken back", () => {
    const { ledger, bureauLeader, leader, auditLeader, claimantLeader, officer, user } = city;
    const away = { member: user, reason: "unanswered" };
    city.decide("member.suspend", away, bureauLeader, leader, auditLeader, claimantLeader);
    expectRefused("MEMBER_SUSPENDED");
    city.decide("member.reinstate", away, bureauLeader, leader, auditLeader);
    ledger.must(officer, "catalog.use", city.useBody(agreement));
  });

  it("by somebody whose role was ended a second ago", () => {
    const { ledger, userLeader, user } = city;
    const temp = ledger.enrol(user, "finance-other", ["officer"], userLeader);
    ledger.time += 1;
    ledger.must(temp, "catalog.use", city.useBody(agreement));
    ledger.must(userLeader, "role.end", { person: temp.person, role: "officer", reason: "moved" });
    ledger.time += 1;
    expectRefused("NO_SUCH_ROLE", temp);
  });

  it("by somebody whose term has ended a second ago", () => {
    const { ledger, userLeader, user } = city;
    const until = ledger.time + 50;
    const temp = ledger.enrol(user, "finance-temp", [], userLeader);
    const grant = ledger.propose(userLeader, "role.grant", {
      person: temp.person,
      role: "officer",
      from: 0,
      until,
    });
    city.mustVote(city.bureauLeader, grant);
    ledger.time = until - 1;
    ledger.must(temp, "catalog.use", city.useBody(agreement));
    ledger.time = until + 1;
    expectRefused("NO_SUCH_ROLE", temp);
  });

  it("by somebody with another role, of another department, or who has left", () => {
    const { ledger, userLeader, user } = city;
    const bystander = ledger.enrol(user, "finance-bystander", ["officer"], userLeader);
    ledger.must(userLeader, "role.end", { person: bystander.person, role: "officer", reason: "" });
    expectRefused("NO_SUCH_ROLE", bystander);
    expectRefused("NOT_ENTITLED", city.outsider);
    expectRefused("NOT_ENTITLED", city.steward);
    const gone = ledger.enrol(user, "finance-gone", ["officer"], userLeader);
    ledger.must(userLeader, "person.leave", { person: gone.person, reason: "retired", successor: 0 });
    // The key of somebody who left is dead: that is turned away at the door, before it can be an entry.
    expect(ledger.codeOf(gone, "catalog.use", city.useBody(agreement))).toBe("KEY_REVOKED");
    expect(usesOf()).toBe(0);
  });

  it("of data that is contested, and of an agreement that has ended or never began", () => {
    const claim = { dataset: { kind: "key", key: dataset }, ground: "legality", other: 0, statement: "not lawful" };
    city.decide("catalog.contest", claim, city.claimantSteward, city.bureauLeader);
    expectRefused("DATASET_SUSPENDED");
    const decision = { contest: 1, outcome: "dismissed", newOwner: 0, reason: "lawful" };
    city.decide("catalog.resolve", decision, city.bureauLeader, city.auditLeader);
    city.ledger.must(city.officer, "catalog.use", city.useBody(agreement));
    city.ledger.must(city.leader, "catalog.terminate", { agreement, reason: "breach", orderNumber: "" });
    expectRefused("AGREEMENT_NOT_IN_FORCE");
    expect(city.ledger.codeOf(city.officer, "catalog.use", city.useBody(99))).toBe("NOT_FOUND");
  });

  it("by a colleague in somebody's place once the lent role is over, and counted while it is not", () => {
    const { ledger, officer, userLeader, user } = city;
    const temp = ledger.enrol(user, "finance-deputy", [], userLeader);
    const until = ledger.time + 10;
    ledger.must(officer, "delegation.give", { receiver: temp.person, role: "officer", from: 0, until, reason: "ill" });
    ledger.must(temp, "catalog.use", city.useBody(agreement));
    expect(ledger.rows.get(useTable, 1)).toMatchObject({ person: temp.person, user });
    ledger.time = until;
    expectRefused("NO_SUCH_ROLE", temp);
  });
});

describe("a use", () => {
  const local: UsePolicy = {
    permissions: [
      {
        actions: ["query"],
        constraints: [],
        duties: [],
        groups: [
          {
            operator: "xone",
            constraints: [
              { left: "spatial", operator: "eq", right: [{ kind: "word", value: "320102" }] },
              { left: "spatial", operator: "eq", right: [{ kind: "word", value: "320104" }] },
            ],
          },
        ],
      },
    ],
    prohibitions: [],
  };

  it("says the place and the matter that it is for, and is held to the place", () => {
    const { ledger, officer } = city;
    city.offer(dataset, local);
    agreement = city.agree(dataset);
    const place = { spatial: "320102", reference: "2026-0017" };
    ledger.must(officer, "catalog.use", city.useBody(agreement, place));
    expect(ledger.rows.get(useTable, 1)).toMatchObject(place);
    expectRefused("USE_NOT_PERMITTED", officer, { spatial: "320106" });
    expectRefused("USE_NOT_PERMITTED", officer, { spatial: "", reference: "2026-0018" });
  });

  it("of the first version says neither, and meets no term about a place", () => {
    city = new ClaimCity(["catalog.use@2"]);
    const { ledger, officer } = city;
    dataset = city.publish("old rules");
    city.offer(dataset);
    agreement = city.agree(dataset);
    const body = city.useBody(agreement);
    expect(ledger.codeOf(officer, "catalog.use", body, { version: 2 })).toBe("UNKNOWN_VERSION");
    ledger.must(officer, "catalog.use", body);
    expect(ledger.rows.get(useTable, 1)).toMatchObject({ spatial: "", reference: "", number: 1 });
    city.offer(dataset, local);
    agreement = city.agree(dataset);
    expectRefused("USE_NOT_PERMITTED");
  });

  it("is not voided by the next one where a policy asks for two signatures", () => {
    const { ledger, officer, userLeader } = city;
    const second = ledger.enrol(city.user, "finance-two", ["officer"], userLeader);
    city.askForTwo("catalog.use");
    const [first, other] = [0, 1].map((rowCount) =>
      ledger.propose(officer, "catalog.use", city.useBody(agreement, { rowCount })),
    );
    city.mustVote(second, first ?? 0);
    city.mustVote(second, other ?? 0);
    expect(usesOf()).toBe(2);
  });
});

it("is also of who is no party, and so is a duty's fulfilment, where the network's own policy lets them: the tables agree", () => {
  const { ledger, bureauLeader, auditLeader, outsider } = city;
  const seat = (of: object): object => ({ of, roles: ["officer"], bar: { kind: "persons", count: 1 } });
  const either = [
    { kind: "party", name: "beneficiary" },
    { kind: "function", name: "audit" },
  ];
  const alternatives = either.map((of) => ({ order: "any", distinct: "persons", seats: [seat(of)] }));
  const cases = [{ when: [], alternatives, excludeProposer: "no", excludeParties: [], deadlineSeconds: DAY_SECONDS }];
  for (const kind of ["catalog.use", "catalog.fulfil"])
    city.decide("policy.set", { kind, cases }, bureauLeader, auditLeader);
  ledger.must(city.officer, "catalog.use", city.useBody(agreement));
  ledger.must(outsider, "catalog.use", city.useBody(agreement));
  ledger.must(outsider, "catalog.fulfil", { agreement, duty: "delete", statement: "shredded on site" });
  expect(brokenInvariants(ledger)).toEqual([]);
});

describe("a duty", () => {
  function fulfil(change: object = {}, person: TestPerson = city.officer): string {
    const body = { agreement, duty: "delete", statement: "shredded on site", ...change };
    return city.ledger.codeOf(person, "catalog.fulfil", body);
  }

  it("is fulfilled by the user in words, where it is owed", () => {
    expect(fulfil({ statement: "" })).toBe("REASON_MISSING");
    expect(fulfil({ duty: "attribute" })).toBe("DUTY_NOT_OWED");
    expect(fulfil({ agreement: 99 })).toBe("NOT_FOUND");
    expect(fulfil({}, city.steward)).toBe("NOT_ENTITLED");
    expect(fulfil()).toBe("");
    const [row] = city.ledger.rows.scan(fulfilmentTable, "agreement", { equal: [agreement], limit: 9 });
    expect(row?.row).toMatchObject({ duty: "delete", person: city.officer.person, time: city.ledger.time });
  });

  it("outlives the agreement, and does not arise from one that never came into force", () => {
    const waiting = city.ledger.proposal(city.request(dataset)).subjectKey;
    expect(fulfil({ agreement: waiting })).toBe("AGREEMENT_NOT_IN_FORCE");
    city.ledger.must(city.officer, "catalog.terminate", { agreement: waiting, reason: "x", orderNumber: "" });
    expect(fulfil({ agreement: waiting })).toBe("AGREEMENT_NOT_IN_FORCE");
    city.ledger.must(city.officer, "catalog.use", city.useBody(agreement));
    city.ledger.pass(31 * DAY_SECONDS);
    expect(city.ledger.rows.get(agreementTable, agreement)?.ended).toBe("expired");
    expect(fulfil()).toBe("");
  });

  it("stands in the policy that was agreed, not in the dataset's present offer", () => {
    city.offer(dataset, {
      ...QUERY_POLICY,
      permissions: QUERY_POLICY.permissions.map((one) => ({ ...one, duties: [] })),
    });
    expect(fulfil()).toBe("");
    const later = city.agree(dataset);
    expect(fulfil({ agreement: later })).toBe("DUTY_NOT_OWED");
    expect(city.ledger.rows.get(datasetTable, dataset)?.agreementsInForce).toBe(2);
  });
});
