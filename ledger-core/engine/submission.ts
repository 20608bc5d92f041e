/** Transactions that were submitted together: each is answered in its place, and who submitted hears it once all are. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "./engine.ts";

export class Submission {
  /** In the order of the transactions. Rejects where answering one of them came upon a broken invariant. */
  readonly answers: Promise<readonly (Receipt | Turnaway)[]>;
  /** Is told the place of each that waits for its block. */
  readonly accepted: (place: number) => void;
  readonly #answers = new Map<number, Receipt | Turnaway>();
  readonly #count: number;
  readonly #resolve: (answers: readonly (Receipt | Turnaway)[]) => void;
  readonly #reject: (error: unknown) => void;

  constructor(count: number, accepted: (place: number) => void = () => {}) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly (Receipt | Turnaway)[]>();
    this.answers = promise;
    this.accepted = accepted;
    this.#count = count;
    this.#resolve = resolve;
    this.#reject = reject;
    if (count === 0) resolve([]);
  }

  /** The first answer stands: what was said to be sealed is sealed, whatever goes wrong afterwards. */
  answer(place: number, answer: Receipt | Turnaway): void {
    if (this.#answers.has(place)) return;
    this.#answers.set(place, answer);
    if (this.#answers.size < this.#count) return;
    this.#resolve(Array.from({ length: this.#count }, (_, i) => this.#answerAt(i)));
  }

  fail(error: unknown): void {
    this.#reject(error);
  }

  #answerAt(place: number): Receipt | Turnaway {
    const answer = this.#answers.get(place);
    if (answer === undefined) throw new Error("a submission is answered in places of its own");
    return answer;
  }
}
