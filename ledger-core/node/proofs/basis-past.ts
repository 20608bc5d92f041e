/** The past as a proof's basis shows it: nothing but rows and transactions that were proven to be in the log. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { clockTable, proposalTable, sequenceTable } from "#ledger-core/kernel/governance/tables.ts";
import { compareAlong, indexColumns, isInRange } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { ProvenBasis } from "#ledger-core/proof/checks.ts";
import { FORM_SYSTEM } from "#ledger-core/proof/entry.ts";
import type { Entry } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import { transactionLimits } from "./limits.ts";
import type { Past, ProposalVersion } from "./past.ts";

/** A row as one entry left it; `row` is undefined where the entry removed it. */
export type RowVersion = { readonly index: number; readonly row: RowValue | undefined };

export class BasisPast implements Past {
  readonly time: number | undefined;
  readonly #ruleset: Ruleset;
  readonly #suite: Suite;
  readonly #tables = new Map<string, Map<number, RowVersion[]>>();
  readonly #transactions = new Map<number, Uint8Array>();
  #gaps = 0;

  /** `entry`: the one that the basis is for. */
  constructor(ruleset: Ruleset, suite: Suite, basis: readonly ProvenBasis[], entry: Pick<Entry, "height" | "index">) {
    this.#ruleset = ruleset;
    this.#suite = suite;
    for (const proven of [...basis].sort((left, right) => left.entry.index - right.entry.index)) {
      if (proven.transaction !== undefined) this.#transactions.set(proven.entry.index, proven.transaction);
      for (const change of proven.changes) this.#add(proven.entry.index, change);
    }
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
    const versions = this.#tables.get(table.name);
    if (versions === undefined || versions.size < last) return last === 0;
    for (let key = 1; key <= last; key++) if (this.#version(table, key, index) === undefined) return false;
    return true;
  }

  proposalVersions(key: number, index: number): readonly ProposalVersion[] {
    const versions = this.#tables.get(proposalTable.name)?.get(key) ?? [];
    return versions
      .filter((version) => version.index < index && version.row !== undefined)
      .map((version) => ({ index: version.index, row: version.row as ProposalVersion["row"] }));
  }

  transaction(index: number): Transaction | undefined {
    const bytes = this.#transactions.get(index);
    if (bytes === undefined) return undefined;
    const parsed = parseTransaction(this.#suite, bytes, transactionLimits(this.#ruleset));
    return parsed.ok ? parsed.transaction : undefined;
  }

  #add(index: number, change: ProvenBasis["changes"][number]): void {
    const table = this.#ruleset.tables.get(change.table);
    if (table === undefined) return;
    const decoded = change.row === undefined ? undefined : decode(table.row, change.row);
    // A row of another version of the schema tells this program nothing; it is missing rather than removed.
    if (decoded?.ok === false) return;
    const rows = this.#tables.get(change.table) ?? new Map<number, RowVersion[]>();
    this.#tables.set(change.table, rows);
    rows.set(change.key, [...(rows.get(change.key) ?? []), { index, row: decoded?.value }]);
  }

  #version(table: AnyTable, key: number, index: number): RowVersion | undefined {
    return this.#tables
      .get(table.name)
      ?.get(key)
      ?.findLast((version) => version.index < index);
  }

  #get(table: AnyTable, key: number, index: number): StoredRow | undefined {
    const version = this.#version(table, key, index);
    return version?.row === undefined ? undefined : { key, row: version.row, changedAt: version.index };
  }

  #scan(table: AnyTable, name: string, range: IndexRange, index: number): readonly StoredRow[] {
    const columns = indexColumns(table, name);
    const keys = [...(this.#tables.get(table.name)?.keys() ?? [])];
    return keys
      .map((key) => this.#get(table, key, index))
      .filter((stored) => stored !== undefined && isInRange(columns, stored, range))
      .filter((stored) => stored !== undefined)
      .sort((left, right) => compareAlong(columns, left, right))
      .slice(0, range.limit);
  }
}

/** The time of the entry's block, from the entry that closes it. */
function closingTime(
  basis: readonly ProvenBasis[],
  { height, index }: Pick<Entry, "height" | "index">,
): number | undefined {
  for (const { entry, changes } of basis) {
    if (entry.form !== FORM_SYSTEM || entry.height !== height || entry.index <= index) continue;
    const change = changes.find(({ table, key }) => table === clockTable.name && key === 1);
    const clock = change?.row === undefined ? undefined : decode(clockTable.row, change.row);
    if (clock?.ok === true && clock.value.height === height) return clock.value.time;
  }
  return undefined;
}
