import { beforeEach, describe, expect, it } from "vitest";
import type { AgreementRow, UseRow } from "#ledger-core/contract/schema/catalog.ts";
import { CatalogCity, DAY_SECONDS, QUERY_POLICY } from "./catalog.testing.ts";
import { agreementTable, datasetTable, offerTable, useTable } from "./tables.ts";

let city: CatalogCity;
let dataset: number;

beforeEach(() => {
  city = new CatalogCity();
  dataset = city.publish("3 05 12 0047");
  city.offer(dataset);
});

function agreement(key: number): AgreementRow | undefined {
  return city.ledger.rows.get(agreementTable, key);
}

function uses(key: number): readonly UseRow[] {
  return city.ledger.rows.scan(useTable, "agreement", { equal: [key], limit: 100 }).map((stored) => stored.row);
}

describe("a request", () => {
  it("waits for two people of the owner, and is in force once both have approved", () => {
    const proposal = city.request(dataset);
    const key = city.ledger.proposal(proposal).subjectKey;
    expect(agreement(key)?.state).toBe("REQUESTED");
    city.mustVote(city.steward, proposal);
    expect(agreement(key)?.state).toBe("REQUESTED");
    city.mustVote(city.leader, proposal);
    expect(agreement(key)?.state).toBe("FINALIZED");
    expect(city.ledger.rows.get(datasetTable, dataset)).toMatchObject({ agreementsLive: 1, agreementsInForce: 1 });
  });

  it("is not approved by the department that asks, nor by one person twice, nor by others", () => {
    const proposal = city.request(dataset);
    expect(city.ledger.voteCode(city.officer, proposal)).toBe("ALREADY_VOTED");
    expect(city.ledger.voteCode(city.outsider, proposal)).toBe("NOT_ENTITLED");
    city.mustVote(city.steward, proposal);
    expect(city.ledger.voteCode(city.steward, proposal)).toBe("ALREADY_VOTED");
  });

  it("ends with the owner's reason when it is rejected", () => {
    const proposal = city.request(dataset);
    const key = city.ledger.proposal(proposal).subjectKey;
    expect(city.ledger.voteCode(city.leader, proposal, "reject")).toBe("");
    expect(agreement(key)).toMatchObject({ state: "TERMINATED", ended: "rejected", endReason: "because" });
    expect(city.ledger.rows.get(datasetTable, dataset)).toMatchObject({ agreementsLive: 0, agreementsInForce: 0 });
  });

  it("lapses when nobody answers, and ends when it is withdrawn", () => {
    const lapsing = city.ledger.proposal(city.request(dataset)).subjectKey;
    city.ledger.pass(8 * DAY_SECONDS);
    expect(agreement(lapsing)).toMatchObject({ state: "TERMINATED", ended: "lapsed" });
    const proposal = city.request(dataset);
    const withdrawn = city.ledger.proposal(proposal).subjectKey;
    city.ledger.must(city.officer, "proposal.withdraw", { proposal, reason: "no longer needed" });
    expect(agreement(withdrawn)).toMatchObject({
      state: "TERMINATED",
      ended: "withdrawn",
      endReason: "no longer needed",
    });
  });

  it("needs nobody's approval where the data is shared without conditions", () => {
    const open = city.publish("open", { sharing: "unconditional", sharingCondition: "" });
    city.offer(open);
    city.ledger.must(city.officer, "catalog.request", city.requestBody(open));
    const newest = city.ledger.rows.scan(agreementTable, "dataset", { equal: [open], limit: 10 })[0];
    expect(newest?.row.state).toBe("FINALIZED");
  });

  it("is refused for what may not be asked", () => {
    const { ledger, officer } = city;
    const code = (key: number, change: Readonly<Record<string, unknown>>): string =>
      ledger.codeOf(officer, "catalog.request", city.requestBody(key, change));
    expect(code(dataset, { useLimit: 0 })).toBe("USE_LIMIT_REACHED");
    expect(code(dataset, { expires: ledger.time })).toBe("AGREEMENT_EXPIRED");
    expect(code(dataset, { offer: 99 })).toBe("NOT_FOUND");
    expect(code(dataset, { offerHash: new Uint8Array(32) })).toBe("OFFER_HASH_MISMATCH");
    expect(ledger.codeOf(city.leader, "catalog.request", city.requestBody(dataset))).toBe("OFFER_OTHER_PARTY");
    const bare = city.publish("no offer");
    expect(code(bare, {})).toBe("NOT_FOUND");
    ledger.must(city.steward, "catalog.retire", { dataset: { kind: "key", key: bare }, reason: "gone" });
    expect(code(bare, {})).toBe("DATASET_NOT_PUBLISHED");
  });
});

