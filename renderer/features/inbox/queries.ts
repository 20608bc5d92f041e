import { api } from "#renderer/shared/client/console-client.ts";
import type { Box } from "./inbox-view.ts";

/** Items asked for at once; a person with more than this has another problem than a longer list. */
const itemsMax = 300;

/** What the inbox asks the node for. Votes, roles, policies and deadlines all move it, so it is read again at every block. */
export const inboxQueries = {
  list: (box: Box) => api.inbox.list.queryOptions({ input: { box, limit: itemsMax } }),
  item: (proposal: number) => api.inbox.item.queryOptions({ input: { proposal } }),
  /** An entry never changes. */
  entry: (index: number) => api.ledger.entry.queryOptions({ input: { index }, meta: { reads: [] } }),
  me: () => api.session.me.queryOptions({ meta: { reads: [{ table: "kernel.person" }, { table: "kernel.role" }] } }),
};
