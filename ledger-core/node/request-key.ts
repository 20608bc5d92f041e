/**
 * Somebody who has no key that works asks for one: the new key is made here under a passphrase of their own, waits in `keys/next`, and a
 * request that holds no secret goes to the colleagues who enrol it. From then on the new passphrase opens it.
 */
import { open, readFile, stat } from "node:fs/promises";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { generateKeyPair, wipe } from "./crypto-suite.ts";
import { createKeyRequest, encodeKeyRequest, parseKeyRequest } from "./keystore/key-request.ts";
import type { KeyRequest } from "./keystore/key-request.ts";
import { verifyHandle } from "./keystore/key-folder.ts";
import { KeystoreError, systemCode } from "./keystore/keystore-error.ts";
import { verifyPassphraseStrength } from "./keystore/passphrase.ts";
import {
  findNextKey,
  inTurn,
  listNextHandles,
  makeRoomForNextKey,
  nextKeystore,
  nextRequestPath,
  takeUpNextKeys,
} from "./next-key.ts";
import type { KeyedLedger } from "./next-key.ts";
import { NodeError } from "./node-error.ts";

/** A request whose key waits here; `made` in unix seconds. */
export type WaitingRequest = { readonly request: KeyRequest; readonly bytes: Uint8Array; readonly made: number };

/**
 * Makes a new key for a handle and the request to enrol it. A person who has left gets none. With `replace` a key that
 * waits already is given up; otherwise it stays: KEY_FILE_EXISTS. Throws HANDLE_MALFORMED, PASSPHRASE_WEAK, NO_SUCH_RECORD and what the key
 * folder throws.
 */
export async function requestKey(
  ledger: KeyedLedger,
  asked: { readonly handle: string; readonly passphrase: string; readonly replace: boolean },
): Promise<WaitingRequest> {
  const { handle, passphrase } = asked;
  verifyHandle(handle);
  verifyPassphraseStrength(passphrase, handle);
  const person = findPersonByHandle(new Rows(ledger.reader.rows()), handle);
  if (person?.row.state === "left") throw new NodeError("NO_SUCH_RECORD", { table: "kernel.person", key: handle });
  return await inTurn(() => makeKey(ledger, asked));
}

async function makeKey(ledger: KeyedLedger, asked: Parameters<typeof requestKey>[1]): Promise<WaitingRequest> {
  const { handle, passphrase } = asked;
  await makeRoomForNextKey(ledger, asked);
  const keyPair = generateKeyPair();
  try {
    await nextKeystore(ledger).createKeyFile({ handle, passphrase, keyPair });
    const request = createKeyRequest({ network: ledger.networkHex, handle }, keyPair);
    const bytes = encodeKeyRequest(request);
    await saveRequest(nextRequestPath(ledger, handle), bytes);
    return { request, bytes, made: await madeAt(ledger, handle) };
  } finally {
    wipe(keyPair.secretKey);
  }
}

/** Requests whose keys wait here, in the order of their handles. Keys that have been enrolled meanwhile are put in their place first. */
export async function listKeyRequests(ledger: KeyedLedger): Promise<readonly WaitingRequest[]> {
  await takeUpNextKeys(ledger);
  const found: WaitingRequest[] = [];
  for (const handle of await listNextHandles(ledger)) {
    const request = await findRequest(ledger, handle);
    if (request !== undefined) found.push(request);
  }
  return found;
}

/** A person's request with its key; undefined if either is missing or damaged, or they do not belong together. */
export async function findRequest(ledger: KeyedLedger, handle: string): Promise<WaitingRequest | undefined> {
  const next = await findNextKey(ledger, handle);
  if (next === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(await readFile(nextRequestPath(ledger, handle)));
    const request = parseKeyRequest(bytes, ledger.networkHex);
    const isOfKey = request.handle === handle && equalBytes(request.publicKey, next.file.publicKey);
    return isOfKey ? { request, bytes, made: await madeAt(ledger, handle) } : undefined;
  } catch (error) {
    if (error instanceof KeystoreError || systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function madeAt(ledger: KeyedLedger, handle: string): Promise<number> {
  return Math.floor((await stat(nextRequestPath(ledger, handle))).mtimeMs / 1_000);
}

async function saveRequest(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of the file in which a request is handed over. */
export function requestFileName({ handle, publicKey }: KeyRequest): string {
  return `${handle}-${encodeHex(publicKey).slice(0, 8)}.key-request.json`;
}
