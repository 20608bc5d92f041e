/** The search of the catalogue as windows and scripts ask for it. */
import type { DatasetBrief } from "#ledger-core/contract/api/catalog-search.ts";
import { PROFILES, SHARING } from "#ledger-core/contract/schema/catalog.ts";
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Words } from "#ledger-core/contract/api/shared.ts";
import { text } from "#ledger-core/contract/text/texts.ts";
import { FRESHNESS } from "#ledger-core/modules/catalog/freshness.ts";
import type { Freshness } from "#ledger-core/modules/catalog/freshness.ts";
import { parameterOf } from "#ledger-core/modules/catalog/parameters.ts";
import { excerptOf, findMarks } from "#ledger-core/modules/catalog/search-marks.ts";
import { searchDatasets } from "#ledger-core/modules/catalog/search-reads.ts";
import type { DatasetFilters, FacetCount } from "#ledger-core/modules/catalog/facet-book.ts";
import type { FoundDataset } from "#ledger-core/modules/catalog/search-reads.ts";
import { searchWords } from "#ledger-core/modules/catalog/search-terms.ts";
import type { SearchWord } from "#ledger-core/modules/catalog/search-terms.ts";
import type { Briefs } from "#ledger-core/node/briefs.ts";
import { sameWords } from "#ledger-core/node/words.ts";
import { ask, procedures } from "./base.ts";

const SUMMARY_CHARACTERS_MAX = 300;
const OPENNESS = ["closed", "conditional", "open"] as const;
const STATES = ["draft", "published", "retired"] as const;

export const searchProcedure = procedures.catalog.search.handler(({ context, input }) => {
  const { briefs, height, moment, rows: stored } = ask(context);
  const filters = understood(input);
  const { total, rows, facets } = searchDatasets(context.host.ledger.reader.sql, {
    ...input,
    filters,
    clock: { time: moment.time, overduePercent: parameterOf(stored, "overdue-percent") },
  });
  const searched = searchWords(input.text);
  return {
    height,
    total,
    rows: rows.map((row) => briefOf(row, briefs, searched)),
    facets: {
      owner: labelled(facets.owner, (value) => briefs.department(Number(value)).name),
      theme: labelled(facets.theme, sameWords),
      classification: labelled(facets.classification, sameWords),
      sharing: labelled(facets.sharing, (value) => inBoth(`sharing.${value as DatasetRow["sharing"]}`)),
      openness: labelled(facets.openness, (value) => inBoth(`openness.${value as DatasetRow["openness"]}`)),
      format: labelled(facets.format, sameWords),
      cycle: labelled(facets.cycle, sameWords),
      freshness: labelled(facets.freshness, (value) => inBoth(`freshness.${value as Freshness}`)),
      profile: labelled(facets.profile, (value) => inBoth(`profile.${value as DatasetRow["profile"]}`)),
      state: labelled(facets.state, (value) => inBoth(`state.catalog.dataset.${value as DatasetRow["state"]}`)),
    },
  };
});

/** Values that nothing can have are no filter: an address may have been written by hand. */
function understood(filters: DatasetFilters): DatasetFilters {
  const among = (values: readonly string[], known: readonly string[]): readonly string[] =>
    values.filter((value) => known.includes(value));
  return {
    ...filters,
    owner: filters.owner.filter((value) => /^[1-9]\d{0,14}$/.test(value)),
    sharing: among(filters.sharing, SHARING),
    openness: among(filters.openness, OPENNESS),
    freshness: among(filters.freshness, FRESHNESS),
    profile: among(filters.profile, PROFILES),
    state: among(filters.state, STATES),
  };
}

function briefOf(row: FoundDataset, briefs: Briefs, searched: readonly SearchWord[]): DatasetBrief {
  const [inTitle, inSummary] = [findMarks(row.title, searched), findMarks(row.summary, searched)];
  const marked = [
    ...inTitle.map(({ from, to }) => row.title.slice(from, to)),
    ...inSummary.map(({ from, to }) => row.summary.slice(from, to)),
  ];
  return {
    ...row,
    summary: excerptOf(row.summary, inSummary, SUMMARY_CHARACTERS_MAX),
    matched: [...new Set(marked)],
    owner: briefs.department(row.owner),
    sharing: row.sharing as DatasetRow["sharing"],
    state: row.state as DatasetRow["state"],
    suspended: row.suspended === "yes",
  };
}

function labelled(
  counts: readonly FacetCount[],
  words: (value: string) => Words,
): { value: string; label: Words; count: number }[] {
  return counts.map(({ value, count }) => ({ value, label: words(value), count }));
}

function inBoth(key: Parameters<typeof text>[1]): Words {
  return { zh: text("zh", key), en: text("en", key) };
}
