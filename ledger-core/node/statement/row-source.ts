/**
 * The rows of the state after some entries of the log, as the bytes that their last change gave them. They come from the changes, which never
 * alter, in portions that are each a short read: so the writer's log does not grow meanwhile, and a block that is sealed in between does not matter.
 */
import { CborReader, CborWriter, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { unpack } from "#ledger-core/store/packed.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";

/** A row in CBOR under its key. */
export type KeyedRow = { readonly key: number; readonly row: Uint8Array };

/** Rows that are read at a time. */
const PORTION = 1_024;
/** Changes of entries up to this length are fetched with their rows; longer ones, of batches, are read once and held. */
const CHANGES_BYTES_INLINE = 8_192;
/** Bytes of changes that are held: rows that follow one another were often made by a few batches. */
const HELD_BYTES_MAX = 0x200_0000;
/** Entries that are looked through at a time for what they changed. */
const ENTRIES_PORTION = 256;

const PORTION_SQL = `SELECT last.key, last.place, last.begin, last.size,
    CASE WHEN length(entry.changes) <= ${CHANGES_BYTES_INLINE} THEN substr(entry.changes, last.begin + 1, last.size) END
  FROM (SELECT key, max(place) AS place, begin, size FROM log_history
    WHERE table_number = ? AND key > ? AND place < ? GROUP BY key ORDER BY key LIMIT ${PORTION}) AS last
  JOIN log_entry AS entry ON entry.place = last.place ORDER BY last.key`;
const LAST_SQL = `SELECT place, begin, size FROM log_history
  WHERE table_number = ? AND key = ? AND place < ? ORDER BY place DESC LIMIT 1`;
const CHANGES_SQL = "SELECT changes FROM log_entry WHERE place = ?";

type PortionRow = readonly [key: number, place: number, begin: number, size: number, change: Uint8Array | null];

export class RowSource {
  readonly #statements: Statements;
  readonly #held = new Map<number, Uint8Array>();
  #heldBytes = 0;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The rows of a table after the first `size` entries, by key, in portions. */
  *table(table: AnyTable, size: number): Generator<readonly KeyedRow[]> {
    const cut = changeCutter(table);
    let after = -1;
    for (;;) {
      const portion = this.#statements.rows<PortionRow>(PORTION_SQL, table.number, after, size);
      const rows: KeyedRow[] = [];
      for (const [key, place, begin, length, change] of portion) {
        const bytes = change ?? this.#changes(place).subarray(begin, begin + length);
        const row = cut(key, plainBytes(bytes), length);
        if (row !== undefined) rows.push({ key, row });
      }
      yield rows;
      const last = portion.at(-1);
      if (last === undefined) return;
      after = last[0];
    }
  }

  /** One row after the first `size` entries; undefined where there was none. */
  row(table: AnyTable, key: number, size: number): Uint8Array | undefined {
    const last = this.#statements.row<[number, number, number]>(LAST_SQL, table.number, key, size);
    if (last === undefined) return undefined;
    const [place, begin, length] = last;
    return changeCutter(table)(key, this.#changes(place).subarray(begin, begin + length), length);
  }

  /**
   * The keys of the rows that entries from `from` up to and without `size` changed, by the name of their table; undefined for more than
   * `keysMax`. `portion` is called between two reads.
   */
  changed(
    { from, size, keysMax }: { readonly from: number; readonly size: number; readonly keysMax: number },
    portion: () => void,
  ): ReadonlyMap<string, ReadonlySet<number>> | undefined {
    const sql = "SELECT changes FROM log_entry WHERE place >= ? AND place < ? ORDER BY place";
    const keys = new Map<string, Set<number>>();
    let count = 0;
    for (let first = from; first < size; first += ENTRIES_PORTION) {
      portion();
      const rows = this.#statements.rows<[Uint8Array]>(sql, first, Math.min(first + ENTRIES_PORTION, size));
      for (const [bytes] of rows) {
        for (const part of unpack(plainBytes(bytes))) {
          const change = parseChange(part);
          if (change === undefined) throw new StoreError("LEDGER_DAMAGED", { table: "log", detail: "a change" });
          const ofTable = keys.get(change.table) ?? new Set<number>();
          keys.set(change.table, ofTable);
          if (!ofTable.has(change.key)) count++;
          ofTable.add(change.key);
          if (count > keysMax) return undefined;
        }
      }
    }
    return keys;
  }

  /** The changes of an entry; of those that are held the ones unused for longest make room. */
  #changes(place: number): Uint8Array {
    const known = this.#held.get(place);
    if (known !== undefined) {
      this.#held.delete(place);
      this.#held.set(place, known);
      return known;
    }
    const read = this.#statements.row<[Uint8Array]>(CHANGES_SQL, place)?.[0];
    if (read === undefined) throw new StoreError("LEDGER_DAMAGED", { table: "log", detail: `no entry ${place}` });
    const changes = plainBytes(read);
    this.#heldBytes += changes.length;
    for (const [oldest, { length }] of this.#held) {
      if (this.#heldBytes <= HELD_BYTES_MAX) break;
      this.#held.delete(oldest);
      this.#heldBytes -= length;
    }
    this.#held.set(place, changes);
    return changes;
  }
}

/** Cuts the row out of the bytes of a table's change; undefined where it was removed. Throws LEDGER_DAMAGED for another change, or one of another length. */
function changeCutter(table: AnyTable): (key: number, change: Uint8Array, length: number) => Uint8Array | undefined {
  const head = new CborWriter();
  head.array(3);
  head.text(table.name);
  const prefix = head.finish();
  return (key, change, length) => {
    const reader = new CborReader(change.subarray(prefix.length));
    const isOfTable = change.length === length && prefix.every((byte, i) => change[i] === byte);
    const count = isOfTable ? rowsBehind(reader, key) : undefined;
    if (count === undefined || count > 1)
      throw new StoreError("LEDGER_DAMAGED", { table: table.name, detail: encodeHex(change.subarray(0, 64)) });
    return count === 0 ? undefined : change.subarray(prefix.length + reader.offset);
  };
}

/** How many rows a change says that it has, behind the key; undefined for another key, and for what is no change. */
function rowsBehind(reader: CborReader, key: number): number | undefined {
  try {
    return reader.integer() === key ? reader.array() : undefined;
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}
