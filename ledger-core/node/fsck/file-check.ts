/** What lies beside the ledger's database: blobs under their hashes, and key files. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { wipe } from "#ledger-core/node/crypto-suite.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { hasLogKey, loadLogKey } from "#ledger-core/node/log-key.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { asStoreError } from "#ledger-core/store/database.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Problems } from "./problems.ts";
import type { CheckedNetwork } from "./replay.ts";

/** Reads every blob and compares it with its name, then looks for what is no blob in a blob's place; false if it was stopped. */
export async function checkBlobs(problems: Problems, blobs: Blobs, isStopped: () => boolean): Promise<boolean> {
  try {
    if (!(await readBlobs(problems, blobs, isStopped))) return false;
    for await (const name of blobs.strays())
      problems.addError(`blobs/${name}`, new StoreError("BLOB_DAMAGED", { hash: name }));
  } catch (error) {
    problems.addError("blobs", asStoreError(error, {}));
  }
  return true;
}

async function readBlobs(problems: Problems, blobs: Blobs, isStopped: () => boolean): Promise<boolean> {
  for await (const { hash } of blobs.list()) {
    if (isStopped()) return false;
    try {
      for await (const piece of blobs.read(hash)) if (piece.length > 0 && isStopped()) return false;
    } catch (error) {
      problems.addError(`blobs/${encodeHex(hash)}`, error);
    }
  }
  return true;
}

/**
 * Looks whether the content key opens what was sealed last, `sealed` being its hash. A copy of a ledger has neither this key nor the log's,
 * which is no problem of the ledger.
 */
export async function checkContentKey(
  problems: Problems,
  folder: string,
  blobs: Blobs,
  sealed: Uint8Array,
): Promise<void> {
  // A fifth of what a check would load is for this alone, which few ledgers need.
  const { contentKey, hasContentKey } = await import("#ledger-core/node/content/content-key.ts");
  const { unsealContent } = await import("#ledger-core/node/content/sealing.ts");
  if (!hasContentKey(folder) && !hasLogKey(folder)) return;
  try {
    const key = await contentKey(folder, () => true);
    const content = (await unsealContent(blobs.read(sealed), key)).content[Symbol.asyncIterator]();
    await content.next();
    await content.return?.();
  } catch (error) {
    // Content that was altered says nothing of the key; it is named as a blob.
    if (await isWhole(blobs, sealed)) problems.addError("content.key", error);
  }
}

async function isWhole(blobs: Blobs, hash: Uint8Array): Promise<boolean> {
  try {
    for await (const _piece of blobs.read(hash));
    return true;
  } catch {
    return false;
  }
}

/** Looks whether the key files can be used. A copy of a ledger has none, which is no problem of the ledger. */
export async function checkKeyFiles(problems: Problems, folder: string, network: CheckedNetwork): Promise<void> {
  const keystore = ledgerKeystore(folder, encodeHex(network.id));
  try {
    for (const file of await keystore.listKeyFiles())
      if (file.kind === "refused") problems.addError(`keys/${file.handle}.key`, file.error);
  } catch (error) {
    problems.addError("keys", error);
  }
  if (!hasLogKey(folder)) return;
  try {
    wipe(loadLogKey(folder, network.logKey).secretKey);
  } catch (error) {
    problems.addError("log.key", error);
  }
}
