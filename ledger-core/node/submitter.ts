/** Where signed transactions go: the engine in this process, or the node that holds the ledger, through its local socket. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";

export type Submitter = {
  /** Answers in the order of the transactions, when each is sealed or turned away. */
  submit(wires: readonly Uint8Array[]): Promise<readonly (Receipt | Turnaway)[]>;
  close(): Promise<void>;
};
