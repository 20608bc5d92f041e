/** What a solo engine is made of. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { SignCheckpoint, Writer } from "#ledger-core/store/store-types.ts";
import type { Objection } from "./agreed-block.ts";
import type { Clock } from "./clock-watch.ts";
import type { Outbox } from "./outbox.ts";
import type { SignatureChecker } from "./signature-queue.ts";

export type SoloOptions = {
  readonly writer: Writer;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly network: Uint8Array;
  /** Signs the checkpoint of a block with the key that is in force for it. */
  readonly sign: (block: Block) => SignCheckpoint;
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** Why this node does not seal what an entry of somebody's would do, though the rules allow it; asked before a block is signed. */
  readonly objection?: Objection;
  /** Why this node seals no more, from now on; asked before each block, also of what is merely due. May throw StoreError, which holds up this block alone. */
  readonly overtaken?: () => Turnaway | undefined;
  /** Has the signatures of many transactions checked beside this thread; without it all are checked here. */
  readonly checker?: SignatureChecker;
  /** Transactions of a block under ordinary load; fewer make a short queue a long one, as for a test. 500 by default. */
  readonly blockTransactions?: number;
  /** Bytes of changes from which on a block takes nothing more. 64 MiB by default. */
  readonly blockChangesBytes?: number;
  /** Bytes of the outbox from which on blocks are as large as they may be, so that nothing waits and it is emptied. 16 MiB by default. */
  readonly outboxBytes?: number;
};
