/** A node that only reads a folder, beside whoever writes to it: what the command line asks, nobody has to stop for. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Engine } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import { ContentDesk } from "./content/content-desk.ts";
import { ledgerKeystore } from "./keystore/ledger-keystore.ts";
import { NodeHost } from "./node-host.ts";
import { readLedger } from "./open-ledger.ts";
import type { OpenLedger, ReadLedger } from "./open-ledger.ts";

const READING: Turnaway = { code: "NOT_SEALING", data: { reason: "reading" } };

/** Turns everything away: nothing is sealed by who only reads. */
const readingEngine: Engine = {
  kind: "solo",
  submit: (wires) => Promise.resolve(wires.map(() => READING)),
  onBlock: () => () => {},
  notSealing: () => READING,
  acceptClock: () => {},
  close: () => Promise.resolve(),
};

export class ReadingHost extends NodeHost {
  readonly #reading: ReadLedger;
  readonly #ledger: OpenLedger;
  readonly #content: ContentDesk;

  /** Opens the folder's ledger to read. Throws NO_LEDGER or what the store throws. */
  constructor(folder: string) {
    super({ folder });
    this.#reading = readLedger({ folder });
    const keystore = ledgerKeystore(folder, this.#reading.networkHex);
    const close = (): Promise<void> => {
      keystore.lockAll();
      this.#reading.close();
      return Promise.resolve();
    };
    this.#ledger = {
      ...this.#reading,
      keystore,
      close,
      engine: readingEngine,
      clock: machineClock,
      projectionFailure: () => undefined,
      get writer(): Writer {
        throw new StoreError("LEDGER_LOCKED", { folder });
      },
    };
    this.#content = new ContentDesk(this.#ledger);
  }

  override get content(): ContentDesk {
    return this.#content;
  }

  override get ledger(): OpenLedger {
    return this.#ledger;
  }

  override get isOpen(): boolean {
    return true;
  }

  override open(): void {
    // It is open from the start.
  }

  override async close(): Promise<void> {
    this.#content.close();
    await this.#ledger.close();
  }
}
