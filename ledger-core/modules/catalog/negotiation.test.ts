/** Every way in which two departments come to an agreement or fail to, from either side. */
import { beforeEach, describe, expect, it } from "vitest";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { replayOrdered } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { DAY_SECONDS, QUERY_POLICY } from "./catalog.testing.ts";
import type { ClaimCity } from "./catalog.testing.ts";
import { Negotiation, READ_POLICY } from "./negotiation.testing.ts";
import { agreementTable } from "./tables.ts";

let at: Negotiation;
let city: ClaimCity;
let dataset: number;

beforeEach(() => {
  at = new Negotiation();
  ({ city, dataset } = at);
});

describe("an agreement that the owner offers", () => {
  it("needs two of the owner's keepers, as its agreement would", () => {
    const { ledger, steward, leader, officer } = city;
    const key = ledger.propose(steward, "catalog.offer-agreement", at.offerBody());
    expect(ledger.rows.scan(agreementTable, "key", { limit: 9 })).toEqual([]);
    expect(ledger.voteCode(steward, key)).toBe("ALREADY_VOTED");
    expect(ledger.voteCode(officer, key)).toBe("NOT_ENTITLED");
    city.mustVote(leader, key);
    expect(at.row(1)).toMatchObject({ state: "OFFERED", offered: "yes", round: 1, offer: 0, user: city.user, uses: 0 });
    expect(at.row(1)).toMatchObject({ requester: steward.person, message: "for the audit of benefits" });
    expect(at.counts()).toEqual({ agreementsLive: 1, agreementsInForce: 0 });
  });

  it("is in force once the user accepts, by that one signature; nobody uses it before", () => {
    const { ledger, officer, outsider, steward } = city;
    const key = at.offered();
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key))).toBe("AGREEMENT_NOT_IN_FORCE");
    expect(ledger.codeOf(outsider, "catalog.accept", at.shown(key))).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(steward, "catalog.accept", at.shown(key))).toBe("NOT_ENTITLED");
    const entry = ledger.must(officer, "catalog.accept", at.shown(key));
    expect(entry.state).toBe("executed");
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", ended: "" });
    expect(at.counts()).toEqual({ agreementsLive: 1, agreementsInForce: 1 });
    ledger.must(officer, "catalog.use", city.useBody(key, { action: "read" }));
    expect(ledger.codeOf(officer, "catalog.accept", at.shown(key))).toBe("ILLEGAL_MOVE");
  });

  it("goes through every state of the protocol on the way, and none beside it", () => {
    const key = at.offered();
    const entry = city.ledger.must(city.officer, "catalog.accept", at.shown(key));
    expect(entry.writes.find(({ table }) => table.name === "catalog.agreement")?.row).toMatchObject({
      state: "FINALIZED",
    });
    for (const kind of ["catalog.agree", "catalog.verify", "catalog.finalize"])
      expect(city.ledger.codeOf(city.officer, kind, at.shown(key))).toBe("ILLEGAL_MOVE");
  });

  it("is not agreed, verified or finalized past the user's acceptance", () => {
    const key = at.offered();
    for (const kind of ["catalog.agree", "catalog.verify", "catalog.finalize"])
      for (const person of [city.officer, city.steward, city.leader])
        expect(["ILLEGAL_MOVE", "NOT_ENTITLED"]).toContain(city.ledger.codeOf(person, kind, at.shown(key)));
    expect(at.row(key).state).toBe("OFFERED");
  });

  it("is refused for what may not be offered", () => {
    const { ledger, steward } = city;
    const code = (change: object): string => ledger.codeOf(steward, "catalog.offer-agreement", at.offerBody(change));
    expect(code({ user: city.owner })).toBe("OFFER_OTHER_PARTY");
    expect(code({ user: 99 })).toBe("NOT_FOUND");
    expect(code({ policy: { permissions: [], prohibitions: [] } })).toBe("OFFER_POLICY_INVALID");
    expect(code({ useLimit: 0 })).toBe("USE_LIMIT_REACHED");
    expect(code({ expires: ledger.time })).toBe("AGREEMENT_EXPIRED");
    expect(code({ dataset: { kind: "code", code: "nothing" } })).toBe("NOT_FOUND");
    ledger.must(steward, "catalog.create", { description: city.describe("draft") });
    expect(code({ dataset: { kind: "code", code: "draft" } })).toBe("DATASET_NOT_PUBLISHED");
    city.publish("closed", { sharing: "not-shared", sharingCondition: "to nobody", legalBasis: "a law" });
    expect(code({ dataset: { kind: "code", code: "closed" } })).toBe("SHARING_NOT_ALLOWED");
    expect(ledger.codeOf(city.officer, "catalog.offer-agreement", at.offerBody())).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(city.claimantSteward, "catalog.offer-agreement", at.offerBody())).toBe("NOT_ENTITLED");
  });

  it("is not made to a department that is suspended, which does not accept one either", () => {
    const { ledger, steward, officer, bureauLeader } = city;
    const key = at.offered();
    const away = ledger.propose(bureauLeader, "member.suspend", { member: city.user, reason: "unanswered" });
    for (const person of [city.leader, city.auditLeader, city.claimantLeader]) city.mustVote(person, away);
    expect(ledger.codeOf(steward, "catalog.offer-agreement", at.offerBody())).toBe("NOT_FOUND");
    expect(ledger.codeOf(officer, "catalog.accept", at.shown(key))).toBe("MEMBER_SUSPENDED");
    expect(ledger.codeOf(officer, "catalog.counter-request", at.counterRequest(key))).toBe("MEMBER_SUSPENDED");
  });

  it("lapses in the second in which the agreement would have ended", () => {
    const { ledger, officer } = city;
    const expires = ledger.time + DAY_SECONDS;
    const key = at.offered({ expires });
    const before = at.shown(key);
    ledger.pass(DAY_SECONDS - 1);
    expect(at.row(key).state).toBe("OFFERED");
    ledger.time = expires;
    expect(ledger.codeOf(officer, "catalog.accept", before)).not.toBe("");
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "lapsed" });
    expect(at.counts()).toEqual({ agreementsLive: 0, agreementsInForce: 0 });
  });

  it("is taken back by the owner or turned down by the user, each alone, and by the bureau with an order", () => {
    const ways: readonly (readonly [() => TestPerson, string])[] = [
      [() => city.steward, ""],
      [() => city.officer, ""],
      [() => city.bureauLeader, "2026-7"],
    ];
    for (const [who, order] of ways) {
      const key = at.offered();
      expect(at.end(city.outsider, key)).toBe("NOT_ENTITLED");
      expect(at.end(who(), key, order)).toBe("");
      expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "terminated" });
      expect(city.ledger.codeOf(city.officer, "catalog.accept", at.shown(key))).toBe("ILLEGAL_MOVE");
    }
    expect(at.counts()).toEqual({ agreementsLive: 0, agreementsInForce: 0 });
  });

  it("is not accepted while the dataset is contested, put away, or shared with nobody any more", () => {
    const { ledger, officer, steward, claimantSteward, bureauLeader } = city;
    const key = at.offered();
    const claim = { dataset: { kind: "key", key: dataset }, ground: "ownership", other: 0, statement: "ours" };
    city.decide("catalog.contest", claim, claimantSteward, bureauLeader);
    for (const [kind, body] of [
      ["catalog.accept", at.shown(key)],
      ["catalog.counter-request", at.counterRequest(key)],
    ] as const)
      expect(ledger.codeOf(officer, kind, body)).toBe("DATASET_SUSPENDED");
    const decision = { contest: 1, outcome: "dismissed", newOwner: 0, reason: "it is theirs" };
    city.decide("catalog.resolve", decision, bureauLeader, city.auditLeader);
    const narrowed = { sharing: "not-shared", sharingCondition: "to nobody", legalBasis: "a law" } as const;
    const description = city.describe("negotiated", narrowed);
    city.decide("catalog.revise", { dataset: { kind: "key", key: dataset }, description }, steward, bureauLeader);
    expect(ledger.codeOf(officer, "catalog.accept", at.shown(key))).toBe("SHARING_NOT_ALLOWED");
    expect(ledger.codeOf(officer, "catalog.counter-request", at.counterRequest(key))).toBe("SHARING_NOT_ALLOWED");
    const retired = { dataset: { kind: "key", key: dataset }, reason: "merged" };
    city.decide("catalog.retire", retired, steward, bureauLeader);
    expect(ledger.codeOf(officer, "catalog.accept", at.shown(key))).toBe("DATASET_NOT_PUBLISHED");
    expect(at.row(key).state).toBe("OFFERED");
  });
});

