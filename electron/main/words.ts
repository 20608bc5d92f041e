import type { Words } from "#ledger-core/contract/api/shared.ts";
import type { Language } from "#electron/preload/messages.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

/** `zh.json` and `en.json` have the same keys, or this file does not compile. */
export type WordKey = keyof typeof zh;

/** The shell's words in one language; `{name}` in them stands for a value. */
export function words(language: Language, key: WordKey, values: Readonly<Record<string, string>> = {}): string {
  const texts: Readonly<Record<WordKey, string>> = language === "zh" ? zh : en;
  const template = texts[key];
  return template.replaceAll(/\{(\w+)\}/gu, (mark, name: string) => values[name] ?? mark);
}

/** The same in both languages. */
export function bothWords(key: WordKey, values: Readonly<Record<string, string>> = {}): Words {
  return { zh: words("zh", key, values), en: words("en", key, values) };
}

/** The language of a system that prefers these, as BCP 47 tags. */
export function languageOf(preferred: readonly string[]): Language {
  return preferred[0]?.toLowerCase().startsWith("zh") === true ? "zh" : "en";
}
