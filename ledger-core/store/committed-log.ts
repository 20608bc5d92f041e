/** The stored log as projections read it. */
import type { CommittedEntry } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedEntry } from "./committed-entry.ts";
import { plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";
import { frontierAt, hashReader } from "./log-tree.ts";
import { unpack } from "./packed.ts";
import type { CommittedLog } from "./projections.ts";

const READ_SQL = `SELECT entry.place, entry.height, block.time, entry.form, entry.kind, entry.code, entry.person, entry.department,
    entry.changes
  FROM log_entry AS entry JOIN log_block AS block ON block.height = entry.height
  WHERE entry.place >= ? AND entry.place < ? ORDER BY entry.place`;

type ReadRow = readonly [number, number, number, number, string, string, number, number, Uint8Array];
/** Few projections ask for the bytes of an entry. */
const BYTES_SQL = "SELECT bytes FROM log_entry WHERE place = ?";

/**
 * The first `size` entries; `root` is theirs, where it is known already. While a read is being walked through, nothing is written by the
 * same connection.
 */
export function committedLog(
  ruleset: Ruleset,
  suite: Suite,
  statements: Statements,
  { size, root }: { readonly size: number; readonly root?: Uint8Array },
): CommittedLog {
  const readHash = hashReader(suite, statements);
  return {
    size,
    // After every block each projection asks for the root of the whole log, which need not be read from the disk.
    rootAt: (count) => (count === size && root !== undefined ? root : frontierAt(suite, count, readHash).root()),
    *read(index, limit): Generator<CommittedEntry> {
      const rows = statements
        .prepare(READ_SQL)
        .raw()
        .iterate(index, Math.min(index + limit, size));
      for (const row of rows) yield entryOf(ruleset, suite, statements, row as ReadRow);
    },
  };
}

function entryOf(ruleset: Ruleset, suite: Suite, statements: Statements, row: ReadRow): CommittedEntry {
  const [index, height, time, form, kind, code, person, department, packed] = row;
  const changes = unpack(plainBytes(packed));
  const readBytes = (): Uint8Array =>
    plainBytes(statements.row<[Uint8Array]>(BYTES_SQL, index)?.[0] ?? new Uint8Array());
  const entry = { index, height, time, form, kind, code, person, department, changes, readBytes };
  return committedEntry(ruleset, suite, entry);
}
