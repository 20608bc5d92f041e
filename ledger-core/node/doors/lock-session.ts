/** Keys of people are open only as long as whoever opened them is there. */
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";

/** Locks what a window that has gone had unlocked. */
export function lockSession(host: NodeHost, client: ClientSession): void {
  const session = client.keystoreSession;
  client.keystoreSession = undefined;
  if (session !== undefined && host.isOpen) host.ledger.keystore.lock(session);
}
