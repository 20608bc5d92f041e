import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { Column } from "./read-table-file.ts";
import { sensitivityOfName } from "./sensitivity-of-name.ts";
import { partLanguages } from "#renderer/shared/i18n/two-languages.ts";

/**
 * The items of a table: an item that the dataset has keeps its type, sensitivity and rule, found by its whole name or by its name in one
 * language; a new one begins with the guessed type and the sensitivity that its name suggests. Columns without a name, and second ones of a name, are left out.
 */
export function itemsOfTable(columns: readonly Column[], known: readonly Item[]): readonly Item[] {
  const byName = new Map<string, Item>();
  for (const item of known) {
    const { own, other } = partLanguages(item.name, "zh");
    for (const name of [other, own, item.name]) if (name !== "") byName.set(name, item);
  }
  const items = new Map<string, Item>();
  for (const { name, dataType } of columns) {
    if (name === "") continue;
    const item = byName.get(name) ?? { name, dataType, sensitivity: sensitivityOfName(name), rule: "", code: "" };
    if (!items.has(item.name)) items.set(item.name, item);
  }
  return [...items.values()];
}
