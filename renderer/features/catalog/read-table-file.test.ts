import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readTableFile } from "./read-table-file.ts";

function read(name: string, content: string | Uint8Array) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const done: number[] = [];
  const reading = readTableFile(new File([new Uint8Array(bytes)], name), {
    onProgress: (readBytes) => done.push(readBytes),
    signal: new AbortController().signal,
  });
  return { reading, done, hash: createHash("sha256").update(bytes).digest("hex") };
}

test("a table's fingerprint, rows and columns are found in one reading", async () => {
  const { reading, hash } = read(
    "a.csv",
    '\uFEFF户号,名称,金额,日期\r\n0012,"甲, ""乙""",12,2026-11-20\r\n0013,丙,3.5,2026/1/2\r\n\r\n',
  );
  expect(await reading).toEqual({
    name: "a.csv",
    sizeBytes: 92,
    contentHash: hash,
    table: {
      rowCount: 2,
      columns: [
        { name: "户号", dataType: "text" },
        { name: "名称", dataType: "text" },
        { name: "金额", dataType: "decimal" },
        { name: "日期", dataType: "date" },
      ],
    },
  });
});

test("a line end inside quotes is no row, and the last row needs none", async () => {
  const { reading } = read("a.csv", 'a;b\n"one\ntwo";2\n"x";3');
  expect((await reading).table).toEqual({
    rowCount: 2,
    columns: [
      { name: "a", dataType: "text" },
      { name: "b", dataType: "integer" },
    ],
  });
});

test("a quote within a field is text, in the rows and in the header alike", async () => {
  const { reading } = read("a.csv", 'pipe 5",length\n5" pipe,1\n"6"" pipe, long",2\nabout 7",3\n');
  expect((await reading).table).toEqual({
    rowCount: 3,
    columns: [
      { name: 'pipe 5"', dataType: "text" },
      { name: "length", dataType: "integer" },
    ],
  });
});

test("where a quote is never closed the rows are not known", async () => {
  const { reading } = read("a.csv", 'a,b\n"one,1\ntwo,2\n');
  expect((await reading).table?.rowCount).toBeUndefined();
});

test("a quoted header behind a byte order mark may hold a line end", async () => {
  const { reading } = read("a.csv", '\uFEFF"a\nb",c\n"",2\n');
  expect((await reading).table).toMatchObject({ rowCount: 1, columns: [{ name: "a\nb" }, { name: "c" }] });
});

test.each([
  ["110101199003070011", "text"],
  ["1234567890123456", "text"],
  ["123456789012345", "integer"],
  ["1\n2.5", "decimal"],
  ["-0.25", "decimal"],
  ["1234567890123456.5", "text"],
])("a column of %s is taken for %s", async (value, dataType) => {
  const { reading } = read("a.csv", `a\n${value}\n`);
  expect((await reading).table?.columns).toEqual([{ name: "a", dataType }]);
});

test("a spreadsheet's GB 18030 is read as well as UTF-8", async () => {
  // "户号,金额\n1,2\n"
  const bytes = new Uint8Array([0xbb, 0xa7, 0xba, 0xc5, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0a, 0x31, 0x2c, 0x32, 0x0a]);
  const { reading } = read("a.csv", bytes);
  expect((await reading).table?.columns.map((column) => column.name)).toEqual(["户号", "金额"]);
});

test("a file of many pieces is read whole, and its progress is told", async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `${i},"value\n${i}"`).join("\n");
  const { reading, done, hash } = read("large.csv", `number,value\n${rows}\n`);
  const found = await reading;
  expect(found.contentHash).toBe(hash);
  expect(found.table?.rowCount).toBe(200_000);
  expect(done.length).toBeGreaterThan(3);
  expect(done.at(-1)).toBe(found.sizeBytes);
});

test("what is no table has a fingerprint and nothing else", async () => {
  for (const [name, content] of [
    ["a.pdf", "%PDF-1.7\n1,2\n"],
    ["a.csv", "PK\u0003\u0004\u0000\u0000"],
    ["a.csv", ""],
  ] as const) {
    const { reading, hash } = read(name, content);
    const found = await reading;
    expect(found.table).toBeUndefined();
    expect(found.contentHash).toBe(hash);
  }
});

test("a reading that is given up stops", async () => {
  const controller = new AbortController();
  const file = new File([new Uint8Array(5 * 1_048_576)], "a.bin");
  const reading = readTableFile(file, {
    onProgress: () => controller.abort(new Error("given up")),
    signal: controller.signal,
  });
  await expect(reading).rejects.toThrow("given up");
});
