import { api } from "#renderer/shared/client/console-client.ts";

/** What the ledger's pages ask the node for. Heads move at every block; an entry or a block, once sealed, never changes. */
export const ledgerQueries = {
  status: () => api.system.status.queryOptions(),
  departments: () =>
    api.consortium.departments.queryOptions({
      meta: { reads: [{ table: "kernel.member" }, { table: "consortium.department" }] },
    }),
  policies: () => api.consortium.policies.queryOptions({ meta: { reads: [{ table: "kernel.policy" }] } }),
  entry: (named: { readonly index: number } | { readonly id: string }) =>
    api.ledger.entry.queryOptions({ input: named, meta: { reads: [] } }),
  entries: (input: {
    readonly limit: number;
    readonly before?: number;
    readonly kind?: string;
    readonly department?: number;
  }) => api.ledger.entries.queryOptions({ input, meta: { reads: [] } }),
  /** Pages counted from the newest, which every block moves on. */
  acts: (input: { readonly limit: number; readonly skip: number }) => api.ledger.acts.queryOptions({ input }),
  blocks: (input: { readonly limit: number; readonly before?: number }) =>
    api.ledger.blocks.queryOptions({ input, meta: { reads: [] } }),
};
