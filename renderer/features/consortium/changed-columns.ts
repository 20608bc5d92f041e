import type { Json } from "#ledger-core/contract/schema/json.ts";

export type ChangedColumn = {
  readonly column: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** Columns that hold a time or another record's key say nothing as they stand. */
const unsaid = ["since", "department", "person"];
/** Columns that begin the same for everybody. */
const unsaidAtFirst = ["state", "rank"];

/** The columns of a row in which words or plain numbers changed; of a new row those that hold something. */
export function changedColumns(before: Json, after: Json): readonly ChangedColumn[] {
  const [old, young] = [columnsOf(before), columnsOf(after)];
  const isNew = !isRow(before);
  return Object.keys(young)
    .filter((column) => !unsaid.includes(column) && !(isNew && unsaidAtFirst.includes(column)))
    .map((column) => ({ column, before: wordsOf(old[column]), after: wordsOf(young[column]) }))
    .filter((one) => one.before.join("\n") !== one.after.join("\n"));
}

function columnsOf(row: Json): Readonly<Record<string, Json>> {
  return isRow(row) ? row : {};
}

function isRow(row: Json): row is { readonly [name: string]: Json } {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

function wordsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value === "number") return [String(value)];
  return Array.isArray(value) ? value.flatMap((one: Json) => (typeof one === "string" ? [one] : [])) : [];
}
