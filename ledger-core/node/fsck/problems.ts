/** The problems that a check has found, in words. */
import type { Words } from "#ledger-core/contract/api/shared.ts";
import { refusalMessage, text } from "#ledger-core/contract/text/texts.ts";
import type { Language } from "#ledger-core/contract/text/texts.ts";
import { problemOfError } from "#ledger-core/node/problem.ts";
import type { CheckCode } from "./check-codes.ts";

/** Something that is wrong. `where` is the same in every language: `entry 17`, `kernel.member 3`, `keys/wang.key`. */
export type LedgerProblem = {
  readonly where: string;
  /** One of `CHECK_CODES`, or a code of the store, the keystore or the node. */
  readonly code: string;
  /** The sentence in the language that was asked for. */
  readonly message: string;
  readonly words: Words;
};

/** Problems that are listed; a folder with more of them is beyond reading them one by one. */
export const PROBLEMS_MAX = 100;

export type ProblemValues = Readonly<Record<string, string | number>>;

export class Problems {
  readonly #language: Language;
  readonly #list: LedgerProblem[] = [];
  #count = 0;

  constructor(language: Language) {
    this.#language = language;
  }

  get list(): readonly LedgerProblem[] {
    return this.#list;
  }

  /** Problems that were found, listed or not. */
  get count(): number {
    return this.#count;
  }

  /** True once no further problem is listed. */
  get isFull(): boolean {
    return this.#list.length >= PROBLEMS_MAX;
  }

  /** `values` of the sentence, where its words depend on the language by a function of it. */
  add(where: string, code: CheckCode, values: ProblemValues | ((language: Language) => ProblemValues) = {}): void {
    const sentence = (language: Language): string =>
      text(language, `fsck.${code}`, typeof values === "function" ? values(language) : values);
    this.#add(where, code, { zh: sentence("zh"), en: sentence("en") });
  }

  /** A failure that the store, the keystore or the node has a code for; anything else says that the check could not go on. */
  addError(where: string, error: unknown): void {
    const problem = problemOfError(error);
    if (problem === undefined) {
      this.add(where, "CHECK_BROKE_OFF", { detail: error instanceof Error ? error.message : String(error) });
      return;
    }
    const sentence = (language: Language): string => refusalMessage(language, problem.code, problem.data);
    this.#add(where, problem.code, { zh: sentence("zh"), en: sentence("en") });
  }

  #add(where: string, code: string, words: Words): void {
    this.#count++;
    if (!this.isFull) this.#list.push({ where, code, message: words[this.#language], words });
  }
}