describe("a use", () => {
  it("is counted and recorded, with who, what for, which question and how many rows", () => {
    const key = city.agree(dataset);
    city.ledger.must(city.officer, "catalog.use", city.useBody(key, { rowCount: 62 }));
    expect(agreement(key)?.uses).toBe(1);
    expect(uses(key)).toMatchObject([
      { person: city.officer.person, user: city.user, purpose: "eligibility", rowCount: 62, number: 1 },
    ]);
  });

  it("is refused beyond the limit, outside the purpose, by others, and before it is in force; the refusal is an entry", () => {
    const { ledger, officer, outsider } = city;
    const waiting = ledger.proposal(city.request(dataset)).subjectKey;
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(waiting))).toBe("AGREEMENT_NOT_IN_FORCE");
    const key = city.agree(dataset);
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key, { purpose: "enforcement" }))).toBe(
      "USE_OUTSIDE_PURPOSE",
    );
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key, { action: "distribute" }))).toBe(
      "USE_NOT_PERMITTED",
    );
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key, { action: "derive" }))).toBe("USE_NOT_PERMITTED");
    expect(ledger.codeOf(outsider, "catalog.use", city.useBody(key))).toBe("NOT_ENTITLED");
    for (let i = 0; i < 3; i++) ledger.must(officer, "catalog.use", city.useBody(key));
    const refused = ledger.submit(officer, "catalog.use", city.useBody(key));
    expect(refused).toMatchObject({ code: "USE_LIMIT_REACHED", state: "refused", changes: [] });
    expect(agreement(key)?.uses).toBe(3);
    expect(uses(key)).toHaveLength(3);
  });

  it("is refused from the second on in which the agreement expires, with or without a due action before it", () => {
    const { ledger, officer } = city;
    const expires = ledger.time + 20 * DAY_SECONDS;
    const key = city.agree(dataset, { expires });
    ledger.time = expires - 1;
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key))).toBe("");
    ledger.time = expires;
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(key))).toBe("AGREEMENT_EXPIRED");
    expect(agreement(key)).toMatchObject({ state: "TERMINATED", ended: "expired" });
  });

  it("is refused after either side has terminated, and by somebody whose role has ended", () => {
    const { ledger, officer } = city;
    const ended = city.agree(dataset);
    ledger.must(city.leader, "catalog.terminate", { agreement: ended, reason: "breach", orderNumber: "" });
    expect(ledger.codeOf(officer, "catalog.use", city.useBody(ended))).toBe("AGREEMENT_NOT_IN_FORCE");
    expect(agreement(ended)).toMatchObject({ state: "TERMINATED", ended: "terminated", endReason: "breach" });
    const key = city.agree(dataset);
    const leader = { ...officer, handle: "finance-leader" };
    expect(leader.department).toBe(city.user);
    ledger.time += 1;
    expect(ledger.codeOf(city.outsider, "catalog.terminate", { agreement: key, reason: "x", orderNumber: "" })).toBe(
      "NOT_ENTITLED",
    );
    expect(
      ledger.codeOf(city.bureauLeader, "catalog.terminate", { agreement: key, reason: "x", orderNumber: "" }),
    ).toBe("NOT_ENTITLED");
    expect(
      ledger.codeOf(city.bureauLeader, "catalog.terminate", { agreement: key, reason: "x", orderNumber: "2026-7" }),
    ).toBe("");
  });
});

describe("an offer", () => {
  it("is refused where its terms cannot be enforced, and where nothing is shared", () => {
    const { ledger, steward } = city;
    const code = (policy: object, key = dataset): string =>
      ledger.codeOf(steward, "catalog.offer", { dataset: { kind: "key", key }, policy });
    expect(code({ permissions: [], prohibitions: [] })).toBe("OFFER_POLICY_INVALID");
    const withTerm = (left: string, operator: string, right: object): object => ({
      permissions: [{ actions: ["query"], constraints: [{ left, operator, right: [right] }], duties: [] }],
      prohibitions: [],
    });
    expect(code(withTerm("purpose", "eq", { kind: "word", value: "curiosity" }))).toBe("OFFER_POLICY_INVALID");
    expect(code(withTerm("count", "lteq", { kind: "word", value: "three" }))).toBe("OFFER_POLICY_INVALID");
    expect(code(withTerm("spatial", "lt", { kind: "word", value: "3201" }))).toBe("OFFER_POLICY_INVALID");
    expect(code(withTerm("spatial", "eq", { kind: "number", value: 3201 }))).toBe("OFFER_POLICY_INVALID");
    // A place is enforceable since a use can say what place it is about.
    expect(code(withTerm("spatial", "eq", { kind: "word", value: "3201" }))).toBe("");
    expect(code(withTerm("count", "lteq", { kind: "number", value: 3 }))).toBe("");
    const closed = city.publish("closed", {
      sharing: "not-shared",
      sharingCondition: "to nobody",
      legalBasis: "Audit Law Article 36",
    });
    expect(code(QUERY_POLICY, closed)).toBe("SHARING_NOT_ALLOWED");
  });

  it("stands beside others up to a number that can be looked through, and the newest is the one that is asked for", () => {
    const { ledger, steward } = city;
    const body = { dataset: { kind: "key", key: dataset }, policy: QUERY_POLICY };
    const more = Array.from({ length: 255 }, () => ledger.check(ledger.sign(steward, "catalog.offer", body)));
    ledger.seal(more);
    expect(ledger.codeOf(steward, "catalog.offer", body)).toBe("TOO_MANY_CHANGES");
    const open = ledger.rows.scan(offerTable, "dataset", { equal: [dataset, "open"], limit: 999 });
    expect(open).toHaveLength(256);
    expect(agreement(city.ledger.proposal(city.request(dataset)).subjectKey)?.offer).toBe(open.at(-1)?.key);
    ledger.must(steward, "catalog.withdraw-offer", { offer: open[0]?.key, reason: "too many" });
    ledger.must(steward, "catalog.offer", body);
  });

  it("cannot be asked for once it is withdrawn, while agreements made under it go on", () => {
    const { ledger } = city;
    const key = city.agree(dataset);
    const offer = ledger.rows.scan(offerTable, "dataset", { equal: [dataset, "open"], limit: 1 })[0];
    ledger.must(city.steward, "catalog.withdraw-offer", { offer: offer?.key ?? 0, reason: "new terms" });
    expect(ledger.codeOf(city.officer, "catalog.request", city.requestBody(dataset))).toBe("NOT_FOUND");
    ledger.must(city.officer, "catalog.use", city.useBody(key));
  });
});
