import type { Language } from "#renderer/shared/preferences/preferences.ts";

/** A name, or a summary, as one reads it first, and what else it says; `other` is empty where the name is in one language only. */
export type TwoLanguages = { readonly own: string; readonly other: string };

const form = /^([^A-Za-z]*\p{Script=Han}[^A-Za-z]*?)(?:(?<![,:;，：；、])\s+|(?<=。))([A-Za-z][^\p{Script=Han}]*)$/u;

/**
 * Parts a name that holds Chinese and then English, `低保家庭信息 Low-income households`. Both parts must be shown: nothing is dropped. What goes on
 * behind a comma is one text, such as a department and a post.
 */
export function partLanguages(name: string, language: Language): TwoLanguages {
  const [, chinese, english] = form.exec(name.trim()) ?? [];
  if (chinese === undefined || english === undefined) return { own: name, other: "" };
  return language === "zh" ? { own: chinese, other: english } : { own: english, other: chinese };
}

/** The whole of a name in one line, the reader's language first. */
export function ownLanguageFirst(name: string, language: Language): string {
  const { own, other } = partLanguages(name, language);
  return other === "" ? own : `${own} ${other}`;
}
