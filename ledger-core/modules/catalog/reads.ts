/** What is asked of the catalogue: queries over its tables and projections. They bring no words; those are the caller's. */
import type { DatabaseValue, ReadPort } from "#ledger-core/kernel/ports.ts";

export type UsageFilter = "all" | "refused" | "mine";

export type RecordedUse = {
  readonly entry: number;
  readonly time: number;
  readonly agreement: number;
  readonly department: number;
  readonly person: number;
  readonly action: string;
  readonly purpose: string;
  readonly rowCount: number;
  /** Empty if it was permitted. */
  readonly code: string;
  /** The matter that it was for, as whoever used it named it. */
  readonly reference: string;
};

/** Which uses are asked for: of a dataset since a time, and of one agreement where it is named. `department` is whose are "mine". */
export type UsageScope = {
  readonly dataset: number;
  readonly department: number;
  readonly since: number;
  readonly agreement?: number | undefined;
};

/** Uses of a dataset, newest first, refused ones among them; `before` is an entry. */
export function listUses(
  port: ReadPort,
  page: UsageScope & { readonly filter: UsageFilter; readonly before: number; readonly limit: number },
): readonly RecordedUse[] {
  const scope = usageCondition(page);
  return port.all<RecordedUse>(
    `SELECT entry, time, agreement, department, person, action, purpose, row_count AS rowCount, code, reference FROM catalog_usage
     WHERE ${scope.sql} AND entry < ? ${USAGE_CONDITION[page.filter]} ORDER BY entry DESC LIMIT ?`,
    ...scope.values,
    page.before,
    ...(page.filter === "mine" ? [page.department] : []),
    page.limit,
  );
}

function usageCondition(scope: UsageScope): { readonly sql: string; readonly values: readonly DatabaseValue[] } {
  const { dataset, since, agreement } = scope;
  return agreement === undefined
    ? { sql: "dataset = ? AND time >= ?", values: [dataset, since] }
    : { sql: "dataset = ? AND time >= ? AND agreement = ?", values: [dataset, since, agreement] };
}

const USAGE_CONDITION: Readonly<Record<UsageFilter, string>> = {
  all: "",
  refused: "AND code <> ''",
  mine: "AND department = ?",
};

/** Uses and refusals, in all and by one department. */
export function countUses(
  port: ReadPort,
  scope: UsageScope,
): { readonly all: number; readonly refused: number; readonly mine: number } {
  const condition = usageCondition(scope);
  const counts = port.get<{ all_uses: number; refused: number | null; mine: number | null }>(
    `SELECT count(*) AS all_uses, sum(code <> '') AS refused, sum(department = ?) AS mine FROM catalog_usage
     WHERE ${condition.sql}`,
    scope.department,
    ...condition.values,
  );
  return { all: counts?.all_uses ?? 0, refused: counts?.refused ?? 0, mine: counts?.mine ?? 0 };
}

/** Uses of one civil day; a day without any is not listed. */
export type UsesOfDay = { readonly day: number; readonly permitted: number; readonly refused: number };

/** Uses and refusals of a dataset by civil day since a day, oldest first. `offset` is the network's, in seconds. */
export function countUsesByDay(
  port: ReadPort,
  given: { readonly dataset: number; readonly since: number; readonly offset: number },
): readonly UsesOfDay[] {
  return port.all<UsesOfDay>(
    `SELECT (time + ?) / 86400 AS day, sum(code = '') AS permitted, sum(code <> '') AS refused FROM catalog_usage
     WHERE dataset = ? AND (time + ?) / 86400 >= ? GROUP BY day ORDER BY day`,
    given.offset,
    given.dataset,
    given.offset,
    given.since,
  );
}

/** Keys of agreements, newest first: about a dataset, or of a department on either side, or both conditions. */
export function listAgreements(
  port: ReadPort,
  given: { readonly dataset?: number; readonly department?: number; readonly limit: number },
): readonly number[] {
  const parts = ["1 = 1"];
  const values: DatabaseValue[] = [];
  if (given.dataset !== undefined) {
    parts.push("dataset = ?");
    values.push(given.dataset);
  }
  if (given.department !== undefined) {
    parts.push("(user = ? OR owner = ?)");
    values.push(given.department, given.department);
  }
  const rows = port.all<{ key: number }>(
    `SELECT key FROM catalog_agreement WHERE ${parts.join(" AND ")} ORDER BY key DESC LIMIT ?`,
    ...values,
    given.limit,
  );
  return rows.map((row) => row.key);
}
