/** Words of a text for the search index: Latin words in small letters, and for Han text every character and every pair. */

const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;
const WORD = /[A-Za-z0-9\u00c0-\u024f]/;

/** Terms of a text that is indexed, in order, separated by spaces. */
export function indexTerms(text: string): string {
  return split(text)
    .flatMap((run) => (HAN.test(run) ? [...run, ...pairs(run)] : [run]))
    .join(" ");
}

/** Terms that a search asks for: Latin words, and for Han text its pairs, or the one character. */
export function queryTerms(text: string): readonly string[] {
  return split(text).flatMap((run) => (HAN.test(run) && run.length > 1 ? pairs(run) : [run]));
}

function pairs(run: string): readonly string[] {
  return Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
}

/** Runs of Han characters and of Latin letters and digits; whatever else there is separates them. */
function split(text: string): readonly string[] {
  const runs: string[] = [];
  let kind: "han" | "word" | undefined;
  for (const character of text) {
    const next = HAN.test(character) ? "han" : WORD.test(character) ? "word" : undefined;
    const small = next === "word" ? smallLetter(character) : character;
    if (next !== undefined && next === kind) runs[runs.length - 1] += small;
    else if (next !== undefined) runs.push(small);
    kind = next;
  }
  return runs;
}

/** A to Z only: what a letter's small form is must not depend on a locale or on a version of Unicode. */
function smallLetter(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : character;
}
