import { api } from "#renderer/shared/client/console-client.ts";

/** What a proof is made of. Each opening of the drawer asks for a new one, against the newest checkpoint, and checks it anew. */
export const proofQueries = {
  bundle: (index: number) => ({
    ...api.ledger.proof.queryOptions({ input: { index }, meta: { reads: [] } }),
    gcTime: 0,
  }),
  /** An entry never changes. */
  entry: (index: number) => api.ledger.entry.queryOptions({ input: { index }, meta: { reads: [] } }),
  status: () => api.system.status.queryOptions(),
};
