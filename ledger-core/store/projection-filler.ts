/** Fills the derived tables of a folder from what its writer has committed, on connections of its own: for a thread beside the writer. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedLog } from "./committed-log.ts";
import { openForReading, openForWriting, orClose, Statements } from "./database.ts";
import type { Connection } from "./database.ts";
import { ledgerFile, projectionsFile } from "./ledger-file.ts";
import { readHead } from "./log-reader.ts";
import { Projections } from "./projections.ts";

/** Page caches, far less than the writer's: the log is read in the order in which it was written. */
const LOG_CACHE_KIB = 2_048;
const PROJECTIONS_CACHE_KIB = 16_384;

export type FillerOptions = { readonly folder: string; readonly ruleset: Ruleset; readonly suite: Suite };

export class ProjectionFiller {
  readonly #options: FillerOptions;
  readonly #ledger: Statements;
  readonly #projections: Projections;

  /** The folder's writer has opened both files before, and made what it did not find. */
  constructor(options: FillerOptions) {
    const { folder, ruleset } = options;
    this.#options = options;
    const ledger = openForReading(ledgerFile(folder));
    ledger.pragma(`cache_size = -${LOG_CACHE_KIB}`);
    this.#ledger = new Statements(ledger);
    this.#projections = orClose(ledger, () => {
      const derived: Connection = openForWriting(projectionsFile(folder), { durable: false });
      derived.pragma(`cache_size = -${PROJECTIONS_CACHE_KIB}`);
      return orClose(derived, () => new Projections(derived, ruleset));
    });
  }

  /** Takes in all that is committed now. Throws what a projection or the disk throws; what was whole stays. */
  catchUp(): void {
    const { ruleset, suite } = this.#options;
    const head = readHead(this.#ledger);
    if (head !== undefined) this.#projections.catchUp(committedLog(ruleset, suite, this.#ledger, head));
  }

  close(): void {
    this.#projections.close();
    this.#ledger.connection.close();
  }
}
