/** Characters that change how a text looks without being seen themselves, and excerpts that are safe to print. */

/**
 * Controls other than tab and line ends, marks that turn the direction of writing, spaces of no width, tags. Joiners (U+200C, U+200D)
 * are not among them: Persian words and emoji need them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;
const EXCERPT_POINTS_MAX = 80;
/** Most texts, and nearly every name of a field: there is nothing to look for in them. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The first such character of the text as `U+202E`; undefined if there is none. */
export function findHiddenMark(text: string): string | undefined {
  if (PLAIN.test(text)) return undefined;
  const found = HIDDEN.exec(text)?.[0];
  return found === undefined ? undefined : pointName(found);
}

/** True if the text holds something that a browser would take for an HTML tag or comment. */
export function hasMarkup(text: string): boolean {
  return /<[a-zA-Z/!?]/.test(text);
}

/** The beginning of a text on one line; what cannot be seen is spelt as `[U+202E]`, so that no terminal or window obeys it. */
export function excerpt(text: string): string {
  if (text.length <= EXCERPT_POINTS_MAX && PLAIN.test(text)) return text;
  let shown = "";
  let points = 0;
  for (const point of text) {
    if (points++ === EXCERPT_POINTS_MAX) return `${shown}…`;
    const unseen = HIDDEN.test(point) || /[\t\n\r]/.test(point) || !point.isWellFormed();
    shown += unseen ? `[${pointName(point)}]` : point;
  }
  return shown;
}

function pointName(point: string): string {
  return `U+${(point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
