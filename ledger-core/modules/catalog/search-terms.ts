/**
 * The terms under which a text is found, and those that a search asks for. Words go by themselves; a run of Chinese characters by each
 * pair of them, and by how it is read: pairs of syllables (`dibao baojia jiating`) and three first letters in a row (`1dbj 1bjt`). The
 * last of a run stands alone, so that each character begins a term, and a search for one character looks for such beginnings.
 */
import { hasHan, isAscii, letterRuns, plainWords } from "./letter-runs.ts";
import { readingsOf, readInWords, splitSyllables } from "./pinyin.ts";

/** Before first letters, which are no syllable and no word. */
const INITIALS_MARK = "1";
const INITIALS = 3;
/** Readings of neighbours that are written down together, the likeliest ones first. */
const READINGS_TOGETHER_MAX = 6;
/** Letters of a title by which it is put in order. */
const ORDER_LETTERS_MAX = 60;
/** Longest word of a search, in letters; longer ones are cut. */
const WORD_LETTERS_MAX = 48;
const WORDS_MAX = 12;
/** Letters that a Chinese syllable can begin with. */
const INITIAL_LETTERS = /^[a-hj-tw-z]+$/;

/** Words and pairs of characters of a text, separated by spaces; what is plain English comes back as it is, for SQLite parts it alike. */
export function indexTerms(text: string): string {
  if (isAscii(text)) return text;
  const words = plainWords(text);
  if (words !== undefined) return words;
  const terms: string[] = [];
  for (const run of letterRuns(text)) {
    if (run.kind === "word") terms.push(run.whole);
    else run.letters.forEach((letter, i) => terms.push(letter + (run.letters[i + 1] ?? "")));
  }
  return terms.join(" ");
}

/** A code as it is compared: its letters and digits, whatever stands between them. */
export function plainCode(code: string): string {
  const words = plainWords(code);
  if (words !== undefined) return words.trim().replaceAll(/ {2,}/g, " ");
  return letterRuns(code)
    .map(({ whole }) => whole)
    .join(" ");
}

/** How the Chinese in a text is read, each term once; at most so many characters of it are read. */
export function soundTerms(text: string, charactersMax: number): string {
  if (!hasHan(text)) return "";
  const terms = new Set<string>();
  let left = charactersMax;
  for (const run of letterRuns(text)) {
    if (run.kind === "word") continue;
    const read = run.letters.slice(0, left);
    left -= read.length;
    for (const { syllables, initials } of soundsOf(read)) {
      for (const term of syllables) terms.add(term);
      for (const term of initials) terms.add(term);
    }
    if (left <= 0) break;
  }
  return [...terms].join(" ");
}

/** The terms that begin at each character of a run. */
export function soundsOf(
  characters: readonly string[],
): readonly { readonly syllables: readonly string[]; readonly initials: readonly string[] }[] {
  const readings = characters.map(readingsOf);
  const letters = readings.map(initialLetters);
  return readings.map((own, i) => ({
    syllables: together(own, readings[i + 1] ?? []),
    initials: initialsOf(letters, i),
  }));
}

/** Two syllables written together, for each way in which both are likely to be read. */
function together(first: readonly string[], second: readonly string[]): readonly string[] {
  const [left = "", ...otherLefts] = first;
  const [right = "", ...otherRights] = second;
  if (right === "" || left === "") return first;
  if (otherLefts.length === 0 && otherRights.length === 0) return [left + right];
  const alternatives = otherLefts.flatMap((one) => [one + right, ...otherRights.map((other) => one + other)]);
  return [left + right, ...otherRights.map((other) => left + other), ...alternatives].slice(0, READINGS_TOGETHER_MAX);
}

function initialLetters(readings: readonly string[]): string {
  const [first = "", ...others] = readings;
  let letters = first.charAt(0);
  for (const other of others) if (!letters.includes(other.charAt(0))) letters += other.charAt(0);
  return letters;
}

/** First letters in a row from one character on, up to one without a reading. */
function initialsOf(letters: readonly string[], from: number): readonly string[] {
  let all = [INITIALS_MARK];
  for (let i = from; i < from + INITIALS; i++) {
    const next = letters[i] ?? "";
    if (next === "") break;
    const [only = "", ...others] = all;
    // Most characters are read in one way.
    if (next.length === 1 && others.length === 0) all = [only + next];
    else all = all.flatMap((one) => [...next].map((letter) => one + letter));
  }
  return all[0] === INITIALS_MARK ? [] : all.slice(0, READINGS_TOGETHER_MAX);
}

