import { useQuery } from "@tanstack/react-query";
import { api, connection } from "#renderer/shared/client/console-client.ts";
import { useConnectionState } from "#renderer/shared/client/connection.ts";
import type { ConnectionState } from "#renderer/shared/client/connection.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import type { StatusFacts } from "./status-line.tsx";

export type FrameFacts = {
  readonly status: StatusFacts | undefined;
  readonly connection: ConnectionState;
  readonly inboxCount: number | undefined;
};

/** What the frame itself shows of the node, read again at every block. */
export function useFrameFacts(): FrameFacts {
  const words = useWords();
  const state = useConnectionState(connection);
  const status = useQuery(api.system.status.queryOptions());
  const inbox = useQuery(api.inbox.list.queryOptions({ input: { box: "mine", limit: 1 } }));
  const node = status.data;
  // What is sealed no longer weighs more than what is found no longer.
  const standstill = node?.notSealing ?? node?.notFollowing;
  const facts: StatusFacts | undefined = node && {
    mode: node.mode,
    height: node.height,
    blockTime: node.height === 0 ? undefined : node.time,
    lastSelfCheck: node.selfCheck === null ? undefined : { time: node.selfCheck.time, isConsistent: node.selfCheck.ok },
    stopped: standstill === null || standstill === undefined ? undefined : words(standstill.cause),
  };
  return { status: facts, connection: state, inboxCount: inbox.data?.counts.mine };
}
