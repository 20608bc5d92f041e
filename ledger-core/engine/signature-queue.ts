/**
 * What waits for its signature to be checked: many at a time, elsewhere where that is worth it, and handed on in the order in which it
 * came. While one batch is being checked the next one gathers, so that under load the batches are large and at rest nothing waits.
 */
import { verifyTransactionSignature } from "#ledger-core/proof/transaction.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";

export type SignatureClaim = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

/** Checks signatures beside the engine's thread. */
export type SignatureChecker = {
  /** True for each that is one; undefined where they are better checked by who asks. Rejects where it has failed. */
  check(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> | undefined;
};

/** Transactions from which on it is worth to have them checked elsewhere: fewer are checked in the time that the way there takes. */
const ELSEWHERE_MIN = 16;
/** Checked together: as many as a block takes, so that one is sealed while the next is checked. */
const BATCH = 500;
/** Batches on their way: the checker always has one before it. */
const BATCHES_UNDER_WAY = 2;

type Arrival = { readonly sound: Sound; readonly checked: (isValid: boolean) => void };

export class SignatureQueue {
  readonly #suite: Suite;
  readonly #checker: SignatureChecker | undefined;
  #arrivals: Arrival[] = [];
  #underWay = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #afterBatch: () => void;

  /** `afterBatch` is called each time some have been handed on. */
  constructor(suite: Suite, checker: SignatureChecker | undefined, afterBatch: () => void) {
    this.#suite = suite;
    this.#checker = checker;
    this.#afterBatch = afterBatch;
  }

  /** True where so many that come together have to wait here; else they are checked at once by who has them. */
  takes(count: number): boolean {
    return this.#checker !== undefined && (count >= ELSEWHERE_MIN || this.waiting > 0);
  }

  get waiting(): number {
    return this.#arrivals.length + this.#underWay;
  }

  /** `checked` is told when everything that came before has been. */
  add(sound: Sound, checked: (isValid: boolean) => void): void {
    this.#arrivals.push({ sound, checked });
  }

  /** Has what was added checked. */
  start(): void {
    while (this.#arrivals.length > 0 && this.#underWay < BATCHES_UNDER_WAY * BATCH) {
      const batch = this.#arrivals.slice(0, BATCH);
      this.#arrivals = this.#arrivals.slice(BATCH);
      this.#underWay += batch.length;
      this.#last = this.#handOn(batch, this.#check(batch), this.#last);
    }
  }

  /** Resolves once nothing waits. */
  async settled(): Promise<void> {
    while (this.waiting > 0) await this.#last;
  }

  async #handOn(
    batch: readonly Arrival[],
    verdicts: Promise<readonly boolean[]>,
    before: Promise<void>,
  ): Promise<void> {
    const valid = await verdicts;
    await before;
    this.#underWay -= batch.length;
    batch.forEach(({ checked }, i) => checked(valid[i] === true));
    this.start();
    this.#afterBatch();
  }

  async #check(batch: readonly Arrival[]): Promise<readonly boolean[]> {
    const claims = batch.map(({ sound: { transaction } }) => ({
      publicKey: transaction.signed.actorKey,
      message: transaction.signedPart,
      signature: transaction.signature,
    }));
    const here = (): readonly boolean[] =>
      batch.map(({ sound }) => verifyTransactionSignature(this.#suite, sound.transaction));
    const elsewhere = this.#checker?.check(claims);
    if (elsewhere === undefined) return here();
    try {
      return await elsewhere;
    } catch {
      // Whatever became of the checker, who signed is owed an answer.
      return here();
    }
  }
}

/** A suite that takes every signature for valid: for who has them checked by a queue. */
export function believing(suite: Suite): Suite {
  return { sha256: suite.sha256, verifyEd25519: () => true };
}
