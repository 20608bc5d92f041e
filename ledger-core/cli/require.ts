/** What a verb cannot do without. */
import { usageFailure } from "./failure.ts";
import type { Invocation, Options } from "./verb.ts";

/** A word of the command line; the verb's usage says that it is there. */
export function requireWord({ words }: Pick<Invocation, "words">, place: number): string {
  const word = words[place];
  if (word === undefined) throw new Error("a verb asks for more words than its usage demands");
  return word;
}

/** The text of an option. Throws a wrong usage where it is missing. */
export function requireText(options: Options, name: string, verb: string): string {
  const value = options.text(name);
  if (value !== undefined && value.trim() !== "") return value;
  throw usageFailure({ zh: `缺少 --${name}。`, en: `--${name} is missing.` }, verb);
}

/** The whole number of an option; undefined where it was not given. Throws a wrong usage. */
export function wholeNumber(options: Options, name: string, verb: string): number | undefined {
  const value = options.text(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && Number.isSafeInteger(number)) return number;
  throw usageFailure(
    { zh: `--${name} 需要整数，而不是“${value}”。`, en: `--${name} takes a whole number, not “${value}”.` },
    verb,
  );
}
