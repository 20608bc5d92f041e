/** What is asked of the catalogue: queries over its tables and projections. They bring no words; those are the caller's. */
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import type { DatabaseValue, ReadPort } from "#ledger-core/kernel/ports.ts";
import { queryTerms } from "./search-terms.ts";

/** Filters of a search; an empty list filters nothing. Owners are keys of departments. */
export type DatasetFilters = {
  readonly owner: readonly number[];
  readonly sharing: readonly string[];
  readonly profile: readonly string[];
  readonly state: readonly string[];
};

export type DatasetSearch = {
  readonly text: string;
  readonly filters: DatasetFilters;
  readonly sort: "relevance" | "title" | "newest";
  readonly offset: number;
  readonly limit: number;
};

export type FoundDataset = {
  readonly key: number;
  readonly code: string;
  readonly title: string;
  readonly summary: string;
  readonly owner: number;
  readonly publisher: string;
  readonly profile: string;
  readonly sharing: string;
  readonly state: string;
  readonly suspended: string;
  readonly updateCycle: string;
  readonly headVersion: number;
  readonly agreementsInForce: number;
  readonly itemCount: number;
  /** Entry that changed the row last. */
  readonly entry: number;
};

export type FacetCount = { readonly value: string; readonly count: number };
export type DatasetFacets = Readonly<Record<keyof DatasetFilters, readonly FacetCount[]>>;

const FACETS = ["owner", "sharing", "profile", "state"] as const satisfies readonly (keyof DatasetFilters)[];
/** Departments shown as a facet; a consortium has fewer. */
const FACET_VALUES_MAX = 200;

/** A page of datasets with the number that match in all. Words are all needed; the last may be the beginning of one. */
export function searchDatasets(
  port: ReadPort,
  search: DatasetSearch,
): { readonly total: number; readonly rows: readonly FoundDataset[] } {
  const where = conditions(search.text, search.filters);
  const total = port.get<{ total: number }>(`SELECT count(*) AS total ${where.sql}`, ...where.values)?.total ?? 0;
  const found = port.all<Omit<FoundDataset, "itemCount"> & { readonly items: Uint8Array }>(
    `SELECT d.key, d.code, d.title, substr(d.summary, 1, 300) AS summary, d.owner, d.publisher, d.profile, d.sharing, d.state,
       d.suspended, d.updateCycle, d.headVersion, d.agreementsInForce, d.items, d.changed_at AS entry
     ${where.sql} ORDER BY ${orderOf(search, where.isRanked)} LIMIT ? OFFSET ?`,
    ...where.values,
    search.limit,
    search.offset,
  );
  const rows = found.map(({ items, ...row }) => ({ ...row, itemCount: new CborReader(items).array() }));
  return { total, rows };
}

/** How many datasets each value of each facet would leave, the other facets' filters applied; most first. */
export function countFacets(port: ReadPort, text: string, filters: DatasetFilters): DatasetFacets {
  const count = (facet: keyof DatasetFilters): readonly FacetCount[] => {
    const where = conditions(text, { ...filters, [facet]: [] });
    return port.all<FacetCount>(
      `SELECT CAST(d.${facet} AS TEXT) AS value, count(*) AS count ${where.sql}
       GROUP BY d.${facet} ORDER BY count DESC, value LIMIT ${FACET_VALUES_MAX}`,
      ...where.values,
    );
  };
  return Object.fromEntries(FACETS.map((facet) => [facet, count(facet)])) as DatasetFacets;
}

type Where = { readonly sql: string; readonly values: readonly DatabaseValue[]; readonly isRanked: boolean };

function conditions(text: string, filters: DatasetFilters): Where {
  const match = matchExpression(text);
  const parts = match === undefined ? ["1 = 1"] : ["catalog_search MATCH ?"];
  const values: DatabaseValue[] = match === undefined ? [] : [match];
  for (const facet of FACETS) {
    const wanted = filters[facet];
    if (wanted.length === 0) continue;
    parts.push(`d.${facet} IN (${wanted.map(() => "?").join(", ")})`);
    values.push(...wanted);
  }
  const from = match === undefined ? "" : "JOIN catalog_search ON catalog_search.rowid = d.key";
  return { sql: `FROM catalog_dataset d ${from} WHERE ${parts.join(" AND ")}`, values, isRanked: match !== undefined };
}

/** Every term quoted, so that nothing a person types is read as a query language. */
function matchExpression(text: string): string | undefined {
  const terms = queryTerms(text);
  if (terms.length === 0) return undefined;
  return terms.map((term, i) => (i === terms.length - 1 ? `"${term}"*` : `"${term}"`)).join(" AND ");
}

function orderOf({ sort }: DatasetSearch, isRanked: boolean): string {
  if (sort === "newest") return "d.changed_at DESC, d.key";
  // Title, summary, items, publisher, keywords, code: a hit in the title says more than one in the text.
  if (sort === "relevance" && isRanked) return "bm25(catalog_search, 10, 1, 3, 2, 4, 8), d.key";
  return "d.title, d.key";
}

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
