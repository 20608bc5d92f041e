/** The story that the first golden ledger tells: every kind of the kernel, the consortium and the catalogue at least once. */
import { CatalogCity, DAY_SECONDS, item, QUERY_POLICY } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { NO_VERSION } from "#ledger-core/modules/catalog/version-chain.ts";
import { offerTable } from "#ledger-core/modules/catalog/tables.ts";
import { keyPairOf, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";

/** Plays the story on a new ledger in memory; keys and salts are the same in every run. */
export function playGoldenStory(): TestLedger {
  const city = new CatalogCity();
  const { ledger } = city;
  peopleAndRules(city);
  catalogue(city);
  ledger.pass(40 * DAY_SECONDS);
  return ledger;
}

function peopleAndRules(city: CatalogCity): void {
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
  ledger.must(leader, "person.leave", { person: clerk.person, reason: "retired" });
  ledger.propose(bureauLeader, "member.admit", { uscc: usccOf(77), name: "档案馆", functions: [] });
  ledger.propose(bureauLeader, "member.assign", { member: city.user, functions: ["finance", "bank"] });
  ledger.propose(bureauLeader, "member.suspend", { member: city.user, reason: "overdue" });
  ledger.codeOf(bureauLeader, "member.reinstate", { member: city.user, reason: "was never suspended" });
  ledger.codeOf(bureauLeader, "founding.end", { reason: "again" });
}

function catalogue(city: CatalogCity): void {
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