describe("data that is not shared any more", () => {
  function narrow(at: Negotiation): void {
    const { steward, bureauLeader } = at.city;
    const narrowed = { sharing: "not-shared", sharingCondition: "to nobody", legalBasis: "a law" } as const;
    const description = at.city.describe("negotiated", narrowed);
    at.city.decide("catalog.revise", { dataset: { kind: "key", key: at.dataset }, description }, steward, bureauLeader);
  }

  it("is not asked for, though its offer is still open, and what was asked before is not agreed", () => {
    const key = at.requested();
    narrow(at);
    const { ledger, officer, steward, leader } = city;
    const body = { dataset: { kind: "key", key: at.dataset }, offer: 0, offerHash: new Uint8Array(0), ...at.terms() };
    expect(ledger.codeOf(officer, "catalog.request", { ...body, justification: "again" })).toBe("SHARING_NOT_ALLOWED");
    const waiting = at.waiting(key);
    for (const person of [steward, leader]) city.mustVote(person, waiting);
    expect(ledger.proposal(waiting)).toMatchObject({ state: "blocked", code: "SHARING_NOT_ALLOWED" });
    expect(at.row(key).state).toBe("REQUESTED");
  });

  it("was agreed all the same under the first version of these acts, which an old ledger goes on by", () => {
    const old = new Negotiation(["catalog.request@2", "catalog.agree@2"]);
    const key = old.requested();
    narrow(old);
    const body = { dataset: { kind: "key", key: old.dataset }, offer: 0, offerHash: new Uint8Array(0), ...old.terms() };
    expect(old.city.ledger.codeOf(old.city.officer, "catalog.request", { ...body, justification: "again" })).toBe("");
    const waiting = old.waiting(key);
    for (const person of [old.city.steward, old.city.leader]) old.city.mustVote(person, waiting);
    expect(old.row(key).state).not.toBe("REQUESTED");
  });
});

