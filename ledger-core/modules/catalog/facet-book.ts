/** The combinations of facet values that the search projection holds, as numbers that are counted fast. */
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import { FACETS, parseFacetText } from "./search-facets.ts";
import type { Facet } from "./search-facets.ts";

/** Values that are looked for in each facet, any of them; an empty list filters nothing. Owners are keys of departments. */
export type DatasetFilters = Readonly<Record<Facet, readonly string[]>>;
export type FacetCount = { readonly value: string; readonly count: number };
export type DatasetFacets = Readonly<Record<Facet, readonly FacetCount[]>>;

/** Datasets by the number of their combination. */
export type CombinationCounts = { readonly combinations: readonly number[]; readonly counts: readonly number[] };

export type FacetsCounted = {
  /** Datasets that pass every filter. */
  readonly total: number;
  /** Combinations that do; undefined where all that were counted do. */
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
  count({ combinations, counts }: CombinationCounts, filters: DatasetFilters): FacetsCounted {
    const wanted = FACETS.map(
      (facet, place) => new Set(filters[facet].map((value) => this.#numbers[place]?.get(value) ?? -1)),
    );
    const filtered = wanted.map((values, place) => (values.size > 0 ? place : -1)).filter((place) => place >= 0);
    const sums = Array.from({ length: this.#values.length }, () => 0);
    const passing: number[] = [];
    let total = 0;
    combinations.forEach((combination, i) => {
      const values = this.#combinations[combination] ?? [];
      const count = counts[i] ?? 0;
      const failed = filtered.filter((place) => !values.some((value) => wanted[place]?.has(value)));
      if (failed.length > 1) return;
      const [only] = failed;
      for (const value of values)
        if (only === undefined || this.#values[value]?.place === only) sums[value] = (sums[value] ?? 0) + count;
      if (only !== undefined) return;
      total += count;
      passing.push(combination);
    });
    const facets = this.#shown(sums, filters);
    return { total, passing: passing.length < combinations.length ? passing : undefined, facets };
  }

  #shown(sums: readonly number[], filters: DatasetFilters): DatasetFacets {
    const shown = FACETS.map((facet, place): [Facet, readonly FacetCount[]] => {
      const all: FacetCount[] = [];
      for (const [value, number] of this.#numbers[place] ?? []) {
        const count = sums[number] ?? 0;
        // What is chosen stays in sight, so that it can be taken back.
        if (count > 0 || filters[facet].includes(value)) all.push({ value, count });
      }
      for (const value of filters[facet]) if (this.#numbers[place]?.has(value) !== true) all.push({ value, count: 0 });
      all.sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1));
      return [facet, all.filter(({ value }, i) => i < FACET_VALUES_MAX || filters[facet].includes(value))];
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
