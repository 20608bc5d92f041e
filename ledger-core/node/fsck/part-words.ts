/** Names of parts, tables and columns for the sentences of a check. */
import { columnLabel, findText, text } from "#ledger-core/contract/text/texts.ts";
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { Part } from "./compare-entry.ts";

/** The parts of an entry, a block or a checkpoint as a list in words. */
export function partsInWords(language: Language, parts: readonly Part[]): string {
  return listed(
    language,
    parts.map((part) => text(language, `fsck.part.${part}`)),
  );
}

/** A table of the state by the name that people know. */
export function tableInWords(language: Language, table: string): string {
  return findText(language, `table.${table}`) ?? table;
}

/** Columns of a table of the state as a list in words. */
export function columnsInWords(language: Language, table: string, columns: readonly string[]): string {
  const labels = columns.map((column) =>
    column === "changed_at" ? text(language, "fsck.part.changed_at") : columnLabel(language, table, column),
  );
  return listed(language, labels);
}

function listed(language: Language, words: readonly string[]): string {
  return words.join(language === "zh" ? "、" : ", ");
}
