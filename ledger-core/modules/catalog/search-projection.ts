/** The search index of the catalogue, filled from changes of datasets and of departments. */
import type { DatasetRow, VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { departmentRow } from "#ledger-core/contract/schema/consortium.ts";
import type { MemberRow } from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { CommittedEntry, Projection } from "#ledger-core/kernel/module.ts";
import type { WritePort } from "#ledger-core/kernel/ports.ts";
import { cycleOnList } from "./freshness.ts";
import { facetText } from "./search-facets.ts";
import { indexTerms, plainCode, soundTerms, titleOrder } from "./search-terms.ts";
import { datasetTable, versionTable } from "./tables.ts";

/** Chinese characters of a text that are also found by how they are read. */
const READ_IN_TITLE_MAX = 200;
const READ_IN_TEXT_MAX = 300;
/** The first words of a summary tell what it is about; all of them are found as they are written. */
const READ_IN_SUMMARY_MAX = 100;

/** The term that stands for an owner, so that a department that changes its name changes nothing in the index. */
export function ownerTerm(department: number): string {
  return `o${department}`;
}

const columns = "title, summary, items, keywords, publisher, code, owner, title_sound, text_sound";
const INSERT_WORDS = `INSERT INTO catalog_search_words(rowid, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
// No INSERT OR REPLACE: a statement that SQLite may have to take back makes the full-text index write out all it has gathered.
const INSERT_ROW = `INSERT INTO catalog_search_row(facets, cycle, uploaded, words, version, updated, code,
  title_order, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE_ROW = `UPDATE catalog_search_row SET facets = ?, cycle = ?, uploaded = ?, words = ?, version = ?, updated = ?,
  code = ?, title_order = ? WHERE key = ?`;

type Known = {
  readonly facets: number;
  readonly cycle: number | null;
  readonly words: number;
  readonly version: number;
};

export const searchProjection: Projection = {
  name: "catalog_search",
  version: 4,
  setup: [
    // Terms come ready made, small and plain, so the tokenizer only parts them; where in a column one stands is not asked.
    `CREATE VIRTUAL TABLE catalog_search_words USING fts5(${columns},
       content='', contentless_delete=1, detail=column, tokenize="ascii")`,
    "INSERT INTO catalog_search_words(catalog_search_words, rank) VALUES ('hashsize', 8388608)",
    `CREATE TABLE catalog_search_row(key INTEGER PRIMARY KEY, facets INTEGER NOT NULL, cycle INTEGER,
       uploaded INTEGER NOT NULL, words INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL, code TEXT NOT NULL, title_order TEXT NOT NULL) STRICT`,
    // Each has what a page of the list is chosen by, so that skipping to page 500 reads nothing else.
    "CREATE INDEX catalog_search_row_title ON catalog_search_row(title_order, key, facets, cycle, uploaded)",
    "CREATE INDEX catalog_search_row_updated ON catalog_search_row(updated, key, facets, cycle, uploaded)",
    "CREATE INDEX catalog_search_row_facets ON catalog_search_row(facets, key, cycle, uploaded)",
    // When each version that stands was uploaded: once the newest is withdrawn, the one before it counts again.
    `CREATE TABLE catalog_search_upload(dataset INTEGER NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL,
       PRIMARY KEY (dataset, number)) STRICT, WITHOUT ROWID`,
    // Values that datasets have in common; a combination that nobody has any longer stays and counts nothing.
    "CREATE TABLE catalog_search_facets(id INTEGER PRIMARY KEY, facet_values TEXT NOT NULL UNIQUE) STRICT",
    `CREATE TABLE catalog_search_department(key INTEGER NOT NULL, source TEXT NOT NULL, words TEXT NOT NULL,
       sounds TEXT NOT NULL, PRIMARY KEY (key, source)) STRICT, WITHOUT ROWID`,
  ],
  apply(port, entry) {
    // Before the datasets, whichever way round an entry has them.
    for (const change of entry.changes)
      if (change.table === versionTable.name && change.row !== undefined) applyVersion(port, change.row as VersionRow);
    // A row is decoded when it is asked for, which those of other tables are not.
    for (const change of entry.changes) {
      const { table, key } = change;
      if (table === datasetTable.name) applyDataset(port, { key, row: change.row as DatasetRow | undefined, entry });
      else if (table === "kernel.member") nameDepartment(port, { key, source: table, names: memberNames(change.row) });
      else if (table === "consortium.department")
        nameDepartment(port, { key, source: table, names: profileNames(change.row) });
    }
  },
};

function applyDataset(
  port: WritePort,
  { key, row, entry }: { readonly key: number; readonly row: DatasetRow | undefined; readonly entry: CommittedEntry },
): void {
  const known = port.get<Known>("SELECT facets, cycle, words, version FROM catalog_search_row WHERE key = ?", key);
  if (row === undefined) {
    if (known === undefined) return;
    port.run("DELETE FROM catalog_search_words WHERE rowid = ?", key);
    port.run("DELETE FROM catalog_search_row WHERE key = ?", key);
    return;
  }
  const words = fingerprint(row);
  const facets = facetsOf(port, row);
  const cycle = cycleOnList(row);
  const isSame =
    known?.words === words && known.facets === facets && known.cycle === cycle && known.version === row.headVersion;
  // An agreement that begins or ends also changes the row, and nothing by which it is found.
  if (isSame) return;
  if (known?.words !== words) {
    if (known !== undefined) port.run("DELETE FROM catalog_search_words WHERE rowid = ?", key);
    port.run(INSERT_WORDS, key, ...indexed(row));
  }
  const sql = known === undefined ? INSERT_ROW : UPDATE_ROW;
  const found = [words, row.headVersion, entry.index, plainCode(row.code), titleOrder(row.title)];
  port.run(sql, facets, cycle, row.headVersion === 0 ? 0 : lastUpload(port, key), ...found, key);
}

function applyVersion(port: WritePort, { dataset, number, time, withdrawn }: VersionRow): void {
  if (withdrawn === "yes")
    port.run("DELETE FROM catalog_search_upload WHERE dataset = ? AND number = ?", dataset, number);
  else port.run("INSERT OR REPLACE INTO catalog_search_upload VALUES (?, ?, ?)", dataset, number, time);
  port.run("UPDATE catalog_search_row SET uploaded = ? WHERE key = ?", lastUpload(port, dataset), dataset);
}

/** When the newest version that stands was uploaded; 0 without one. */
function lastUpload(port: WritePort, dataset: number): number {
  const newest = "SELECT time FROM catalog_search_upload WHERE dataset = ? ORDER BY number DESC LIMIT 1";
  return port.get<{ time: number }>(newest, dataset)?.time ?? 0;
}

/** The text of each column, in their order. */
function indexed(row: DatasetRow): readonly string[] {
  const { title, summary, publisher, providerCode, code } = row;
  const items = row.items.map((item) => (item.code === "" ? item.name : `${item.name} ; ${item.code}`)).join(" ; ");
  const keywords = [...row.keywords, ...row.themes].join(" ; ");
  const sounds = [
    soundTerms(`${items} ; ${keywords} ; ${publisher}`, READ_IN_TEXT_MAX),
    soundTerms(summary, READ_IN_SUMMARY_MAX),
  ];
  return [
    ...[title, summary, items, keywords, `${publisher} ; ${providerCode}`, code].map(indexTerms),
    ownerTerm(row.owner),
    soundTerms(title, READ_IN_TITLE_MAX),
    sounds.join(" "),
  ];
}

function facetsOf(port: WritePort, row: DatasetRow): number {
  const values = facetText(row);
  const find = "SELECT id FROM catalog_search_facets WHERE facet_values = ?";
  const known = port.get<{ id: number }>(find, values);
  if (known !== undefined) return known.id;
  port.run("INSERT INTO catalog_search_facets(facet_values) VALUES (?)", values);
  return port.get<{ id: number }>(find, values)?.id ?? 0;
}

function nameDepartment(
  port: WritePort,
  given: { readonly key: number; readonly source: string; readonly names: readonly string[] },
): void {
  const text = given.names.join(" ; ");
  const sql = "INSERT OR REPLACE INTO catalog_search_department(key, source, words, sounds) VALUES (?, ?, ?, ?)";
  port.run(sql, given.key, given.source, indexTerms(text), soundTerms(text, READ_IN_TITLE_MAX));
}

function memberNames(row: unknown): readonly string[] {
  const member = row as MemberRow | undefined;
  return member === undefined ? [] : [member.name, member.uscc];
}

function profileNames(row: unknown): readonly string[] {
  const profile = row as Value<typeof departmentRow> | undefined;
  return profile === undefined ? [] : [profile.nameZh, profile.nameEn, profile.shortZh, profile.shortEn];
}

/**
 * Tells whether what is searched for has changed: 52 bits over all of it. Two texts with the same one would leave the older one in the
 * index until the next change; nothing else depends on it.
 */
function fingerprint(row: DatasetRow): number {
  const { title, summary, publisher, providerCode, code, owner } = row;
  const items = row.items.flatMap((item) => [item.name, item.code]);
  const texts = [
    title,
    summary,
    publisher,
    providerCode,
    code,
    String(owner),
    ...items,
    "",
    ...row.keywords,
    "",
    ...row.themes,
  ];
  let [low, high] = [0x811c9dc5, 0];
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
      high = (high + low) | 0;
    }
    low = Math.imul(low ^ 0x1f, 0x01000193);
  }
  return (high & 0xfffff) * 0x1_0000_0000 + (low >>> 0);
}
