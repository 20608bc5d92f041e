/**
 * A person's key is changed for a new one. The new key's file is written beside the old one first (`keys/next`), then the old key
 * signs the change, then the new file takes the old one's place: wherever this is cut off, the key that the ledger knows has a file.
 */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { composeSignedPart, composeValue, signTransaction } from "./compose-transaction.ts";
import { generateKeyPair, signEd25519, wipe } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { openKeyFile } from "./keystore/key-file.ts";
import { actorOfKey, currentMoment } from "./moment.ts";
import { makeRoomForNextKey } from "./next-key-room.ts";
import { findNextKey, inTurn, nextKeystore, removeNextKey, takeUp } from "./next-key.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";

export type Rotation = {
  readonly answer: Receipt | Turnaway;
  /** The session that goes on: one of the new key if the key was changed, else the one that was given. */
  readonly session: string;
};

/**
 * Changes the key of the person in a session; the passphrase stays the same. The session ends if the key was changed. Where others have to
 * agree, or it is not known whether the ledger has taken it, the new key waits for that, and is the one that is offered again. Throws
 * NOT_UNLOCKED, NOT_ENROLLED, PASSPHRASE_WRONG, KEY_FILE_EXISTS while one is undecided that another passphrase opens, and what the key
 * folder throws.
 */
export async function rotateKey(ledger: OpenLedger, session: string, passphrase: string): Promise<Rotation> {
  // In one turn: until it is sealed, nothing tells the new key from one that was given up.
  return await inTurn(() => rotate(ledger, session, passphrase));
}

async function rotate(ledger: OpenLedger, session: string, passphrase: string): Promise<Rotation> {
  const { keystore, network } = ledger;
  await keystore.verifyPassphrase(session, passphrase);
  const person = keystore.findSession(session);
  if (person === undefined) throw new NodeError("NOT_UNLOCKED");
  const { handle } = person;
  const moment = currentMoment(ledger, ledger.clock);
  const { department } = actorOfKey(moment, person.publicKey, handle);
  const { pair, isNew } = await nextKeyPair(ledger, { handle, passphrase });
  try {
    const { publicKey } = pair;
    const proof = signEd25519(pair.secretKey, keyStatement(network, handle, publicKey));
    const composed = composeValue(moment, "key.rotate", { publicKey, proof });
    const signer = { publicKey: person.publicKey, department };
    const signedPart = composeSignedPart(composed, { network, signer, now: moment.time });
    const wire = signTransaction(composed, signedPart, (message) => keystore.sign(session, message));
    const [answer] = await ledger.engine.submit([wire]);
    if (answer === undefined) throw new NodeError("INTERNAL", { handle });
    if (isReceipt(answer) && answer.state === "executed") {
      await takeUp(ledger, handle);
      keystore.lock(session);
      return { answer, session: await keystore.unlock(handle, passphrase) };
    }
    // Only then is it certain that the ledger never takes it, unless it was offered before: then others may still agree to that.
    if (isNew && isReceipt(answer) && answer.state === "refused") await removeNextKey(ledger, handle);
    return { answer, session };
  } finally {
    wipe(pair.secretKey);
  }
}

/**
 * The person's key that waits already under this passphrase, for others may be about to agree to it; else a new one in the place of
 * whatever gives way: also of a request, which anybody may have made at the lock page.
 */
async function nextKeyPair(
  ledger: OpenLedger,
  { handle, passphrase }: { readonly handle: string; readonly passphrase: string },
): Promise<{ readonly pair: KeyPair; readonly isNew: boolean }> {
  const waiting = await findNextKey(ledger, handle);
  // One that the ledger has known, and that was revoked since, is never taken again.
  if (waiting !== undefined && findKey(new Rows(ledger.reader.rows()), waiting.file.publicKey) === undefined) {
    const pair = await openKeyFile(waiting.file, passphrase);
    if (pair !== undefined) return { pair, isNew: false };
  }
  await makeRoomForNextKey(ledger, { handle, replace: true });
  const keyPair = generateKeyPair();
  try {
    await nextKeystore(ledger).createKeyFile({ handle, passphrase, keyPair });
    return { pair: keyPair, isNew: true };
  } catch (error) {
    wipe(keyPair.secretKey);
    throw error;
  }
}
