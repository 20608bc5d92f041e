/** What the demo's people look up before they act: keys of records by the names that the plan uses. */
import {
  datasetTable,
  agreementTable,
  contestTable,
  offerTable,
  versionTable,
} from "#ledger-core/modules/catalog/tables.ts";
import type { AgreementRow, ContestRow, DatasetRow, Purpose } from "#ledger-core/contract/schema/catalog.ts";
import type { DelegationRow, ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { delegationsBy, findPersonByHandle, liveKeys } from "#ledger-core/kernel/directory.ts";
import { keyTable, memberTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { votesOf } from "#ledger-core/kernel/proposal.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";

const MANY = 10_000;

/** What decides who uses an agreement next. */
export type AgreementBrief = {
  readonly key: number;
  readonly dataset: number;
  readonly owner: number;
  readonly user: number;
  readonly purpose: Purpose;
  readonly uses: number;
  readonly useLimit: number;
  readonly expires: number;
};

type Dataset = Pick<StoredRow<DatasetRow>, "key" | "row">;

export class CityState {
  readonly ledger: OpenLedger;
  readonly rows: Rows;
  // No key of a department, a person or a dataset ever changes.
  readonly #departments = new Map<string, number>();
  readonly #keysBefore = new Map<string, number>();
  readonly #datasets = new Map<string, number>();
  readonly #people = new Map<string, { readonly key: number; readonly department: number }>();

  constructor(ledger: OpenLedger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger.writer.rows);
  }

  /** Member key of a department of the plan. */
  department(slug: string): number {
    const known = this.#departments.get(slug);
    if (known !== undefined) return known;
    const name = CITY_DEPARTMENTS.find((one) => one.slug === slug)?.nameZh;
    const member = this.rows.scan(memberTable, "key", { limit: MANY }).find((one) => one.row.name === name);
    const key = must(member?.key, `the department ${slug}`);
    this.#departments.set(slug, key);
    return key;
  }

  uscc(slug: string): string {
    return must(this.rows.get(memberTable, this.department(slug))?.uscc, `the code of ${slug}`);
  }

  isActive(slug: string): boolean {
    return this.rows.get(memberTable, this.department(slug))?.state === "active";
  }

  /** The plan's slug of a member. */
  slug(department: number): string {
    const name = this.rows.get(memberTable, department)?.name;
    return must(CITY_DEPARTMENTS.find((one) => one.nameZh === name)?.slug, `the slug of ${department}`);
  }

  person(handle: string): number {
    return this.#person(handle).key;
  }

  hasPerson(handle: string): boolean {
    return this.#people.has(handle) || findPersonByHandle(this.rows, handle) !== undefined;
  }

  /** Member key of the department that a person of the plan belongs to. */
  departmentOf(handle: string): number {
    return this.#person(handle).department;
  }

  /** How often a person's key was changed: which of the person's keys is the one that lives. */
  keysBefore(handle: string): number {
    const known = this.#keysBefore.get(handle);
    if (known !== undefined) return known;
    const key = this.person(handle);
    const revoked = this.rows.scan(keyTable, "person", { equal: [key, "revoked"], limit: MANY }).length;
    const count = liveKeys(this.rows, key).length === 0 ? revoked - 1 : revoked;
    this.#keysBefore.set(handle, count);
    return count;
  }

  /** To be called after a block in which somebody's key may have changed. */
  forgetKeys(): void {
    this.#keysBefore.clear();
  }

  dataset(code: string): Dataset {
    return must(this.findDataset(code), `the dataset ${code}`);
  }

  /** By its key, once that is known: a row that is read by its key is held in memory. */
  findDataset(code: string): Dataset | undefined {
    const key = this.#datasets.get(code) ?? this.rows.find(datasetTable, "code", code)?.key;
    if (key === undefined) return undefined;
    this.#datasets.set(code, key);
    const row = this.rows.get(datasetTable, key);
    return row === undefined ? undefined : { key, row };
  }

  /** `versionHash` of a dataset's newest version; undefined before the first. */
  head({ key, row }: Dataset): Uint8Array | undefined {
    if (row.headVersion === 0) return undefined;
    return this.rows.find(versionTable, "dataset", key, row.headVersion)?.row.versionHash;
  }

  hasOpenOffer(dataset: number): boolean {
    return this.rows.scan(offerTable, "dataset", { equal: [dataset, "open"], limit: 1 }).length > 0;
  }

  /** True while a dataset is contested. */
  isSuspended(dataset: number): boolean {
    return this.rows.get(datasetTable, dataset)?.suspended === "yes";
  }

  /** Open proposals of a kind, oldest first. */
  openProposals(kind: string): readonly StoredRow<ProposalRow>[] {
    const open = this.rows.scan(proposalTable, "state", { equal: ["open"], limit: MANY });
    // What is past its deadline ends with the next block.
    return open.filter(({ row }) => row.kind === kind && row.deadline > this.time);
  }

  /** Open proposals of one person. */
  ofProposer(handle: string): readonly StoredRow<ProposalRow>[] {
    return this.rows.scan(proposalTable, "proposer", { equal: [this.person(handle), "open"], limit: MANY });
  }

  /** The newest proposal of a kind that is open. */
  findOpenProposal(kind: string): StoredRow<ProposalRow> | undefined {
    return this.openProposals(kind).at(-1);
  }

  hasVoted({ key, row }: StoredRow<ProposalRow>, handle: string): boolean {
    const person = this.person(handle);
    return row.proposer === person || votesOf(this.rows, key, row.round).some((vote) => vote.person === person);
  }

  /** Revision that a vote has to name. */
  subjectRevision(proposal: ProposalRow): number {
    const table = this.ledger.ruleset.tables.get(proposal.subjectTable);
    return table === undefined ? 0 : this.rows.revision(table, proposal.subjectKey);
  }

  agreement(key: number): AgreementRow {
    return must(this.rows.get(agreementTable, key), `the agreement ${key}`);
  }

  /** Agreements in a state of the Dataspace Protocol, oldest first. */
  agreementsIn(state: AgreementRow["state"], since = 0): readonly AgreementBrief[] {
    return this.ledger.reader.sql.all<AgreementBrief>(
      `SELECT key, dataset, owner, user, purpose, uses, useLimit, expires FROM catalog_agreement
       WHERE state = ? AND expires >= ? ORDER BY key`,
      state,
      since,
    );
  }

  openContests(): readonly StoredRow<ContestRow>[] {
    return this.rows.scan(contestTable, "state", { equal: ["open"], limit: MANY });
  }

  delegationsOf(handle: string): readonly StoredRow<DelegationRow>[] {
    return delegationsBy(this.rows, this.person(handle), this.time);
  }

  /** Unix seconds of the city's clock. */
  get time(): number {
    return this.ledger.clock.wallSeconds();
  }

  #person(handle: string): { readonly key: number; readonly department: number } {
    const known = this.#people.get(handle);
    if (known !== undefined) return known;
    const found = must(findPersonByHandle(this.rows, handle), `the person ${handle}`);
    const person = { key: found.key, department: found.row.department };
    this.#people.set(handle, person);
    return person;
  }
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the demo's plan needs ${what}`);
  return value;
}
