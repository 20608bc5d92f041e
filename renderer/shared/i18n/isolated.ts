/** Letters that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What this file puts around a text, or else a mark that turns the direction of writing. */
const isolate =
  /\u2068[^\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*\u2069|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * What somebody else named, to stand within a line of the console: the words beside it keep their places, whatever it holds. A mark
 * that turns the direction of writing shows as `�`, as it does in a sentence that is signed; words from right to left stand for
 * themselves. Any other text is given back as it is, and so is what was isolated before. An element cannot do this: a stray mark
 * ends its `unicode-bidi: isolate`. A text that is a block of its own needs none of it.
 */
export function isolated(text: string): string {
  const told = text.replaceAll(isolate, (found) => (found.length > 1 ? found : "\ufffd"));
  const bare = told.replaceAll(isolate, "");
  return rightToLeft.test(bare) ? `\u2068${told.replaceAll(/[\u2068\u2069]/gu, "")}\u2069` : told;
}
