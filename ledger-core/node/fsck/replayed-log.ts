/** The stored log for derived tables that are filled anew from its beginning. */
import type { CommittedEntry } from "#ledger-core/kernel/module.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { committedEntry } from "#ledger-core/store/committed-entry.ts";
import { committedLog } from "#ledger-core/store/committed-log.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { unpack } from "#ledger-core/store/packed.ts";
import type { CommittedLog } from "#ledger-core/store/projections.ts";
import { readSoundEntries } from "./sound-entries.ts";
import type { StoredColumns } from "./stored-block.ts";

const TIME_SQL = "SELECT time FROM log_block WHERE height = ?";
/** Entries that are read at a time. */
const RUN = 256;

/** The first `size` entries as the store's own log gives them. Reads many at a time, and each root once, for which every projection asks. */
export function replayedLog(ruleset: Ruleset, suite: Suite, statements: Statements, size: number): CommittedLog {
  const log = committedLog(ruleset, suite, statements, { size });
  const roots = new Map<number, Uint8Array>();
  return {
    size,
    rootAt: (count) => {
      const root = roots.get(count) ?? log.rootAt(count);
      roots.set(count, root);
      return root;
    },
    *read(index, limit): Generator<CommittedEntry> {
      const end = Math.min(index + limit, size);
      for (let next = index; next < end; next += RUN) {
        const below = Math.min(next + RUN, end);
        const run = readSoundEntries(statements, next, below);
        const times = run === undefined ? undefined : timesOf(statements, run);
        // Where anything is odd, it is read as the store reads it, which says what.
        if (run === undefined || times === undefined) yield* log.read(next, below - next);
        else for (const entry of run) yield committed(ruleset, suite, entry, times.get(entry.height) ?? 0);
      }
    },
  };
}

/** The times of the blocks that entries are of; undefined if one of them is not there. */
function timesOf(statements: Statements, entries: readonly StoredColumns[]): ReadonlyMap<number, number> | undefined {
  const times = new Map<number, number>();
  for (const { height } of entries) {
    if (times.has(height)) continue;
    const row = statements.row<[number]>(TIME_SQL, height);
    if (row === undefined) return undefined;
    times.set(height, row[0]);
  }
  return times;
}

function committed(ruleset: Ruleset, suite: Suite, entry: StoredColumns, time: number): CommittedEntry {
  const { place: index, height, form, kind, code, person, department, bytes } = entry;
  const changes = unpack(entry.changes);
  return committedEntry(ruleset, suite, {
    index,
    height,
    time,
    form,
    kind,
    code,
    person,
    department,
    changes,
    readBytes: () => bytes,
  });
}
