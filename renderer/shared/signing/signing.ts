import { useSyncExternalStore } from "react";
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import type { ConsoleClient } from "#renderer/shared/client/console-client.ts";

/** The body of an action as JSON, in the contract's form. */
export type ActionBody = Parameters<ConsoleClient["signing"]["prepare"]>[0]["body"];

/** An act to lay before the person. `title` names it: "Approve the request". */
export type SigningRequest = { readonly title: string } & (
  | { readonly kind: string; readonly body: ActionBody }
  /** Several acts that one sentence speaks of, prepared by whoever put them together; `key` tells them from others. */
  | { readonly key: string; readonly prepare: () => Promise<PreparedSentence> }
);
export type PreparedSentence = Pick<Awaited<ReturnType<ConsoleClient["signing"]["prepare"]>>, "digest" | "sentence">;

type Pending = SigningRequest & { readonly settle: (receipt: Receipt | undefined) => void };

let pending: Pending | undefined;
const listeners = new Set<() => void>();

function change(next: Pending | undefined): void {
  pending = next;
  for (const listener of listeners) listener();
}

/**
 * Asks the person to sign an act: the node puts it in one sentence, the person confirms, the node signs and seals. The
 * receipt comes back once the entry is sealed, also where the ledger refused it (its `state` says so and the person has
 * read why); undefined if the person went back. One act at a time: an unanswered one is withdrawn.
 */
export function requestSignature(request: SigningRequest): Promise<Receipt | undefined> {
  pending?.settle(undefined);
  const opener = document.activeElement;
  return new Promise((resolve) => {
    change({
      ...request,
      settle: (receipt) => {
        change(undefined);
        resolve(receipt);
        // After the dialog has left the page, so that its own hold on the focus is over.
        setTimeout(() => {
          if (opener instanceof HTMLElement && opener.isConnected && document.activeElement === document.body)
            opener.focus();
        });
      },
    });
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The act that waits for the person's answer. Only the signing host reads this. */
export function usePendingSignature(): Pending | undefined {
  return useSyncExternalStore(subscribe, () => pending);
}
