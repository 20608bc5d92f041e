import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import type { contract } from "#ledger-core/contract/api/contract.ts";
import { createConnection } from "./connection.ts";
import { followLedger } from "./follow-ledger.ts";
import { createQueryClient } from "./query-client.ts";
import { transportOfWindow } from "./transports.ts";

export type ConsoleClient = ContractRouterClient<typeof contract>;

/** This window's connection to its node. */
export const connection = createConnection(transportOfWindow());

/** Every procedure of the node, typed by the contract. Prefer `api` for anything that a page shows. */
export const client: ConsoleClient = createORPCClient(connection);

/** This window's store of ledger data; the events of the ledger keep it current. */
export const queries = createQueryClient();

/**
 * The same procedures as options for TanStack Query: `useQuery(api.catalog.dataset.queryOptions({ input, meta }))`. Say in
 * `meta: { reads }` which tables an answer was read from, so that only what changed is read again.
 */
export const api = createTanstackQueryUtils(client, { path: ["ledger"] });

followLedger({ connection, client, queries });
