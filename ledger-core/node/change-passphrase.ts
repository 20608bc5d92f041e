/** A person's passphrase is changed for each of their keys that it opens: the one in use, and the one that waits to follow it. */
import { KeystoreError } from "./keystore/keystore-error.ts";
import { inTurn, nextKeystore } from "./next-key.ts";
import type { OpenLedger } from "./open-ledger.ts";

/**
 * Open sessions stay open. A key that waits and is damaged, or that another passphrase opens, stays as it is. Throws as the keystore's
 * `changePassphrase` does.
 */
export async function changePassphrase(
  ledger: Pick<OpenLedger, "folder" | "networkHex" | "keystore">,
  handle: string,
  change: { readonly from: string; readonly to: string },
): Promise<void> {
  await inTurn(async () => {
    await ledger.keystore.changePassphrase(handle, change);
    await nextKeystore(ledger)
      .changePassphrase(handle, change)
      .catch((error: unknown) => {
        const isWritable = error instanceof KeystoreError && error.code !== "KEY_FOLDER_UNWRITABLE";
        if (!isWritable) throw error;
      });
  });
}