/**
 * What titles are put in order by: digits, then words, then Chinese by how it is read, characters of one reading together. A title
 * that begins with another one comes right after it.
 */
export function titleOrder(title: string): string {
  if (!hasHan(title)) return plainCode(title).slice(0, ORDER_LETTERS_MAX);
  let order = "";
  let left = ORDER_LETTERS_MAX;
  for (const { kind, letters } of letterRuns(title)) {
    if (left <= 0) break;
    const shown = letters.slice(0, left);
    left -= shown.length;
    if (kind === "word") order += `${order === "" ? "" : " "}${shown.join("")}`;
    // The space behind a syllable puts `ba` before `bao`; the tilde puts Chinese behind Latin letters.
    else
      order += readInWords(shown)
        .map((syllable, i) => `~${syllable ?? "~"} ${shown[i]}`)
        .join("");
  }
  return order;
}

/** Terms that all have to be there, among words or among sounds. A term that is only a beginning finds what begins with it. */
export type TermGroup = {
  readonly among: "words" | "sounds";
  readonly all: readonly { readonly term: string; readonly isBeginning: boolean }[];
};

/** One word of a search: any of the groups is enough. A single letter begins too much: it is looked for in titles and codes alone. */
export type SearchWord = { readonly any: readonly TermGroup[]; readonly isLetter: boolean };

/** The words of a search; all are needed. Nothing that a person types is read as a query language: terms are letters and digits. */
export function searchWords(text: string): readonly SearchWord[] {
  return letterRuns(text)
    .slice(0, WORDS_MAX)
    .map((run) => (run.kind === "han" ? hanWord(run.letters) : latinWord(run.whole)));
}

function hanWord(letters: readonly string[]): SearchWord {
  const [only] = letters;
  if (letters.length === 1 && only !== undefined) return { any: [group("words", [], only)], isLetter: false };
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
  return { any: [group("words", pairs.slice(0, WORD_LETTERS_MAX))], isLetter: false };
}

function latinWord(whole: string): SearchWord {
  const word = whole.slice(0, WORD_LETTERS_MAX);
  const forms = otherForms(word).map((form) => group("words", [form]));
  return { any: [group("words", [], word), ...forms, ...soundGroups(word)], isLetter: word.length === 1 };
}

function soundGroups(word: string): readonly TermGroup[] {
  if (!/^[a-z]+$/.test(word)) return [];
  const groups = splitSyllables(word).map((split) => {
    const pairs = split.slice(1).map((syllable, i) => `${split[i]}${syllable}`);
    return pairs.length === 0 ? group("sounds", [], word) : group("sounds", pairs.slice(0, -1), pairs.at(-1));
  });
  if (!INITIAL_LETTERS.test(word)) return groups;
  const rows = Array.from({ length: Math.max(1, word.length - INITIALS + 1) }, (_, i) => word.slice(i, i + INITIALS));
  const marked = rows.map((row) => INITIALS_MARK + row);
  return [...groups, word.length < INITIALS ? group("sounds", [], marked[0]) : group("sounds", marked)];
}

function group(among: TermGroup["among"], whole: readonly string[], beginning?: string): TermGroup {
  const all = whole.map((term) => ({ term, isBeginning: false }));
  return { among, all: beginning === undefined ? all : [...all, { term: beginning, isBeginning: true }] };
}

/** The other number of an English noun, and what a form in -ing or -ed is made of; a beginning finds longer forms by itself. */
function otherForms(word: string): readonly string[] {
  if (!/^[a-z]{4,}$/.test(word)) return [];
  if (word.endsWith("ies")) return [`${word.slice(0, -3)}y`];
  if (/(?:ch|sh|x|s|z)es$/.test(word)) return [word.slice(0, -2), word.slice(0, -1)];
  if (/[^su]s$/.test(word)) return [word.slice(0, -1)];
  const stem = /^([a-z]{3,})(?:ing|ed)$/.exec(word)?.[1];
  if (stem !== undefined) return [stem, `${stem}e`, `${stem}s`, `${stem}es`];
  return word.endsWith("y") ? [`${word.slice(0, -1)}ies`] : [];
}
