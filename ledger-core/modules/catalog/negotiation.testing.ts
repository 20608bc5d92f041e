/** The two sides of a negotiation over one dataset, for the tests of its ways and ends. */
import type { AgreementRow, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { ClaimCity, DAY_SECONDS } from "./catalog.testing.ts";
import { agreementTable, datasetTable } from "./tables.ts";

export const READ_POLICY: UsePolicy = {
  permissions: [{ actions: ["read", "query"], constraints: [], duties: [], groups: [] }],
  prohibitions: [],
};

export class Negotiation {
  readonly city: ClaimCity;
  readonly dataset: number;

  /** `withheld`: kinds and versions that the ledger does not have in force. */
  constructor(withheld: readonly string[] = []) {
    this.city = new ClaimCity(withheld);
    this.dataset = this.city.publish("negotiated");
    this.city.offer(this.dataset);
  }

  row(agreement: number): AgreementRow {
    const found = this.city.ledger.rows.get(agreementTable, agreement);
    if (found === undefined) throw new Error(`there is no agreement ${agreement}`);
    return found;
  }

  terms(change: object = {}): object {
    const expires = this.city.ledger.time + 60 * DAY_SECONDS;
    return { purpose: "eligibility", useLimit: 5, expires, ...change };
  }

  offerBody(change: object = {}): object {
    const dataset = { kind: "key", key: this.dataset };
    const parties = { dataset, user: this.city.user, policy: READ_POLICY };
    return { ...parties, ...this.terms(), message: "for the audit of benefits", ...change };
  }

  /** An agreement by its key and the hash of its terms as they stand. */
  shown(agreement: number): object {
    return { agreement, agreementHash: this.row(agreement).agreementHash };
  }

  /** The owner's two keepers offer an agreement to the user; its key. */
  offered(change: object = {}): number {
    const { ledger, steward, leader } = this.city;
    this.city.decide("catalog.offer-agreement", this.offerBody(change), steward, leader);
    return ledger.rows.scan(agreementTable, "key", { limit: 999 }).at(-1)?.key ?? 0;
  }

  counterOffer(agreement: number, change: object = {}): object {
    return { ...this.shown(agreement), policy: READ_POLICY, ...this.terms(), message: "half as many", ...change };
  }

  counterRequest(agreement: number, change: object = {}): object {
    return { ...this.shown(agreement), ...this.terms({ useLimit: 9 }), justification: "we need more", ...change };
  }

  /** The user requests; the agreement's key. */
  requested(): number {
    return this.city.ledger.proposal(this.city.request(this.dataset)).subjectKey;
  }

  /** The one proposal that waits for the owner about an agreement. */
  waiting(agreement: number): number {
    const equal = ["catalog.agreement", agreement, "open"];
    const [only, ...others] = this.city.ledger.rows.scan(proposalTable, "subject", { equal, limit: 9 });
    if (only === undefined || others.length > 0) throw new Error("one proposal waits about the agreement");
    return only.key;
  }

  counts(): object {
    const { agreementsLive, agreementsInForce } = this.city.ledger.rows.get(datasetTable, this.dataset) ?? {};
    return { agreementsLive, agreementsInForce };
  }

  /** The code with which somebody's end of an agreement is refused; empty if it is not. */
  end(person: TestPerson, agreement: number, orderNumber = ""): string {
    const body = { agreement, reason: "no longer needed", orderNumber };
    return this.city.ledger.codeOf(person, "catalog.terminate", body);
  }
}
