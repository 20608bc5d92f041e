/**
 * The story that the next golden ledger tells: every kind of the kernel, the consortium and the catalogue at least once. It begins under
 * two rules of an older program and goes over to those of today.
 */
import { ClaimCity, DAY_SECONDS, item, QUERY_POLICY } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { NO_VERSION } from "#ledger-core/modules/catalog/version-chain.ts";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { agreementTable, datasetTable, offerTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { all, functionSeat, need, partySeat } from "#ledger-core/kernel/policy-terms.ts";
import { handoverBody } from "#ledger-core/kernel/testing/handover.testing.ts";
import { mixedKey } from "#ledger-core/kernel/testing/mixed-key.testing.ts";
import { keyPairOf, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestLedger, TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";

/** Plays the story on a new ledger in memory; keys and salts are the same in every run. */
export function playGoldenStory(): TestLedger {
  const city = new ClaimCity(["proposal.amend@2", "key.revoke@2"]);
  const { ledger } = city;
  peopleAndRules(city);
  catalogue(city);
  newerRules(city);
  ledger.pass(40 * DAY_SECONDS);
  lendingAndLeaving(city);
  negotiations(city);
  lineage(city);
  claims(city);
  rulesChange(city);
  logKeyChanges(city);
  ledger.pass(40 * DAY_SECONDS);
  stillOpen(city);
  return ledger;
}

function peopleAndRules(city: ClaimCity): void {
  const { ledger, bureauLeader, leader, steward } = city;
  ledger.must(bureauLeader, "consortium.describe", {
    department: 1,
    nameZh: "数据局",
    nameEn: "Data Bureau",
    shortZh: "数据",
    shortEn: "Data",
  });
  ledger.must(leader, "consortium.appoint", {
    person: steward.person,
    titleZh: "数据科科长",
    titleEn: "Head of data",
    maskedName: "梁*",
    rank: 2,
  });
  const clerk = ledger.enrol(city.owner, "civil-clerk", ["officer"], leader);
  const grant = ledger.propose(leader, "role.grant", {
    person: clerk.person,
    role: "steward",
    from: 0,
    until: ledger.time + 99 * DAY_SECONDS,
  });
  ledger.must(leader, "proposal.withdraw", { proposal: grant, reason: "the other admin is away" });
  ledger.must(leader, "role.end", { person: clerk.person, role: "officer", reason: "moves on" });
  ledger.must(steward, "key.rotate", {
    publicKey: keyPairOf("second").publicKey,
    proof: ledger.proofOf("second", steward.handle),
  });
  steward.keys = keyPairOf("second");
  ledger.must(leader, "key.revoke", { publicKey: clerk.keys.publicKey, reason: "lost" });
  ledger.must(leader, "person.leave", { person: clerk.person, reason: "retired", successor: 0 });
  ledger.propose(bureauLeader, "member.admit", { uscc: usccOf(77), name: "档案馆", functions: [] });
  ledger.propose(bureauLeader, "member.assign", { member: city.user, functions: ["finance", "bank"] });
  ledger.propose(bureauLeader, "member.suspend", { member: city.user, reason: "overdue" });
  ledger.codeOf(bureauLeader, "member.reinstate", { member: city.user, reason: "was never suspended" });
  ledger.codeOf(bureauLeader, "founding.end", { reason: "again" });
}

function catalogue(city: ClaimCity): void {
  const { ledger, steward, leader, officer, outsider } = city;
  const dataset = city.publish("golden");
  const reference = { kind: "key", key: dataset };
  const upload = {
    dataset: reference,
    contentHash: new Uint8Array(32).fill(3),
    sizeBytes: 9,
    rowCount: 2,
    items: [item("户号", "text")],
    previousHash: NO_VERSION,
  };
  ledger.must(steward, "catalog.upload", upload);
  ledger.codeOf(steward, "catalog.upload", upload);
  city.offer(dataset);
  const agreement = city.agree(dataset);
  for (let i = 0; i < 4; i++) ledger.codeOf(officer, "catalog.use", city.useBody(agreement));
  ledger.codeOf(outsider, "catalog.use", city.useBody(agreement));
  const returned = city.request(dataset);
  ledger.vote(leader, returned, "return");
  const asked = ledger.proposal(returned);
  ledger.must(officer, "proposal.amend", { proposal: returned, body: asked.body });
  ledger.vote(steward, returned, "abstain");
  ledger.vote(leader, returned, "reject");
  const ended = city.agree(dataset, { useLimit: 1 });
  ledger.must(officer, "catalog.terminate", { agreement: ended, reason: "done", orderNumber: "" });
  const offer = ledger.rows.find(offerTable, "dataset", dataset, "open");
  ledger.must(steward, "catalog.withdraw-offer", { offer: offer?.key ?? 0, reason: "new terms" });
  ledger.must(steward, "catalog.offer", { dataset: reference, policy: QUERY_POLICY });
  ledger.must(steward, "catalog.revise", {
    dataset: reference,
    description: city.describe("golden", { title: "新标题" }),
  });
  const origin = { source: "us:golden", sourceId: "a", fingerprint: new Uint8Array(32).fill(4) };
  ledger.must(steward, "catalog.import", [{ kind: "put", origin, description: city.describe("imported") }]);
  ledger.must(steward, "catalog.import", [{ kind: "retire", origin }]);
  city.publish("short-lived");
  ledger.must(steward, "catalog.retire", { dataset: { kind: "code", code: "short-lived" }, reason: "merged" });
}

/**
 * Newer rules come into force: what was proposed under an older one is decided by it, but nothing else is proposed under it, and nobody
 * amends a proposal to what they could not have proposed any more. A key that libraries disagree about is not entered.
 */
function newerRules(city: ClaimCity): void {
  const { ledger, bureauLeader, auditLeader, leader, steward, officer, outsider } = city;
  const temp = ledger.enrol(city.owner, "civil-temp", ["officer"], leader);
  const cases = [need([all(partySeat("subject", ["leader"]), functionSeat("bureau", ["leader"]))])];
  city.decide("policy.set", { kind: "key.revoke", cases }, bureauLeader, auditLeader);
  const revoked = ledger.propose(leader, "key.revoke", { publicKey: temp.keys.publicKey, reason: "lost" });
  const until = ledger.time + 9 * DAY_SECONDS;
  const witness = (person: TestPerson): object => ({ person: person.person, role: "witness", from: 0, until });
  const granted = ledger.propose(leader, "role.grant", witness(steward));
  const amend = (proposal: number, body: Uint8Array): string =>
    ledger.codeOf(leader, "proposal.amend", { proposal, body });
  const grantTo = (person: TestPerson): string => amend(granted, ledger.bodyOf("role.grant", witness(person)));
  // The first version lets it pass that the officer is another department's.
  grantTo(officer);
  for (const kind of ["key.revoke", "proposal.amend"]) {
    const activated = { kind, version: 2, fromHeight: ledger.height + 3, cases: [] };
    city.decide("rules.activate", activated, bureauLeader, auditLeader);
  }
  grantTo(outsider);
  grantTo(officer);
  grantTo(steward);
  city.mustVote(bureauLeader, granted);
  amend(revoked, ledger.bodyOf("key.revoke", { publicKey: steward.keys.publicKey, reason: "lost" }));
  amend(revoked, ledger.proposal(revoked).body);
  city.mustVote(bureauLeader, revoked);
  const { publicKey, sign } = mixedKey();
  const proof = sign(keyStatement(ledger.network, steward.handle, publicKey));
  ledger.codeOf(steward, "key.rotate", { publicKey, proof });
}

/** A role lent and taken back, a lost key replaced, a chair handed over, a department helped by the others, the calendar of a year. */
function lendingAndLeaving(city: ClaimCity): void {
  const { ledger, bureauLeader, leader, steward, claimantLeader, auditLeader } = city;
  const deputy = ledger.enrol(city.owner, "civil-deputy", ["officer"], leader);
  const until = ledger.time + 20 * DAY_SECONDS;
  const gift = { receiver: deputy.person, role: "steward", from: 0, until, reason: "on leave" } as const;
  ledger.must(steward, "delegation.give", gift);
  const dataset = { kind: "code", code: "golden" };
  ledger.must(deputy, "catalog.publish", { dataset: draftOf(city, deputy) });
  ledger.must(deputy, "catalog.offer", { dataset, policy: QUERY_POLICY });
  ledger.codeOf(deputy, "delegation.give", { ...gift, receiver: leader.person });
  const carried = ledger.propose(deputy, "catalog.offer-agreement", offerOf(city));
  ledger.must(steward, "delegation.end", { delegation: 1, reason: "back early" });
  ledger.codeOf(deputy, "catalog.offer", { dataset, policy: QUERY_POLICY });
  const replaced = {
    person: steward.person,
    publicKey: keyPairOf("third").publicKey,
    proof: ledger.proofOf("third", steward.handle),
    reason: "phone lost",
  };
  city.decide("key.enrol", replaced, leader, bureauLeader);
  steward.keys = keyPairOf("third");
  ledger.codeOf(leader, "person.leave", { person: deputy.person, reason: "moves on", successor: 0 });
  ledger.must(leader, "person.leave", { person: deputy.person, reason: "moves on", successor: steward.person });
  city.mustVote(leader, carried);
  city.mustVote(steward, carried);
  ledger.codeOf(leader, "key.revoke", { publicKey: leader.keys.publicKey, reason: "the last administrator's" });
  const { publicKey } = keyPairOf("rescuer");
  const rescue = { handle: "rescuer", publicKey, proof: ledger.proofOf("rescuer", "rescuer"), reason: "a fire" };
  ledger.codeOf(bureauLeader, "member.recover", { department: city.claimant, ...rescue });
  const away = { member: city.claimant, reason: "every key was lost" };
  city.decide("member.suspend", away, bureauLeader, auditLeader, leader, city.userLeader);
  city.decide("member.recover", { department: city.claimant, ...rescue }, bureauLeader, auditLeader, leader);
  city.decide("member.reinstate", away, bureauLeader, auditLeader, leader);
  ledger.must(bureauLeader, "consortium.set-calendar", {
    year: 2026,
    daysOff: [20_454],
    daysWorked: [20_457],
    source: "notice of the State Council",
  });
  const parameter = { name: "likeness-percent", value: 75 } as const;
  city.decide("catalog.set-parameter", { parameter, reason: "too many pairs" }, bureauLeader, auditLeader);
  ledger.propose(claimantLeader, "role.grant", { person: claimantLeader.person, role: "finance", from: 0, until: 0 });
}

/** A draft that somebody who holds a keeper's role, own or lent, has described. */
function draftOf(city: ClaimCity, person: TestPerson): object {
  const description = city.describe("by deputy", { licence: "city-open-1.0" });
  city.ledger.must(person, "catalog.create", { description });
  return { kind: "code", code: "by deputy" };
}

function termsOf(city: ClaimCity, useLimit: number): object {
  return { purpose: "eligibility", useLimit, expires: city.ledger.time + 25 * DAY_SECONDS };
}

function offerOf(city: ClaimCity): object {
  const dataset = { kind: "code", code: "golden" };
  return { dataset, user: city.user, policy: PLACE_POLICY, ...termsOf(city, 2), message: "for one district" };
}

/** Queries about one of two districts, by a logical constraint. */
const PLACE_POLICY: UsePolicy = {
  permissions: [
    {
      actions: ["query"],
      constraints: [],
      duties: [{ duty: "delete", withinDays: 30 }],
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

/** Terms from either side: accepted, asked for anew, answered, called off, left to lapse. */
function negotiations(city: ClaimCity): void {
  const { ledger, officer, steward, leader, user } = city;
  const shown = (agreement: number): { agreement: number; agreementHash: Uint8Array } => {
    const row = ledger.rows.get(agreementTable, agreement);
    return { agreement, agreementHash: row?.agreementHash ?? new Uint8Array(32) };
  };
  const newest = (): number => ledger.rows.scan(agreementTable, "user", { equal: [user], limit: 999 }).at(-1)?.key ?? 0;
  const newestOf = (state: string): number =>
    ledger.rows.scan(agreementTable, "user", { equal: [user, state], limit: 999 }).at(-1)?.key ?? newest();
  const first = newestOf("OFFERED");
  ledger.must(officer, "catalog.accept", shown(first));
  ledger.must(officer, "catalog.use", city.useBody(first, { spatial: "320102", reference: "2026-0017" }));
  ledger.codeOf(officer, "catalog.use", city.useBody(first, { spatial: "320106" }));
  ledger.codeOf(officer, "catalog.use", city.useBody(first));
  ledger.must(officer, "catalog.fulfil", { agreement: first, duty: "delete", statement: "deleted on site" });
  ledger.codeOf(officer, "catalog.fulfil", { agreement: first, duty: "attribute", statement: "named" });
  city.decide("catalog.offer-agreement", offerOf(city), steward, leader);
  const second = newestOf("OFFERED");
  const asked = { ...shown(second), ...termsOf(city, 9), justification: "all districts" };
  ledger.must(officer, "catalog.counter-request", asked);
  ledger.codeOf(officer, "catalog.accept", shown(second));
  const answer = { ...shown(second), policy: QUERY_POLICY, ...termsOf(city, 5), message: "five, and no place" };
  city.decide("catalog.counter-offer", answer, leader, steward);
  ledger.codeOf(officer, "catalog.accept", { ...shown(second), agreementHash: new Uint8Array(32) });
  ledger.must(officer, "catalog.accept", shown(second));
  city.decide("catalog.offer-agreement", offerOf(city), steward, leader);
  const third = ledger.proposal(city.request(ledger.rows.find(datasetTable, "code", "golden")?.key ?? 0)).subjectKey;
  ledger.must(officer, "catalog.terminate", { agreement: third, reason: "found elsewhere", orderNumber: "" });
}

/** A version made from another, which is then withdrawn. */
function lineage(city: ClaimCity): void {
  const { ledger, steward } = city;
  const source = ledger.rows.find(datasetTable, "code", "golden")?.key ?? 0;
  const hash = ledger.rows.find(versionTable, "dataset", source, 1)?.row.versionHash ?? NO_VERSION;
  const upload = {
    dataset: { kind: "code", code: "by deputy" },
    contentHash: new Uint8Array(32).fill(5),
    sizeBytes: 7,
    rowCount: 1,
    items: [{ ...item("户号", "text"), code: "HH-01" }],
    previousHash: NO_VERSION,
    parents: [hash],
    mediaType: "text/csv",
    sealedHash: new Uint8Array(32).fill(6),
  };
  ledger.must(steward, "catalog.upload", upload);
  ledger.codeOf(steward, "catalog.upload", {
    ...upload,
    dataset: { kind: "code", code: "golden" },
    previousHash: hash,
  });
  const withdrawn = { dataset: { kind: "code", code: "golden" }, number: 1, reason: "wrong year" };
  ledger.must(steward, "catalog.withdraw-version", withdrawn);
  ledger.codeOf(steward, "catalog.withdraw-version", withdrawn);
}

/** Two claims, one turned down and one that moves a dataset with all that hangs on it; two datasets found to be alike. */
function claims(city: ClaimCity): void {
  const { ledger, officer, steward, claimant, claimantSteward, bureauLeader, auditLeader } = city;
  const dataset = { kind: "code", code: "golden" };
  const claim = { dataset, ground: "duplicate", other: 0, statement: "we keep the same households" };
  city.decide("catalog.contest", claim, claimantSteward, bureauLeader);
  ledger.codeOf(steward, "catalog.retire", { dataset, reason: "to be rid of it" });
  ledger.codeOf(officer, "catalog.request", { ...city.requestBody(1), dataset });
  const dismissed = { contest: 1, outcome: "dismissed", newOwner: 0, reason: "another year" } as const;
  city.decide("catalog.resolve", dismissed, bureauLeader, auditLeader);
  city.decide("catalog.contest", { ...claim, ground: "ownership" }, claimantSteward, bureauLeader);
  const upheld = { contest: 2, outcome: "upheld", newOwner: claimant, reason: "by the list of duties" } as const;
  city.decide("catalog.resolve", upheld, bureauLeader, auditLeader);
  ledger.must(claimantSteward, "catalog.offer", { dataset, policy: PLACE_POLICY });
  ledger.codeOf(steward, "catalog.offer", { dataset, policy: PLACE_POLICY });
  const pair = { first: 1, second: 2, verdict: "distinct", reason: "another source" } as const;
  ledger.must(bureauLeader, "catalog.judge-likeness", pair);
}

/** A city that wants more signatures only changes its policy; a version that is put into force behind a later one changes nothing. */
function rulesChange(city: ClaimCity): void {
  const { ledger, officer, userLeader, leader, steward, bureauLeader, auditLeader, claimantSteward } = city;
  const cases = [need([all(partySeat("beneficiary", ["leader"]))])];
  city.decide("policy.set", { kind: "catalog.verify", cases }, bureauLeader, auditLeader);
  const earlier = { kind: "catalog.use", version: 1, fromHeight: ledger.height + 4, cases: [] };
  city.decide("rules.activate", earlier, bureauLeader, auditLeader);
  const asked = city.request(ledger.rows.find(datasetTable, "code", "golden")?.key ?? 0);
  const agreement = ledger.proposal(asked).subjectKey;
  const shown = { agreement, agreementHash: ledger.rows.get(agreementTable, agreement)?.agreementHash };
  ledger.codeOf(officer, "catalog.agree", shown);
  for (const person of [claimantSteward, city.claimantLeader]) city.mustVote(person, asked);
  ledger.codeOf(officer, "catalog.verify", shown);
  ledger.codeOf(claimantSteward, "catalog.finalize", shown);
  city.mustVote(userLeader, asked + 1);
  city.mustVote(claimantSteward, asked + 2);
  ledger.must(officer, "catalog.use", city.useBody(agreement, { spatial: "320104" }));
  const witness = { person: steward.person, role: "witness", from: 0, until: 0 } as const;
  const twice = [ledger.propose(leader, "role.grant", witness), ledger.propose(leader, "role.grant", witness)];
  for (const key of twice) city.mustVote(bureauLeader, key);
  ledger.must(leader, "proposal.retry", { proposal: twice[1] });
}

/** The log's key changes, once as planned and once after a loss; somebody says what all rows together are. */
function logKeyChanges(city: ClaimCity): void {
  const { ledger, bureauLeader, auditLeader } = city;
  const forged = handoverBody(ledger, { from: "log", to: "log two" }, "recovered");
  ledger.codeOf(bureauLeader, "log.recover", { ...forged, seen: 0, proof: forged.signature, reason: "forged 伪造" });
  const planned = handoverBody(ledger, { from: "log", to: "log two" }, "changed");
  city.decide("log.rotate", planned, bureauLeader, city.bureauAdmin);
  const after = handoverBody(ledger, { from: "log two", to: "log three" }, "recovered");
  ledger.must(bureauLeader, "log.recover", { ...after, seen: after.size + 2, reason: "an older copy 较早的副本" });
  ledger.must(auditLeader, "state.declare", { height: ledger.height, root: new Uint8Array(32).fill(5), rows: 7 });
}

/** What is under way when the story ends: a request, an offer, an agreement in force, a claim, a lent role, a grant. */
function stillOpen(city: ClaimCity): void {
  const { ledger, officer, steward, leader, userLeader, claimantSteward, claimantLeader, bureauLeader } = city;
  const deputys = ledger.rows.find(datasetTable, "code", "by deputy")?.key ?? 0;
  city.offer(deputys);
  city.request(deputys);
  const dataset = { kind: "code", code: "golden" };
  const offer = { ...offerOf(city), dataset };
  city.decide("catalog.offer-agreement", offer, claimantSteward, claimantLeader);
  city.decide("catalog.offer-agreement", offer, claimantLeader, claimantSteward);
  const offered = ledger.rows.scan(agreementTable, "user", { equal: [city.user, "OFFERED"], limit: 9 });
  const [one] = offered;
  ledger.must(officer, "catalog.accept", { agreement: one?.key, agreementHash: one?.row.agreementHash });
  ledger.must(userLeader, "proposal.vote", ledger.voteBody(newestProposal(city), "approve"));
  const claim = { dataset: { kind: "key", key: deputys }, ground: "accuracy", other: 0, statement: "old addresses" };
  city.decide("catalog.contest", claim, claimantSteward, bureauLeader);
  const until = ledger.time + 9 * DAY_SECONDS;
  ledger.must(steward, "delegation.give", { receiver: leader.person, role: "steward", from: 0, until, reason: "away" });
  ledger.propose(leader, "role.grant", { person: steward.person, role: "finance", from: 0, until: 0 });
}

function newestProposal({ ledger }: ClaimCity): number {
  return ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 999 }).at(-1)?.key ?? 0;
}
