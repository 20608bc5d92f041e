/** A person's passphrase is changed for each of their keys that it opens: the one in use, and the one that waits to follow it. */
import { saveKeyBytes } from "./keystore/key-folder.ts";
import { KeystoreError } from "./keystore/keystore-error.ts";
import { findNextKey, inTurn, nextFolder, nextKeystore } from "./next-key.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";

type Change = { readonly from: string; readonly to: string };
type Keys = Pick<OpenLedger, "folder" | "networkHex" | "keystore">;

/**
 * Changes the passphrase of the person in a session. Open sessions stay open. A key that waits and is damaged, or that another passphrase
 * opens, stays as it is. Throws NOT_UNLOCKED, and as the keystore's `verifyPassphrase` and `changePassphrase` do; then the old passphrase opens
 * what it did, as far as the disk lets it be put back.
 */
export async function changePassphrase(ledger: Keys, session: string, change: Change): Promise<void> {
  await inTurn(() => changeInTurn(ledger, session, change));
}

async function changeInTurn(ledger: Keys, session: string, change: Change): Promise<void> {
  const { keystore } = ledger;
  const handle = keystore.findSession(session)?.handle;
  if (handle === undefined) throw new NodeError("NOT_UNLOCKED");
  const waiting = await findNextKey(ledger, handle);
  if (waiting === undefined) return await keystore.changePassphrase(handle, change);
  // Wrong ones are counted where the key in use is opened, so none is tried on the waiting key before.
  await keystore.verifyPassphrase(session, change.from);
  try {
    // The key in use last: whoever is told that it failed goes on with the old passphrase.
    await nextKeystore(ledger)
      .changePassphrase(handle, change)
      .catch((error: unknown) => {
        if (!(error instanceof KeystoreError) || error.code === "KEY_FOLDER_UNWRITABLE") throw error;
      });
    await keystore.changePassphrase(handle, change);
  } catch (error) {
    const old = { bytes: waiting.bytes, replace: true };
    await saveKeyBytes(nextFolder(ledger), handle, old).catch(() => undefined);
    throw error;
  }
}
