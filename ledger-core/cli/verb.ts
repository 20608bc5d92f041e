/** What a verb of the command line is. */
import type { ParseArgsOptionsConfig } from "node:util";
import type { Output } from "./output.ts";
import type { Words } from "./words.ts";

/** What a verb is given when it runs. */
export type Invocation = {
  readonly output: Output;
  /** What stands after the verb without a name, as many as the verb's usage says. */
  readonly words: readonly string[];
  /** Options by name. */
  readonly options: Options;
  /** A path as it was typed, from where the command was typed. */
  readonly path: (typed: string) => string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
};

/** Runs the verb and answers with its exit code: 0, 1 where the answer is no, 3 where the node cannot seal now. Throws a failure for everything else. */
export type RunVerb = (invocation: Invocation) => Promise<0 | 1 | 3>;

export type Verb = {
  readonly name: string;
  /** What is typed after the name. */
  readonly usage: string;
  /** How many words without a name it takes. */
  readonly wordsMin: number;
  readonly wordsMax: number;
  readonly about: Words;
  /** Each option with what it is for. */
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  /** What else is worth knowing before typing it. */
  readonly notes?: Words;
  readonly load: () => Promise<{ readonly run: RunVerb }>;
};

export type Option = ParseArgsOptionsConfig[string] & { readonly value?: string; readonly about: Words };

type OptionValue = string | boolean | (string | boolean)[] | undefined;

/** The options that were typed. */
export class Options {
  readonly #values: Readonly<Record<string, OptionValue>>;

  constructor(values: Readonly<Record<string, OptionValue>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  has(name: string): boolean {
    return this.#values[name] === true;
  }
}
