import { QueryClient } from "@tanstack/react-query";
import { ConnectionLostError } from "./connection.ts";

/**
 * The windows' one store of ledger data. An answer stays fresh until an event of the ledger touches it, so showing a
 * page again costs nothing; a call that could not reach the node is tried again, a refusal of the node is not.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        retry: (failures, error) => error instanceof ConnectionLostError && failures < 3,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
