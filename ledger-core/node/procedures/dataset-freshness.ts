/** Whether a dataset keeps its update cycle, as its page says it: by the rule of the freshness board. */
import type { DatasetDetail, DatasetVersion } from "#ledger-core/contract/api/catalog.ts";
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import { freshnessOf, keepsCycle } from "#ledger-core/modules/catalog/freshness.ts";
import type { FreshnessClock } from "#ledger-core/modules/catalog/freshness.ts";
import { parameterOf } from "#ledger-core/modules/catalog/parameters.ts";
import type { Asked } from "#ledger-core/node/asked.ts";

/** What freshness is measured against at the moment that is asked about. */
export function freshnessClock(asked: Asked): FreshnessClock {
  return { time: asked.moment.time, overduePercent: parameterOf(asked.rows, "overdue-percent") };
}

/** `versions` newest first; what was withdrawn does not count. Nothing is due from a dataset that is not published. */
export function datasetFreshness(
  asked: Asked,
  { state, updateCycle }: Pick<DatasetRow, "state" | "updateCycle">,
  versions: readonly Pick<DatasetVersion, "time" | "standing">[],
): DatasetDetail["freshness"] {
  const [head, before] = versions.filter(({ standing }) => standing !== "withdrawn");
  const clock = freshnessClock(asked);
  const kept =
    head === undefined || before === undefined
      ? undefined
      : keepsCycle({ updateCycle, gapSeconds: head.time - before.time }, clock);
  const now = state === "published" ? freshnessOf({ updateCycle, lastUpload: head?.time ?? null }, clock) : undefined;
  return {
    word: now?.freshness ?? null,
    due: now === undefined || now.due === 0 ? null : now.due,
    lastKept: kept ?? null,
  };
}
