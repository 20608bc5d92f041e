import type { QueryClient } from "@tanstack/react-query";
import type { Connection } from "./connection.ts";
import { applyChanges } from "./invalidation.ts";
import type { TableChange } from "./invalidation.ts";

type Events = AsyncIterable<{ readonly changed: readonly TableChange[] }>;

/** The one procedure that this needs. */
type EventsClient = {
  readonly system: {
    readonly events: (input: undefined, options: { readonly signal: AbortSignal }) => Promise<Events>;
  };
};

/**
 * Listens to the ledger for as long as the window lives. After a loss it listens again and takes everything for
 * outdated, because events may have been missed meanwhile.
 */
export function followLedger(options: {
  readonly connection: Connection;
  readonly client: EventsClient;
  readonly queries: QueryClient;
}): void {
  const { connection, client, queries } = options;
  let listening: AbortController | undefined;
  connection.onOpen((isFirst) => {
    listening?.abort();
    const controller = new AbortController();
    listening = controller;
    if (!isFirst) void queries.invalidateQueries();
    void listen(client, queries, controller.signal);
  });
}

async function listen(client: EventsClient, queries: QueryClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of await client.system.events(undefined, { signal })) applyChanges(queries, event.changed);
  } catch {
    // The connection was lost, which the status line says; the next opening listens again.
  }
}
