/** Searching the catalogue: which datasets match, in which order, and how many each facet would leave. It brings no words; those are the caller's. */
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import type { DatabaseValue, ReadPort } from "#ledger-core/kernel/ports.ts";
import { COUNTED_AS, FacetBook } from "./facet-book.ts";
import type { DatasetFacets, DatasetFilters } from "./facet-book.ts";
import { FRESHNESS, freshnessSql } from "./freshness.ts";
import type { FreshnessClock } from "./freshness.ts";
import { matchOf } from "./search-match.ts";
import type { SearchMatch } from "./search-match.ts";
import { plainCode, searchWords, titleOrder } from "./search-terms.ts";

/** `newest`: what came last into the catalogue; `updated`: what was described anew or got a new version last. */
export type DatasetSort = "relevance" | "title" | "newest" | "updated";

export type DatasetSearch = {
  readonly text: string;
  readonly filters: DatasetFilters;
  readonly sort: DatasetSort;
  readonly offset: number;
  readonly limit: number;
  /** Against which freshness is told. */
  readonly clock: FreshnessClock;
};

export type FoundDataset = {
  readonly key: number;
  readonly code: string;
  readonly title: string;
  /** The first 2,000 characters. */
  readonly summary: string;
  readonly owner: number;
  readonly publisher: string;
  readonly profile: string;
  readonly sharing: string;
  readonly state: string;
  readonly suspended: string;
  readonly updateCycle: string;
  readonly headVersion: number;
  readonly agreementsInForce: number;
  readonly itemCount: number;
  /** Entry that changed the row last. */
  readonly entry: number;
};

/** What a word in the title counts, and one among items, keywords, publisher, owner and code; one in the summary alone counts nothing. */
const TITLE_SCORE = 4;
const FIELD_SCORE = 2;
/** After every text that begins with what stands before it. */
const AFTER_ALL = "\u{10ffff}";

/** Per connection; a number of combinations, not of datasets, so that it may be kept. */
const books = new WeakMap<ReadPort, FacetBook>();

/**
 * A page of datasets, how many match in all, and the facets. All words are needed, each as it is written, as it is read, or in the
 * name of the owner; one of two letters or more may be the beginning of a word. A facet counts what each of its values would leave
 * while the other facets filter. A page deep in the list takes hardly longer than the first one: see `pageOf`.
 */
export function searchDatasets(
  port: ReadPort,
  search: DatasetSearch,
): { readonly total: number; readonly rows: readonly FoundDataset[]; readonly facets: DatasetFacets } {
  const words = searchWords(search.text);
  const book = bookOf(port);
  // Signs alone, such as `"); --`, are asked for and are nowhere.
  const isNowhere = words.length === 0 && search.text.trim() !== "";
  const match = matchOf(port, words);
  const counted = isNowhere ? [] : listCounted(port, match, search.clock);
  const { total, passing, facets } = book.count(counted, search.filters);
  const keys = total <= search.offset ? [] : pageOf(port, search, { match, combinations: passing });
  return { total, rows: loadRows(port, keys), facets };
}

function bookOf(port: ReadPort): FacetBook {
  const book = books.get(port) ?? new FacetBook();
  books.set(port, book);
  book.read(port);
  return book;
}

/** All datasets that match, as a book counts them. */
function listCounted(port: ReadPort, match: SearchMatch | undefined, clock: FreshnessClock): readonly number[] {
  const freshness = freshnessSql(clock);
  const from =
    match === undefined
      ? "catalog_search_row r"
      : `catalog_search_words CROSS JOIN catalog_search_row r ON r.key = catalog_search_words.rowid
           WHERE catalog_search_words MATCH ?`;
  // One list of numbers crosses over and is counted here faster than SQL counts what it has to put in order first.
  const list = port.get<{ datasets: string }>(
    `SELECT json_group_array(r.facets * ${COUNTED_AS} + ${freshness.sql}) AS datasets FROM ${from}`,
    ...freshness.values,
    ...(match === undefined ? [] : [match.all]),
  );
  return JSON.parse(list?.datasets ?? "[]") as number[];
}

