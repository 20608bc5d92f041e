/** A life of the catalogue in a real store, with an entry of each sort: who proves them all has proven what the city does. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { agreementTable } from "#ledger-core/modules/catalog/tables.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { StoredLedger } from "./stored-ledger.testing.ts";

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

/** Places in the log: the vote that carried an agreement, the refused use beyond its limit, an import of a batch. */
export type CatalogueLife = {
  readonly ledger: StoredLedger;
  readonly marks: { readonly lastVote: number; readonly beyond: number; readonly batch: number };
};

/**
 * The catalogue's central way after founding: a request that two keepers approve, a use, a use beyond the limit, and an import.
 * `clinics` names the department that asks; another name gives another history of the same network.
 */
export function liveThroughCatalogue(clinics = "Clinics"): CatalogueLife {
  const city = new StoredLedger([consortiumModule, catalogModule]);
  const { founder } = city;
  city.enrol(1, "second-of-bureau", ["leader", "admin"]);
  const audit = city.admit("Audit", ["audit"]);
  for (const handle of ["first-of-audit", "second-of-audit"]) city.enrol(audit, handle, ["leader", "auditor"]);
  const owner = city.admit("Households", ["police"]);
  const user = city.admit(clinics, ["clinic"]);
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
  if (city.rows.get(agreementTable, 1)?.state !== "FINALIZED") throw new Error("the agreement was not carried");
  const use = { agreement: 1, action: "query", purpose: "service", fingerprint: new Uint8Array(32), rowCount: 3 };
  city.must(officer, "catalog.use", use);
  const beyond = city.submit(officer, "catalog.use", { ...use, rowCount: 4 });
  if (!("entry" in lastVote) || !("entry" in beyond)) throw new Error("turned away");
  const lines = ["one", "two", "three"].map((name) => ({
    kind: "put",
    origin: { source: "old register", sourceId: name, fingerprint: new Uint8Array(32) },
    description: { ...description, code: `CN-${name}` },
  }));
  const batch = city.must(first, "catalog.import", lines).index;
  city.pass(2 * 86_400);
  return { ledger: city, marks: { lastVote: lastVote.index, beyond: beyond.index, batch } };
}
