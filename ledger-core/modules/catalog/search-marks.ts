/** Which parts of a text a search has found, so that a list can show why a dataset is in it. */
import { letterRuns } from "./letter-runs.ts";
import type { LetterRun } from "./letter-runs.ts";
import { readingsOf } from "./pinyin.ts";
import { soundsOf } from "./search-terms.ts";
import type { SearchWord, TermGroup } from "./search-terms.ts";

/** A part of a text in UTF-16 units: from its first to behind its last. */
export type Mark = { readonly from: number; readonly to: number };

/** Parts that are told apart; a long text may hold a word hundreds of times. */
const MARKS_MAX = 40;
/** Chinese characters of a text that are compared by how they are read. */
const READ_CHARACTERS_MAX = 120;

/** The parts of a text that the words of a search have found, in order, apart from each other. */
export function findMarks(text: string, words: readonly SearchWord[]): readonly Mark[] {
  if (words.length === 0) return [];
  const runs = letterRuns(text);
  const groups = words.flatMap(({ any }) => any);
  const asWritten = runs.flatMap(wordsIn);
  const asRead = groups.some(({ among }) => among === "sounds") ? readRuns(runs) : [];
  const marks = groups.flatMap((group) => marksOf(group.among === "words" ? asWritten : asRead, group));
  return joined(marks).slice(0, MARKS_MAX);
}

/** At most so many characters of a text, from a little before what was found in it where that is further on. */
export function excerptOf(text: string, marks: readonly Mark[], charactersMax: number): string {
  const first = marks[0]?.from ?? 0;
  if (text.length <= charactersMax || first < charactersMax / 2) return text.slice(0, charactersMax).toWellFormed();
  const from = first - Math.trunc(charactersMax / 6);
  return `…${text.slice(from, from + charactersMax - 1).toWellFormed()}`;
}

/** A term of the text, where it stands, and where its beginning of so many letters ends. */
type Found = { readonly term: string; readonly mark: Mark; readonly endOf: (letters: number) => number };

/** The parts that a group has found. Of how something is read all has to be there; pairs of characters are shown one by one. */
function marksOf(found: readonly Found[], { among, all }: TermGroup): readonly Mark[] {
  const perTerm = all.map(({ term, isBeginning }) =>
    found.flatMap(({ term: own, mark, endOf }) => {
      if (own === term) return [mark];
      return isBeginning && own.startsWith(term) ? [{ from: mark.from, to: endOf(term.length) }] : [];
    }),
  );
  return among === "sounds" && perTerm.some((one) => one.length === 0) ? [] : perTerm.flat();
}

function wordsIn({ kind, letters, places, whole }: LetterRun): readonly Found[] {
  const placeOf = (i: number): number => places[Math.min(i, letters.length)] ?? 0;
  if (kind === "word") {
    // Several letters may be of one character, as those of ß are: all of it is shown.
    const endOf = (count: number): number => places.find((place) => place > placeOf(count - 1)) ?? placeOf(count);
    return [{ term: whole, mark: { from: placeOf(0), to: placeOf(letters.length) }, endOf }];
  }
  return letters.map((letter, i) => ({
    term: `${letter}${letters[i + 1] ?? ""}`,
    mark: { from: placeOf(i), to: placeOf(i + 2) },
    endOf: () => placeOf(i + 1),
  }));
}

/** Only so much of a text is read aloud; the index of summaries has no more. */
function readRuns(runs: readonly LetterRun[]): readonly Found[] {
  let left = READ_CHARACTERS_MAX;
  return runs.flatMap((run) => {
    if (run.kind === "word" || left <= 0) return [];
    const count = Math.min(run.letters.length, left);
    left -= count;
    return soundsIn(run.letters.slice(0, count), run.places.slice(0, count + 1));
  });
}

function soundsIn(letters: readonly string[], places: readonly number[]): readonly Found[] {
  const placeOf = (i: number): number => places[Math.min(i, letters.length)] ?? 0;
  return soundsOf(letters).flatMap(({ syllables, initials }, i): readonly Found[] => {
    const shortest = Math.min(...readingsOf(letters[i] ?? "").map((reading) => reading.length));
    return [
      ...syllables.map((term) => ({
        term,
        mark: { from: placeOf(i), to: placeOf(i + 2) },
        endOf: (count: number) => placeOf(count > shortest ? i + 2 : i + 1),
      })),
      ...initials.map((term) => ({
        term,
        mark: { from: placeOf(i), to: placeOf(i + term.length - 1) },
        endOf: (count: number) => placeOf(i + count - 1),
      })),
    ];
  });
}

function joined(marks: readonly Mark[]): readonly Mark[] {
  const apart: { from: number; to: number }[] = [];
  for (const { from, to } of marks.toSorted((left, right) => left.from - right.from || right.to - left.to)) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}
