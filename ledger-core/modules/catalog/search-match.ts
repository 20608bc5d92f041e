/** The words of a search as an expression of SQLite's full-text index. */
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import { ownerTerm } from "./search-projection.ts";
import type { SearchWord, TermGroup } from "./search-terms.ts";

/** Where something is looked for, and in which columns words and sounds then are. */
const COLUMNS = {
  anywhere: {
    words: "{title summary items keywords publisher code}",
    sounds: "{title_sound text_sound}",
    owner: "{owner}",
  },
  short: { words: "{title code}", sounds: "{title_sound}", owner: undefined },
  title: { words: "{title}", sounds: "{title_sound}", owner: undefined },
  fields: { words: "{items keywords publisher code}", sounds: undefined, owner: "{owner}" },
} as const;
type Where = keyof typeof COLUMNS;

/** Owners that one word may stand for; a word that is in the name of more of them names none. */
const OWNERS_MAX = 64;
/** Words by which what is found is put in order; the ones after them decide only whether it is found. */
const RANKED_WORDS_MAX = 4;

type NamedDepartment = { readonly key: number; readonly words: string; readonly sounds: string };

/** Expressions of the index: what has all words; and for each of the first words what has it in the title, or in another short field. */
export type SearchMatch = {
  readonly all: string;
  readonly ranked: readonly { readonly title: string; readonly fields: string }[];
};

/** Undefined if nothing is asked for. */
export function matchOf(port: ReadPort, words: readonly SearchWord[]): SearchMatch | undefined {
  if (words.length === 0) return undefined;
  const departments = port.all<NamedDepartment>("SELECT key, words, sounds FROM catalog_search_department");
  const named = words.map((word) => ({ word, owners: ownersOf(word, departments) }));
  return {
    all: named.map((one) => expression(one, one.word.isLetter ? "short" : "anywhere")).join(" AND "),
    ranked: named
      .filter(({ word }) => !word.isLetter)
      .slice(0, RANKED_WORDS_MAX)
      .map((one) => ({ title: expression(one, "title"), fields: expression(one, "fields") })),
  };
}

function ownersOf({ any, isLetter }: SearchWord, departments: readonly NamedDepartment[]): readonly number[] {
  if (isLetter) return [];
  const named = departments.filter((department) => any.some((group) => isNamed(department, group)));
  const owners = [...new Set(named.map(({ key }) => key))];
  return owners.length > OWNERS_MAX ? [] : owners;
}

function expression(
  { word, owners }: { readonly word: SearchWord; readonly owners: readonly number[] },
  where: Where,
): string {
  const columns = COLUMNS[where];
  const groups = word.any.flatMap(({ among, all }) => {
    const names = columns[among];
    return names === undefined ? [] : [`(${names} : (${all.map(termText).join(" AND ")}))`];
  });
  const ofOwners = owners.map((key) => `"${ownerTerm(key)}"`).join(" OR ");
  if (ofOwners !== "" && columns.owner !== undefined) groups.push(`(${columns.owner} : (${ofOwners}))`);
  return `(${groups.join(" OR ")})`;
}

/** Terms are letters and digits alone, so a quoted one is only ever a term. */
function termText({ term, isBeginning }: TermGroup["all"][number]): string {
  return `"${term}"${isBeginning ? "*" : ""}`;
}

function isNamed(department: NamedDepartment, { among, all }: TermGroup): boolean {
  // The names are separated as SQLite's tokenizer separates them: an English one is kept as it was written.
  const terms = ` ${smallAscii(department[among])} `;
  return all.every(({ term, isBeginning }) => terms.includes(isBeginning ? ` ${term}` : ` ${term} `));
}

function smallAscii(text: string): string {
  return text.replaceAll(/[\0-\x7f]/g, (letter) => {
    const code = letter.charCodeAt(0);
    if (code >= 0x41 && code <= 0x5a) return String.fromCharCode(code + 32);
    return /[0-9a-z]/.test(letter) ? letter : " ";
  });
}
