/** Names for what the newer acts are about, from the rows of a real ledger, and the sentences that come of them. */
import { describe, expect, it } from "vitest";
import { actSentence } from "#ledger-core/contract/text/act-sentence.ts";
import { plainText } from "#ledger-core/contract/text/template.ts";
import { CatalogCity, DAY_SECONDS } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { contestTable, datasetTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { NO_VERSION } from "#ledger-core/modules/catalog/version-chain.ts";
import { delegationTable, memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { actNames } from "./act-names.ts";
import { askedAt } from "./asked.ts";
import type { Asked } from "./asked.ts";
import { aboutRecord } from "./sentences.ts";

function asked({ ledger }: CatalogCity): Asked {
  const { ruleset, base, time } = ledger;
  return askedAt({ ruleset, rows: base, height: ledger.height + 1, time, index: ledger.entries.length });
}

function say(city: CatalogCity, kind: string, body: unknown): string {
  return plainText(actSentence("en", kind, body, actNames(asked(city), "en")));
}

const upload = (dataset: number, parents: readonly Uint8Array[]) => ({
  dataset: { kind: "key", key: dataset },
  contentHash: new Uint8Array(32).fill(1),
  sizeBytes: 100,
  rowCount: 10,
  items: [],
  previousHash: NO_VERSION,
  parents,
  mediaType: "text/csv",
  sealedHash: undefined,
});

describe("names in the sentence of an act", () => {
  it("a version by its hash, which another was made from", () => {
    const city = new CatalogCity();
    const [source, result] = [city.publish("3 05 12 0001"), city.publish("3 05 12 0002")];
    city.ledger.must(city.steward, "catalog.upload", upload(source, []));
    const hash = city.ledger.rows.find(versionTable, "dataset", source, 1)?.row.versionHash ?? NO_VERSION;
    expect(say(city, "catalog.upload", upload(result, [hash]))).toContain(
      "media type text/csv, made from version 1 of “低保家庭信息 3 05 12 0001”",
    );
    expect(say(city, "catalog.upload", upload(result, [NO_VERSION]))).toContain("do not sign");
  });

  it("whose dataset is contested, and who claims what", () => {
    const city = new CatalogCity();
    const { ledger, bureauLeader } = city;
    const dataset = { kind: "code", code: "3 05 12 0001" } as const;
    const description = city.describe(dataset.code, { providerCode: ledger.rows.get(memberTable, 1)?.uscc ?? "" });
    ledger.must(bureauLeader, "catalog.create", { description });
    ledger.must(bureauLeader, "catalog.publish", { dataset });
    const claim = { dataset, ground: "ownership", other: 0, statement: "it is ours" };
    const bureau = ledger.rows.get(memberTable, 1)?.name;
    expect(say(city, "catalog.contest", claim)).toContain(
      `Contest the dataset “低保家庭信息 3 05 12 0001” of ${bureau}, on this ground: ownership;`,
    );
    expect(say(city, "catalog.contest", { ...claim, dataset: { kind: "key", key: 99 } })).toContain("do not sign");
    city.mustVote(bureauLeader, ledger.propose(city.steward, "catalog.contest", claim));
    const contest = ledger.rows.find(datasetTable, "code", dataset.code)?.row.contest ?? 0;
    expect(ledger.rows.get(contestTable, contest)?.state).toBe("open");
    expect(aboutRecord(asked(city), contestTable.name, contest).en).toBe("低保家庭信息 3 05 12 0001");
    expect(aboutRecord(asked(city), contestTable.name, 99).en).toBe("");
    expect(say(city, "catalog.resolve", { contest, outcome: "upheld", newOwner: city.owner, reason: "" })).toBe(
      `Settle the claim of 民政局 on “低保家庭信息 3 05 12 0001” (ownership) as upheld: the dataset passes from ${bureau} to 民政局, all terms offered for it are withdrawn and all agreements on it end; it may be used from then on.`,
    );
  });

  it("both sides of a delegation", () => {
    const city = new CatalogCity();
    const { ledger, leader, steward } = city;
    const gift = {
      receiver: steward.person,
      role: "leader",
      from: 0,
      until: ledger.time + 2 * DAY_SECONDS,
      reason: "",
    };
    ledger.must(leader, "delegation.give", gift);
    expect(ledger.rows.get(delegationTable, 1)?.state).toBe("active");
    expect(say(city, "delegation.end", { delegation: 1, reason: "" })).toMatch(
      /^End the delegation of the role of leader \(from: 民政局, civil-leader; to: 民政局, civil-steward; meant to last until .*\)/u,
    );
    expect(say(city, "delegation.end", { delegation: 2, reason: "" })).toContain("do not sign");
  });
});