describe("a request that the owner answers with other terms", () => {
  it("is superseded: nobody agrees to what was asked any more, and the user may accept the answer", () => {
    const { ledger, steward, leader, officer } = city;
    const key = at.requested();
    const proposal = at.waiting(key);
    const asked = at.row(key).agreementHash;
    city.decide("catalog.counter-offer", at.counterOffer(key), steward, leader);
    expect(at.row(key)).toMatchObject({
      state: "OFFERED",
      offered: "yes",
      round: 1,
      message: "half as many",
      useLimit: 5,
    });
    expect(at.row(key).agreementHash).not.toEqual(asked);
    expect(ledger.proposal(proposal)).toMatchObject({ state: "superseded", due: 0 });
    expect(ledger.voteCode(leader, proposal)).toBe("PROPOSAL_NOT_OPEN");
    // The deadline of what was asked comes and goes.
    ledger.pass(8 * DAY_SECONDS);
    expect(at.row(key).state).toBe("OFFERED");
    ledger.must(officer, "catalog.accept", at.shown(key));
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", policy: READ_POLICY });
  });

  it("is not answered by one keeper, by others, on terms that nobody was shown, or in another state", () => {
    const { ledger, steward, officer, claimantSteward } = city;
    const key = at.requested();
    const code = (person: TestPerson, change: object = {}): string =>
      ledger.codeOf(person, "catalog.counter-offer", at.counterOffer(key, change));
    expect(code(officer)).toBe("NOT_ENTITLED");
    expect(code(claimantSteward)).toBe("NOT_ENTITLED");
    expect(code(steward, { agreementHash: new Uint8Array(32) })).toBe("AGREEMENT_HASH_MISMATCH");
    expect(code(steward, { useLimit: 0 })).toBe("USE_LIMIT_REACHED");
    expect(code(steward, { expires: ledger.time })).toBe("AGREEMENT_EXPIRED");
    expect(code(steward, { policy: { permissions: [], prohibitions: [] } })).toBe("OFFER_POLICY_INVALID");
    expect(code(steward, { agreement: 99 })).toBe("NOT_FOUND");
    expect(ledger.must(steward, "catalog.counter-offer", at.counterOffer(key)).state).toBe("proposed");
    expect(at.row(key).state).toBe("REQUESTED");
    expect(at.end(officer, key)).toBe("");
    expect(code(steward)).toBe("ILLEGAL_MOVE");
  });

  it("and is agreed as it was asked before the second keeper signs: the answer is blocked, not half done", () => {
    const { ledger, steward, leader } = city;
    const key = at.requested();
    const proposal = at.waiting(key);
    const answer = ledger.propose(steward, "catalog.counter-offer", at.counterOffer(key));
    for (const person of [steward, leader]) city.mustVote(person, proposal);
    expect(at.row(key).state).toBe("FINALIZED");
    city.mustVote(leader, answer);
    expect(ledger.proposal(answer)).toMatchObject({ state: "blocked", code: "ILLEGAL_MOVE" });
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", useLimit: 3 });
  });

  it("may be asked for anew on yet other terms, which the owner must agree to again", () => {
    const { ledger, steward, leader, officer } = city;
    const key = at.requested();
    city.decide("catalog.counter-offer", at.counterOffer(key), steward, leader);
    const entry = ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    expect(entry.state).toBe("executed");
    expect(at.row(key)).toMatchObject({
      state: "REQUESTED",
      offered: "no",
      round: 2,
      useLimit: 9,
      policy: READ_POLICY,
    });
    const proposal = at.waiting(key);
    city.mustVote(steward, proposal);
    expect(at.row(key).state).toBe("REQUESTED");
    city.mustVote(leader, proposal);
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", useLimit: 9, round: 2 });
  });

  it("goes to and fro for as long as both like; every round is another proposal", () => {
    const { ledger, steward, leader, officer } = city;
    const key = at.requested();
    for (let round = 1; round <= 4; round++) {
      city.decide("catalog.counter-offer", at.counterOffer(key, { useLimit: 10 - round }), steward, leader);
      expect(at.row(key)).toMatchObject({ state: "OFFERED", round: 2 * round - 1 });
      ledger.must(officer, "catalog.counter-request", at.counterRequest(key, { useLimit: 10 + round }));
      expect(at.row(key)).toMatchObject({ state: "REQUESTED", round: 2 * round });
    }
    const proposals = ledger.rows.scan(proposalTable, "key", { limit: 99 }).map((one) => one.row);
    expect(proposals.filter(({ kind, state }) => kind === "catalog.agree" && state === "superseded")).toHaveLength(4);
    expect(at.counts()).toEqual({ agreementsLive: 1, agreementsInForce: 0 });
    city.mustVote(leader, at.waiting(key));
    expect(ledger.voteCode(city.steward, at.waiting(key), "reject")).toBe("");
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "rejected" });
    const again = replayOrdered(ledger.ruleset, ledger.genesis, ledger.ordered);
    expect(again.root).toEqual(ledger.root());
  });

  it("the end of an earlier round's proposal does not end a later one, though its terms were the same once", () => {
    const { ledger, steward, leader, officer } = city;
    const key = at.requested();
    const first = at.row(key);
    const same = { purpose: first.purpose, useLimit: first.useLimit, expires: first.expires };
    city.decide("catalog.counter-offer", at.counterOffer(key, { policy: QUERY_POLICY }), steward, leader);
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key, same));
    expect(at.row(key).agreementHash).toEqual(first.agreementHash);
    expect(ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 9 })).toHaveLength(1);
    ledger.pass(8 * DAY_SECONDS);
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "lapsed" });
  });
});

