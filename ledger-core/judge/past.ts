/** What the question "was this allowed then?" is answered from: a whole ledger when a proof is made, its basis when it is checked. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";

/** A state of a proposal, and the entry that put it there. */
export type ProposalVersion = { readonly index: number; readonly row: ProposalRow };

export type Past = {
  /** Block time of the act's own block; undefined if it is not known. */
  readonly time: number | undefined;
  /** Rows as they were just before the entry. A row that is not there may be one that did not come along: it can only weaken an act. */
  rowsBefore(index: number): RowSource;
  /** The same for questions whose answer could be another if a row were missing; what cannot be answered for sure is a gap. */
  factsBefore(index: number): RowSource;
  /** Whether anything was a gap so far. */
  hasGaps(): boolean;
  /** Whether every row that the table held before the entry is known. */
  isComplete(table: AnyTable, index: number): boolean;
  /** States of a proposal before the entry, oldest first. */
  proposalVersions(key: number, index: number): readonly ProposalVersion[];
  /** What was ordered at an earlier entry, if it is known; its signature was not checked. */
  transaction(index: number): Transaction | undefined;
};
