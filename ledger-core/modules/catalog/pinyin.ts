/** How Chinese characters are read, without tones, from a frozen table: the same on every machine. `ü` is written `v`, and `u` beside it. */
import { FIRST_READINGS, SECOND_READINGS, THIRD_READINGS, WORD_READINGS } from "./pinyin-characters.ts";

/** Longest word of the table. */
const WORD_CHARACTERS_MAX = 3;
const SYLLABLE_LETTERS_MAX = 6;
/** Ways of reading letters as syllables that are looked at, and that are followed: those with the fewest syllables. */
const SPLITS_SEEN_MAX = 64;
const SPLITS_MAX = 6;

type Tables = {
  readonly readings: ReadonlyMap<string, readonly string[]>;
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly syllables: ReadonlySet<string>;
  /** Every syllable as far as it may have been written. */
  readonly beginnings: ReadonlySet<string>;
};

let held: Tables | undefined;
/** Read when they are first asked for: every thread that knows the rules comes by here, and most of them never search. */
const tables = (): Tables => (held ??= readTables());

/** The readings of a character, the most frequent first; none of what is not a Chinese character, or has no reading that is known. */
export function readingsOf(character: string): readonly string[] {
  return tables().readings.get(character) ?? [];
}

/** One reading for each character, by the word in which it stands where the table has that word; undefined where there is none. */
export function readInWords(characters: readonly string[]): readonly (string | undefined)[] {
  const { words } = tables();
  const read = characters.map((character) => readingsOf(character)[0]);
  for (let i = 0; i < characters.length; i++) {
    for (let length = Math.min(WORD_CHARACTERS_MAX, characters.length - i); length > 1; length--) {
      const word = words.get(characters.slice(i, i + length).join(""));
      if (word === undefined) continue;
      for (const [k, syllable] of word.entries()) read[i + k] = syllable;
      i += length - 1;
      break;
    }
  }
  return read;
}

/**
 * The ways in which letters can be read as syllables in a row, of which the last may be only begun: `xian` as `xian` and as `xi an`.
 * The fewest syllables first; none where the letters are not pinyin.
 */
export function splitSyllables(letters: string): readonly (readonly string[])[] {
  const { syllables, beginnings } = tables();
  const found: (readonly string[])[] = [];
  const dead = new Set<number>();
  const walk = (from: number, before: readonly string[]): boolean => {
    if (found.length >= SPLITS_SEEN_MAX) return true;
    let isAlive = false;
    for (let size = Math.min(SYLLABLE_LETTERS_MAX, letters.length - from); size > 0; size--) {
      const part = letters.slice(from, from + size);
      if (from + size === letters.length) {
        if (!beginnings.has(part)) continue;
        found.push([...before, part]);
        isAlive = true;
      } else if (syllables.has(part) && !dead.has(from + size))
        isAlive = walk(from + size, [...before, part]) || isAlive;
    }
    if (!isAlive) dead.add(from);
    return isAlive;
  };
  walk(0, []);
  return found.toSorted((left, right) => left.length - right.length).slice(0, SPLITS_MAX);
}

function readTables(): Tables {
  const readings = readCharacters();
  const words = new Map(
    WORD_READINGS.split(",").map((line) => {
      const [word = "", ...syllables] = line.split(" ");
      return [word, syllables];
    }),
  );
  const syllables = new Set([...readings.values()].flat());
  const beginnings = new Set([...syllables].flatMap((one) => Array.from(one, (_, i) => one.slice(0, i + 1))));
  return { readings, words, syllables, beginnings };
}

function readCharacters(): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const rank of [FIRST_READINGS, SECOND_READINGS, THIRD_READINGS]) {
    for (const [, syllable = "", characters = ""] of rank.matchAll(/([a-z]+)([^a-z]+)/g)) {
      for (const character of characters) {
        const known = table.get(character);
        if (known === undefined) table.set(character, [syllable]);
        else known.push(syllable);
      }
    }
  }
  return table;
}
