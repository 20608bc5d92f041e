/** What the demo's people look up before they act: keys of records by the names that the plan uses. */
import { datasetTable, agreementTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import type { AgreementRow, DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { memberTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { votesOf } from "#ledger-core/kernel/proposal.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";

const MANY = 10_000;

export class CityState {
  readonly ledger: OpenLedger;
  readonly rows: Rows;

  constructor(ledger: OpenLedger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger.writer.rows);
  }

  /** Member key of a department of the plan. */
  department(slug: string): number {
    const name = CITY_DEPARTMENTS.find((one) => one.slug === slug)?.nameZh;
    const member = this.rows.scan(memberTable, "key", { limit: MANY }).find((one) => one.row.name === name);
    return must(member?.key, `the department ${slug}`);
  }

  uscc(slug: string): string {
    return must(this.rows.get(memberTable, this.department(slug))?.uscc, `the code of ${slug}`);
  }

  /** The plan's slug of a member. */
  slug(department: number): string {
    const name = this.rows.get(memberTable, department)?.name;
    return must(CITY_DEPARTMENTS.find((one) => one.nameZh === name)?.slug, `the slug of ${department}`);
  }

  person(handle: string): number {
    return must(findPersonByHandle(this.rows, handle)?.key, `the person ${handle}`);
  }

  /** Member key of the department that a person of the plan belongs to. */
  departmentOf(handle: string): number {
    return must(findPersonByHandle(this.rows, handle)?.row.department, `the person ${handle}`);
  }

  dataset(code: string): StoredRow<DatasetRow> {
    return must(this.rows.find(datasetTable, "code", code), `the dataset ${code}`);
  }

  /** `versionHash` of a dataset's newest version; zeros before the first. */
  head(dataset: StoredRow<DatasetRow>): Uint8Array {
    const version = this.rows.find(versionTable, "dataset", dataset.key, dataset.row.headVersion);
    return version?.row.versionHash ?? new Uint8Array(32);
  }

  /** Open proposals of a kind, oldest first. */
  openProposals(kind: string): readonly StoredRow<ProposalRow>[] {
    const open = this.rows.scan(proposalTable, "state", { equal: ["open"], limit: MANY });
    return open.filter((proposal) => proposal.row.kind === kind);
  }

  hasVoted({ key, row }: StoredRow<ProposalRow>, handle: string): boolean {
    const person = this.person(handle);
    return votesOf(this.rows, key, row.round).some((vote) => vote.person === person);
  }

  /** Revision that a vote has to name. */
  subjectRevision(proposal: ProposalRow): number {
    const table = this.ledger.ruleset.tables.get(proposal.subjectTable);
    return table === undefined ? 0 : this.rows.revision(table, proposal.subjectKey);
  }

  agreement(key: number): AgreementRow {
    return must(this.rows.get(agreementTable, key), `the agreement ${key}`);
  }

  /** Unix seconds of the city's clock. */
  get time(): number {
    return this.ledger.clock.wallSeconds();
  }

  agreementsInForce(): readonly StoredRow<AgreementRow>[] {
    const agreements = this.rows.scan(agreementTable, "key", { limit: MANY });
    return agreements.filter((agreement) => agreement.row.state === "FINALIZED");
  }
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the demo's plan needs ${what}`);
  return value;
}
