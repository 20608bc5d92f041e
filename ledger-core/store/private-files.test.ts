import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { openWriter } from "./store.ts";

it.skipIf(process.platform === "win32")("a ledger's folder and files are for their owner alone", () => {
  const parent = mkdtempSync(join(tmpdir(), "private-"));
  const folder = join(parent, "ledger");
  const writer = openWriter({ folder, ruleset: createRuleset([governanceModule]), suite: nodeSuite });
  for (const name of ["", "ledger.sqlite", "ledger.sqlite-wal", "projections.sqlite"]) {
    expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  }
  writer.close();
  rmSync(parent, { recursive: true });
});
