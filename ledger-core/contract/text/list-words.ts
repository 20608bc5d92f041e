/** Lists, small numbers, fractions and amounts as words of a sentence. */
import { groupDigits, joinParts, plain } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";

/** `A, B and C`; `A、B和C`. What stands out in the items keeps standing out. */
export function joinList(
  language: Language,
  items: readonly (readonly SentencePart[])[],
  word: "and" | "or",
): readonly SentencePart[] {
  const last = language === "zh" ? { and: "和", or: "或" }[word] : ` ${word} `;
  const between = language === "zh" ? "、" : ", ";
  const parts = items.flatMap((item, place) => {
    if (place === 0) return item;
    return [plain(place === items.length - 1 ? last : between), ...item];
  });
  return joinParts(language, parts);
}

/** A list of words, without parts. */
export function joinWords(language: Language, words: readonly string[], word: "and" | "or"): string {
  const parts = joinList(
    language,
    words.map((one) => [plain(one)]),
    word,
  );
  return parts.map((part) => part.text).join("");
}

const ENGLISH_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const CHINESE_NUMBERS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** A count as a word up to ten, in digits above. In Chinese two of something is 两. */
export function countWord(language: Language, count: number): string {
  if (language === "zh" && count === 2) return "两";
  return numberWord(language, count);
}

function numberWord(language: Language, count: number): string {
  return (language === "zh" ? CHINESE_NUMBERS : ENGLISH_NUMBERS)[count] ?? groupDigits(count);
}

const ENGLISH_FRACTIONS: Readonly<Record<string, string>> = {
  "1/2": "half",
  "1/3": "a third",
  "2/3": "two thirds",
  "1/4": "a quarter",
  "3/4": "three quarters",
};

/** `two thirds`, `三分之二`; digits where there is no short word. */
export function fractionText(language: Language, numerator: number, denominator: number): string {
  const divisor = greatestDivisor(numerator, denominator);
  const [over, under] = [numerator / divisor, denominator / divisor];
  if (language === "en") return ENGLISH_FRACTIONS[`${over}/${under}`] ?? `${over}/${under}`;
  if (over === 1 && under === 2) return "半数";
  return over <= 10 && under <= 10 ? `${numberWord("zh", under)}分之${numberWord("zh", over)}` : `${over}/${under}`;
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestDivisor(right, left % right);
}

const FEN_PER_YUAN = 100;
const TEN_THOUSAND = 10_000;

/** An amount in fen, exact: `100 万元`, `¥ 1 million` where it is a round one, else to the fen. */
export function moneyText(language: Language, fen: number): string {
  const sign = fen < 0 ? "\u2212" : "";
  const rest = Math.abs(fen) % FEN_PER_YUAN;
  const yuan = (Math.abs(fen) - rest) / FEN_PER_YUAN;
  const unit = (size: number): string | undefined =>
    rest === 0 && yuan >= size && yuan % size === 0 ? sign + groupDigits(yuan / size) : undefined;
  const exact = `${sign}${groupDigits(yuan)}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}`;
  if (language === "en") {
    const million = unit(TEN_THOUSAND * FEN_PER_YUAN);
    return million === undefined ? `¥ ${exact}` : `¥ ${million} million`;
  }
  const [hundredMillion, tenThousand] = [unit(TEN_THOUSAND * TEN_THOUSAND), unit(TEN_THOUSAND)];
  if (hundredMillion !== undefined) return `${hundredMillion} 亿元`;
  return tenThousand === undefined ? `${exact} 元` : `${tenThousand} 万元`;
}

/** `an officer`, `a leader`: an English word with its article; a Chinese one as it is. */
export function withArticle(language: Language, word: string): string {
  if (language === "zh") return word;
  return `${/^[aeiou]/i.test(word) ? "an" : "a"} ${word}`;
}

/** A sentence that begins with a capital letter, where the language has them. */
export function capitalize(parts: readonly SentencePart[]): readonly SentencePart[] {
  const [first, ...others] = parts;
  if (first === undefined) return parts;
  return [{ ...first, text: first.text.slice(0, 1).toUpperCase() + first.text.slice(1) }, ...others];
}
