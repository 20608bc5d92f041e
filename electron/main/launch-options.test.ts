import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ledgerFolderOf } from "./launch-options.ts";

const userData = resolve("/data");

test.each([
  [["electron", "app", "ledger"], false, resolve("ledger")],
  [["electron", "app"], false, resolve("/data/demo")],
  [["console", "ledger"], true, resolve("ledger")],
  [["console", "--no-sandbox", "", "ledger"], true, resolve("ledger")],
  [["console", "--inspect"], true, resolve("/data/demo")],
])("%j, packaged: %s", (argv, isPackaged, folder) => {
  expect(ledgerFolderOf({ argv, isPackaged, userData })).toBe(folder);
});
