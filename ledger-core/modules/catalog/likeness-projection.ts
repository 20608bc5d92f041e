/**
 * Datasets that look alike: two departments may claim the same thing. Pairs with the same provider and name, or with many items in
 * common, found as descriptions come in. Source: domains page 1.3, algorithm 1.
 */
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Projection } from "#ledger-core/kernel/module.ts";
import type { WritePort } from "#ledger-core/kernel/ports.ts";
import { plainWord } from "./plain-word.ts";
import { datasetTable } from "./tables.ts";

/** Below this share of common items, in percent, a pair is not even kept; what is shown is the consortium's to set. */
export const LIKENESS_PERCENT_MIN = 50;
/** Items from which a comparison of items says anything: nearly every table has a name and a number. */
const ITEMS_MIN = 3;
/** Pairs kept of one dataset: where a template was filled in a thousand times, the first of them tell the story. */
const PAIRS_PER_DATASET_MAX = 20;

export const likenessProjection: Projection = {
  name: "catalog_alike",
  version: 1,
  setup: [
    "CREATE TABLE catalog_alike_item(word TEXT NOT NULL, dataset INTEGER NOT NULL, PRIMARY KEY (word, dataset)) STRICT, WITHOUT ROWID",
    "CREATE TABLE catalog_alike_dataset(dataset INTEGER PRIMARY KEY, name TEXT NOT NULL, items INTEGER NOT NULL, words TEXT NOT NULL) STRICT",
    "CREATE INDEX catalog_alike_dataset_name ON catalog_alike_dataset(name)",
    `CREATE TABLE catalog_alike_pair(first INTEGER NOT NULL, second INTEGER NOT NULL, same_name INTEGER NOT NULL,
       percent INTEGER NOT NULL, PRIMARY KEY (first, second)) STRICT, WITHOUT ROWID`,
    "CREATE INDEX catalog_alike_pair_second ON catalog_alike_pair(second)",
  ],
  apply(port, entry) {
    for (const change of entry.changes) {
      if (change.table !== datasetTable.name) continue;
      const row = change.row as DatasetRow | undefined;
      const next = row?.state === "published" ? featuresOf(row) : undefined;
      const before = port.get<{ name: string; words: string }>(
        "SELECT name, words FROM catalog_alike_dataset WHERE dataset = ?",
        change.key,
      );
      // Most changes of a dataset's row are counts of agreements and versions.
      if (next !== undefined && before?.name === next.name && before.words === next.words.join(" ")) continue;
      if (before !== undefined) forget(port, change.key, before.words.split(" "));
      if (next !== undefined) take(port, change.key, next);
    }
  },
};

/** Datasets from which on an item's word is too common to look through. */
const COMMON_WORD_DATASETS = 200;

type Features = { readonly name: string; readonly words: readonly string[] };

/** The normalised provider and name, and the item set by code where there is one, by name otherwise. */
function featuresOf(row: DatasetRow): Features {
  const provider = plainWord(row.providerCode === "" ? row.publisher : row.providerCode);
  const words = row.items.map((item) => plainWord(item.code === "" ? item.name : item.code));
  const distinct = [...new Set(words)].filter((word) => word !== "");
  const name = plainWord(row.title);
  return { name: name === "" ? "" : `${provider} ${name}`, words: distinct.length < ITEMS_MIN ? [] : distinct };
}

function forget(port: WritePort, dataset: number, words: readonly string[]): void {
  port.run("DELETE FROM catalog_alike_pair WHERE first = ?", dataset);
  port.run("DELETE FROM catalog_alike_pair WHERE second = ?", dataset);
  for (const word of words) port.run("DELETE FROM catalog_alike_item WHERE word = ? AND dataset = ?", word, dataset);
  port.run("DELETE FROM catalog_alike_dataset WHERE dataset = ?", dataset);
}

function take(port: WritePort, dataset: number, { name, words }: Features): void {
  if (name === "" && words.length === 0) return;
  for (const other of alike(port, { name, words }))
    port.run(
      "INSERT OR REPLACE INTO catalog_alike_pair VALUES (?, ?, ?, ?)",
      Math.min(dataset, other.dataset),
      Math.max(dataset, other.dataset),
      other.sameName,
      other.percent,
    );
  for (const word of words) port.run("INSERT OR IGNORE INTO catalog_alike_item VALUES (?, ?)", word, dataset);
  port.run("INSERT INTO catalog_alike_dataset VALUES (?, ?, ?, ?)", dataset, name, words.length, words.join(" "));
}

type Alike = { readonly dataset: number; readonly sameName: number; readonly percent: number };

function alike(port: WritePort, { name, words }: Features): readonly Alike[] {
  const found = new Map<number, Alike>();
  for (const { dataset, percent } of sharingItems(port, words)) found.set(dataset, { dataset, sameName: 0, percent });
  if (name !== "")
    for (const { dataset } of port.all<{ dataset: number }>(
      "SELECT dataset FROM catalog_alike_dataset WHERE name = ? ORDER BY dataset LIMIT ?",
      name,
      PAIRS_PER_DATASET_MAX,
    ))
      found.set(dataset, { dataset, sameName: 1, percent: found.get(dataset)?.percent ?? 0 });
  return [...found.values()];
}

/**
 * Datasets with enough items in common, by the Jaccard index in whole percent: common items of all items of both. Looked for through
 * words that few datasets have, so that one more dataset costs the same in a city of any size.
 */
function sharingItems(port: WritePort, words: readonly string[]): readonly { dataset: number; percent: number }[] {
  const own = new Set(words);
  const candidates = new Map<number, string>();
  for (const word of words) {
    const sharing = port.all<{ dataset: number; words: string }>(
      `SELECT i.dataset, d.words FROM catalog_alike_item i JOIN catalog_alike_dataset d ON d.dataset = i.dataset
       WHERE i.word = ? LIMIT ${COMMON_WORD_DATASETS}`,
      word,
    );
    if (sharing.length === COMMON_WORD_DATASETS) continue;
    for (const one of sharing) candidates.set(one.dataset, one.words);
  }
  return [...candidates]
    .map(([dataset, text]) => ({ dataset, percent: percentInCommon(own, text.split(" ")) }))
    .filter(({ percent }) => percent >= LIKENESS_PERCENT_MIN)
    .toSorted((left, right) => right.percent - left.percent || left.dataset - right.dataset)
    .slice(0, PAIRS_PER_DATASET_MAX);
}

function percentInCommon(own: ReadonlySet<string>, others: readonly string[]): number {
  const common = others.filter((word) => own.has(word)).length;
  const hundredfold = common * 100;
  const all = own.size + others.length - common;
  return (hundredfold - (hundredfold % all)) / all;
}
