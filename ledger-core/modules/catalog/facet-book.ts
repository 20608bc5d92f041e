/** The combinations of facet values that the search projection holds, as numbers that are counted fast. */
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import { FRESHNESS } from "./freshness.ts";
import { FACETS, parseFacetText } from "./search-facets.ts";
import type { Facet } from "./search-facets.ts";

/** What time changes is no part of a combination; it is counted beside it. */
type CountedFacet = Facet | "freshness";

/** Values that are looked for in each facet, any of them; an empty list filters nothing. Owners are keys of departments. */
export type DatasetFilters = Readonly<Record<CountedFacet, readonly string[]>>;
export type FacetCount = { readonly value: string; readonly count: number };
export type DatasetFacets = Readonly<Record<CountedFacet, readonly FacetCount[]>>;

/** A dataset as it is counted: the number of its combination times this, plus the place of its word in `FRESHNESS`, or the next one. */
export const COUNTED_AS = FRESHNESS.length + 1;

export type FacetsCounted = {
  /** Datasets that pass every filter. */
  readonly total: number;
  /** Combinations of which some do; undefined where all that were counted do. */
  readonly passing: readonly number[] | undefined;
  readonly facets: DatasetFacets;
};

/** Values shown of a facet, beside those that are chosen; a source may bring thousands of themes. */
const FACET_VALUES_MAX = 200;

/**
 * Combinations get their numbers in the order of the log and keep them, so what was read once is read never again, also not after the
 * projection was filled anew.
 */
export class FacetBook {
  /** By number of the combination: the numbers of its values, over all facets. */
  readonly #combinations: (readonly number[])[] = [];
  readonly #values: { readonly place: number; readonly value: string }[] = [];
  readonly #numbers = FACETS.map(() => new Map<string, number>());

  /** Reads the combinations that have come since. */
  read(port: ReadPort): void {
    const sql = "SELECT id, facet_values FROM catalog_search_facets WHERE id >= ? ORDER BY id";
    for (const { id, facet_values: text } of port.all<{ id: number; facet_values: string }>(
      sql,
      Math.max(1, this.#combinations.length),
    )) {
      const values = parseFacetText(text);
      this.#combinations[id] = FACETS.flatMap((facet, place) =>
        values[facet].map((value) => this.#number(place, value)),
      );
    }
  }

  /** What fails no filter counts for every facet, what fails one for that one alone, what fails two for none. */
  count(datasets: readonly number[], filters: DatasetFilters): FacetsCounted {
    const counts = new Uint32Array(this.#combinations.length * COUNTED_AS);
    for (const dataset of datasets) counts[dataset] = (counts[dataset] ?? 0) + 1;
    const wanted = FACETS.map(
      (facet, place) => new Set(filters[facet].map((value) => this.#numbers[place]?.get(value) ?? -1)),
    );
    const filtered = wanted.map((values, place) => (values.size > 0 ? place : -1)).filter((place) => place >= 0);
    const sums = Array.from({ length: this.#values.length }, () => 0);
    const passing: number[] = [];
    const byFreshness = FRESHNESS.map(() => 0);
    let total = 0;
    this.#combinations.forEach((values, combination) => {
      const failed = filtered.filter((place) => !values.some((value) => wanted[place]?.has(value)));
      if (failed.length > 1) return;
      const told = counts.subarray(combination * COUNTED_AS, (combination + 1) * COUNTED_AS);
      const count = sumOf(told, filters.freshness);
      const [only] = failed;
      for (const value of values)
        if (only === undefined || this.#values[value]?.place === only) sums[value] = (sums[value] ?? 0) + count;
      if (only !== undefined) return;
      for (const i of byFreshness.keys()) byFreshness[i] = (byFreshness[i] ?? 0) + (told[i] ?? 0);
      total += count;
      if (count > 0) passing.push(combination);
    });
    const freshness = FRESHNESS.map((value, i) => ({ value, count: byFreshness[i] ?? 0 }));
    return {
      total,
      passing: total < datasets.length ? passing : undefined,
      facets: { ...this.#shown(sums, filters), freshness: shownOf(freshness, filters.freshness) },
    };
  }

  #shown(sums: readonly number[], filters: DatasetFilters): Readonly<Record<Facet, readonly FacetCount[]>> {
    const shown = FACETS.map((facet, place): [Facet, readonly FacetCount[]] => {
      const known = this.#numbers[place] ?? new Map<string, number>();
      const all = [...known].map(([value, number]) => ({ value, count: sums[number] ?? 0 }));
      for (const value of filters[facet]) if (!known.has(value)) all.push({ value, count: 0 });
      return [facet, shownOf(all, filters[facet])];
    });
    return Object.fromEntries(shown) as Record<Facet, readonly FacetCount[]>;
  }

  #number(place: number, value: string): number {
    const known = this.#numbers[place]?.get(value);
    if (known !== undefined) return known;
    const number = this.#values.push({ place, value }) - 1;
    this.#numbers[place]?.set(value, number);
    return number;
  }
}

/** Datasets of one combination whose freshness is wanted. */
function sumOf(told: Uint32Array, wanted: readonly string[]): number {
  return told.reduce(
    (sum, count, i) => (wanted.length === 0 || wanted.includes(FRESHNESS[i] ?? "") ? sum + count : sum),
    0,
  );
}

/** Most first. What is chosen stays in sight, so that it can be taken back. */
function shownOf(all: readonly FacetCount[], chosen: readonly string[]): readonly FacetCount[] {
  return all
    .filter(({ value, count }) => count > 0 || chosen.includes(value))
    .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .filter(({ value }, i) => i < FACET_VALUES_MAX || chosen.includes(value));
}
