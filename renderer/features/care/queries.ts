import type { DatasetFreshness } from "#ledger-core/contract/api/catalog-care.ts";
import { api } from "#renderer/shared/client/console-client.ts";
import type { Reads } from "#renderer/shared/client/invalidation.ts";

const ofUploads: Reads = [
  { table: "catalog.dataset" },
  { table: "catalog.version" },
  { table: "catalog.parameter" },
  { table: "consortium.department" },
];
const ofPairs: Reads = [{ table: "catalog.dataset" }, { table: "catalog.likeness" }, { table: "catalog.parameter" }];
const ofContests: Reads = [{ table: "catalog.contest" }, { table: "catalog.dataset" }];
const ofUses: Reads = [{ table: "catalog.use" }, { table: "catalog.agreement" }, { table: "catalog.parameter" }];

/** What the pages of care ask the node for, each with what it was read from. */
export const careQueries = {
  freshness: (input: {
    department?: number;
    freshness: DatasetFreshness["freshness"][];
    offset: number;
    limit: number;
  }) => api.catalog.freshness.queryOptions({ input, meta: { reads: ofUploads } }),
  scores: () => api.catalog.scores.queryOptions({ meta: { reads: ofUploads } }),
  pairs: (judged: boolean) => api.catalog.likenesses.queryOptions({ input: { judged }, meta: { reads: ofPairs } }),
  contests: () => api.catalog.contests.queryOptions({ input: { state: "all" }, meta: { reads: ofContests } }),
  audit: () => api.catalog.audit.queryOptions({ input: {}, meta: { reads: ofUses } }),
  parameters: () => api.catalog.parameters.queryOptions({ meta: { reads: [{ table: "catalog.parameter" }] } }),
  me: () => api.session.me.queryOptions({ meta: { reads: [{ table: "kernel.role" }, { table: "kernel.person" }] } }),
  departments: () => api.consortium.departments.queryOptions({ meta: { reads: [{ table: "kernel.member" }] } }),
};
