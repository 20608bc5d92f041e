/** A piece of a text, and whether a search has found it. */
export type FoundPart = { readonly part: string; readonly isFound: boolean };

const letter = /[\p{L}\p{N}]/u;
const han = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Parts a text at what was found: the longest piece first where several begin at one place. A word is found only where one begins,
 * so `low` is not marked within `follow`. The pieces joined are the text.
 */
export function foundParts(text: string, matched: readonly string[]): readonly FoundPart[] {
  const pieces = matched.filter((piece) => piece !== "").toSorted((left, right) => right.length - left.length);
  const parts: FoundPart[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const piece = pieces.find((one) => text.startsWith(one, at) && beginsWord(text, at));
    if (piece === undefined) {
      at++;
      continue;
    }
    if (at > from) parts.push({ part: text.slice(from, at), isFound: false });
    parts.push({ part: piece, isFound: true });
    at += piece.length;
    from = at;
  }
  if (from < text.length) parts.push({ part: text.slice(from), isFound: false });
  return parts;
}

function beginsWord(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || han.test(text.slice(at)) || han.test(before) || !letter.test(before);
}
