import { api } from "#renderer/shared/client/console-client.ts";
import type { Reads } from "#renderer/shared/client/invalidation.ts";

const ofDepartments: Reads = [
  { table: "kernel.member" },
  { table: "consortium.department" },
  { table: "kernel.person" },
  { table: "kernel.key" },
  { table: "kernel.role" },
  { table: "catalog.dataset" },
  { table: "catalog.agreement" },
];
const ofPeople: Reads = [
  { table: "kernel.person" },
  { table: "kernel.key" },
  { table: "kernel.role" },
  { table: "kernel.delegation" },
  { table: "consortium.post" },
  { table: "kernel.member" },
  { table: "consortium.department" },
];
const ofProposals: Reads = [
  { table: "kernel.proposal" },
  { table: "kernel.vote" },
  { table: "kernel.policy" },
  { table: "kernel.network" },
  ...ofPeople,
];
const historyMax = 100;
/** Of the datasets that fit what is typed, so many are offered. */
const datasetsOffered = 20;
const searchCharactersMax = 200;
/** Votes that a page shows before more are asked for. */
export const votesAtOnce = 30;
/** Delegations that one page shows; what is older is past and found in the ledger. */
const delegationsMax = 500;

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
  /** Who could open a dataset at a time. Roles end and begin by themselves, so it is read again at every block. */
  access: (dataset: number, time: number) => api.catalog.access.queryOptions({ input: { dataset, time } }),
  dataset: (key: number) =>
    api.catalog.dataset.queryOptions({
      input: { key },
      meta: { reads: [{ table: "catalog.dataset", keys: [key] }, { table: "consortium.department" }] },
    }),
  /** Datasets found by words. */
  datasets: (text: string) =>
    api.catalog.search.queryOptions({
      input: { text: text.slice(0, searchCharactersMax), limit: datasetsOffered },
      meta: { reads: [{ table: "catalog.dataset" }] },
    }),
  delegations: (of: { readonly show: "now" | "past" | "all"; readonly person?: number }) =>
    api.consortium.delegations.queryOptions({ input: { ...of, limit: delegationsMax }, meta: { reads: ofPeople } }),
  leaving: (person: number) => api.consortium.leaving.queryOptions({ input: { person }, meta: { reads: ofProposals } }),
  founding: () =>
    api.consortium.founding.queryOptions({
      meta: { reads: [...ofPeople, { table: "kernel.policy" }, { table: "kernel.network" }] },
    }),
  votes: (box: "open" | "decided", limit: number) =>
    api.consortium.votes.queryOptions({ input: { box, limit }, meta: { reads: ofProposals } }),
  calendar: (year: number) =>
    api.consortium.calendar.queryOptions({ input: { year }, meta: { reads: [{ table: "consortium.calendar" }] } }),
  workingDays: (from: number, count: number) =>
    api.consortium.workingDays.queryOptions({
      input: { from, count },
      meta: { reads: [{ table: "consortium.calendar" }] },
    }),
  keyRequests: () =>
    api.session.keyRequests.queryOptions({
      meta: { reads: [{ table: "kernel.key" }, { table: "kernel.proposal" }, { table: "kernel.vote" }] },
    }),
  history: (table: string, key: number) =>
    api.ledger.history.queryOptions({
      input: { table, key, limit: historyMax },
      meta: { reads: [{ table, keys: [key] }] },
    }),
};
