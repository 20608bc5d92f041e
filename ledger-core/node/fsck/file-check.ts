/** What lies beside the ledger's database: blobs under their hashes, key files, and what else a node keeps. */
import { join } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { findOutboxFault } from "#ledger-core/engine/outbox-check.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { wipe } from "#ledger-core/node/crypto-suite.ts";
import type { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { hasLogKey, loadLogKey, verifyNextLogKey } from "#ledger-core/node/log-key.ts";
import { listNextHandles, nextKeystore } from "#ledger-core/node/next-key.ts";
import type { KeyedLedger } from "#ledger-core/node/next-key.ts";
import { verifyRequest } from "#ledger-core/node/next-request.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { asStoreError } from "#ledger-core/store/database.ts";
import { isThere } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Problems } from "./problems.ts";
import type { CheckedNetwork } from "./replay.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** The folder, and the rules by which what waits in it is sound. */
export type KeptFiles = {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly isStopped: () => boolean;
};

const CONTENT_KEY = "content.key";
const SCHEDULES = "imports/schedules.json";

/** Reads every copy of every blob and compares it with its name, then looks for what is no blob in a blob's place; false if it was stopped. */
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
  for await (const { hash, content } of blobs.copies()) {
    if (isStopped()) return false;
    try {
      for await (const piece of content) if (piece.length > 0 && isStopped()) return false;
    } catch (error) {
      // What was erased meanwhile is no damage, and what it lay beside lies in another pack.
      if (codeOf(error) !== "ENOENT") problems.addError(`blobs/${encodeHex(hash)}`, error);
    }
  }
  return true;
}

/**
 * Looks whether the content key can be used, and opens what was sealed last, `sealed` being its hash. A copy of a ledger has neither this
 * key nor the log's, which is no problem of the ledger.
 */
export async function checkContentKey(
  problems: Problems,
  folder: string,
  blobs: Blobs,
  sealed: Uint8Array | undefined,
): Promise<void> {
  const isNeeded = sealed !== undefined && hasLogKey(folder);
  if (!isNeeded && !isThere(join(folder, CONTENT_KEY))) return;
  // A fifth of what a check would load is for this alone, which few ledgers need.
  const { contentKey } = await import("#ledger-core/node/content/content-key.ts");
  const { unsealContent } = await import("#ledger-core/node/content/sealing.ts");
  try {
    const key = await contentKey(folder, () => true);
    if (sealed === undefined) return;
    const content = (await unsealContent(blobs.read(sealed), key)).content[Symbol.asyncIterator]();
    await content.next();
    await content.return?.();
  } catch (error) {
    // Content that was altered says nothing of the key; it is named as a blob.
    if (sealed === undefined || (await isWhole(blobs, sealed))) problems.addError(CONTENT_KEY, error);
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

/**
 * Looks whether the key files can be used, in force or waiting, and at what else this node keeps beside the ledger. A copy of a ledger has
 * none of them, which is no problem of the ledger.
 */
export async function checkKeyFiles(problems: Problems, options: KeptFiles, network: CheckedNetwork): Promise<void> {
  const { folder } = options;
  const networkHex = encodeHex(network.id);
  if (await checkPeople(problems, "keys", ledgerKeystore(folder, networkHex)))
    await checkWaiting(problems, { folder, networkHex });
  try {
    if (hasLogKey(folder)) wipe(loadLogKey(folder, network.logKey).secretKey);
  } catch (error) {
    problems.addError("log.key", error);
  }
  try {
    verifyNextLogKey(folder);
  } catch {
    problems.add("log.next.key", "NEXT_LOG_KEY_DAMAGED");
  }
  checkOutbox(problems, options, network.id);
  await checkSchedules(problems, join(folder, SCHEDULES));
}

/** Whatever waits was whole and signed when it came: the node turns away what is not so any more, and tells nobody. */
function checkOutbox(problems: Problems, { folder, ruleset, suite, isStopped }: KeptFiles, network: Uint8Array): void {
  const fault = findOutboxFault(
    folder,
    (wire) => isStopped() || !isTurnaway(checkSound(ruleset, suite, network, wire)),
  );
  if (fault === "unreadable") problems.add("outbox", "OUTBOX_UNREADABLE");
  if (fault === "damaged") problems.add("outbox", "OUTBOX_DAMAGED");
}

/** False where the folder of the keys cannot be read. */
async function checkPeople(problems: Problems, where: string, keystore: Keystore): Promise<boolean> {
  try {
    for (const file of await keystore.listKeyFiles())
      // A key that waited may have been put in its place meanwhile.
      if (file.kind === "refused" && file.error.code !== "KEY_FILE_MISSING")
        problems.addError(`${where}/${file.handle}.key`, file.error);
    return true;
  } catch (error) {
    problems.addError(where, error);
    return false;
  }
}

/** Keys that wait to be enrolled, and the requests that lie beside them. */
async function checkWaiting(problems: Problems, waiting: Pick<KeyedLedger, "folder" | "networkHex">): Promise<void> {
  const where = "keys/next";
  if (!(await checkPeople(problems, where, nextKeystore(waiting)))) return;
  for (const handle of await listNextHandles(waiting))
    try {
      // One that is being replaced just now is whole when it is looked at once more.
      await verifyRequest(waiting, handle).catch(() => verifyRequest(waiting, handle));
    } catch (error) {
      problems.addError(`${where}/${handle}.request.json`, error);
    }
}

async function checkSchedules(problems: Problems, file: string): Promise<void> {
  try {
    if (!isThere(file)) return;
    // Few ledgers have any.
    const { isAsWritten, readSchedules } = await import("#ledger-core/node/importing/schedules-file.ts");
    if (readSchedules(file) === undefined) problems.add(SCHEDULES, "SCHEDULES_UNREADABLE");
    else if (!isAsWritten(file)) problems.add(SCHEDULES, "SCHEDULES_ALTERED");
  } catch {
    problems.add(SCHEDULES, "SCHEDULES_UNREADABLE");
  }
}
