/** What the plan of the demo city is made of: acts, and the stages in which they are sealed. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { contentOf } from "./city-datasets.ts";
import type { CityDataset } from "./city-datasets.ts";
import type { CityState } from "./city-state.ts";
import type { KeyRing } from "./key-ring.ts";

/** An act that somebody of the city signs; `body` is a value of the kind's schema. */
export type CityAct = { readonly as: string; readonly kind: string; readonly body: unknown };

/** Acts that are sealed in one block, at one time. They are chosen when the stage comes, from what the ledger then holds. */
export type CityStage = { readonly time: number; readonly acts: (state: CityState) => readonly CityAct[] };

export const FOUNDER = "data-bureau-leader";
export const DAY_SECONDS = 86_400;
export const HOUR_SECONDS = 3_600;

export type PlanOptions = {
  readonly seed: number;
  readonly days: number;
  /** Unix seconds of the midnight (UTC+8) with which the first day begins. */
  readonly start: number;
  readonly keys: KeyRing;
  readonly network: Uint8Array;
};

/** Unix seconds of a time of day, day by day from 0. */
export type At = (day: number, hour: number, minute?: number) => number;

/** A dataset's next version. */
export function uploadAct(state: CityState, dataset: CityDataset, items: readonly Item[]): CityAct {
  const stored = state.dataset(dataset.code);
  const number = stored.row.headVersion + 1;
  return {
    as: `${dataset.owner}-steward`,
    kind: "catalog.upload",
    body: {
      dataset: { kind: "code", code: dataset.code },
      contentHash: nodeSuite.sha256(contentOf(dataset, number)),
      sizeBytes: dataset.rowCount * 160 + number * 977,
      rowCount: dataset.rowCount + number * 37 - (number % 3) * 50,
      items,
      previousHash: state.head(stored),
    },
  };
}

/** A vote on a proposal as it now stands. */
export function voteAct(
  state: CityState,
  { key, row }: StoredRow<ProposalRow>,
  as: string,
  choice: "approve" | "reject",
  reason: string,
): CityAct {
  const { round, bodyRoot } = row;
  const subjectRevision = state.subjectRevision(row);
  return { as, kind: "proposal.vote", body: { proposal: key, round, choice, reason, bodyRoot, subjectRevision } };
}
