/** What was typed after a verb: words and options, or why they are not what the verb takes. */
import { parseArgs } from "node:util";
import type { ParseArgsOptionsConfig } from "node:util";
import { usageFailure } from "./failure.ts";
import { Options } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { Words } from "./words.ts";

const COMMON = { json: { type: "boolean" }, lang: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

/** An option as it was typed: with the value behind a space or an equals sign, if any. */
type Typed = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

/** Throws a wrong usage. */
export function parseOptions(
  verb: Verb,
  given: readonly string[],
): { readonly words: readonly string[]; readonly options: Options } {
  const options: ParseArgsOptionsConfig = { ...verb.options, ...COMMON };
  const { values, positionals, tokens } = parseArgs({
    args: [...given],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const before = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = options[token.name];
    const flaw = flawOf(token, option?.type) ?? (before.has(token.name) ? repeatedFlaw(token, option) : undefined);
    if (flaw !== undefined) throw usageFailure(flaw, verb.name);
    before.add(token.name);
  }
  return { words: positionals, options: new Options(values) };
}

/** `type`: that of the option, if the verb has it. */
function flawOf(
  { name, rawName, value, inlineValue }: Typed,
  type: "string" | "boolean" | undefined,
): Words | undefined {
  if (type === undefined) return { zh: `没有 ${rawName} 这个选项。`, en: `There is no option ${rawName}.` };
  if (type === "boolean")
    return value === undefined ? undefined : { zh: `${rawName} 不带值。`, en: `${rawName} takes no value.` };
  if (value === undefined) return { zh: `${rawName} 后面缺少它的值。`, en: `The value of ${rawName} is missing.` };
  if (inlineValue === true || !/^-./.test(value)) return undefined;
  return {
    zh: `${rawName} 后面应是它的值，而“${value}”像是选项；以连字符开头的值请写成 --${name}=VALUE。`,
    en: `After ${rawName} comes its value, and “${value}” looks like an option; write --${name}=VALUE if a value begins with a dash.`,
  };
}

/** Only the last value would be read, and nobody told what became of the others. A flag says the same however often it stands there. */
function repeatedFlaw({ name }: Typed, option: ParseArgsOptionsConfig[string] | undefined): Words | undefined {
  if (option?.type !== "string" || option.multiple === true) return undefined;
  return { zh: `--${name} 只能给一次。`, en: `--${name} may be given only once.` };
}
