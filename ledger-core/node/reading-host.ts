/** A node that only reads a folder, beside whoever writes to it: what the command line asks, nobody has to stop for. */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Engine } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import { ContentDesk } from "./content/content-desk.ts";
import { ledgerKeystore } from "./keystore/ledger-keystore.ts";
import { NodeError } from "./node-error.ts";
import { NodeHost } from "./node-host.ts";
import { readLedger } from "./open-ledger.ts";
import type { OpenLedger, ReadLedger } from "./open-ledger.ts";

/** How long whoever asks waits for derived tables that lag behind, and how often they look. */
const DERIVED_WAIT_MS = 5_000;
const LOOK_MS = 50;

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

  /**
   * Opens the folder's ledger to read, or what `makePast` made of it: then as if it were still the time of the last block. Throws NO_LEDGER or
   * what the store throws.
   */
  constructor(folder: string, past?: string) {
    const reading = readLedger({ folder, past });
    const time = reading.reader.head()?.time ?? 0;
    const clock = past === undefined ? machineClock : { ...machineClock, wallSeconds: () => time };
    super({ folder, clock });
    this.#reading = reading;
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
      clock,
      projectionFailure: () => undefined,
      get writer(): Writer {
        throw new StoreError("LEDGER_LOCKED", { folder });
      },
    };
    this.#content = new ContentDesk(this.#ledger);
  }

  /**
   * Waits until search and counts have taken in what is sealed, as they do a moment after each block. Throws DERIVED_BEHIND where they do not:
   * a node that fills them from the first entry needs longer, and one that has ended fills them no more. Where they are gone nobody waits.
   */
  async follow(waitMs = DERIVED_WAIT_MS): Promise<void> {
    const { reader, folder } = this.#reading;
    const until = performance.now() + waitMs;
    while (existsSync(projectionsFile(folder))) {
      const [count, entries] = reader.snapshot(() => [reader.projectedSize(), reader.head()?.size ?? 0]);
      if (count >= entries) return;
      if (performance.now() >= until) throw new NodeError("DERIVED_BEHIND", { count, entries });
      await pause(LOOK_MS);
    }
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
