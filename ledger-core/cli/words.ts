/** What the command line says by itself, in both languages; sentences about refusals are in `contract/text`. */
import type { Language } from "#ledger-core/contract/text/texts.ts";

export type Words = { readonly zh: string; readonly en: string };

/** The language that was asked for, else that of the terminal's locale, else English. */
export function languageOf(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (asked === "zh" || asked === "en") return asked;
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}
