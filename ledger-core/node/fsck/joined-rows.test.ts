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
  // Bytes where a number or a text should stand are not told from others, but refused.
  const areBytes = ([number, text]: readonly unknown[]): boolean => [number, text].some(Buffer.isBuffer);
  const sound = rows.filter((row) => !areBytes(row));
  for (const row of sound) insert.run(...row);
  // A damaged text may be no UTF-8.
  const cast = connection.prepare("INSERT INTO t VALUES (NULL, 77, CAST(? AS TEXT), NULL)");
  const texts = ["ff", "fe", "fffe", "c3", "c328", "ed a0 80", "22ff", "5cff", "00ff", "ff00", "c0af", "5c7530306666"];
  for (const text of texts) cast.run(Buffer.from(text.replaceAll(" ", ""), "hex"));
  const total = sound.length + texts.length;
  const read = connection.prepare<unknown[], JoinedRows>(joinedRowsSql("t", COLUMNS)).raw();
  const all = Array.from({ length: total }, (_, i) => {
    const [count, last, bytes] = read.get(i + 1, 1) ?? [0, null, null];
    expect([count, last]).toEqual([1, i + 1]);
    // The key stands in front.
    return encodeHex(bytes ?? new Uint8Array(0)).slice(2 * `[${i + 1},`.length);
  });
  expect(new Set(all).size).toBe(total);
  expect(read.get(1, total)?.[0]).toBe(total);
  expect(read.get(total + 1, 1)).toEqual([0, null, null]);
  const refused = rows.find(areBytes) ?? [];
  const { lastInsertRowid } = insert.run(...refused);
  expect(() => read.get(lastInsertRowid, 1)).toThrow(expect.objectContaining({ code: "SQLITE_ERROR" }));
  connection.close();
});
