/** The shelf with projections: how many words were written by each department, and a full-text index of them. */
import type { Module, Projection } from "#ledger-core/kernel/module.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { shelfModule, wordTable } from "./shelf.testing.ts";

export const writtenProjection: Projection = {
  name: "written",
  version: 1,
  setup: [
    "CREATE TABLE written (department INTEGER PRIMARY KEY, words INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT",
    "CREATE INDEX written_by_words ON written (words)",
  ],
  apply(port, entry) {
    const words = entry.changes.filter((change) => change.table === wordTable.name && change.row !== undefined);
    const sql = `INSERT INTO written (department, words, newest) VALUES (?, ?, ?) ON CONFLICT (department)
      DO UPDATE SET words = words + excluded.words, newest = excluded.newest`;
    port.run(sql, entry.department, words.length, entry.index);
  },
};

export const searchProjection: Projection = {
  name: "searched",
  version: 1,
  setup: ["CREATE VIRTUAL TABLE searched USING fts5(word, content='', contentless_delete=1)"],
  apply(port, entry) {
    for (const { table, key, row } of entry.changes) {
      if (table !== wordTable.name) continue;
      port.run("DELETE FROM searched WHERE rowid = ?", key);
      const words = row as { readonly word: string } | undefined;
      if (words !== undefined) port.run("INSERT INTO searched (rowid, word) VALUES (?, ?)", key, words.word);
    }
  },
};

/** The shelf with these projections. */
export function shelfWith(...projections: readonly Projection[]): Module {
  return { ...shelfModule, projections };
}

export const countedRuleset: Ruleset = createRuleset([shelfWith(writtenProjection, searchProjection)]);
