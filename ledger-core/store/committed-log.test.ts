import { expect, it } from "vitest";
import type { CommittedEntry } from "#ledger-core/kernel/module.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { committedLog } from "./committed-log.ts";
import { Statements } from "./database.ts";
import { connect } from "./reader.ts";
import { fill, word } from "./shelf.testing.ts";
import type { Operation } from "./shelf.testing.ts";
import { shelfOptions, temporaryFolder, temporaryWriter } from "./temporary.testing.ts";

/** Entries are read by the 250, and by themselves where their changes are more than a megabyte together. */
const MEGABYTE = 1_048_576;

/** Words of 60 bytes, the n-th entry with its own. */
function small(from: number, count: number): Operation[][] {
  return Array.from({ length: count }, (_, i) => [word(from + i, `word ${from + i}`), word(1, `last is ${from + i}`)]);
}

function large(from: number): Operation[] {
  return Array.from({ length: 5_000 }, (_, i) => word(from + i, `${from + i} `.padEnd(60, "x"), i));
}

it("gives every entry with its own changes, few or many of them together, from wherever it is read", () => {
  const options = shelfOptions(temporaryFolder());
  const writer = temporaryWriter(options);
  const blocks = fill(writer, [
    ...[small(2, 400), small(1_000, 1), [[]], small(1_100, 120)],
    [large(10_000), large(20_000), [], large(30_000), large(40_000)],
    small(2_000, 300),
  ]);
  const sealed = blocks.flatMap(({ entries, time }) => entries.map((entry) => ({ ...entry, time })));
  const bytesOf = (from: number, end: number): number =>
    sealed.slice(from, end).reduce((sum, { changes }) => sum + changes.reduce((all, { length }) => all + length, 0), 0);
  expect(bytesOf(500, 527)).toBeGreaterThan(MEGABYTE);
  expect(bytesOf(0, 250)).toBeLessThan(MEGABYTE);

  const connection = connect(options);
  try {
    const log = committedLog(options.ruleset, testSuite, new Statements(connection), { size: sealed.length });
    for (const [from, limit] of [
      [0, 10_000],
      [0, 1],
      [249, 2],
      [260, 250],
      [520, 4],
      [523, 400],
      [sealed.length, 5],
    ] as const) {
      const expected = sealed.slice(from, from + limit).map(({ index, height, time, kind, writes }) => ({
        ...{ index, height, time, kind, department: 1 + (index % 2) },
        changes: writes.map(({ table, key, row }) => ({ table: table.name, key, row })),
      }));
      expect([...log.read(from, limit)].map(said)).toEqual(expected);
    }
  } finally {
    connection.close();
  }
});

function said({ index, height, time, kind, department, changes }: CommittedEntry): object {
  return {
    index,
    height,
    time,
    kind,
    department,
    changes: changes.map(({ table, key, row }) => ({ table, key, row })),
  };
}
