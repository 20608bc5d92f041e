/** Transactions that were submitted together: each is answered in its place, and who submitted hears it once all are. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "./engine.ts";

export class Submission {
  /** In the order of the transactions. Rejects where answering one of them came upon a broken invariant. */
  readonly answers: Promise<readonly (Receipt | Turnaway)[]>;
  /** Is told the place of each that waits for its block. */
  readonly accepted: (place: number) => void;
  readonly #answers: (Receipt | Turnaway | undefined)[];
  #open: number;
  readonly #resolve: (answers: readonly (Receipt | Turnaway)[]) => void;
  readonly #reject: (error: unknown) => void;

  constructor(count: number, accepted: (place: number) => void = () => {}) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly (Receipt | Turnaway)[]>();
    this.answers = promise;
    this.accepted = accepted;
    this.#answers = Array.from({ length: count });
    this.#open = count;
    this.#resolve = resolve;
    this.#reject = reject;
    if (count === 0) resolve([]);
  }

  /** The first answer stands: what was said to be sealed is sealed, whatever goes wrong afterwards. */
  answer(place: number, answer: Receipt | Turnaway): void {
    if (this.#answers[place] !== undefined) return;
    this.#answers[place] = answer;
    this.#open--;
    if (this.#open === 0) this.#resolve(this.#answers.filter((one) => one !== undefined));
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}
