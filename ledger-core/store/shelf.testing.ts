/** Two tables with every kind of column, and blocks of writes to them. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { bytes, choice, integer, list, optional, record, text, union } from "#ledger-core/contract/schema/schema.ts";
import { sealEntry } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { Overlay } from "#ledger-core/kernel/overlay.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import { FORM_SYSTEM } from "#ledger-core/proof/entry.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { encodeSystemEntry } from "#ledger-core/proof/system-entry.ts";
import type { Head, Writer } from "./store-types.ts";

const pointSchema = record({ x: integer(-100, 100), name: text(20) });

export const bookRow = record({
  owner: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  state: choice(["open", "lent", "gone"]),
  title: text(64),
  mark: bytes(4, 0),
  from: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  note: optional(text(64)),
  seal: optional(bytes(4, 0)),
  mood: optional(choice(["calm", "loud"])),
  tags: list(text(64), 3),
  size: record({ width: integer(0, 9), inner: pointSchema }),
  place: union({ nowhere: record({}), point: pointSchema, list: record({ all: list(pointSchema, 2) }) }),
  extra: optional(list(integer(0, 9), 3)),
});
const wordRow = record({ word: text(64), count: integer(0, KEY_MAX) });

export const bookTable = table({
  name: "shelf.book",
  number: 910,
  row: bookRow,
  indexes: { title: ["title"], mark: ["mark"], place: ["state", "owner"], mixed: ["owner", "title", "mark"] },
}) as AnyTable;
export const wordTable = table({
  name: "shelf.word",
  number: 911,
  row: wordRow,
  indexes: { word: ["word"] },
}) as AnyTable;

export const shelfModule: Module = {
  name: "shelf",
  tables: [bookTable, wordTable],
  actions: [],
  due: [],
  projections: [],
  invariants: [],
};
export const shelfRuleset = createRuleset([shelfModule]);

/** A row to write, or to remove where `row` is undefined. */
export type Operation = { readonly table: AnyTable; readonly key: number; readonly row: RowValue | undefined };

/** A block right after `head`, with one entry per list of writes. */
export function blockOf(base: RowSource, head: Head | undefined, entries: readonly (readonly Operation[])[]): Block {
  const height = head === undefined ? 0 : head.height + 1;
  const time = 1_790_000_000 + height;
  const firstIndex = head?.size ?? 0;
  const sealed = entries.map((operationsOfEntry, i) => {
    const index = firstIndex + i;
    const overlay = new Overlay(base, index);
    for (const { table: of, key, row } of operationsOfEntry) {
      if (row === undefined) overlay.remove(of, key);
      else overlay.put(of, key, row);
    }
    const wire = encodeSystemEntry({ name: "shelf", body: encode(integer(0, KEY_MAX), index) });
    const kind = index % 3 === 0 ? "shelf.tidy" : "shelf.fill";
    return sealEntry(
      { suite: testSuite, height, index, overlay },
      {
        form: FORM_SYSTEM,
        id: testSuite.sha256(wire),
        bytes: wire,
        kind,
        code: "",
        data: {},
        state: "system",
        proposal: undefined,
        actor: { person: 1, department: 1 + (index % 2) },
      },
    );
  });
  return { height, time, firstIndex, entries: sealed, results: [], idsAdded: new Uint8Array(0), idsDropped: [] };
}

/** The note of a head, without a signature: the store only keeps it. */
export const signNothing = (size: number): string => `checkpoint of ${size}`;

/** Seals blocks of writes one after another. */
export function fill(writer: Writer, blocks: readonly (readonly (readonly Operation[])[])[]): Block[] {
  return blocks.map((entries) => {
    const block = blockOf(writer.rows, writer.head(), entries);
    writer.commit(block, signNothing);
    return block;
  });
}

/** A word under a key. */
export function word(key: number, text_: string, count = 0): Operation {
  return { table: wordTable, key, row: { word: text_, count } };
}
