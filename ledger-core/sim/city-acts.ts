/** What the plan of the demo city is made of: acts, and the stages in which they are sealed. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { NO_VERSION } from "#ledger-core/modules/catalog/version-chain.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { CityCalendar } from "./city-calendar.ts";
import { keptContent } from "./city-content.ts";
import { contentOf } from "./city-datasets.ts";
import type { CityDataset } from "./city-datasets.ts";
import { mediaTypeOf } from "./city-descriptions.ts";
import type { Roster } from "./city-people.ts";
import type { CityState } from "./city-state.ts";
import type { DatasetLife, LivesByDay } from "./city-uploads.ts";
import type { KeyRing } from "./key-ring.ts";
import { Random } from "./random.ts";

/** An act that somebody of the city signs; `body` is a value of the kind's schema. */
export type CityAct = {
  readonly as: string;
  readonly kind: string;
  readonly body: unknown;
  /** What an upload is about, where the demo keeps it. */
  readonly content?: Uint8Array | undefined;
};

/** Acts that are sealed in one block, at one time. They are chosen when the stage comes, from what the ledger then holds. */
export type CityStage = { readonly time: number; readonly acts: (state: CityState) => readonly CityAct[] };

export const FOUNDER = "data-bureau-leader";
export const DAY_SECONDS = 86_400;
export const HOUR_SECONDS = 3_600;

/** All that is settled before the first day: who and what there will be, and when. */
export type City = {
  readonly seed: number;
  /** Unix seconds of the midnight (UTC+8) with which the first day begins. */
  readonly start: number;
  readonly calendar: CityCalendar;
  readonly roster: Roster;
  readonly lives: readonly DatasetLife[];
  readonly byDay: LivesByDay;
  readonly keys: KeyRing;
  readonly network: Uint8Array;
};

/** Unix seconds of a time of day, day by day from 0. */
export function timeOf({ start }: City, day: number, hour: number, minute = 0): number {
  return start + day * DAY_SECONDS + hour * HOUR_SECONDS + minute * 60;
}

/** Numbers of one stage's own, so that a plan that is resumed in the middle of a day goes on as it would have. */
export function stageRandom({ seed }: City, day: number, stage: number): Random {
  return new Random((seed * 1_009 + day) * 16 + stage);
}

/** How many of something there are in a demo, of which two years would see so many; a few even in the shortest. */
export function countFor(days: number, inTwoYears: number): number {
  return Math.max(Math.min(3, inTwoYears), Math.floor((inTwoYears * days) / 730));
}

/** A dataset's next version; empty `items` leave them as they are. */
export function uploadAct(
  state: CityState,
  dataset: CityDataset,
  given: { readonly as: string; readonly items: readonly Item[] },
): CityAct {
  const stored = state.dataset(dataset.code);
  const number = stored.row.headVersion + 1;
  const register = dataset.about?.facet.word === "统计" ? state.findDataset(dataset.register) : undefined;
  const parent = register === undefined ? undefined : state.head(register);
  const items = given.items.length > 0 ? given.items : stored.row.items;
  const kept = keptContent({ ...dataset, items }, number);
  return {
    as: given.as,
    kind: "catalog.upload",
    content: kept?.bytes,
    body: {
      dataset: { kind: "key", key: stored.key },
      contentHash: nodeSuite.sha256(kept?.bytes ?? contentOf(dataset, number)),
      sizeBytes: kept?.bytes.length ?? dataset.rowCount * 160 + number * 977,
      rowCount: kept?.rowCount ?? dataset.rowCount + Math.floor((dataset.rowCount * (number - 2 * (number % 3))) / 200),
      items: given.items,
      previousHash: state.head(stored) ?? NO_VERSION,
      parents: parent === undefined ? [] : [parent],
      mediaType: mediaTypeOf(dataset),
      sealedHash: undefined,
    },
  };
}

/** A vote on a proposal as it now stands. */
export function voteAct(
  state: CityState,
  { key, row }: StoredRow<ProposalRow>,
  given: { readonly as: string; readonly choice: "approve" | "reject" | "abstain"; readonly reason: string },
): CityAct {
  const { as, choice, reason } = given;
  const { round, bodyRoot } = row;
  const subjectRevision = state.subjectRevision(row);
  return { as, kind: "proposal.vote", body: { proposal: key, round, choice, reason, bodyRoot, subjectRevision } };
}
