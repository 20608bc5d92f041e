import type { client } from "#renderer/shared/client/console-client.ts";
import { api } from "#renderer/shared/client/console-client.ts";
import type { Reads } from "#renderer/shared/client/invalidation.ts";

type SearchInput = Parameters<typeof client.catalog.search>[0];
export type UsageFilter = "all" | "refused" | "mine";
export type UsageScope = {
  readonly dataset: number;
  readonly filter: UsageFilter;
  readonly since: number;
  readonly agreement?: number;
};

const people: Reads = [{ table: "kernel.person" }, { table: "kernel.role" }];
const departments: Reads = [{ table: "kernel.member" }, { table: "consortium.department" }];
const usesPerRead = 15;
const versionsPerRead = 100;

/** What the catalogue's pages ask the node for, each with what it was read from. */
export const catalogQueries = {
  search: (input: SearchInput) =>
    api.catalog.search.queryOptions({
      input,
      meta: { reads: [{ table: "catalog.dataset" }, { table: "catalog.parameter" }, ...departments] },
    }),
  /** Read again at every block: the month's refusals are counted from entries that change no row. */
  dataset: (dataset: string) => api.catalog.dataset.queryOptions({ input: datasetInput(dataset) }),
  /** All versions, newest first, page by page. A version can stop to rest on what stands when another dataset's does. */
  versions: (dataset: number) =>
    api.catalog.versions.infiniteOptions({
      input: (below: number | undefined) => ({
        dataset,
        limit: versionsPerRead,
        ...(below !== undefined && { below }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ versions }) => {
        const oldest = versions.at(-1)?.number ?? 1;
        return oldest > 1 ? oldest : undefined;
      },
      meta: { reads: [{ table: "catalog.version" }, { table: "catalog.dataset" }] },
    }),
  compare: (dataset: number, from: number, to: number) =>
    api.catalog.compare.queryOptions({ input: { dataset, from, to }, meta: { reads: [] } }),
  agreements: (dataset: number) =>
    api.catalog.agreements.queryOptions({
      input: { dataset, limit: 500 },
      meta: { reads: [{ table: "catalog.agreement" }] },
    }),
  /** Read again at every block: a use opens content, time and an ended agreement close it. */
  access: (dataset: number, version: number) => api.content.access.queryOptions({ input: { dataset, version } }),
  preview: (dataset: number, version: number) =>
    api.content.preview.queryOptions({ input: { dataset, version }, meta: { reads: [] }, retry: false }),
  sources: () =>
    api.catalog.sources.queryOptions({
      meta: { reads: [{ table: "catalog.dataset" }, { table: "catalog.agreement" }] },
    }),
  lineage: (dataset: number) =>
    api.catalog.lineage.queryOptions({
      input: { dataset },
      meta: { reads: [{ table: "catalog.version" }, { table: "catalog.dataset" }] },
    }),
  contests: (dataset: number) =>
    api.catalog.contests.queryOptions({ input: { dataset }, meta: { reads: [{ table: "catalog.contest" }] } }),
  /** What a department may name as its own in a claim. */
  ownDatasets: (department: number) =>
    api.catalog.search.queryOptions({
      input: { owner: [String(department)], state: ["published"], sort: "title", limit: 500 },
      meta: { reads: [{ table: "catalog.dataset" }] },
    }),
  /** Those of the department in session, on either side. */
  mine: () =>
    api.catalog.agreements.queryOptions({
      input: { mine: true, limit: 500 },
      meta: { reads: [{ table: "catalog.agreement" }] },
    }),
  negotiation: (agreement: number) =>
    api.catalog.negotiation.queryOptions({
      input: { agreement },
      meta: {
        reads: [
          { table: "catalog.agreement", keys: [agreement] },
          { table: "catalog.fulfilment" },
          { table: "kernel.proposal" },
        ],
      },
    }),
  termsRows: (agreement: number) =>
    api.terms.rows.queryOptions({
      input: { agreement },
      meta: { reads: [{ table: "catalog.agreement", keys: [agreement] }, ...departments] },
    }),
  /** Read again at every block: the number of uses and the time are part of the question. */
  explain: (input: Parameters<typeof client.terms.explain>[0]) => api.terms.explain.queryOptions({ input }),
  /** Read again at every block, as `dataset` is. */
  usage: ({ agreement, ...scope }: UsageScope) =>
    api.catalog.usage.infiniteOptions({
      input: (before: number | undefined) => ({
        ...scope,
        limit: usesPerRead,
        ...(agreement !== undefined && { agreement }),
        ...(before !== undefined && { before }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ uses }) => (uses.length < usesPerRead ? undefined : uses.at(-1)?.entry),
    }),
  usageByDay: (dataset: number) => api.catalog.usageByDay.queryOptions({ input: { dataset, days: 30 } }),
  history: (dataset: number) =>
    api.ledger.history.queryOptions({
      input: { table: "catalog.dataset", key: dataset, limit: 50 },
      meta: { reads: [{ table: "catalog.dataset", keys: [dataset] }] },
    }),
  departments: () => api.consortium.departments.queryOptions({ meta: { reads: departments } }),
  me: () => api.session.me.queryOptions({ meta: { reads: people } }),
};

/** A dataset in an address is named by its key, or by its code as a colleague may write it. */
function datasetInput(dataset: string): { readonly key: number } | { readonly code: string } {
  return /^[1-9]\d{0,14}$/.test(dataset) ? { key: Number(dataset) } : { code: dataset };
}
