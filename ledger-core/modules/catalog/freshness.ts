/** Whether data comes when it was promised: each dataset now, and each department over time. Source: domains page 1.3, algorithm 2. */
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import { cycleSeconds } from "./update-cycle.ts";

/** `never`: nothing that stands was uploaded yet; `unscheduled`: no cycle is promised; `due`: the cycle has passed, the grace has not. */
export const FRESHNESS = ["overdue", "never", "due", "fresh", "unscheduled"] as const;
export type Freshness = (typeof FRESHNESS)[number];

export type DatasetFreshness = {
  readonly dataset: number;
  readonly owner: number;
  readonly code: string;
  readonly title: string;
  readonly updateCycle: string;
  readonly version: number;
  /** Unix seconds; 0 where there is no upload that stands, and where nothing is due. */
  readonly lastUpload: number;
  readonly due: number;
  readonly freshness: Freshness;
  /** Of what is overdue the seconds since it was due; 0 of all else, what is due within the grace included. */
  readonly lateSeconds: number;
};

export type DepartmentScore = {
  readonly department: number;
  readonly datasets: number;
  readonly overdue: number;
  readonly never: number;
  /** Uploads that were due, the first of each dataset not counted and one that is overdue now counted. */
  readonly dueUploads: number;
  readonly onTimeUploads: number;
};

/** When something is asked: block time, and the percentage of a cycle after which an upload is overdue. */
export type FreshnessClock = { readonly time: number; readonly overduePercent: number };

type Published = Pick<DatasetFreshness, "dataset" | "owner" | "code" | "title" | "updateCycle" | "version"> & {
  readonly lastUpload: number | null;
};

/** Every published dataset, the latest first, by the newest version that was not withdrawn. */
export function listFreshness(port: ReadPort, clock: FreshnessClock): readonly DatasetFreshness[] {
  const rows = port.all<Published>(
    `SELECT d.key AS dataset, d.owner, d.code, d.title, d.updateCycle, coalesce(v.number, 0) AS version, v.time AS lastUpload
     FROM catalog_dataset d LEFT JOIN catalog_version v ON v.key = (
       SELECT key FROM catalog_version WHERE dataset = d.key AND withdrawn = 'no' ORDER BY number DESC LIMIT 1)
     WHERE d.state = 'published'`,
  );
  const all = rows.map((row) => freshnessOf(row, clock));
  const rank = (one: DatasetFreshness): number => FRESHNESS.indexOf(one.freshness);
  return all.toSorted(
    (left, right) => rank(left) - rank(right) || left.due - right.due || left.dataset - right.dataset,
  );
}

/** Freshness of a published dataset. `lastUpload` is null before the first. */
export function freshnessOf<Row extends Pick<Published, "updateCycle" | "lastUpload">>(
  row: Row,
  clock: FreshnessClock,
): Row & Pick<DatasetFreshness, "lastUpload" | "due" | "freshness" | "lateSeconds"> {
  const cycle = cycleSeconds(row.updateCycle);
  const lastUpload = row.lastUpload ?? 0;
  if (cycle === undefined) return { ...row, lastUpload, due: 0, freshness: "unscheduled", lateSeconds: 0 };
  if (lastUpload === 0) return { ...row, lastUpload, due: 0, freshness: "never", lateSeconds: 0 };
  const due = lastUpload + cycle;
  const overdueFrom = lastUpload + graceOf(cycle, clock);
  const freshness = clock.time > overdueFrom ? "overdue" : clock.time > due ? "due" : "fresh";
  return { ...row, lastUpload, due, freshness, lateSeconds: freshness === "overdue" ? clock.time - due : 0 };
}

/**
 * The same rule in SQL, over a row's columns `cycle` (as `cycleOnList`) and `uploaded` (Unix seconds, 0 without one that stands): the place of
 * its word in `FRESHNESS`, or the next one for a dataset that is not published.
 */
