/** A piece of a sentence; the strong ones are its variables. */
export type SentencePart = { readonly text: string; readonly strong: boolean };

/**
 * Splits `Finance **may query** it` into its parts. Marks come in pairs; an unpaired last mark is drawn as it stands,
 * so that no word is ever lost from a sentence that a person signs.
 */
export function parseSentence(marked: string): readonly SentencePart[] {
  const pieces = marked.split("**");
  const isPaired = pieces.length % 2 === 1;
  const whole = isPaired ? pieces : [...pieces.slice(0, -2), `${pieces.at(-2) ?? ""}**${pieces.at(-1) ?? ""}`];
  return whole.map((text, index) => ({ text, strong: index % 2 === 1 })).filter((part) => part.text !== "");
}
