/** What lies in a ledger's file and follows from the entries of the log, made anew from them. */
import { setImmediate as pause } from "node:timers/promises";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Statements } from "./database.ts";
import { rebuildTiers } from "./id-tiers.ts";
import { remakeIndexes } from "./ledger-indexes.ts";
import { rebuildHistory } from "./log-history.ts";
import { readLeaves } from "./log-reader.ts";
import { LogTree } from "./log-tree.ts";
import { insertTiles } from "./log-writer.ts";
import { StoreError } from "./store-error.ts";

/** Leaves that are hashed at a time. */
const LEAVES_TOGETHER = 4_096;

type StoredLog = {
  readonly statements: Statements;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  /** Entries, and the root over them that was signed. */
  readonly size: number;
  readonly root: Uint8Array;
};

/**
 * Makes the indexes anew, the tiles of the tree, the index of changes and that of ids, with pauses in which others are heard; nothing is
 * committed meanwhile. Each part is made whole, or is what it was. False if it was stopped on the way. Throws LEDGER_DAMAGED where the
 * entries themselves are not what was signed.
 */
export async function rebuildLog(log: StoredLog, signal: AbortSignal): Promise<boolean> {
  const { statements, ruleset, size } = log;
  remakeIndexes(statements.connection, ruleset);
  for (const steps of [rebuildTiles(log), rebuildHistory(statements, ruleset, size)])
    if (!(await areTaken(statements, steps, signal))) return false;
  statements.connection.transaction(() => rebuildTiers(statements, size)).immediate();
  return true;
}

/** The indexes and the tiles alone, at once: without them the tree of a log cannot be loaded, nor a writer opened. */
export function rebuildTree(log: StoredLog): void {
  const { connection } = log.statements;
  remakeIndexes(connection, log.ruleset);
  const takeAll = (): void => {
    const steps = rebuildTiles(log);
    while (steps.next().done !== true);
  };
  connection.transaction(takeAll).immediate();
}

function* rebuildTiles({ statements, suite, size, root }: StoredLog): Generator<void> {
  statements.prepare("DELETE FROM log_tile").run();
  let tree = LogTree.load(suite, statements, 0);
  while (tree.size < size) {
    const leaves = readLeaves(statements, tree.size, Math.min(LEAVES_TOGETHER, size - tree.size));
    if (leaves.length === 0) break;
    const grown = tree.grow(leaves);
    insertTiles(statements, grown.tiles);
    tree = grown.tree;
    yield;
  }
  if (!equalBytes(tree.root, root))
    throw new StoreError("LEDGER_DAMAGED", { detail: "the root is not the one that was signed", size });
}

/** Takes the steps within one transaction; false, and nothing of them is kept, if they were stopped. */
async function areTaken({ connection }: Statements, steps: Generator<void>, signal: AbortSignal): Promise<boolean> {
  connection.exec("BEGIN IMMEDIATE");
  try {
    while (steps.next().done !== true) {
      await pause();
      if (signal.aborted) return false;
    }
    connection.exec("COMMIT");
    return true;
  } finally {
    if (connection.inTransaction) connection.exec("ROLLBACK");
  }
}