export function freshnessSql({ time, overduePercent }: FreshnessClock): {
  readonly sql: string;
  readonly values: readonly number[];
} {
  const place = (word: Freshness): number => FRESHNESS.indexOf(word);
  return {
    sql: `CASE WHEN cycle IS NULL THEN ${FRESHNESS.length} WHEN cycle = 0 THEN ${place("unscheduled")} WHEN uploaded = 0 THEN ${place("never")}
      WHEN uploaded + cycle * ? / 100 < ? THEN ${place("overdue")} WHEN uploaded + cycle < ? THEN ${place("due")}
      ELSE ${place("fresh")} END`,
    values: [overduePercent, time, time],
  };
}

/** Seconds of a dataset's cycle; 0 where none is promised, null while it is not published, because nothing is owed then. */
export function cycleOnList({ state, updateCycle }: Pick<DatasetRow, "state" | "updateCycle">): number | null {
  return state === "published" ? (cycleSeconds(updateCycle) ?? 0) : null;
}

/** Whether an upload came within the cycle that began with the one before, and its grace; undefined where no cycle is promised. */
export function keepsCycle(
  { updateCycle, gapSeconds }: { readonly updateCycle: string; readonly gapSeconds: number },
  clock: FreshnessClock,
): boolean | undefined {
  const cycle = cycleSeconds(updateCycle);
  return cycle === undefined ? undefined : gapSeconds <= graceOf(cycle, clock);
}

/** Whole seconds from an upload until the next one is overdue. */
function graceOf(cycle: number, { overduePercent }: FreshnessClock): number {
  const hundredfold = cycle * overduePercent;
  return (hundredfold - (hundredfold % 100)) / 100;
}

/** Departments with published datasets, by how many of their uploads came on time, the worst first. */
export function scoreDepartments(port: ReadPort, clock: FreshnessClock): readonly DepartmentScore[] {
  const scores = new Map<number, Tally>();
  const current = listFreshness(port, clock);
  for (const one of current) {
    const score = scores.get(one.owner) ?? emptyScore(one.owner);
    score.datasets++;
    if (one.freshness === "never") score.never++;
    if (one.freshness === "overdue") {
      score.overdue++;
      score.dueUploads++;
    }
    scores.set(one.owner, score);
  }
  const byKey = new Map(current.map((one) => [one.dataset, one]));
  for (const { dataset, gap } of uploadGaps(port)) {
    const known = byKey.get(dataset);
    const kept = known === undefined ? undefined : keepsCycle({ ...known, gapSeconds: gap }, clock);
    const score = known === undefined ? undefined : scores.get(known.owner);
    if (kept === undefined || score === undefined) continue;
    score.dueUploads++;
    if (kept) score.onTimeUploads++;
  }
  return [...scores.values()].toSorted(
    (left, right) => compareScores(left, right) || left.department - right.department,
  );
}

type Tally = { -readonly [K in keyof DepartmentScore]: DepartmentScore[K] };

function emptyScore(department: number): Tally {
  return { department, datasets: 0, overdue: 0, never: 0, dueUploads: 0, onTimeUploads: 0 };
}

/** By the share on time, compared without fractions; a department of which nothing was due yet comes last. */
function compareScores(left: DepartmentScore, right: DepartmentScore): number {
  if (left.dueUploads === 0 || right.dueUploads === 0)
    return left.dueUploads === 0 ? (right.dueUploads === 0 ? 0 : 1) : -1;
  return left.onTimeUploads * right.dueUploads - right.onTimeUploads * left.dueUploads;
}

/** Seconds between each upload and the one before it. What was withdrawn was no upload that anybody could use. */
function uploadGaps(port: ReadPort): readonly { readonly dataset: number; readonly gap: number }[] {
  return port.all(
    `SELECT dataset, time - previous AS gap FROM (
       SELECT dataset, time, lag(time) OVER (PARTITION BY dataset ORDER BY number) AS previous FROM catalog_version
       WHERE withdrawn = 'no')
     WHERE previous IS NOT NULL`,
  );
}
