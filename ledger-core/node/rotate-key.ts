/**
 * A person's key is changed for a new one. The new key's file is written beside the old one first (`keys/next`), then the old key
 * signs the change, then the new file takes the old one's place: wherever this is cut off, the key that the ledger knows has a file.
 */
import { unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { composeSignedPart, composeValue, signTransaction } from "./compose-transaction.ts";
import { generateKeyPair, signEd25519, wipe } from "./crypto-suite.ts";
import { readKeyBytes, saveKeyBytes } from "./keystore/key-folder.ts";
import { parseKeyFile } from "./keystore/key-file.ts";
import { KeystoreError } from "./keystore/keystore-error.ts";
import { Keystore } from "./keystore/keystore.ts";
import { keysFolder } from "./keystore/ledger-keystore.ts";
import { actorOfKey, currentMoment } from "./moment.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";

/** Where the files of keys wait that the ledger does not know yet. */
const NEXT = "next";

/**
 * Changes the key of the person in a session; the passphrase stays the same. The session ends if the key was changed. Throws
 * NOT_UNLOCKED, NOT_ENROLLED, PASSPHRASE_WRONG and what the key folder throws.
 */
export async function rotateKey(ledger: OpenLedger, session: string, passphrase: string): Promise<Receipt | Turnaway> {
  const { keystore, network } = ledger;
  await keystore.verifyPassphrase(session, passphrase);
  const person = keystore.findSession(session);
  if (person === undefined) throw new NodeError("NOT_UNLOCKED");
  const { handle } = person;
  const moment = currentMoment(ledger, ledger.clock);
  const { department } = actorOfKey(moment, person.publicKey, handle);
  const pair = generateKeyPair();
  try {
    await removeNext(ledger, handle);
    await new Keystore({ folder: nextFolder(ledger), network: ledger.networkHex }).createKeyFile({
      handle,
      passphrase,
      keyPair: pair,
    });
    const { publicKey } = pair;
    const proof = signEd25519(pair.secretKey, keyStatement(network, handle, publicKey));
    const composed = composeValue(moment, "key.rotate", { publicKey, proof });
    const signer = { publicKey: person.publicKey, department };
    const signedPart = composeSignedPart(composed, { network, signer, now: moment.time });
    const wire = signTransaction(composed, signedPart, (message) => keystore.sign(session, message));
    const [answer] = await ledger.engine.submit([wire]);
    if (answer === undefined) throw new NodeError("INTERNAL", { handle });
    if (isReceipt(answer) && answer.state === "executed") {
      await takeUpNextKey(ledger, handle);
      keystore.lock(session);
    } else await removeNext(ledger, handle);
    return answer;
  } finally {
    wipe(pair.secretKey);
  }
}

/**
 * Puts a person's next key file in its place if the ledger knows its key: after a rotation, and after one that was cut off between
 * the ledger and the file. To be called before a person is unlocked.
 */
export async function takeUpNextKey(ledger: OpenLedger, handle: string): Promise<void> {
  const bytes = await readNext(ledger, handle);
  if (bytes === undefined) return;
  const { publicKey } = parseKeyFile(handle, bytes);
  if (findKey(new Rows(ledger.reader.rows()), publicKey)?.row.state !== "live") return;
  await saveKeyBytes(keysFolder(ledger.folder), handle, { bytes, replace: true });
  await removeNext(ledger, handle);
}

function nextFolder(ledger: OpenLedger): string {
  return join(keysFolder(ledger.folder), NEXT);
}

async function readNext(ledger: OpenLedger, handle: string): Promise<Uint8Array | undefined> {
  try {
    return await readKeyBytes(nextFolder(ledger), handle);
  } catch (error) {
    if (error instanceof KeystoreError && error.code === "KEY_FILE_MISSING") return undefined;
    throw error;
  }
}

async function removeNext(ledger: OpenLedger, handle: string): Promise<void> {
  if ((await readNext(ledger, handle)) !== undefined) await unlink(join(nextFolder(ledger), `${handle}.key`));
}
