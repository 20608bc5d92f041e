/** Folders, writers and readers that are gone after the test that made them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { shelfRuleset } from "./shelf.testing.ts";
import { openReader, openWriter } from "./store.ts";
import type { Reader, StoreOptions, Writer } from "./store-types.ts";

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "store-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function shelfOptions(folder: string): StoreOptions {
  return { folder, ruleset: shelfRuleset, suite: testSuite };
}

/** A writer that is closed after the test. */
export function temporaryWriter(options: StoreOptions = shelfOptions(temporaryFolder())): Writer {
  const writer = openWriter(options);
  onTestFinished(() => writer.close());
  return writer;
}

/** A reader that is closed after the test. */
export function temporaryReader(options: StoreOptions): Reader {
  const reader = openReader(options);
  onTestFinished(() => reader.close());
  return reader;
}
