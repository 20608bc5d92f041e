import { api } from "#renderer/shared/client/console-client.ts";
import type { Reads } from "#renderer/shared/client/invalidation.ts";

const ofDepartments: Reads = [
  { table: "kernel.member" },
  { table: "consortium.department" },
  { table: "kernel.person" },
  { table: "catalog.dataset" },
  { table: "catalog.agreement" },
];
const ofPeople: Reads = [
  { table: "kernel.person" },
  { table: "kernel.key" },
  { table: "kernel.role" },
  { table: "consortium.post" },
  { table: "kernel.member" },
  { table: "consortium.department" },
];
const historyMax = 100;

/** What the consortium's pages ask the node for, each with what it was read from. */
export const consortiumQueries = {
  me: () => api.session.me.queryOptions({ meta: { reads: ofPeople } }),
  status: () => api.system.status.queryOptions(),
  departments: () => api.consortium.departments.queryOptions({ meta: { reads: ofDepartments } }),
  people: (department?: number) =>
    api.consortium.people.queryOptions({
      input: department === undefined ? {} : { department },
      meta: { reads: ofPeople },
    }),
  policies: () =>
    api.consortium.policies.queryOptions({
      meta: { reads: [{ table: "kernel.policy" }, { table: "kernel.network" }] },
    }),
  history: (table: string, key: number) =>
    api.ledger.history.queryOptions({
      input: { table, key, limit: historyMax },
      meta: { reads: [{ table, keys: [key] }] },
    }),
};
