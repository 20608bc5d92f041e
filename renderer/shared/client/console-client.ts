import { createConnection } from "./connection.ts";
import { createQueryClient } from "./query-client.ts";
import { transportOfWindow } from "./transports.ts";

/** This window's connection to its node. */
export const connection = createConnection(transportOfWindow());

/** This window's store of ledger data. */
export const queries = createQueryClient();
