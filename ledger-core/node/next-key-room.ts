/** Which key that waits (`keys/next`) gives way to another one: never one that the ledger may still come to know. */
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { KeystoreError } from "./keystore/keystore-error.ts";
import { liveProposals } from "./live-proposals.ts";
import { findNextKey, removeNextKey, takeUp } from "./next-key.ts";
import type { KeyedLedger } from "./next-key.ts";
import { findRequest } from "./next-request.ts";

/**
 * A next key that the ledger knows by now is put in its place. One that an act has offered, a rotation or an enrolment, stays while
 * that is undecided, and one that lies beside its request unless it is replaced: KEY_FILE_EXISTS. Any other gives way. Only within `inTurn`.
 */
export async function makeRoomForNextKey(
  ledger: KeyedLedger,
  { handle, replace }: { readonly handle: string; readonly replace: boolean },
): Promise<void> {
  await takeUp(ledger, handle);
  const next = await findNextKey(ledger, handle);
  if (next !== undefined) {
    const isAskedFor = !replace && (await findRequest(ledger, handle)) !== undefined;
    if (isAskedFor || isOffered(ledger, next.file.publicKey)) throw new KeystoreError("KEY_FILE_EXISTS", { handle });
  }
  await removeNextKey(ledger, handle);
}

/**
 * True if a key may still come into force: colleagues are about to agree to it, or its act waits for a block. Whichever act names the key
 * has its bytes, be it a rotation or an enrolment of any kind.
 */
function isOffered(ledger: KeyedLedger, publicKey: Uint8Array): boolean {
  const rows = new Rows(ledger.reader.rows());
  // What the ledger has known once is never taken again, whatever proposals still name it.
  if (findKey(rows, publicKey) !== undefined) return false;
  const key = Buffer.from(publicKey);
  for (const { row } of liveProposals(rows)) if (Buffer.from(row.body).includes(key)) return true;
  return openOutbox(ledger.folder)
    .load()
    .some((wire) => Buffer.from(wire).includes(key));
}
