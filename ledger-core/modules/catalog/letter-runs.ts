/** A text as a search sees it: runs of words and of Chinese characters, in plain small letters, with where each of them stands. */
import { PLAIN_LETTERS } from "./plain-letters.ts";

type Kind = "han" | "word";

/** A stretch of a text. What its letters are is worked out for who asks: most only ask for those of one kind, or for the whole word. */
export class LetterRun {
  /** `han`: Chinese, Japanese and Korean, written without spaces; `word`: letters and digits of any other script. */
  readonly kind: Kind;
  readonly #text: string;
  readonly #begin: number;
  readonly #end: number;
  readonly #isPlain: boolean;
  #letters: string[] | undefined;
  #places: number[] = [];

  /** `isPlain`: every unit from `begin` up to `end` is a letter as it is compared. */
  constructor(kind: Kind, text: string, [begin, end]: readonly [number, number], isPlain: boolean) {
    this.kind = kind;
    this.#text = text;
    this.#begin = begin;
    this.#end = end;
    this.#isPlain = isPlain;
  }

  /** Characters as they are compared; one of the text may become two (`ß`) or none (a mark of its own). */
  get letters(): readonly string[] {
    return (this.#letters ??= this.#read());
  }

  /** Where each of them begins in the text, and after the last one where the run ends, in UTF-16 units. */
  get places(): readonly number[] {
    this.#letters ??= this.#read();
    return this.#places;
  }

  /** All letters in one. */
  get whole(): string {
    return this.#isPlain ? this.#text.slice(this.#begin, this.#end) : this.letters.join("");
  }

  #read(): string[] {
    const letters: string[] = [];
    for (let i = this.#begin; i < this.#end; i++) {
      const unit = this.#text.charCodeAt(i);
      const kind = kinds[unit];
      if (kind === MARK) continue;
      const at = i;
      if (kind === MARKED) {
        for (const letter of smallOf(unit)) {
          letters.push(letter);
          this.#places.push(at);
        }
        continue;
      }
      if (isHighHalf(unit)) i++;
      letters.push(this.#text.slice(at, i + 1));
      this.#places.push(at);
    }
    this.#places.push(this.#end);
    return letters;
  }
}

const SEPARATOR = 0;
const PLAIN = 1;
const MARKED = 2;
const HAN = 3;
const MARK = 4;
const FULL_WIDTH = 0xfee0;
/** The upper bits of the units that may follow in a pair. */
const LOW_HALVES = 0xdc00 >> 10;

/** Letters and digits by blocks of Unicode, frozen here: what a word is must not depend on a version of Unicode. */
const WORDS: readonly (readonly [from: number, to: number])[] = [
  [0x30, 0x39],
  [0x61, 0x7a],
  [0xaa, 0xaa],
  [0xb5, 0xb5],
  [0xba, 0xba],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2c1],
  [0x370, 0x373],
  [0x386, 0x386],
  [0x388, 0x3f5],
  [0x3f7, 0x481],
  [0x48a, 0x556],
  [0x561, 0x587],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x660, 0x669],
  [0x66e, 0x6d3],
  [0x6f0, 0x6fc],
  [0x900, 0xdff],
  [0xe01, 0xeff],
  [0xf20, 0xfff],
  [0x1000, 0x10ff],
  [0x1200, 0x135a],
  [0x1780, 0x17d3],
  [0x1810, 0x18af],
  [0x1e00, 0x1fff],
  [0xa000, 0xa4cf],
];
const CAPITALS_AND_FULL_WIDTH: readonly (readonly [from: number, to: number])[] = [
  [0x41, 0x5a],
  [0xff10, 0xff19],
  [0xff21, 0xff3a],
  [0xff41, 0xff5a],
];
const HAN_BLOCKS: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x11ff],
  [0x3005, 0x3007],
  [0x3041, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  // Pairs of units that stand for the rarer characters.
  [0xd840, 0xd88f],
];
const HAN_UNIT =
  /[\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ud840-\ud88f]/;
/** Accents and vowel signs that stand behind their letter. */
const MARKS: readonly (readonly [from: number, to: number])[] = [
  [0x300, 0x36f],
  [0x64b, 0x65f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];

const plainOf = new Map(PLAIN_LETTERS.split(" ").map((pair) => [pair.charCodeAt(0), pair.slice(1)]));
const kinds = kindsOfUnits();

/** The runs of a text in order; whatever else there is separates them. */
export function letterRuns(text: string): readonly LetterRun[] {
  const runs: LetterRun[] = [];
  let open: Kind | undefined;
  let [begin, end, isPlain] = [0, 0, true];
  const close = (): void => {
    if (open !== undefined) runs.push(new LetterRun(open, text, [begin, end], isPlain));
    open = undefined;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kind = kinds[unit];
    if (kind === MARK) {
      isPlain = false;
      continue;
    }
    const isHigh = isHighHalf(unit);
    const isPair = isHigh && text.charCodeAt(i + 1) >> 10 === LOW_HALVES;
    // Half of a pair alone is no character.
    if (kind === SEPARATOR || (isHigh && !isPair)) {
      close();
      continue;
    }
    const next = kind === HAN ? "han" : "word";
    if (next !== open) {
      close();
      [open, begin, isPlain] = [next, i, true];
    }
    if (kind === MARKED) isPlain = false;
    if (isPair) i++;
    end = i + 1;
  }
  close();
  return runs;
}

function isHighHalf(unit: number): boolean {
  return unit >= 0xd840 && unit <= 0xd88f;
}

/** The words of a text in plain small letters, separated by spaces; undefined where there is Chinese in it, whose runs are wanted. */
export function plainWords(text: string): string | undefined {
  let words = "";
  // What needs no change is taken over in one piece.
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kind = kinds[unit];
    if (kind === PLAIN) continue;
    if (kind === HAN) return undefined;
    words += text.slice(from, i);
    if (kind === MARKED) words += smallOf(unit);
    else if (kind === SEPARATOR) words += " ";
    from = i + 1;
  }
  return words + text.slice(from);
}

/** True where a text has anything written without spaces between words. */
export function hasHan(text: string): boolean {
  return HAN_UNIT.test(text);
}

/** True where small letters and a separation at everything else are all that the text needs, which SQLite does by itself. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function smallOf(unit: number): string {
  const plain = unit >= 0xff00 ? unit - FULL_WIDTH : unit;
  if (plain >= 0x41 && plain <= 0x5a) return String.fromCharCode(plain + 32);
  return plainOf.get(plain) ?? String.fromCharCode(plain);
}

function kindsOfUnits(): Uint8Array {
  const all = new Uint8Array(0x10000);
  const fill = (blocks: readonly (readonly [number, number])[], kind: number): void => {
    for (const [from, to] of blocks) all.fill(kind, from, to + 1);
  };
  fill(WORDS, PLAIN);
  fill(HAN_BLOCKS, HAN);
  fill(MARKS, MARK);
  const marked = [...plainOf.keys()].map((unit) => [unit, unit] as const);
  fill(marked, MARKED);
  fill(CAPITALS_AND_FULL_WIDTH, MARKED);
  return all;
}
