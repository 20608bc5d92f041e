/**
 * The checkpoint of each hour in a second folder, best on another disk. Whoever sets the ledger's own folder back, or exchanges it, does
 * not reach what is kept there, and the next start notices.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import { CHECKPOINT_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { NotPlainFile, readPlainText } from "#ledger-core/store/plain-file.ts";
import { compareCheckpoint } from "./compare-checkpoint.ts";
import type { CheckpointVerdict } from "./compare-checkpoint.ts";
import { logIdentity } from "./log-signer.ts";
import type { OpenLedger } from "./open-ledger.ts";
import { makeFolder } from "./make-folder.ts";
import { writeWhole } from "./write-whole.ts";

const HOUR_SECONDS = 3_600;
const ENDING = ".checkpoint";

export type KeptCheckpointsOptions = {
  readonly folder: string;
  /** The ledger that is open; undefined while there is none yet. */
  readonly ledger: () => Pick<OpenLedger, "reader" | "first"> | undefined;
  readonly clock: Clock;
  /** Told when a checkpoint could not be written; the next hour tries again. */
  readonly onFailure: (error: unknown) => void;
};

/** What became of a kept checkpoint. */
export type KeptVerdict = CheckpointVerdict & { readonly file: string };

export class KeptCheckpoints {
  readonly #options: KeptCheckpointsOptions;
  #cancel: () => void = () => {};

  constructor(options: KeptCheckpointsOptions) {
    this.#options = options;
  }

  /**
   * The kept checkpoints against the ledger as it is: `same` and `grew` are as it should be. Of the first that shows that the ledger was set
   * back or exchanged; else of the first that is no checkpoint any more or was never signed; else of the first by which the network went on
   * elsewhere, after a loss; else of the newest. Undefined where none of this ledger is kept. Makes the folder if it is missing. Throws
   * what the file system throws.
   */
  compare(): KeptVerdict | undefined {
    const ledger = this.#options.ledger();
    if (ledger === undefined) return undefined;
    const kept = this.#files(logIdentity(ledger).origin).map((name): KeptVerdict => {
      const file = join(this.#options.folder, name);
      return { file, ...compareCheckpoint(ledger, readKept(file)) };
    });
    const first = (...verdicts: readonly CheckpointVerdict["verdict"][]): KeptVerdict | undefined =>
      kept.find(({ verdict }) => verdicts.includes(verdict));
    return first("ahead", "forked") ?? first("unreadable", "unsigned") ?? first("other-log") ?? kept.at(-1);
  }

  /** Writes now, and at the turn of each hour from now on. */
  start(): void {
    this.#keep();
    const toNextHour = HOUR_SECONDS - (this.#options.clock.wallSeconds() % HOUR_SECONDS);
    this.#cancel = this.#options.clock.after(toNextHour * 1_000, () => this.start());
  }

  /** Writes a last time. */
  close(): void {
    this.#cancel();
    this.#keep();
  }

  #keep(): void {
    const { folder, ledger, clock, onFailure } = this.#options;
    try {
      const open = ledger();
      const head = open?.reader.head();
      if (open === undefined || head === undefined) return;
      const hour = new Date(clock.wallSeconds() * 1_000).toISOString().slice(0, 13);
      makeFolder(folder);
      // A name without its content would be taken at the next start for a checkpoint that somebody has altered.
      writeWhole(join(folder, `${prefixOf(logIdentity(open).origin)}${hour}Z${ENDING}`), head.checkpoint);
    } catch (error) {
      onFailure(error);
    }
  }

  /** Names in the order of their hours. */
  #files(origin: string): readonly string[] {
    const { folder } = this.#options;
    makeFolder(folder);
    return readdirSync(folder)
      .filter((name) => name.startsWith(prefixOf(origin)) && name.endsWith(ENDING))
      .toSorted();
  }
}

/** What is no plain file is no checkpoint: a pipe in its place would have the start of the node wait for ever. */
function readKept(file: string): string {
  try {
    return readPlainText(file, CHECKPOINT_BYTES_MAX);
  } catch (error) {
    if (error instanceof NotPlainFile) return "";
    throw error;
  }
}

function prefixOf(origin: string): string {
  return `${origin.replaceAll("/", "-")}-`;
}
