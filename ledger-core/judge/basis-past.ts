/** The past as a proof's basis shows it: nothing but rows and transactions that were proven to be in the log. */
import { proposalTable, sequenceTable } from "#ledger-core/kernel/governance/tables.ts";
import { compareAlong, indexColumns, isInRange } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { ProvenBasis } from "#ledger-core/proof/checks.ts";
import type { Entry } from "#ledger-core/proof/entry.ts";
import { closingTime, ProvenRows } from "#ledger-core/proof/proven-rows.ts";
import type { RowVersion } from "#ledger-core/proof/proven-rows.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import type { Past, ProposalVersion } from "./past.ts";

export class BasisPast implements Past {
  readonly time: number | undefined;
  readonly #ruleset: Ruleset;
  readonly #suite: Suite;
  readonly #rows: ProvenRows;
  readonly #transactions = new Map<number, Uint8Array>();
  #gaps = 0;

  /** `entry`: the one that the basis is for. */
  constructor(ruleset: Ruleset, suite: Suite, basis: readonly ProvenBasis[], entry: Pick<Entry, "height" | "index">) {
    this.#ruleset = ruleset;
    this.#suite = suite;
    this.#rows = new ProvenRows((table) => ruleset.tables.get(table)?.row, basis);
    for (const { entry: proven, transaction } of basis)
      if (transaction !== undefined) this.#transactions.set(proven.index, transaction);
    this.time = closingTime(basis, entry);
  }

  rowsBefore(index: number): RowSource {
    return {
      get: (table, key) => this.#get(table, key, index),
      scan: (table, name, range) => this.#scan(table, name, range, index),
    };
  }

  factsBefore(index: number): RowSource {
    return {
      get: (table, key) => {
        if (this.#version(table, key, index) === undefined) this.#gaps++;
        return this.#get(table, key, index);
      },
      scan: (table, name, range) => {
        const found = this.#scan(table, name, range, index);
        // As many as were asked for are an answer; fewer are one only if nothing of the table is missing.
        if (found.length < range.limit && !this.isComplete(table, index)) this.#gaps++;
        return found;
      },
    };
  }

  hasGaps(): boolean {
    return this.#gaps > 0;
  }

  isComplete(table: AnyTable, index: number): boolean {
    const last = this.#get(sequenceTable as AnyTable, table.number, index)?.row["last"];
    if (typeof last !== "number") return false;
    if (this.#rows.versions(table.name).size < last) return false;
    for (let key = 1; key <= last; key++) if (this.#version(table, key, index) === undefined) return false;
    return true;
  }

  proposalVersions(key: number, index: number): readonly ProposalVersion[] {
    const versions = this.#rows.versions(proposalTable.name).get(key) ?? [];
    return versions
      .filter((version) => version.index < index && version.row !== undefined)
      .map((version) => ({ index: version.index, row: version.row as ProposalVersion["row"] }));
  }

  transaction(index: number): Transaction | undefined {
    const bytes = this.#transactions.get(index);
    if (bytes === undefined) return undefined;
    const parsed = parseTransaction(this.#suite, bytes, this.#ruleset.limits);
    return parsed.ok ? parsed.transaction : undefined;
  }

  #version(table: AnyTable, key: number, index: number): RowVersion | undefined {
    return this.#rows.before(table.name, key, index);
  }

  #get(table: AnyTable, key: number, index: number): StoredRow | undefined {
    const version = this.#version(table, key, index);
    return version?.row === undefined ? undefined : { key, row: version.row, changedAt: version.index };
  }

  #scan(table: AnyTable, name: string, range: IndexRange, index: number): readonly StoredRow[] {
    const columns = indexColumns(table, name);
    const keys = [...this.#rows.versions(table.name).keys()];
    return keys
      .map((key) => this.#get(table, key, index))
      .filter((stored) => stored !== undefined && isInRange(columns, stored, range))
      .filter((stored) => stored !== undefined)
      .sort((left, right) => compareAlong(columns, left, right))
      .slice(0, range.limit);
  }
}
