/** Claims on a dataset, their decision, and what becomes of what the old owner granted. */
import { beforeEach, describe, expect, it } from "vitest";
import type { ContestRow, DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { TestLedger, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { ClaimCity, DAY_SECONDS, QUERY_POLICY } from "./catalog.testing.ts";
import { catalogModule } from "./catalog-module.ts";
import { agreementTable, contestTable, datasetTable, likenessTable, offerTable } from "./tables.ts";

let city: ClaimCity;
let dataset: number;

beforeEach(() => {
  city = new ClaimCity();
  dataset = city.publish("claimed");
  city.offer(dataset);
});

function datasetRow(key = dataset): DatasetRow {
  const row = city.ledger.rows.get(datasetTable, key);
  if (row === undefined) throw new Error(`there is no dataset ${key}`);
  return row;
}

function contest(key: number): ContestRow | undefined {
  return city.ledger.rows.get(contestTable, key);
}

function claimBody(change: object = {}): object {
  return { dataset: { kind: "key", key: dataset }, ground: "ownership", other: 0, statement: "it is ours", ...change };
}

/** A claim that the bureau's leader supports; its key. */
function claim(change: object = {}): number {
  city.decide("catalog.contest", claimBody(change), city.claimantSteward, city.bureauLeader);
  return city.ledger.rows.scan(contestTable, "key", { limit: 999 }).at(-1)?.key ?? 0;
}

function decisionBody(key: number, change: object = {}): object {
  return { contest: key, outcome: "upheld", newOwner: 0, reason: "by the catalogue of duties", ...change };
}

function resolve(key: number, change: object = {}): void {
  city.decide("catalog.resolve", decisionBody(key, change), city.bureauLeader, city.auditLeader);
}

describe("a claim", () => {
  it("stops the uses of a dataset once the bureau's leader supports it, and not before", () => {
    const { ledger, officer, claimantSteward, bureauLeader } = city;
    const agreement = city.agree(dataset);
    const key = ledger.propose(claimantSteward, "catalog.contest", claimBody());
    ledger.must(officer, "catalog.use", city.useBody(agreement));
    city.mustVote(bureauLeader, key);
    expect(datasetRow()).toMatchObject({ suspended: "yes", contest: 1, state: "published", owner: city.owner });
    expect(contest(1)).toMatchObject({ state: "open", owner: city.owner, claimant: city.claimant, decided: 0 });
    const refused = ledger.submit(officer, "catalog.use", city.useBody(agreement));
    expect(refused).toMatchObject({ code: "DATASET_SUSPENDED", state: "refused", changes: [] });
    expect(ledger.codeOf(officer, "catalog.request", city.requestBody(dataset))).toBe("DATASET_SUSPENDED");
    const offer = { dataset: { kind: "key", key: dataset }, policy: QUERY_POLICY };
    expect(ledger.codeOf(city.steward, "catalog.offer", offer)).toBe("DATASET_SUSPENDED");
  });

  it("is made by another department's keeper with the bureau's leader, by no other two", () => {
    const { ledger, officer, outsider, auditLeader, claimantSteward, claimantLeader, steward } = city;
    for (const person of [officer, outsider])
      expect(ledger.codeOf(person, "catalog.contest", claimBody())).not.toBe("");
    expect(ledger.codeOf(steward, "catalog.contest", claimBody())).toBe("CONTEST_OWN");
    const key = ledger.propose(claimantSteward, "catalog.contest", claimBody());
    expect(ledger.voteCode(auditLeader, key)).toBe("NOT_ENTITLED");
    expect(ledger.voteCode(steward, key)).toBe("NOT_ENTITLED");
    // A second keeper of the claimant has a seat, which is taken.
    expect(ledger.voteCode(claimantLeader, key)).toBe("");
    expect(ledger.proposal(key).state).toBe("open");
    expect(datasetRow().suspended).toBe("no");
  });

  it("may be about the bureau's own data, and takes two where the bureau claims", () => {
    const { ledger, bureauLeader, claimantSteward } = city;
    const own = ledger.propose(bureauLeader, "catalog.contest", claimBody());
    expect(ledger.voteCode(claimantSteward, own)).toBe("NOT_ENTITLED");
    expect(ledger.proposal(own).state).toBe("open");
    ledger.must(bureauLeader, "catalog.create", {
      description: city.describe("of the bureau", { profile: "ckan", providerCode: "" }),
    });
    ledger.must(bureauLeader, "catalog.publish", { dataset: { kind: "code", code: "of the bureau" } });
    city.decide(
      "catalog.contest",
      claimBody({ dataset: { kind: "code", code: "of the bureau" } }),
      claimantSteward,
      bureauLeader,
    );
    expect(contest(1)).toMatchObject({ owner: 1, claimant: city.claimant, state: "open" });
  });

  it("needs a reason, a published dataset, and an own one where it names one", () => {
    const { ledger, claimantSteward, steward } = city;
    const code = (change: object): string => ledger.codeOf(claimantSteward, "catalog.contest", claimBody(change));
    expect(code({ statement: "" })).toBe("REASON_MISSING");
    expect(code({ other: dataset })).toBe("NOT_OWNER");
    expect(code({ other: 99 })).toBe("NOT_OWNER");
    expect(code({ dataset: { kind: "code", code: "nothing" } })).toBe("NOT_FOUND");
    ledger.must(steward, "catalog.create", { description: city.describe("draft") });
    expect(code({ dataset: { kind: "code", code: "draft" } })).toBe("DATASET_NOT_PUBLISHED");
    const description = city.describe("own", { providerCode: usccOf(city.claimant) });
    ledger.must(claimantSteward, "catalog.create", { description });
    const own = ledger.rows.find(datasetTable, "code", "own")?.key ?? 0;
    expect(contest(claim({ ground: "duplicate", other: own }))).toMatchObject({ other: own, ground: "duplicate" });
  });

  it("stands alone: there is no second one until it is decided, and then there may be", () => {
    const { ledger, claimantSteward } = city;
    const key = claim();
    expect(ledger.codeOf(claimantSteward, "catalog.contest", claimBody())).toBe("CONTEST_OPEN");
    resolve(key, { outcome: "dismissed" });
    expect(claim()).toBe(2);
    expect(contest(1)?.state).toBe("dismissed");
  });

  it("is not escaped from: the dataset is not put away while it stands, by hand or by an import", () => {
    const { ledger, steward } = city;
    const origin = { source: "us:x", sourceId: "a", fingerprint: new Uint8Array(32).fill(1) };
    ledger.must(steward, "catalog.import", [{ kind: "put", origin, description: city.describe("imported") }]);
    const imported = ledger.rows.find(datasetTable, "code", "imported")?.key ?? 0;
    claim();
    claim({ dataset: { kind: "key", key: imported } });
    const put = { dataset: { kind: "key", key: dataset }, reason: "merged" };
    expect(ledger.codeOf(steward, "catalog.retire", put)).toBe("DATASET_SUSPENDED");
    expect(ledger.codeOf(steward, "catalog.import", [{ kind: "retire", origin }])).toBe("DATASET_SUSPENDED");
    // A record that its source has changed is taken over, and stays contested.
    const changed = { ...origin, fingerprint: new Uint8Array(32).fill(2) };
    const description = city.describe("imported", { title: "corrected" });
    ledger.must(steward, "catalog.import", [{ kind: "put", origin: changed, description }]);
    expect(datasetRow(imported)).toMatchObject({ title: "corrected", suspended: "yes", contest: 2 });
  });

  it("leaves the owner free to correct the description and to upload", () => {
    const { ledger, steward } = city;
    claim({ ground: "accuracy" });
    const reference = { kind: "key", key: dataset };
    ledger.must(steward, "catalog.revise", {
      dataset: reference,
      description: city.describe("claimed", { title: "x" }),
    });
    expect(datasetRow()).toMatchObject({ title: "x", suspended: "yes", contest: 1 });
  });

  it("waits thirty days for the bureau, and has no effect after that", () => {
    const { ledger, claimantSteward, bureauLeader } = city;
    const key = ledger.propose(claimantSteward, "catalog.contest", claimBody());
    ledger.pass(30 * DAY_SECONDS);
    expect(ledger.proposal(key).state).toBe("expired");
    expect(ledger.voteCode(bureauLeader, key)).toBe("PROPOSAL_NOT_OPEN");
  });
});

describe("a decision", () => {
  it("needs the leaders of bureau and audit together, and a reason", () => {
    const { ledger, bureauLeader, auditLeader, steward, claimantLeader } = city;
    const key = claim();
    expect(ledger.codeOf(steward, "catalog.resolve", decisionBody(key))).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(claimantLeader, "catalog.resolve", decisionBody(key))).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(bureauLeader, "catalog.resolve", decisionBody(key, { reason: "" }))).toBe("REASON_MISSING");
    expect(ledger.codeOf(bureauLeader, "catalog.resolve", decisionBody(9))).toBe("NOT_FOUND");
    const proposal = ledger.propose(auditLeader, "catalog.resolve", decisionBody(key));
    expect(contest(key)?.state).toBe("open");
    city.mustVote(bureauLeader, proposal);
    expect(contest(key)).toMatchObject({ state: "upheld", decision: "by the catalogue of duties", newOwner: 0 });
    expect(contest(key)?.decided).toBe(ledger.time);
    expect(ledger.codeOf(bureauLeader, "catalog.resolve", decisionBody(key))).toBe("ILLEGAL_MOVE");
  });

  it("that dismisses lifts the flag and keeps owner, agreements and both claims", () => {
    const { ledger, officer } = city;
    const agreement = city.agree(dataset);
    const key = claim();
    resolve(key, { outcome: "dismissed" });
    expect(datasetRow()).toMatchObject({ suspended: "no", contest: 0, owner: city.owner, agreementsInForce: 1 });
    expect(contest(key)).toMatchObject({ state: "dismissed", statement: "it is ours", claimant: city.claimant });
    ledger.must(officer, "catalog.use", city.useBody(agreement));
  });

  it("that dismisses moves nothing, and moves nothing to whoever is not there", () => {
    const { ledger, bureauLeader } = city;
    const key = claim();
    const code = (change: object): string => ledger.codeOf(bureauLeader, "catalog.resolve", decisionBody(key, change));
    expect(code({ outcome: "dismissed", newOwner: city.claimant })).toBe("CONTEST_OUTCOME");
    expect(code({ newOwner: 99 })).toBe("NOT_FOUND");
    // Its present owner named as the new one is no change.
    resolve(key, { newOwner: city.owner });
    expect(contest(key)).toMatchObject({ newOwner: 0, state: "upheld" });
    expect(datasetRow().owner).toBe(city.owner);
  });

  it("that moves it ends what the old owner granted: agreements, requests, offers to one and to all", () => {
    const { ledger, officer, steward, leader } = city;
    const inForce = city.agree(dataset);
    ledger.must(officer, "catalog.use", city.useBody(inForce));
    const asked = city.request(dataset);
    const requested = ledger.proposal(asked).subjectKey;
    const terms = { purpose: "eligibility", useLimit: 1, expires: ledger.time + 9 * DAY_SECONDS, message: "" };
    const offer = { dataset: { kind: "key", key: dataset }, user: city.user, policy: QUERY_POLICY, ...terms };
    city.decide("catalog.offer-agreement", offer, steward, leader);
    const offered = ledger.rows.scan(agreementTable, "key", { limit: 99 }).at(-1)?.key ?? 0;
    resolve(claim(), { newOwner: city.claimant });
    for (const key of [inForce, requested, offered])
      expect(ledger.rows.get(agreementTable, key)).toMatchObject({ state: "TERMINATED", ended: "owner-changed" });
    expect(ledger.proposal(asked)).toMatchObject({ state: "superseded", due: 0 });
    expect(ledger.rows.scan(offerTable, "dataset", { equal: [dataset, "open"], limit: 9 })).toEqual([]);
    expect(datasetRow()).toMatchObject({
      owner: city.claimant,
      providerCode: usccOf(city.claimant),
      suspended: "no",
      contest: 0,
      agreementsLive: 0,
      agreementsInForce: 0,
    });
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(inForce))).toBe("AGREEMENT_NOT_IN_FORCE");
    expect(ledger.codeOf(officer, "catalog.request", city.requestBody(dataset))).toBe("NOT_FOUND");
    // What was due for the old agreements comes and goes.
    ledger.pass(40 * DAY_SECONDS);
    expect(ledger.rows.get(agreementTable, inForce)?.ended).toBe("owner-changed");
  });

  it("that moves an imported record takes it out of its old source, and leaves the new owner's own imports alone", () => {
    const { ledger, steward, claimantSteward } = city;
    const origin = { source: "us:x", sourceId: "a", fingerprint: new Uint8Array(32).fill(1) };
    const theirs = city.describe("theirs", { providerCode: usccOf(city.claimant) });
    ledger.must(steward, "catalog.import", [{ kind: "put", origin, description: city.describe("ours") }]);
    ledger.must(claimantSteward, "catalog.import", [{ kind: "put", origin, description: theirs }]);
    const moved = ledger.rows.find(datasetTable, "code", "ours")?.key ?? 0;
    resolve(claim({ dataset: { kind: "key", key: moved } }), { newOwner: city.claimant });
    expect(datasetRow(moved)).toMatchObject({ owner: city.claimant, source: "", sourceId: "", fingerprint: undefined });
    const again = { ...origin, fingerprint: new Uint8Array(32).fill(2) };
    ledger.must(claimantSteward, "catalog.import", [
      { kind: "put", origin: again, description: { ...theirs, title: "newer" } },
    ]);
    expect(ledger.rows.find(datasetTable, "code", "theirs")?.row.title).toBe("newer");
    expect(datasetRow(moved).title).not.toBe("newer");
  });

  it("that moves it gives it to the new owner in every respect, and leaves the old one nothing", () => {
    const { ledger, steward, leader, officer, claimantSteward, claimantLeader } = city;
    resolve(claim(), { newOwner: city.claimant });
    const reference = { kind: "key", key: dataset };
    const description = city.describe("claimed", { providerCode: usccOf(city.claimant), publisher: "人社局" });
    const upload = {
      dataset: reference,
      contentHash: new Uint8Array(32),
      sizeBytes: 1,
      rowCount: 1,
      items: [],
      previousHash: new Uint8Array(32),
    };
    const acts: readonly (readonly [string, object])[] = [
      ["catalog.revise", { dataset: reference, description }],
      ["catalog.upload", upload],
      ["catalog.offer", { dataset: reference, policy: QUERY_POLICY }],
    ];
    for (const [kind, body] of acts) {
      expect(ledger.codeOf(steward, kind, body)).toBe("NOT_ENTITLED");
      ledger.must(claimantSteward, kind, body);
    }
    const proposal = city.request(dataset);
    const agreement = ledger.proposal(proposal).subjectKey;
    for (const person of [steward, leader]) expect(ledger.voteCode(person, proposal)).toBe("NOT_ENTITLED");
    for (const person of [claimantSteward, claimantLeader]) city.mustVote(person, proposal);
    expect(ledger.rows.get(agreementTable, agreement)).toMatchObject({ state: "FINALIZED", owner: city.claimant });
    ledger.must(officer, "catalog.use", city.useBody(agreement));
    expect(ledger.codeOf(steward, "catalog.retire", { dataset: reference, reason: "" })).toBe("NOT_ENTITLED");
  });

  it("overtakes what the old owner's people had begun: a second signature of theirs carries nothing any more", () => {
    const { ledger, steward, leader } = city;
    const terms = { purpose: "eligibility", useLimit: 1, expires: ledger.time + 90 * DAY_SECONDS, message: "" };
    const offer = { dataset: { kind: "key", key: dataset }, user: city.user, policy: QUERY_POLICY, ...terms };
    const begun = ledger.propose(steward, "catalog.offer-agreement", offer);
    resolve(claim(), { newOwner: city.claimant });
    expect(ledger.voteCode(leader, begun)).toBe("NOT_ENTITLED");
    expect(ledger.rows.scan(agreementTable, "key", { limit: 9 })).toEqual([]);
  });

  it("has nothing to count as the first version of an end: nobody's agreement ends twice", () => {
    const agreement = city.agree(dataset);
    resolve(claim(), { newOwner: city.claimant });
    const again = { agreement, reason: "x", orderNumber: "" };
    expect(city.ledger.codeOf(city.officer, "catalog.terminate", again)).toBe("ILLEGAL_MOVE");
    expect(datasetRow()).toMatchObject({ agreementsLive: 0, agreementsInForce: 0 });
  });

  it("is taken in one act with hundreds of agreements", () => {
    const { ledger, officer } = city;
    for (let i = 0; i < 200; i++) ledger.must(officer, "catalog.request", city.requestBody(dataset));
    expect(datasetRow().agreementsLive).toBe(200);
    resolve(claim(), { newOwner: city.claimant });
    expect(datasetRow().agreementsLive).toBe(0);
    expect(ledger.rows.scan(proposalTable, "state", { equal: ["superseded"], limit: 999 })).toHaveLength(200);
  });
});

