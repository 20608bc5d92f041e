import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { joinedRowsSql } from "./joined-rows.ts";
import type { JoinedRows } from "./joined-rows.ts";

/** As a damaged file may hold them, whatever the columns are declared to be. */
const VALUES = [
  null,
  0n,
  1n,
  -1n,
  10n,
  "",
  "1",
  "i1,",
  "é",
  "t1:1",
  "a\0b",
  Buffer.of(),
  Buffer.of(0x31),
  Buffer.of(0xff),
];
const COLUMNS = [
  { name: "number", type: "INTEGER" },
  { name: "text", type: "TEXT" },
  { name: "bytes", type: "BLOB" },
];

it("gives other bytes wherever a value or its type is another", () => {
  const connection = new Database(":memory:");
  // Without types of their own, columns keep what they are given.
  connection.exec("CREATE TABLE t (key INTEGER PRIMARY KEY, number, text, bytes)");
  const insert = connection.prepare("INSERT INTO t VALUES (NULL, ?, ?, ?)");
  const rows = VALUES.flatMap((one) => VALUES.flatMap((two) => VALUES.map((three) => [one, two, three])));
  // A column of numbers that holds bytes or a text is not the same as a number, which is all that it is compared with.
  const sound = rows.filter(([number]) => number === null || typeof number === "bigint");
  for (const row of sound) insert.run(...row);
  const read = connection.prepare<unknown[], JoinedRows>(joinedRowsSql("t", COLUMNS)).raw();
  const all = sound.map((_, i) => {
    const [count, last, bytes] = read.get(i + 1, 1) ?? [0, null, null];
    expect([count, last]).toEqual([1, i + 1]);
    // The key stands in front.
    return encodeHex(bytes ?? new Uint8Array(0)).slice(2 * `${i + 1},`.length);
  });
  expect(new Set(all).size).toBe(sound.length);
  expect(read.get(1, sound.length)?.[0]).toBe(sound.length);
  expect(read.get(sound.length + 1, 1)).toEqual([0, null, null]);
  connection.close();
});
