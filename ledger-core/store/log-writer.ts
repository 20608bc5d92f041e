/** Writes of a commit into the log's tables. Only within the writer's transaction. */
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { RowInserts } from "./database.ts";
import type { Statements } from "./database.ts";
import { idPrefix } from "./id-tiers.ts";
import type { Tile } from "./log-tree.ts";
import { pack } from "./packed.ts";
import type { StoredBlock } from "./store-types.ts";

const INTO_ENTRY = `INSERT INTO log_entry
  (place, height, form, id_prefix, id, kind, code, data, state, proposal, person, department, leaf, bytes, changes)`;
const ENTRY_COLUMNS = 15;
const INTO_HISTORY = "INSERT INTO log_history (table_number, key, place, begin, size)";
const HISTORY_COLUMNS = 5;
const TILE_SQL = "INSERT INTO log_tile (level, number, root, hashes) VALUES (?, ?, ?, ?)";
const BLOCK_SQL =
  "INSERT INTO log_block (height, time, first_place, count, root, checkpoint) VALUES (?, ?, ?, ?, ?, ?)";

export function insertEntries(statements: Statements, block: Block): void {
  const entries = new RowInserts(statements, INTO_ENTRY, ENTRY_COLUMNS);
  const history = new RowInserts(statements, INTO_HISTORY, HISTORY_COLUMNS);
  for (const entry of block.entries) {
    const changes = pack(entry.changes);
    entries.add(entryColumns(entry, changes.bytes));
    entry.writes.forEach((write, i) => {
      history.add([write.table.number, write.key, entry.index, changes.begins[i], entry.changes[i]?.length]);
    });
  }
  entries.flush();
  history.flush();
}

export function insertTiles(statements: Statements, tiles: readonly Tile[]): void {
  const insert = statements.prepare(TILE_SQL);
  for (const tile of tiles) insert.run(tile.level, tile.number, tile.root, tile.hashes);
}

export function insertBlock(statements: Statements, block: StoredBlock): void {
  const { height, time, firstIndex, count, root, checkpoint } = block;
  statements.prepare(BLOCK_SQL).run(height, time, firstIndex, count, root, checkpoint);
}

function entryColumns(entry: SealedEntry, changes: Uint8Array): readonly unknown[] {
  const { index, height, form, id, kind, code, data, state, proposal, actor } = entry;
  return [
    index,
    height,
    form,
    idPrefix(id),
    id,
    kind,
    code,
    code === "" ? "" : JSON.stringify(data),
    state,
    proposal ?? null,
    actor?.person ?? 0,
    actor?.department ?? 0,
    entry.entry,
    entry.bytes,
    changes,
  ];
}