describe("an offer that the user answers with another request", () => {
  it("is refused on terms that nobody was shown, that are none, and from anybody else", () => {
    const { ledger, officer, steward, outsider } = city;
    const key = at.offered();
    const code = (person: TestPerson, change: object = {}): string =>
      ledger.codeOf(person, "catalog.counter-request", at.counterRequest(key, change));
    expect(code(steward)).toBe("NOT_ENTITLED");
    expect(code(outsider)).toBe("NOT_ENTITLED");
    expect(code(officer, { agreementHash: new Uint8Array(32) })).toBe("AGREEMENT_HASH_MISMATCH");
    expect(code(officer, { useLimit: 0 })).toBe("USE_LIMIT_REACHED");
    expect(code(officer, { expires: ledger.time })).toBe("AGREEMENT_EXPIRED");
    const stale = at.shown(key);
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    expect(code(officer)).toBe("ILLEGAL_MOVE");
    expect(ledger.codeOf(officer, "catalog.accept", stale)).toBe("ILLEGAL_MOVE");
  });

  it("is not carried by the user's own signatures, however many: the offer of before is gone", () => {
    const { ledger, officer, userLeader } = city;
    const key = at.offered();
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    const proposal = at.waiting(key);
    expect(ledger.voteCode(officer, proposal)).toBe("ALREADY_VOTED");
    expect(ledger.voteCode(userLeader, proposal)).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(userLeader, "catalog.agree", at.shown(key))).toBe("NOT_ENTITLED");
    expect(at.row(key).state).toBe("REQUESTED");
  });

  it("does not lapse when the offer would have, but with its own proposal", () => {
    const { ledger, officer } = city;
    const key = at.offered({ expires: ledger.time + DAY_SECONDS });
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    ledger.pass(2 * DAY_SECONDS);
    expect(at.row(key).state).toBe("REQUESTED");
    ledger.pass(6 * DAY_SECONDS);
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "lapsed" });
  });

  it("withdrawn ends the agreement", () => {
    const { ledger, officer } = city;
    const key = at.offered();
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    ledger.must(officer, "proposal.withdraw", { proposal: at.waiting(key), reason: "found it elsewhere" });
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "withdrawn", endReason: "found it elsewhere" });
  });
});
