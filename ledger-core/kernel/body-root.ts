/** The root by which a body is signed. */
import type { Suite } from "#ledger-core/proof/suite.ts";
import { batchBodyRoot, singleBodyRoot, splitLines } from "#ledger-core/proof/transaction.ts";

/** Hash of a body, or for a batch the tree over its lines; undefined if a batch is not a list of lines. */
export function bodyRootOf(suite: Suite, batch: boolean, body: Uint8Array): Uint8Array | undefined {
  if (!batch) return singleBodyRoot(suite, body);
  const lines = splitLines(body);
  return lines === undefined ? undefined : batchBodyRoot(suite, lines);
}
