/**
 * Somebody who has no key that works asks for one: the new key is made here under a passphrase of their own, waits in `keys/next`, and a
 * request that holds no secret goes to the colleagues who enrol it. From then on the new passphrase opens it.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { generateKeyPair, wipe } from "./crypto-suite.ts";
import { createKeyRequest } from "./keystore/key-request.ts";
import type { KeyRequest } from "./keystore/key-request.ts";
import { verifyHandle } from "./keystore/key-folder.ts";
import { KeystoreError } from "./keystore/keystore-error.ts";
import { verifyPassphraseStrength } from "./keystore/passphrase.ts";
import { makeRoomForNextKey } from "./next-key-room.ts";
import { inTurn, listNextHandles, nextKeystore, removeNextKey, takeUpNextKeys } from "./next-key.ts";
import type { KeyedLedger } from "./next-key.ts";
import { findRequest, saveRequest } from "./next-request.ts";
import type { WaitingRequest } from "./next-request.ts";
import { NodeError } from "./node-error.ts";

/**
 * Makes a new key for a handle and the request to enrol it. A person who has left gets none. With `replace` a key that was asked for
 * already is given up; otherwise it stays, as one stays in any case that an act has offered while that is undecided: KEY_FILE_EXISTS.
 * Throws HANDLE_MALFORMED, PASSPHRASE_WEAK, NO_SUCH_RECORD and what the key folder throws.
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
    // The request first: alone it is passed over, while a key without one looks as if a rotation had made it.
    const waiting = await saveRequest(ledger, createKeyRequest({ network: ledger.networkHex, handle }, keyPair));
    await nextKeystore(ledger).createKeyFile({ handle, passphrase, keyPair });
    return waiting;
  } catch (error) {
    // Another process was quicker, and what lies there is its own.
    const isTaken = error instanceof KeystoreError && error.code === "KEY_FILE_EXISTS";
    if (!isTaken) await removeNextKey(ledger, handle);
    throw error;
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

/** The name of the file in which a request is handed over. */
export function requestFileName({ handle, publicKey }: KeyRequest): string {
  return `${handle}-${encodeHex(publicKey).slice(0, 8)}.key-request.json`;
}
