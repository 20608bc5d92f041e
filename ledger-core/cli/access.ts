/** How a verb reaches a ledger: reading beside whoever writes; writing itself where nobody else does, else through the running node. */
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import type { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { currentMoment } from "#ledger-core/node/moment.ts";
import { openLedger, readLedger } from "#ledger-core/node/open-ledger.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import type { Moment } from "#ledger-core/node/moment.ts";
import { judgePlace } from "#ledger-core/node/outside/judge-place.ts";
import type { Submitter } from "#ledger-core/node/submitter.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { heldFailure } from "./failure.ts";

/** A ledger that a verb reads and submits to. */
export type LedgerAccess = {
  readonly ledger: Omit<ReadLedger, "close">;
  readonly keystore: Keystore;
  readonly submitter: Pick<Submitter, "submit">;
  close(): Promise<void>;
};

/** Runs with a ledger that is open to read, and closes it. */
export async function withReading<T>(folder: string, read: (ledger: ReadLedger) => T | Promise<T>): Promise<T> {
  const ledger = readLedger({ folder });
  try {
    return await read(ledger);
  } finally {
    ledger.close();
  }
}

/**
 * Runs with a ledger that acts can be submitted to, and closes it once they are sealed. One that is held for reading only is refused with
 * its code, but for the act that ends this: `whileHeld`.
 */
export async function withWriting<T>(
  folder: string,
  write: (access: LedgerAccess) => Promise<T>,
  { whileHeld = false }: { readonly whileHeld?: boolean } = {},
): Promise<T> {
  const access = await openAccess(folder, whileHeld);
  try {
    return await write(access);
  } finally {
    await access.close();
  }
}

/** The moment of the next block. */
export function momentOf(access: Pick<LedgerAccess, "ledger">): Moment {
  return currentMoment(access.ledger, machineClock);
}

async function openAccess(folder: string, whileHeld: boolean): Promise<LedgerAccess> {
  try {
    const ledger = openLedger({ folder });
    const held = heldFailure(ledger.engine.notSealing());
    if (held !== undefined && !whileHeld) {
      await ledger.close();
      throw held;
    }
    return { ledger, keystore: ledger.keystore, submitter: ledger.engine, close: () => ledger.close() };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "LEDGER_LOCKED") throw error;
    return await joinRunningNode(folder, whileHeld);
  }
}

/** The node that holds the ledger seals what is signed here; people's keys are opened in this process all the same. */
async function joinRunningNode(folder: string, whileHeld: boolean): Promise<LedgerAccess> {
  const ledger = readLedger({ folder });
  try {
    // The node would refuse it as well, once a passphrase was typed for nothing.
    const held = heldFailure(judgePlace(ledger));
    if (held !== undefined && !whileHeld) throw held;
    // Loaded here, because most commands find nobody who holds the ledger.
    const { connectLocalSocket } = await import("#ledger-core/node/doors/local-socket.ts");
    const submitter = connectLocalSocket(folder);
    const keystore = ledgerKeystore(folder, ledger.networkHex);
    const close = async (): Promise<void> => {
      keystore.lockAll();
      await submitter.close();
      ledger.close();
    };
    return { ledger, keystore, submitter, close };
  } catch (error) {
    ledger.close();
    throw error;
  }
}
