import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { countedRuleset } from "./counted.testing.ts";
import type { Finding } from "./read-child.testing.ts";
import { BOUND_BY_RIGHTS } from "./nobody.testing.ts";
import { fill, word } from "./shelf.testing.ts";
import { openWriter } from "./store.ts";
import type { Writer } from "./store-types.ts";
import { temporaryFolder } from "./temporary.testing.ts";

function counted(folder: string): Writer {
  return openWriter({ folder, ruleset: countedRuleset, suite: testSuite });
}

/** Runs a script on the folder in a process that may read it and not write to it; gives what it prints. */
function runWithoutRights(script: URL, folder: string): string {
  for (const name of readdirSync(folder))
    if (name.startsWith("ledger") || name.startsWith("proj")) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  return execFileSync(process.execPath, [script.pathname, folder], { ...BOUND_BY_RIGHTS, encoding: "utf8" }).trim();
}

function readWithoutRights(folder: string): Finding {
  return JSON.parse(runWithoutRights(new URL("read-child.testing.ts", import.meta.url), folder)) as Finding;
}

it("reads a ledger whose folder is read-only once its writer has closed it, projections included", () => {
  const folder = temporaryFolder();
  const writer = counted(folder);
  fill(writer, [[[word(1, "one")], [word(2, "two")]]]);
  writer.close();
  expect(existsSync(join(folder, "ledger.sqlite-wal"))).toBe(false);
  expect(readWithoutRights(folder)).toEqual({ size: 2, written: 2 });
});

it("says so, rather than read less, where the write-ahead log of a read-only folder still holds blocks", () => {
  const folder = temporaryFolder();
  const copy = temporaryFolder();
  const writer = counted(folder);
  fill(writer, [[[word(1, "one")], [word(2, "two")]]]);
  // As a copy made while the writer was at work, without the shared index of the write-ahead log.
  for (const name of ["ledger.sqlite", "ledger.sqlite-wal"]) cpSync(join(folder, name), join(copy, name));
  writer.close();
  expect(readWithoutRights(copy)).toEqual({ code: "FOLDER_UNWRITABLE" });
});

const WRITING = new URL("write-child.testing.ts", import.meta.url);

it("is refused by its name to who would write, before anything is taken away", () => {
  const folder = temporaryFolder();
  const writer = counted(folder);
  fill(writer, [[[word(1, "one")]]]);
  writer.close();
  const before = readdirSync(folder);
  expect(runWithoutRights(WRITING, folder)).toBe("FOLDER_UNWRITABLE");
  expect(readdirSync(folder)).toEqual(before);
});

it("is refused by its name to who would begin a ledger in it", () => {
  const folder = temporaryFolder();
  expect(runWithoutRights(WRITING, folder)).toBe("FOLDER_UNWRITABLE");
  expect(readdirSync(folder)).toEqual([]);
});
