import type { RowChange } from "#ledger-core/contract/api/shared.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import type { DiffKind } from "#renderer/shared/ui/diff-row.tsx";

type RowJson = Readonly<Record<string, Json>>;

/** One field of a record, before and after; undefined where there was, or will be, no record. */
export type ChangedField = {
  readonly column: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

/** One record that changes, with the fields that differ; all of them that say something where it is new or goes. */
export type ChangedRecord = {
  readonly change: RowChange;
  readonly kind: Exclude<DiffKind, "unchanged">;
  readonly before: RowJson;
  readonly after: RowJson;
  readonly fields: readonly ChangedField[];
};

/** Tables of the kernel's own book-keeping, which tell nobody anything. */
const bookKeeping = ["kernel.sequence", "kernel.due", "kernel.replay", "kernel.clock"];

/** Columns that repeat what the page says elsewhere, or that only the kernel reads. */
const unsaid: Readonly<Record<string, readonly string[]>> = {
  "kernel.proposal": ["version", "body", "due", "otherwise", "subjectTable", "subjectKey", "round"],
  "kernel.vote": ["proposal", "round", "department"],
};

/** The records that a person is shown, in their order, without what changes nothing for anybody. */
export function readChanges(changes: readonly RowChange[]): readonly ChangedRecord[] {
  return changes.flatMap((change) => {
    if (bookKeeping.includes(change.table)) return [];
    const before = rowOf(change.before);
    const after = rowOf(change.after);
    const kind = change.before === null ? "added" : change.after === null ? "removed" : "changed";
    const skipped = unsaid[change.table] ?? [];
    const columns = Object.keys(change.after === null ? before : after).filter((column) => !skipped.includes(column));
    const fields = columns
      .map((column): ChangedField => ({ column, before: before[column], after: after[column] }))
      .filter((field) => (kind === "changed" ? differs(field) : saysSomething(field)));
    return fields.length === 0 ? [] : [{ change, kind, before, after, fields }];
  });
}

function rowOf(row: Json): RowJson {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? (row as RowJson) : {};
}

function differs({ before, after }: ChangedField): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function saysSomething({ before, after }: ChangedField): boolean {
  const value = after ?? before;
  const isEmptyList = Array.isArray(value) && value.length === 0;
  return value !== undefined && value !== null && value !== "" && !isEmptyList;
}
