/** `--help`, of the command and of each verb. */
import type { Output } from "./output.ts";
import { tableLines } from "./output.ts";
import type { Verb } from "./verb.ts";
import type { Words } from "./words.ts";

const COMMON: readonly (readonly [string, Words])[] = [
  ["--json", { zh: "在标准输出上只写一个 JSON 文档", en: "one JSON document on stdout, nothing else there" }],
  ["--lang zh|en", { zh: "语言；默认按终端的语言", en: "language; the terminal's by default" }],
  ["--help", { zh: "本说明", en: "this help" }],
];

/** All verbs with what each does. */
export function generalHelp(verbs: readonly Verb[], output: Output): string {
  const say = (words: Words): string => output.words(words);
  const lines = [
    say({ zh: "用法：ledger 命令 ... [选项]", en: "Usage: ledger VERB ... [options]" }),
    "",
    ...indent(tableLines(verbs.map((verb) => [verb.name, say(verb.about)]))),
    "",
    say({ zh: "每个命令的用法和示例：ledger 命令 --help", en: "Usage and an example of each: ledger VERB --help" }),
    say({
      zh: "口令取自环境变量 LEDGER_PASSPHRASE，或在终端输入；不能作为参数给出。",
      en: "Passphrases come from LEDGER_PASSPHRASE or are asked for; they are never arguments.",
    }),
    say({
      zh: "退出码：0 完成；1 答案为否；2 用法有误；3 环境问题；130 被中断。",
      en: "Exit codes: 0 done; 1 the answer is no; 2 wrong usage; 3 the surroundings; 130 interrupted.",
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/** One verb. */
export function verbHelp(verb: Verb, output: Output): string {
  const say = (words: Words): string => output.words(words);
  const own = Object.entries(verb.options).map(([name, option]): readonly [string, Words] => {
    const short = option.short === undefined ? "" : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return [`${short}--${name}${value}`, option.about];
  });
  const lines = [
    `ledger ${verb.name} ${verb.usage}`,
    "",
    say(verb.about),
    ...(verb.notes === undefined ? [] : ["", say(verb.notes)]),
    "",
    say({ zh: "选项：", en: "Options:" }),
    ...indent(tableLines([...own, ...COMMON].map(([name, about]) => [name, say(about)]))),
    "",
    say({ zh: "示例：", en: "Example:" }),
    ...indent(verb.examples.map((example) => `ledger ${example}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
