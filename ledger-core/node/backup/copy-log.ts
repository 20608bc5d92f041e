/** The log's file and the key that is in force by it, copied as they fit each other while the key may be exchanged. */
import { lstatSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { holdsLogKey } from "#ledger-core/node/log-key.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { copyLedgerFile } from "#ledger-core/store/copy-ledger.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { BackupError } from "./backup-error.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";
import { writeNew } from "#ledger-core/node/small-file.ts";

/** The file of the key that signs the log. */
export const LOG_KEY = "log.key";
/** The file of the one that is to follow; it is in force from the block on that says so, and is renamed a moment later. */
export const NEXT_LOG_KEY = "log.next.key";

export type CopyLog = {
  readonly folder: string;
  readonly copy: string;
  /** Looks at what has to be known from before the log was copied, each time that it is. */
  readonly before: () => Promise<void>;
  /** Pages, of how many. */
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/** How often the log is copied again because its key was exchanged more than once meanwhile. */
const ATTEMPTS_MAX = 3;
const KEY_BYTES_MAX = 4_096;

/**
 * Copies the log at one height, and as `log.key` the key that the copied rows have in force, wherever it lies. Resolves with false for a
 * folder that has no key. Rejects with COPY_DAMAGED for one that has others only, and as `copyLedgerFile` does.
 */
export async function copyLog({ folder, copy, before: lookBefore, progress, signal }: CopyLog): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    await lookBefore();
    const before = keyTexts(folder);
    await copyLedgerFile({ folder, file: ledgerFile(copy), signal, progress });
    const after = keyTexts(folder);
    const texts = [...new Set([...before, ...after])];
    if (texts.length === 0) return false;
    if (saveKeyInForce(copy, texts)) return true;
    // Exchanged twice, the key in force at the copied height came and went between the two looks.
    const isExchanged = before.join("\n") !== after.join("\n");
    if (!isExchanged || attempt === ATTEMPTS_MAX) throw new BackupError("COPY_DAMAGED", LOG_KEY);
    for (const rest of ["", "-wal", "-shm"]) rmSync(ledgerFile(copy) + rest, { force: true });
  }
}

/** What is in the key files. The next one is read first: renamed meanwhile, it is found under its other name. A link is not followed. */
function keyTexts(folder: string): readonly string[] {
  return [NEXT_LOG_KEY, LOG_KEY].flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= KEY_BYTES_MAX ? readIfThere(path) : [];
  });
}

/** The next key's file is renamed when it is in force. */
function readIfThere(path: string): readonly string[] {
  try {
    return [readFileSync(path, "utf8")];
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

function saveKeyInForce(copy: string, texts: readonly string[]): boolean {
  const publicKey = keyInForce(copy);
  return texts.some((text) => {
    writeNew(join(copy, LOG_KEY), text);
    if (holdsLogKey(copy, publicKey)) return true;
    rmSync(join(copy, LOG_KEY));
    return false;
  });
}

/** The public key that signs the block after the last one of a copied log. */
function keyInForce(copy: string): Uint8Array {
  const ledger = readLedger({ folder: copy });
  try {
    return logKeyAfter(ledger.first, handoverRows(new Rows(ledger.reader.rows()))).publicKey;
  } finally {
    ledger.close();
  }
}
