/** A city of four departments with datasets and offers, for the tests of the catalogue. */
import type { Description, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { TestLedger, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { catalogModule } from "./catalog-module.ts";
import { datasetTable } from "./tables.ts";

export const DAY_SECONDS = 86_400;

/** Queries for two purposes, answers deleted within thirty days, nothing passed on. */
export const QUERY_POLICY: UsePolicy = {
  permissions: [
    {
      actions: ["query"],
      constraints: [
        {
          left: "purpose",
          operator: "isAnyOf",
          right: [
            { kind: "word", value: "eligibility" },
            { kind: "word", value: "service" },
          ],
        },
      ],
      duties: [{ duty: "delete", withinDays: 30 }],
      groups: [],
    },
  ],
  prohibitions: [{ actions: ["distribute"], constraints: [], duties: [], groups: [] }],
};

/** Civil affairs owns data, finance uses it, the data bureau and audit watch; founding is over. */
export class CatalogCity {
  readonly ledger: TestLedger;
  readonly bureauLeader: TestPerson;
  readonly bureauAdmin: TestPerson;
  readonly steward: TestPerson;
  readonly leader: TestPerson;
  readonly owner: number;
  readonly officer: TestPerson;
  readonly user: number;
  readonly userLeader: TestPerson;
  readonly outsider: TestPerson;
  readonly auditLeader: TestPerson;

  /**
   * `withheld`: kinds and versions that the ledger does not have in force; see `TestLedger`. `modules` come besides the city's. `more` adds
   * to the city before founding ends.
   */
  constructor(
    withheld: readonly string[] = [],
    modules: readonly Module[] = [],
    more: (ledger: TestLedger) => void = () => {},
  ) {
    this.ledger = new TestLedger([consortiumModule, catalogModule, ...modules], ["bureau"], withheld);
    const { ledger } = this;
    this.owner = ledger.admit("民政局", []);
    this.user = ledger.admit("财政局", ["finance"]);
    const audit = ledger.admit("审计局", ["audit"]);
    this.steward = ledger.enrol(this.owner, "civil-steward", ["steward"]);
    this.leader = ledger.enrol(this.owner, "civil-leader", ["leader", "admin"]);
    this.officer = ledger.enrol(this.user, "finance-officer", ["officer"]);
    this.userLeader = ledger.enrol(this.user, "finance-leader", ["leader", "admin"]);
    this.outsider = ledger.enrol(audit, "audit-officer", ["officer"]);
    this.auditLeader = ledger.enrol(audit, "audit-leader", ["leader", "admin"]);
    this.bureauAdmin = ledger.enrol(1, "bureau-admin", ["admin"]);
    more(ledger);
    this.bureauLeader = ledger.founder;
    ledger.must(ledger.founder, "founding.end", { reason: "everybody is here" });
  }

  describe(code: string, change: Partial<Description> = {}): Description {
    return {
      code,
      profile: "national",
      title: `低保家庭信息 ${code}`,
      summary: "Households that receive the minimum living allowance",
      publisher: "民政局",
      providerCode: usccOf(this.owner),
      format: "CSV",
      items: [item("户号", "text, 16"), item("人口", "integer")],
      sharing: "conditional",
      sharingCondition: "for an agreed purpose",
      sharingMethod: "query",
      openness: "closed",
      updateCycle: "P1M",
      publishedDay: 20_000,
      modifiedDay: undefined,
      relatedCodes: [],
      keywords: [],
      themes: [],
      languages: [],
      distributions: [],
      kept: undefined,
      classification: "部门信息资源/民政/社会救助",
      legalBasis: "",
      licence: "",
      ...change,
    };
  }

  /** A published dataset; returns its key. */
  publish(code: string, change: Partial<Description> = {}): number {
    this.ledger.must(this.steward, "catalog.create", { description: this.describe(code, change) });
    this.ledger.must(this.steward, "catalog.publish", { dataset: { kind: "code", code } });
    const found = this.ledger.rows.find(datasetTable, "code", code);
    if (found === undefined) throw new Error("the dataset is there");
    return found.key;
  }

  offer(dataset: number, policy: UsePolicy = QUERY_POLICY): void {
    this.ledger.must(this.steward, "catalog.offer", { dataset: { kind: "key", key: dataset }, policy });
  }

  requestBody(dataset: number, change: Readonly<Record<string, unknown>> = {}): object {
    return {
      dataset: { kind: "key", key: dataset },
      offer: 0,
      offerHash: new Uint8Array(0),
      purpose: "eligibility",
      justification: "checking who is entitled",
      useLimit: 3,
      expires: this.ledger.time + 30 * DAY_SECONDS,
      ...change,
    };
  }

  /** Requests and has both keepers of the owner approve; returns the agreement's key. */
  agree(dataset: number, change: Readonly<Record<string, unknown>> = {}): number {
    const proposal = this.request(dataset, change);
    const agreement = this.ledger.proposal(proposal).subjectKey;
    this.mustVote(this.steward, proposal);
    this.mustVote(this.leader, proposal);
    return agreement;
  }

  /** Requests; returns the proposal that waits for the owner. */
  request(dataset: number, change: Readonly<Record<string, unknown>> = {}): number {
    this.ledger.must(this.officer, "catalog.request", this.requestBody(dataset, change));
    const proposal = this.ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 1_000 }).at(-1);
    if (proposal?.row.kind !== "catalog.agree") throw new Error("the request waits as a proposal");
    return proposal.key;
  }

  /** Proposes with the first signature and approves with the others; it must be executed by the last. */
  decide(kind: string, body: unknown, ...people: readonly [TestPerson, ...TestPerson[]]): void {
    const [first, ...others] = people;
    const proposal = this.ledger.propose(first, kind, body);
    for (const person of others) this.mustVote(person, proposal);
    const { state, code } = this.ledger.proposal(proposal);
    if (state !== "executed") throw new Error(`${kind} is ${state} ${code}`);
  }

  /** Has the policy of a kind's newest version ask for two persons wherever it asked for one. */
  askForTwo(kind: string): void {
    const { ruleset } = this.ledger;
    const version = Math.max(
      ...[...ruleset.rules.values()].filter(({ action }) => action.kind === kind).map(({ action }) => action.version),
    );
    const rule = ruleset.rules.get(`${kind}@${version}`);
    const cases = (rule?.of === "module" ? rule.action.policy : []).map((one) => ({
      ...one,
      alternatives: one.alternatives.map((way) => ({
        ...way,
        seats: way.seats.map((seat) => ({ ...seat, bar: { kind: "persons", count: 2 } })),
      })),
    }));
    this.decide("policy.set", { kind, cases }, this.bureauLeader, this.auditLeader);
  }

  mustVote(person: TestPerson, proposal: number): void {
    const code = this.ledger.voteCode(person, proposal);
    if (code !== "") throw new Error(`the vote was refused: ${code}`);
  }

  useBody(agreement: number, change: Readonly<Record<string, unknown>> = {}): object {
    return {
      agreement,
      action: "query",
      purpose: "eligibility",
      fingerprint: new Uint8Array(32).fill(1),
      rowCount: 1,
      ...change,
    };
  }
}

/** The same with a department more, which keeps data of its own and claims some of others'. */
export class ClaimCity extends CatalogCity {
  readonly claimant: number;
  readonly claimantSteward: TestPerson;
  readonly claimantLeader: TestPerson;

  constructor(withheld: readonly string[] = [], modules: readonly Module[] = []) {
    const people: TestPerson[] = [];
    super(withheld, modules, (ledger) => {
      const claimant = ledger.admit("人社局", []);
      people.push(ledger.enrol(claimant, "labour-steward", ["steward"]));
      people.push(ledger.enrol(claimant, "labour-leader", ["leader", "admin"]));
    });
    const [steward, leader] = people;
    if (steward === undefined || leader === undefined) throw new Error("the claimants are enrolled");
    this.claimant = steward.department;
    this.claimantSteward = steward;
    this.claimantLeader = leader;
  }
}

export function item(name: string, dataType: string): Description["items"][number] {
  return { name, dataType, sensitivity: "internal", rule: "", code: "" };
}
