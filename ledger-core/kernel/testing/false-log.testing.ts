/** What a log signs that does not keep to the rules: entries with other changes than their acts made, in leaves that agree with them. */
import { changesRoot, encodeRowChange } from "#ledger-core/proof/change.ts";
import { encodeEntry, parseEntry } from "#ledger-core/proof/entry.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import type { AnyTable, RowValue, Table } from "#ledger-core/kernel/table.ts";

/** The block with what `alter` makes of the writes of each entry; the same list where it leaves them as they are. */
export function withWrites(block: Block, alter: (entry: SealedEntry) => readonly Write[]): Block {
  return { ...block, entries: block.entries.map((entry) => altered(entry, alter(entry))) };
}

function altered(sealed: SealedEntry, writes: readonly Write[]): SealedEntry {
  const entry = parseEntry(sealed.entry);
  if (writes === sealed.writes || entry === undefined) return sealed;
  const changes = writes.map(({ change }) => change);
  const leaf = encodeEntry({ ...entry, changesRoot: changesRoot(nodeSuite, changes) });
  return { ...sealed, writes, changes, entry: leaf };
}

/** A write that no act has made. */
export function falseWrite<Row>(table: Table<Row>, key: number, row: Row, changedAt: number): Write {
  const change = encodeRowChange(table.name, key, table.row, row);
  return { table: table as AnyTable, key, row: row as RowValue, change, changedAt };
}
