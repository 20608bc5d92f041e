import { expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { encodeStateRow, encodeStatementHead, parseStateRow, parseStatementHead } from "./state-statement.ts";
import { testSuite } from "./suite.testing.ts";
import { leafHash, treeRoot } from "./tree.ts";

const HEAD = {
  network: new Uint8Array(32).fill(1),
  height: 7,
  size: 24,
  logRoot: new Uint8Array(32).fill(2),
  tables: [
    { number: 5, name: "kernel.member", rows: 1 },
    { number: 200, name: "catalog.dataset", rows: 300 },
  ],
};
const ROW = {
  number: 200,
  order: [Uint8Array.of(0x18, 0x2a)],
  key: 9,
  row: Uint8Array.of(0x82, 0x18, 0x2a, 0x61, 0x61),
};

/** Frozen, written out by hand: every statement that was ever signed depends on them. */
const HEAD_BYTES = [
  "86",
  "00",
  `5820${"01".repeat(32)}`,
  "07",
  "1818",
  `5820${"02".repeat(32)}`,
  "82",
  `83056d${Buffer.from("kernel.member").toString("hex")}01`,
  `8318c86f${Buffer.from("catalog.dataset").toString("hex")}19012c`,
].join("");
const ROW_BYTES = ["85", "01", "18c8", "81182a", "09", "82182a6161"].join("");
const ROOT = "86c48f4513b77cef948c708156e14612342910ba016797ef366b07d511b6e387";

it("has leaves of a form that never changes", () => {
  const [head, row] = [encodeStatementHead(HEAD), encodeStateRow(ROW)];
  expect([encodeHex(head), encodeHex(row)]).toEqual([HEAD_BYTES, ROW_BYTES]);
  expect(parseStatementHead(head)).toEqual(HEAD);
  expect(parseStateRow(row)).toMatchObject(ROW);
  const hashes = [head, row].map((leaf) => leafHash(testSuite, leaf));
  expect(encodeHex(treeRoot(testSuite, hashes))).toBe(ROOT);
});
