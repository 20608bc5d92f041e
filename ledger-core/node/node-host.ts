/** The node in its folder: no ledger yet, or one that is open. Windows are told what changes. */
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import type { BlockEvent } from "#ledger-core/engine/engine.ts";
import type { ProjectionProgress } from "#ledger-core/store/store-types.ts";
import { ContentDesk } from "./content/content-desk.ts";
import { ImportDesk } from "./importing/import-desk.ts";
import { Schedules } from "./importing/schedules.ts";
import { hasLedger } from "./network-folder.ts";
import { NodeError } from "./node-error.ts";
import { openLedger } from "./open-ledger.ts";
import type { OpenLedger } from "./open-ledger.ts";
import { SigningService } from "./signing-service.ts";

export type SelfCheck = {
  readonly time: number;
  readonly height: number;
  readonly ok: boolean;
  readonly problems: number;
};

export type DemoProgress = { readonly done: number; readonly total: number };

/** Builds a demo city in a folder; the simulation is not part of the node, so whoever composes the program brings it. */
export type BuildDemo = (given: {
  readonly folder: string;
  readonly progress: (progress: DemoProgress) => void;
  readonly signal: AbortSignal | undefined;
}) => Promise<void>;

export type NodeOptions = {
  readonly folder: string;
  readonly clock?: Clock;
  readonly buildDemo?: BuildDemo;
  /** Told how far derived tables are while `open` fills them. */
  readonly onProjections?: ProjectionProgress;
};

/** A node with its ledger open. */
type Opened = {
  readonly ledger: OpenLedger;
  readonly signing: SigningService;
  readonly content: ContentDesk;
  readonly imports: Imports;
};

type Imports = { readonly desk: ImportDesk; readonly schedules: Schedules };

function openImports(ledger: OpenLedger): Imports {
  return { desk: new ImportDesk(ledger), schedules: new Schedules(ledger) };
}

export class NodeHost {
  readonly folder: string;
  readonly clock: Clock;
  /** Undefined in a program without the simulation. */
  readonly buildDemo: BuildDemo | undefined;
  readonly #onProjections: ProjectionProgress | undefined;
  #opened: Opened | undefined;
  #selfCheck: SelfCheck | undefined;
  readonly #listeners = new Set<(event: BlockEvent) => void>();

  constructor({ folder, clock = machineClock, buildDemo, onProjections }: NodeOptions) {
    this.#onProjections = onProjections;
    this.buildDemo = buildDemo;
    this.folder = folder;
    this.clock = clock;
  }

  /** True if the folder holds a ledger, open or not; what was left of one that was never finished is taken away. */
  hasLedger(): boolean {
    return hasLedger(this.folder);
  }

  /** Opens the folder's ledger. Throws what `openLedger` throws; opening what is open does nothing. */
  open(): void {
    if (this.#opened !== undefined) return;
    const onProjections = this.#onProjections;
    const ledger = openLedger({
      folder: this.folder,
      clock: this.clock,
      ...(onProjections !== undefined && { onProjections }),
    });
    ledger.engine.onBlock((event) => {
      for (const listener of this.#listeners) listener(event);
    });
    this.#opened = {
      ledger,
      signing: new SigningService(ledger),
      content: new ContentDesk(ledger),
      imports: openImports(ledger),
    };
  }

  /** The open ledger. Throws NO_LEDGER while there is none. */
  get ledger(): OpenLedger {
    return this.#open.ledger;
  }

  get signing(): SigningService {
    return this.#open.signing;
  }

  /** Content of datasets, taken in and looked into. */
  get content(): ContentDesk {
    return this.#open.content;
  }

  /** Catalogues on their way in, and those that are looked for again and again. */
  get imports(): Imports {
    return this.#open.imports;
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  get selfCheck(): SelfCheck | undefined {
    return this.#selfCheck;
  }

  noteSelfCheck(check: SelfCheck): void {
    this.#selfCheck = check;
  }

  /** Called after each block of the open ledger; the returned function ends it. */
  onBlock(listener: (event: BlockEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    opened?.content.close();
    opened?.imports.desk.close();
    opened?.imports.schedules.close();
    await opened?.ledger.close();
  }

  get #open(): Opened {
    if (this.#opened === undefined) throw new NodeError("NO_LEDGER", { folder: this.folder });
    return this.#opened;
  }
}
