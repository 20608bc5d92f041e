/**
 * A person's key is changed for a new one. The new key's file is written beside the old one first (`keys/next`), then the old key
 * signs the change, then the new file takes the old one's place: wherever this is cut off, the key that the ledger knows has a file.
 */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { composeSignedPart, composeValue, signTransaction } from "./compose-transaction.ts";
import { generateKeyPair, signEd25519, wipe } from "./crypto-suite.ts";
import { Keystore } from "./keystore/keystore.ts";
import { actorOfKey, currentMoment } from "./moment.ts";
import { nextFolder, removeNextKey, takeUpNextKey } from "./next-key.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";

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
    await removeNextKey(ledger, handle);
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
    } else await removeNextKey(ledger, handle);
    return answer;
  } finally {
    wipe(pair.secretKey);
  }
}
