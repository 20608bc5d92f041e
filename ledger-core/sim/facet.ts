/** One of the datasets that there are about a subject: the register of it, what changed, what it cost. */
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";
import { amount, code, count, date, degrees, hashed, item, text } from "./item-words.ts";

/** How often a dataset is renewed; `irregular` has no date on which it is due. */
export const CYCLES = ["P1D", "P7D", "P1M", "P3M", "P6M", "P1Y", "irregular"] as const;
export type Cycle = (typeof CYCLES)[number];

/** One dataset about a subject. `{}` stands for the subject. */
export type Facet = {
  /** Short word for what it is, in the classification. */
  readonly word: string;
  readonly zh: string;
  readonly en: string;
  /** What it holds, as its summary begins. */
  readonly holdsZh: string;
  readonly holdsEn: string;
  readonly cycle: Cycle;
  readonly sharing: Description["sharing"];
  readonly format: string;
  readonly items: readonly Item[];
};

/**
 * The facets of a table, two lines each: `word | zh | en | holdsZh | holdsEn | cycle sharing format`, then the items, each
 * `kind name`, or `kind name [rule]` for a text or a code, separated by `;`. A line that is written otherwise throws.
 */
export function readFacets(table: string): readonly Facet[] {
  const lines = table.trim().split("\n");
  return lines.flatMap((line, place) => (place % 2 === 0 ? [readFacet(line, lines[place + 1] ?? "")] : []));
}

function readFacet(line: string, items: string): Facet {
  const [word, zh, en, holdsZh, holdsEn, how] = line.split("|").map((cell) => cell.trim());
  const [cycleWord, sharingWord, format] = how?.split(" ") ?? [];
  const cycle = CYCLES.find((known) => known === cycleWord);
  const sharing = SHARING.find((known) => known === sharingWord);
  if (!word || !zh || !en || !holdsZh || !holdsEn || !cycle || !sharing || !format)
    throw new Error(`not a facet: ${line}`);
  return { word, zh, en, holdsZh, holdsEn, cycle, sharing, format, items: items.split(";").map(readItem) };
}

const ITEM_KINDS: Readonly<Record<string, (name: string, rule?: string) => Item>> = {
  text,
  code,
  date,
  count,
  amount,
  hashed,
  degrees,
  time: (name) => item(name, "time", "open"),
  logged: (name) => item(name, "time", "internal"),
  month: (name) => item(name, "text, 7", "sensitive"),
  unique: (name) => item(name, "text, 40", "open", "唯一 unique"),
};

function readItem(written: string): Item {
  const [, kind = "", name = "", rule] = /^(\w+) ([^[]+?)(?: \[(.+)\])?$/u.exec(written.trim()) ?? [];
  const make = ITEM_KINDS[kind];
  if (make === undefined) throw new Error(`not an item: ${written}`);
  return make(name, rule);
}
