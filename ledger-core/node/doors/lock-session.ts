/** Keys of people are open only as long as whoever opened them is there. */
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";

/** Locks what a window that has gone had unlocked; what is being unlocked for it just now is locked when it is. */
export function lockSession(host: NodeHost, client: ClientSession): void {
  client.isGone = true;
  const session = client.keystoreSession;
  client.keystoreSession = undefined;
  if (session !== undefined && host.isOpen) host.ledger.keystore.lock(session);
}
