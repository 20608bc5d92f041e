/** How an agreement comes into force on the terms that were shown, and how it ends. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY_SECONDS } from "./catalog.testing.ts";
import type { ClaimCity } from "./catalog.testing.ts";
import { Negotiation, READ_POLICY } from "./negotiation.testing.ts";

let at: Negotiation;
let city: ClaimCity;

beforeEach(() => {
  at = new Negotiation();
  ({ city } = at);
});

describe("what was accepted", () => {
  it("was accepted on the terms that were shown: an offer that has changed is refused", () => {
    const { ledger, officer, steward, leader } = city;
    const key = at.offered();
    const first = at.shown(key);
    ledger.must(officer, "catalog.counter-request", at.counterRequest(key));
    city.decide("catalog.counter-offer", at.counterOffer(key, { useLimit: 1 }), steward, leader);
    expect(ledger.codeOf(officer, "catalog.accept", first)).toBe("AGREEMENT_HASH_MISMATCH");
    expect(ledger.codeOf(officer, "catalog.accept", { ...at.shown(key), agreement: 99 })).toBe("NOT_FOUND");
    ledger.must(officer, "catalog.accept", at.shown(key));
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", useLimit: 1 });
  });

  it("expires by itself, and is not used after that", () => {
    const { ledger, officer } = city;
    const expires = ledger.time + DAY_SECONDS;
    const key = at.offered({ expires });
    ledger.must(officer, "catalog.accept", at.shown(key));
    ledger.time = expires;
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key))).toBe("AGREEMENT_EXPIRED");
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "expired" });
    expect(at.counts()).toEqual({ agreementsLive: 0, agreementsInForce: 0 });
  });
});

describe("an end", () => {
  it("calls off what still waits for the owner, and is final", () => {
    const { ledger, officer, leader } = city;
    const key = at.requested();
    const proposal = at.waiting(key);
    expect(at.end(officer, key)).toBe("");
    expect(ledger.proposal(proposal)).toMatchObject({ state: "superseded", due: 0 });
    expect(ledger.voteCode(leader, proposal)).toBe("PROPOSAL_NOT_OPEN");
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "terminated", endReason: "no longer needed" });
    expect(at.end(officer, key)).toBe("ILLEGAL_MOVE");
    ledger.pass(8 * DAY_SECONDS);
    expect(at.row(key).ended).toBe("terminated");
    expect(at.counts()).toEqual({ agreementsLive: 0, agreementsInForce: 0 });
  });

  it("has a reason", () => {
    const key = at.requested();
    const bare = { agreement: key, reason: "", orderNumber: "" };
    expect(city.ledger.codeOf(city.officer, "catalog.terminate", bare)).toBe("REASON_MISSING");
  });

  it("leaves the proposal waiting on a ledger that has only the first version in force; nothing comes of it", () => {
    at = new Negotiation(["catalog.terminate@2"]);
    ({ city } = at);
    const key = at.requested();
    const proposal = at.waiting(key);
    expect(at.end(city.officer, key)).toBe("");
    expect(city.ledger.proposal(proposal).state).toBe("open");
    for (const person of [city.steward, city.leader]) city.mustVote(person, proposal);
    expect(city.ledger.proposal(proposal)).toMatchObject({ state: "blocked", code: "ILLEGAL_MOVE" });
    city.ledger.pass(8 * DAY_SECONDS);
    expect(at.row(key)).toMatchObject({ state: "TERMINATED", ended: "terminated" });
    expect(at.counts()).toEqual({ agreementsLive: 0, agreementsInForce: 0 });
  });
});

describe("data that is shared without conditions", () => {
  it("is agreed by the user's own other terms, for the request is the agreement", () => {
    const open = city.publish("open", { sharing: "unconditional", sharingCondition: "" });
    const key = at.offered({ dataset: { kind: "key", key: open } });
    city.ledger.must(city.officer, "catalog.counter-request", at.counterRequest(key));
    expect(at.row(key)).toMatchObject({ state: "FINALIZED", useLimit: 9, policy: READ_POLICY });
  });
});
