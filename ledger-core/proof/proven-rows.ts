/** Rows as a basis proves them: each as the last entry before a moment left it, as far as it came along. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { clockRow } from "#ledger-core/contract/schema/governance.ts";
import type { Schema, Shape } from "#ledger-core/contract/schema/schema.ts";
import type { ProvenBasis } from "./checks.ts";
import { FORM_SYSTEM } from "./entry.ts";
import type { Entry } from "./entry.ts";

/** A row as one entry left it, decoded and as bytes; both undefined where the entry removed it. */
export type RowVersion = {
  readonly index: number;
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly bytes: Uint8Array | undefined;
};

const NO_ROWS: ReadonlyMap<number, readonly RowVersion[]> = new Map();

export class ProvenRows {
  readonly #rowOf: (table: string) => Shape | undefined;
  readonly #tables = new Map<string, Map<number, RowVersion[]>>();

  /** `rowOf` gives the form of a table's rows; rows of tables without one are left out. */
  constructor(rowOf: (table: string) => Shape | undefined, basis: readonly ProvenBasis[]) {
    this.#rowOf = rowOf;
    for (const proven of [...basis].sort((left, right) => left.entry.index - right.entry.index))
      for (const change of proven.changes) this.#add(proven.entry.index, change);
  }

  /** Every version of each row of a table by its key, oldest first. */
  versions(table: string): ReadonlyMap<number, readonly RowVersion[]> {
    return this.#tables.get(table) ?? NO_ROWS;
  }

  /** The row as it was just before the entry, if it came along. */
  before(table: string, key: number, index: number): RowVersion | undefined {
    return this.versions(table)
      .get(key)
      ?.findLast((version) => version.index < index);
  }

  /** The same with its type; undefined where the row was removed too. */
  find<Row>(table: { readonly name: string; readonly row: Schema<Row> }, key: number, index: number): Row | undefined {
    const bytes = this.before(table.name, key, index)?.bytes;
    const decoded = bytes === undefined ? undefined : decode(table.row, bytes);
    return decoded?.ok === true ? decoded.value : undefined;
  }

  #add(index: number, change: ProvenBasis["changes"][number]): void {
    const shape = this.#rowOf(change.table);
    if (shape === undefined) return;
    const decoded =
      change.row === undefined ? undefined : decode(shape as Schema<Readonly<Record<string, unknown>>>, change.row);
    // A row of another version of the schema tells this program nothing; it is missing rather than removed.
    if (decoded?.ok === false) return;
    const rows = this.#tables.get(change.table) ?? new Map<number, RowVersion[]>();
    this.#tables.set(change.table, rows);
    const version = { index, row: decoded?.value, bytes: change.row };
    const known = rows.get(change.key);
    if (known === undefined) rows.set(change.key, [version]);
    else known.push(version);
  }
}

/** The table whose one row, under key 1, says height and time of the last block. */
const CLOCK_TABLE = "kernel.clock";

/** The time of the entry's block, from the entry that closes it; undefined if that one did not come along. */
export function closingTime(
  basis: readonly ProvenBasis[],
  { height, index }: Pick<Entry, "height" | "index">,
): number | undefined {
  for (const { entry, changes } of basis) {
    if (entry.form !== FORM_SYSTEM || entry.height !== height || entry.index <= index) continue;
    const change = changes.find(({ table, key }) => table === CLOCK_TABLE && key === 1);
    const clock = change?.row === undefined ? undefined : decode(clockRow, change.row);
    if (clock?.ok === true && clock.value.height === height) return clock.value.time;
  }
  return undefined;
}
