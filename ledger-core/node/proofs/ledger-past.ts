/** The past as a whole ledger knows it. It keeps a list of what it was asked for: that is the basis of a proof. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import {
  delegationTable,
  keyTable,
  memberTable,
  personTable,
  policyTable,
  proposalTable,
  roleTable,
  sequenceTable,
  voteTable,
} from "#ledger-core/kernel/governance/tables.ts";
import { compareAlong, indexColumns, isInRange } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { COMPLETE_MEMBERS_MAX, COMPLETE_ROWS_MAX, LISTED_KEYS_MAX } from "./limits.ts";
import type { Past, ProposalVersion } from "#ledger-core/judge/past.ts";

/** What of an entry is needed: the rows that it wrote, each as `table` and key, and its transaction if a signature of then counts. */
export type NeededEntry = {
  readonly rows: Map<string, { readonly table: string; readonly key: number }>;
  withTransaction: boolean;
};

export class LedgerPast implements Past {
  readonly time: number | undefined;
  /** By the entry's index. */
  readonly needed = new Map<number, NeededEntry>();
  readonly #reader: Reader;
  readonly #ruleset: Ruleset;
  readonly #suite: Suite;
  /** Entries that left a proposal in a state that was asked for, with the proposal's key. */
  readonly #proposals = new Map<number, number>();

  constructor(reader: Reader, ruleset: Ruleset, suite: Suite, time: number) {
    this.#reader = reader;
    this.#ruleset = ruleset;
    this.#suite = suite;
    this.time = time;
  }

  rowsBefore(index: number): RowSource {
    return {
      get: (table, key) => this.#lookUp(table, key, index),
      scan: (table, name, range) => {
        const found = this.#scan(table, name, range, index);
        // Which departments there are decides nothing but shares, and those ask for all of them: see `isComplete`.
        if (table.name !== memberTable.name) for (const stored of found) this.need(table, stored.key, stored.changedAt);
        return found;
      },
    };
  }

  factsBefore(index: number): RowSource {
    return {
      get: (table, key) => this.#lookUp(table, key, index),
      scan: (table, name, range) => {
        const found = this.#scan(table, name, range, index);
        for (const stored of found) this.need(table, stored.key, stored.changedAt);
        if (found.length < range.limit) this.isComplete(table, index);
        return found;
      },
    };
  }

  hasGaps(): boolean {
    return false;
  }

  /** A ledger knows all its rows; for tables that are small enough they all go into the basis. */
  isComplete(table: AnyTable, index: number): boolean {
    const sequence = this.#get(sequenceTable as AnyTable, table.number, index);
    const rowsMax = table.name === memberTable.name ? COMPLETE_MEMBERS_MAX : COMPLETE_ROWS_MAX;
    if (sequence === undefined || lastOf(sequence) > rowsMax) return true;
    this.need(sequenceTable as AnyTable, sequence.key, sequence.changedAt);
    for (let key = 1; key <= lastOf(sequence); key++) this.#lookUp(table, key, index);
    return true;
  }

  proposalVersions(key: number, index: number): readonly ProposalVersion[] {
    const page = { limit: LISTED_KEYS_MAX, before: index };
    const versions = this.#reader
      .history(proposalTable as AnyTable, key, page)
      .filter((change) => change.after !== undefined)
      .map((change) => ({ index: change.index, row: change.after as ProposalRow }))
      .reverse();
    for (const version of versions) this.#proposals.set(version.index, key);
    return versions;
  }

  transaction(index: number): Transaction | undefined {
    const entry = this.#reader.entry(index);
    if (entry?.form !== FORM_TRANSACTION) return undefined;
    this.#needed(index).withTransaction = true;
    const proposal = this.#proposals.get(index);
    if (proposal !== undefined) this.#need(proposalTable.name, proposal, index);
    const parsed = parseTransaction(this.#suite, entry.bytes, this.#ruleset.limits);
    return parsed.ok ? parsed.transaction : undefined;
  }

  /** Takes a row as an entry left it into the basis, whoever asks for it. */
  need(table: AnyTable, key: number, index: number): void {
    this.#need(table.name, key, index);
  }

  #need(table: string, key: number, index: number): void {
    this.#needed(index).rows.set(`${table} ${key}`, { table, key });
  }

  #needed(index: number): NeededEntry {
    const known = this.needed.get(index) ?? { rows: new Map(), withTransaction: false };
    this.needed.set(index, known);
    return known;
  }

  /** Reads a row and takes it into the basis; one that was removed too, for that it was is an answer. */
  #lookUp(table: AnyTable, key: number, index: number): StoredRow | undefined {
    const [change] = this.#reader.history(table, key, { limit: 1, before: index });
    if (change === undefined) return undefined;
    this.#need(table.name, key, change.index);
    return change.after === undefined ? undefined : { key, row: change.after, changedAt: change.index };
  }

  #get(table: AnyTable, key: number, index: number): StoredRow | undefined {
    const [change] = this.#reader.history(table, key, { limit: 1, before: index });
    return change?.after === undefined ? undefined : { key, row: change.after, changedAt: change.index };
  }

  #scan(table: AnyTable, name: string, range: IndexRange, index: number): readonly StoredRow[] {
    const columns = indexColumns(table, name);
    return this.#candidates(table, name, range, index)
      .map((key) => this.#get(table, key, index))
      .filter((stored) => stored !== undefined)
      .filter((stored) => isInRange(columns, stored, range))
      .sort((left, right) => compareAlong(columns, left, right))
      .slice(0, range.limit);
  }

  /**
   * Keys of rows that may have been in the range then. Columns that never change lead to them by today's index; where there is none,
   * every key is tried, as long as there are not too many.
   */
  #candidates(table: AnyTable, name: string, range: IndexRange, index: number): readonly number[] {
    const fixed = FIXED_COLUMNS.get(table.name) ?? [];
    const columns = indexColumns(table, name);
    const equal = range.equal ?? [];
    const count = equal.findIndex((_, i) => !fixed.includes(columns[i] ?? ""));
    const prefix = count < 0 ? equal : equal.slice(0, count);
    const sequence = this.#get(sequenceTable as AnyTable, table.number, index);
    if (prefix.length === 0 && sequence !== undefined && lastOf(sequence) <= LISTED_KEYS_MAX)
      return Array.from({ length: lastOf(sequence) }, (_, i) => i + 1);
    const today = prefix.length === 0 ? range : { equal: prefix };
    const found = this.#reader.rows().scan(table, name, { ...today, limit: LISTED_KEYS_MAX });
    return found.map((stored) => stored.key);
  }
}

/** Columns of the kernel's rows that no action ever changes. */
const FIXED_COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  [personTable.name, ["handle", "department"]],
  [keyTable.name, ["publicKey", "person"]],
  [roleTable.name, ["person"]],
  [delegationTable.name, ["receiver", "giver"]],
  [policyTable.name, ["kind"]],
  [voteTable.name, ["proposal", "round"]],
]);

function lastOf(sequence: StoredRow): number {
  const last = sequence.row["last"];
  return typeof last === "number" ? last : 0;
}