describe("while a network is being founded", () => {
  it("nobody stops another department's data alone", () => {
    const ledger = new TestLedger([catalogModule]);
    const owner = ledger.admit("Owner", []);
    const steward = ledger.enrol(owner, "steward", ["steward"]);
    const rival = ledger.enrol(ledger.admit("Rival", []), "rival", ["steward", "leader"]);
    const description = city.describe("early", { profile: "ckan", providerCode: "" });
    ledger.must(steward, "catalog.create", { description });
    ledger.must(steward, "catalog.publish", { dataset: { kind: "code", code: "early" } });
    const entry = ledger.must(rival, "catalog.contest", claimBody({ dataset: { kind: "code", code: "early" } }));
    expect(entry.state).toBe("proposed");
    expect(ledger.rows.find(datasetTable, "code", "early")?.row.suspended).toBe("no");
    expect(ledger.voteCode(ledger.founder, entry.proposal ?? 0)).toBe("");
    expect(ledger.rows.find(datasetTable, "code", "early")?.row.suspended).toBe("yes");
  });
});

describe("two datasets that look alike", () => {
  function judge(change: object = {}, person: TestPerson = city.bureauLeader): string {
    const body = { first: 1, second: 2, verdict: "distinct", reason: "one is by year", ...change };
    return city.ledger.codeOf(person, "catalog.judge-likeness", body);
  }

  it("are judged by the bureau, the smaller key first, and judged again in the same place", () => {
    city.publish("second");
    expect(judge({ first: 2, second: 1 })).toBe("PAIR_ORDER");
    expect(judge({ first: 1, second: 1 })).toBe("PAIR_ORDER");
    expect(judge({ second: 9 })).toBe("NOT_FOUND");
    expect(judge({ reason: "" })).toBe("REASON_MISSING");
    expect(judge({}, city.steward)).toBe("NOT_ENTITLED");
    expect(judge({}, city.auditLeader)).toBe("NOT_ENTITLED");
    expect(judge()).toBe("");
    expect(judge({ verdict: "same", reason: "on a second look" })).toBe("");
    const rows = city.ledger.rows.scan(likenessTable, "key", { limit: 9 }).map((stored) => stored.row);
    expect(rows).toMatchObject([{ first: 1, second: 2, verdict: "same", person: city.bureauLeader.person }]);
  });
});
