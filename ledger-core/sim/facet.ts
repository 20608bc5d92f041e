/** One of the datasets that there are about a subject: the register of it, what changed, what it cost. */
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";

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

type Words = readonly [word: string, zh: string, en: string, holdsZh: string, holdsEn: string];

/** A facet: what it is called and holds, how it comes, is shared and written, and its items. */
export function facet(
  words: Words,
  how: readonly [Cycle, Description["sharing"], string],
  ...items: readonly Item[]
): Facet {
  const [word, zh, en, holdsZh, holdsEn] = words;
  const [cycle, sharing, format] = how;
  return { word, zh, en, holdsZh, holdsEn, cycle, sharing, format, items };
}
