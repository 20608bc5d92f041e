/** Whether the copy of a ledger is one that can be gone on with. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { compareCheckpoint } from "#ledger-core/node/compare-checkpoint.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { CHECK_CODES, isRemark } from "#ledger-core/node/fsck/check-codes.ts";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import type { LedgerProblem } from "#ledger-core/node/fsck/check-ledger.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import type { Head } from "#ledger-core/store/store-types.ts";
import { BackupError } from "./backup-error.ts";

/** `full` executes the whole log once more; `quick` believes what it says, if it hashes to the root that was signed. */
export type CheckDepth = "full" | "quick";

export type CheckCopy = {
  readonly folder: string;
  readonly depth: CheckDepth;
  /** Entries, of how many. */
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/** Something false that was signed in the ledger, or is wrong beside it: the copy is sound all the same. */
export type Remark = Pick<LedgerProblem, "where" | "code" | "words">;

export type CheckedCopy = { readonly network: string; readonly head: Head; readonly remarks: readonly Remark[] };

const LEAVES_AT_ONCE = 4_096;

/** Rejects with COPY_DAMAGED, which names the first thing found, or with the signal's reason. Blobs are checked with `full` only. */
export async function checkCopy({ folder, depth, progress, signal }: CheckCopy): Promise<CheckedCopy> {
  const ledger = readLedger({ folder });
  try {
    const head = ledger.reader.head();
    if (head === undefined) throw new BackupError("COPY_DAMAGED", "ledger.sqlite");
    if (depth === "quick") await checkRoot(ledger, head, progress, signal);
    const remarks = depth === "full" ? await checkFully({ folder, progress, signal }) : [];
    return { network: ledger.networkHex, head, remarks };
  } finally {
    ledger.close();
  }
}

async function checkFully({ folder, progress, signal }: Omit<CheckCopy, "depth">): Promise<readonly Remark[]> {
  const { problems } = await checkLedger({ folder, progress, signal });
  const first = problems.find((one) => !isRemark(one));
  if (first === undefined) return problems.map(({ where, code, words }) => ({ where, code, words }));
  // The words of other codes name a file of the copy, which is gone when they are read, and how to mend a ledger in use.
  const isFinding = CHECK_CODES.some((code) => code === first.code);
  throw new BackupError("COPY_DAMAGED", first.where, isFinding ? first.words : undefined);
}

async function checkRoot(
  ledger: ReadLedger,
  head: Head,
  progress: CheckCopy["progress"],
  signal: AbortSignal,
): Promise<void> {
  const tree = new Frontier(nodeSuite);
  for (let first = 0; first < head.size; first += LEAVES_AT_ONCE) {
    const leaves = ledger.reader.leaves(first, Math.min(LEAVES_AT_ONCE, head.size - first));
    for (const leaf of leaves) tree.append(leafHash(nodeSuite, leaf));
    progress(tree.size, head.size);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  const { verdict, words } = compareCheckpoint(ledger, head.checkpoint);
  if (verdict !== "same") throw new BackupError("COPY_DAMAGED", "checkpoint", words);
  if (!equalBytes(tree.root(), head.root)) throw new BackupError("COPY_DAMAGED", "root");
}