type Conditions = { readonly match: SearchMatch | undefined; readonly combinations: readonly number[] | undefined };

/**
 * Keys of a page. Without words the list is an index that holds all that it is chosen by, and what comes before the page is skipped
 * within it, a fraction of a microsecond a dataset; with words all that match are put in order for each page alike.
 */
function pageOf(port: ReadPort, search: DatasetSearch, { match, combinations }: Conditions): readonly number[] {
  const parts: string[] = [];
  const values: DatabaseValue[] = [];
  if (match !== undefined) {
    parts.push("catalog_search_words MATCH ?");
    values.push(match.all);
  }
  if (combinations !== undefined) {
    parts.push("r.facets IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(combinations));
  }
  const { freshness } = search.filters;
  if (freshness.length > 0) {
    const told = freshnessSql(search.clock);
    parts.push(`${told.sql} IN (SELECT value FROM json_each(?))`);
    values.push(...told.values, JSON.stringify(FRESHNESS.flatMap((word, i) => (freshness.includes(word) ? [i] : []))));
  }
  const where = parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
  const from =
    match === undefined
      ? "catalog_search_row r"
      : "catalog_search_words CROSS JOIN catalog_search_row r ON r.key = catalog_search_words.rowid";
  const order = orderOf(search, match);
  const rows = port.all<{ key: number }>(
    `SELECT r.key FROM ${from} ${where} ORDER BY ${order.sql} LIMIT ? OFFSET ?`,
    ...values,
    ...order.values,
    search.limit,
    search.offset,
  );
  return rows.map((row) => row.key);
}

type Order = { readonly sql: string; readonly values: readonly DatabaseValue[] };

function orderOf({ text, sort }: DatasetSearch, match: SearchMatch | undefined): Order {
  if (sort === "newest") return { sql: "r.key DESC", values: [] };
  if (sort === "updated") return { sql: "r.updated DESC, r.key DESC", values: [] };
  if (sort === "title" || match === undefined) return { sql: "r.title_order, r.key", values: [] };
  // The code itself, then titles that begin with what is asked for, then by where the words stand, and of those the shorter titles.
  const isAmong = "(r.key IN (SELECT rowid FROM catalog_search_words WHERE catalog_search_words MATCH ?))";
  const scores = match.ranked.map(() => `${TITLE_SCORE} * ${isAmong} + ${FIELD_SCORE} * ${isAmong}`);
  const start = titleOrder(text);
  return {
    sql: `CASE WHEN r.code = ? THEN 0 WHEN r.title_order >= ? AND r.title_order < ? THEN 1 ELSE 2 END,
      ${scores.length === 0 ? "" : `${scores.join(" + ")} DESC,`} length(r.title_order), r.title_order, r.key`,
    values: [
      plainCode(text),
      start,
      start + AFTER_ALL,
      ...match.ranked.flatMap(({ title, fields }) => [title, fields]),
    ],
  };
}

/** The rows of the keys, in their order. */
function loadRows(port: ReadPort, keys: readonly number[]): readonly FoundDataset[] {
  const rows = port.all<Omit<FoundDataset, "itemCount"> & { readonly items: Uint8Array }>(
    `SELECT d.key, d.code, d.title, substr(d.summary, 1, 2000) AS summary, d.owner, d.publisher, d.profile, d.sharing, d.state,
       d.suspended, d.updateCycle, d.headVersion, d.agreementsInForce, d.items, d.changed_at AS entry
     FROM json_each(?) wanted JOIN catalog_dataset d ON d.key = wanted.value ORDER BY wanted.key`,
    JSON.stringify(keys),
  );
  return rows.map(({ items, ...row }) => ({ ...row, itemCount: new CborReader(items).array() }));
}
