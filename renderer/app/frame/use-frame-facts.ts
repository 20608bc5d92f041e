import { connection } from "#renderer/shared/client/console-client.ts";
import { useConnectionState } from "#renderer/shared/client/connection.ts";
import type { ConnectionState } from "#renderer/shared/client/connection.ts";
import type { StatusFacts } from "./status-line.tsx";

/** What the frame itself shows of the node. */
export function useFrameFacts(): { readonly status: StatusFacts | undefined; readonly connection: ConnectionState; readonly inboxCount: number | undefined } {
  const state = useConnectionState(connection);
  return { status: undefined, connection: state, inboxCount: undefined };
}
