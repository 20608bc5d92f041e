/** One entry being executed: where it stands, what it may see, and the writes that it has made so far. */
import type { Suite } from "#ledger-core/proof/suite.ts";
import { assert } from "./assert.ts";
import { dueTable, sequenceTable } from "./governance/tables.ts";
import type { DueContext, Move } from "./module.ts";
import { Overlay } from "./overlay.ts";
import { Rows } from "./rows.ts";
import type { Ruleset } from "./ruleset.ts";
import type { AnyTable, RowValue, Table } from "./table.ts";

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
export class StepContext implements DueContext {
  readonly height: number;
  readonly time: number;
  readonly suite: Suite;
  readonly rows: Rows;
  readonly #step: Step;
  readonly #moves: readonly Move[];

  constructor(step: Step, moves: readonly Move[]) {
    this.height = step.height;
    this.time = step.time;
    this.suite = step.suite;
    this.rows = step.rows;
    this.#step = step;
    this.#moves = moves;
  }

  put<Row>(table: Table<Row>, key: number, row: Row): void {
    putRow(this.#step, this.#moves, table as AnyTable, key, row as RowValue);
    this.#step.overlay.checkCount();
  }

  remove<Row>(table: Table<Row>, key: number): void {
    assert(table.state === undefined, `${table.name} ends a record by a state, not by removing it`);
    this.#step.overlay.remove(table as AnyTable, key);
    this.#step.overlay.checkCount();
  }

  next<Row>(table: Table<Row>): number {
    return nextKey(this.#step, table as AnyTable);
  }

  dueAt(time: number, name: string, body: Uint8Array): number {
    const key = queueDue(this.#step, time, name, body);
    this.#step.overlay.checkCount();
    return key;
  }

  cancelDue(key: number): void {
    if (this.rows.get(dueTable, key) !== undefined) this.#step.overlay.remove(dueTable as AnyTable, key);
  }
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
