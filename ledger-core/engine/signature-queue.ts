/**
 * What waits for its signature to be checked: many at a time, elsewhere where that is worth it, and handed on in the order in which it
 * came. While one batch is being checked the next one gathers, so that under load the batches are large and at rest nothing waits; and
 * this thread helps while it has nothing else to do. Only bytes wait here: what they hold is read once their block is near, for whatever
 * is held for long costs the collector.
 */
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseClaim } from "#ledger-core/proof/transaction.ts";
import type { Submission } from "./submission.ts";

/** Checks signatures beside the engine's thread. */
export type SignatureChecker = {
  /**
   * True for each transaction that its actor's key signed, false for others and for what is no transaction; undefined where they are
   * better checked by who asks. Rejects where it has failed. One of which it says nothing is checked by who asks.
   */
  check(wires: readonly Uint8Array[]): Promise<readonly boolean[]> | undefined;
};

/** Bytes that somebody submitted, and where the answer is awaited. */
export type Arrival = { readonly wire: Uint8Array; readonly submission: Submission; readonly place: number };

export type SignatureQueueOptions = {
  readonly suite: Suite;
  readonly checker: SignatureChecker | undefined;
  /** Takes what came next, with a suite that believes its signature if it was found valid, else with one that checks it again. */
  readonly take: (arrival: Arrival, suite: Suite) => void;
  /** False while who takes has enough for now; `start` is called once that changes. */
  readonly hasRoom: () => boolean;
  /** Called each time some have been handed on. */
  readonly afterBatch: () => void;
  /** True while this thread has nothing else to do. */
  readonly isIdle: () => boolean;
};

/** Transactions from which on it is worth to have them checked elsewhere: fewer are checked in the time that the way there takes. */
const ELSEWHERE_MIN = 16;
/** Checked together: as many as a block takes, so that one is sealed while the next is checked. */
const BATCH = 500;
/** Batches on their way: the checker always has one before it. */
const BATCHES_UNDER_WAY = 2;
/** Checked here at a time: few, for whatever else comes up waits meanwhile. */
const HERE = 50;
/** Checked here that may wait for those that came before them. */
const HERE_MAX = 200;

/** How many are being checked, or were and wait for those before them: by the checker, or by this thread. */
type Side = { underWay: number };

export class SignatureQueue {
  readonly #options: SignatureQueueOptions;
  readonly #believing: Suite;
  readonly #elsewhere: Side = { underWay: 0 };
  readonly #here: Side = { underWay: 0 };
  #arrivals: Arrival[] = [];
  #isHelping = false;
  #last: Promise<void> = Promise.resolve();

  constructor(options: SignatureQueueOptions) {
    this.#options = options;
    this.#believing = believing(options.suite);
  }

  /** True where so many that come together have to wait here; else they are checked at once by who has them. */
  takes(count: number): boolean {
    return this.#options.checker !== undefined && (count >= ELSEWHERE_MIN || this.waiting > 0);
  }

  get waiting(): number {
    return this.#arrivals.length + this.#elsewhere.underWay + this.#here.underWay;
  }

  add(arrival: Arrival): void {
    this.#arrivals.push(arrival);
  }

  /** Has what was added checked. */
  start(): void {
    while (this.#isNextWanted && this.#elsewhere.underWay < BATCHES_UNDER_WAY * BATCH) {
      const batch = this.#takeOut(BATCH, this.#elsewhere);
      const verdicts = this.#options.checker?.check(batch.map(({ wire }) => wire));
      this.#last = this.#handOn(batch, verdicts, this.#elsewhere, this.#last);
    }
    this.#helpOnceIdle();
  }

  /** Resolves once nothing waits, if there is room for all. */
  async settled(): Promise<void> {
    this.start();
    while (this.waiting > 0) await this.#last;
  }

  async #handOn(
    batch: readonly Arrival[],
    verdicts: Promise<readonly boolean[]> | undefined,
    side: Side,
    before: Promise<void>,
  ): Promise<void> {
    const { suite, take, afterBatch } = this.#options;
    // Whatever became of the checker, who signed is owed an answer: then it is checked as it is taken.
    const valid = await verdicts?.catch(() => undefined);
    await before;
    side.underWay -= batch.length;
    batch.forEach((arrival, i) => take(arrival, valid?.[i] === true ? this.#believing : suite));
    this.start();
    afterBatch();
  }

  get #isNextWanted(): boolean {
    return this.#arrivals.length > 0 && this.#options.hasRoom();
  }

  #takeOut(count: number, side: Side): readonly Arrival[] {
    const batch = this.#arrivals.slice(0, count);
    this.#arrivals = this.#arrivals.slice(count);
    side.underWay += batch.length;
    return batch;
  }

  /** The checker has enough before it: what comes after that is checked here, as long as nothing else comes up. */
  #helpOnceIdle(): void {
    if (this.#isHelping || !this.#mayHelp) return;
    this.#isHelping = true;
    setImmediate(() => {
      this.#isHelping = false;
      if (!this.#mayHelp || !this.#options.isIdle()) return;
      const batch = this.#takeOut(HERE, this.#here);
      const valid = batch.map(({ wire }) => isSigned(this.#options.suite, wire));
      this.#last = this.#handOn(batch, Promise.resolve(valid), this.#here, this.#last);
      this.#helpOnceIdle();
    });
  }

  get #mayHelp(): boolean {
    return this.#isNextWanted && this.#here.underWay < HERE_MAX;
  }
}

/** Whether these bytes are signed by the actor that they name; false for what is no transaction. */
export function isSigned(suite: Suite, wire: Uint8Array): boolean {
  const claim = parseClaim(wire);
  return claim !== undefined && suite.verifyEd25519(claim.publicKey, claim.message, claim.signature);
}

/** A suite that takes every signature for valid: for who has them checked by a queue. */
export function believing(suite: Suite): Suite {
  return { ...suite, verifyEd25519: () => true };
}
