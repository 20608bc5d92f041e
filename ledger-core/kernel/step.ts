/** One entry being executed: where it stands, what it may see, and the writes that it has made so far. */
import type { Suite } from "#ledger-core/proof/suite.ts";
import { assert } from "./assert.ts";
import { dueTable, sequenceTable } from "./governance/tables.ts";
import type { DueContext, Move } from "./module.ts";
import { Overlay } from "./overlay.ts";
import { Rows } from "./rows.ts";
import type { Ruleset } from "./ruleset.ts";
import type { AnyTable, RowValue } from "./table.ts";

export type Step = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly height: number;
  readonly time: number;
  /** Index of the entry in the log. */
  readonly index: number;
  readonly overlay: Overlay;
  readonly rows: Rows;
};

/** A step over the same entry whose writes can be thrown away. */
export function nestedStep(step: Step): Step {
  const overlay = new Overlay(step.overlay, step.index);
  return { ...step, overlay, rows: new Rows(overlay) };
}

/** What an action may do in a step; state columns move only along `moves`. */
export function dueContext(step: Step, moves: readonly Move[]): DueContext {
  return {
    height: step.height,
    time: step.time,
    suite: step.suite,
    rows: step.rows,
    put: (table, key, row) => {
      putRow(step, moves, table as AnyTable, key, row as RowValue);
      step.overlay.checkCount();
    },
    remove: (table, key) => {
      assert(table.state === undefined, `${table.name} ends a record by a state, not by removing it`);
      step.overlay.remove(table as AnyTable, key);
      step.overlay.checkCount();
    },
    next: (table) => nextKey(step, table as AnyTable),
    dueAt: (time, action, body) => {
      const key = queueDue(step, time, action, body);
      step.overlay.checkCount();
      return key;
    },
    cancelDue: (key) => {
      if (step.rows.get(dueTable, key) !== undefined) step.overlay.remove(dueTable as AnyTable, key);
    },
  };
}

/** Writes a row. A change of a state column that no move declares stops the node: it is a bug of the action. */
export function putRow(step: Step, moves: readonly Move[], table: AnyTable, key: number, row: RowValue): void {
  if (table.state !== undefined) {
    const before = step.overlay.get(table, key)?.row[table.state] ?? "-";
    const after = row[table.state];
    const legal =
      before === after || moves.some((move) => move.table === table.name && move.from === before && move.to === after);
    assert(legal, `${table.name} ${key} may move from ${before as string} to ${after as string}`);
  }
  step.overlay.put(table, key, row);
}

/** The next key of a table; the sequence is itself a row, so it is the same on every node. */
export function nextKey(step: Step, table: AnyTable): number {
  const last = step.rows.get(sequenceTable, table.number)?.last ?? 0;
  step.overlay.put(sequenceTable as AnyTable, table.number, { last: last + 1 });
  return last + 1;
}

/** Queues a due action. A time that has passed is due in the next block. */
export function queueDue(step: Step, time: number, action: string, body: Uint8Array): number {
  const key = nextKey(step, dueTable as AnyTable);
  step.overlay.put(dueTable as AnyTable, key, { time, action, body });
  return key;
}
