import { afterAll, describe, expect, it } from "vitest";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { agreementTable } from "#ledger-core/modules/catalog/tables.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { filesOf, StoredLedger } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "./verify-files.ts";

const DATASET = { kind: "code", code: "CN-001" } as const;

const description: Description = {
  code: DATASET.code,
  profile: "ckan",
  title: "Households",
  summary: "",
  publisher: "",
  providerCode: "",
  format: "",
  items: [],
  sharing: "conditional",
  sharingCondition: "by agreement",
  sharingMethod: "",
  openness: "closed",
  updateCycle: "",
  publishedDay: undefined,
  modifiedDay: undefined,
  relatedCodes: [],
  keywords: [],
  themes: [],
  languages: [],
  distributions: [],
  kept: undefined,
  classification: "",
  legalBasis: "",
  licence: "",
};

/** The catalogue's central way after founding: a request that two keepers approve, a use, and a use beyond the limit. */
function liveThroughCatalogue(city: StoredLedger): { readonly lastVote: number; readonly beyond: number } {
  const { founder } = city;
  city.enrol(1, "second-of-bureau", ["leader", "admin"]);
  const audit = city.admit("Audit", ["audit"]);
  for (const handle of ["first-of-audit", "second-of-audit"]) city.enrol(audit, handle, ["leader", "auditor"]);
  const owner = city.admit("Households", ["police"]);
  const user = city.admit("Clinics", ["clinic"]);
  const keepers = ["first-keeper", "second-keeper"].map((handle) => city.enrol(owner, handle, ["steward"]));
  const officer = city.enrol(user, "officer-of-clinics", ["officer"]);
  const [first, second] = keepers as [TestPerson, TestPerson];
  city.must(founder, "founding.end", { reason: "enough people" });
  city.must(first, "catalog.create", { description });
  city.must(first, "catalog.publish", { dataset: DATASET });
  const permission = { actions: ["query"], constraints: [], duties: [], groups: [] };
  city.must(first, "catalog.offer", { dataset: DATASET, policy: { permissions: [permission], prohibitions: [] } });
  const asked = { purpose: "service", justification: "vaccination", useLimit: 1, expires: city.time + 86_400 };
  city.must(officer, "catalog.request", { dataset: DATASET, offer: 0, offerHash: new Uint8Array(0), ...asked });
  city.vote(first, 1);
  const lastVote = city.vote(second, 1);
  // Two keepers carried the agreement, and what follows from it in the user's department is still to be signed there.
  for (let key = 2; city.rows.get(agreementTable, 1)?.state !== "FINALIZED" && key < 6; key++)
    for (const person of [officer, first, second]) if (city.proposal(key).state === "open") city.vote(person, key);
  expect(city.rows.get(agreementTable, 1)?.state).toBe("FINALIZED");
  const use = { agreement: 1, action: "query", purpose: "service", fingerprint: new Uint8Array(32), rowCount: 3 };
  city.must(officer, "catalog.use", use);
  const beyond = city.submit(officer, "catalog.use", { ...use, rowCount: 4 });
  if (!("entry" in lastVote) || !("entry" in beyond)) throw new Error("turned away");
  city.pass(2 * 86_400);
  return { lastVote: lastVote.index, beyond: beyond.index };
}

const city = new StoredLedger([consortiumModule, catalogModule]);
afterAll(() => city.remove());
const marks = liveThroughCatalogue(city);
const rules = { ruleset: city.ruleset, suite: nodeSuite, keys: [city.vkey] };

describe("every entry of a life in the catalogue", () => {
  it("is proven, and nobody's authority rests on the log's word", () => {
    const found = city.entries.map(({ index, kind, code }) => {
      const checks = verifyProofFiles(rules, filesOf(city.prove(index)));
      const failure = checks.find(({ ok }) => !ok);
      return { index, kind, code, failure, authority: checks[3]?.code, data: checks[3]?.data };
    });
    expect(found.filter(({ failure }) => failure !== undefined)).toEqual([]);
    const signed = found.filter(({ kind }) => kind.includes(".") && !kind.startsWith("catalog.agreement-"));
    const rests = signed.filter(({ code, authority }) => code === "" && authority !== "AUTHORITY_JUDGED");
    expect(rests).toEqual([]);
    expect(new Set(signed.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8);
  });

  it("is small enough to send, with an agreement of three people among them", () => {
    const sizes = city.entries.slice(1).map(({ index }) => filesOf(city.prove(index)).json.length);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
  });

  it("names the refusal of the use beyond the limit", () => {
    const checks = verifyProofFiles(rules, filesOf(city.prove(marks.beyond)));
    expect(checks[3]).toMatchObject({ code: "AUTHORITY_REFUSED", data: { outcome: "USE_LIMIT_REACHED" } });
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  it("shows what the second keeper's vote carried", () => {
    const json = JSON.parse(Buffer.from(filesOf(city.prove(marks.lastVote)).json).toString("utf8")) as object;
    expect(json).toMatchObject({
      proposal: { kind: "catalog.agree", state: "executed" },
      who: { handle: "second-keeper" },
    });
  });
});
