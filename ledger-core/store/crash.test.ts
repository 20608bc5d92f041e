import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { MemoryRows } from "#ledger-core/kernel/testing/memory-rows.testing.ts";
import { changesRoot, parseChange } from "#ledger-core/proof/change.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import { countedRuleset } from "./counted.testing.ts";
import { wordTable } from "./shelf.testing.ts";
import { decodeRow } from "./state-layout.ts";
import { openWriter } from "./store.ts";
import type { Reader } from "./store-types.ts";
import { temporaryFolder } from "./temporary.testing.ts";

const ROUNDS = process.env["LONG"] === undefined ? 12 : 200;

/** Lets a process seal blocks for a while, then kills it; returns the last size that it called durable. */
async function sealAndKill(folder: string, milliseconds: number): Promise<number> {
  const script = new URL("crash-child.testing.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let acknowledged = -1;
  const lines = createInterface({ input: child.stdout });
  lines.once("line", () => setTimeout(() => child.kill("SIGKILL"), milliseconds));
  for await (const line of lines) acknowledged = Number(line);
  return acknowledged;
}

/** Everything that can be recomputed from the leaves and changes, from the first byte. */
function checkFromTheFirstByte(reader: Reader): void {
  const size = reader.head()?.size ?? 0;
  const leaves: Uint8Array[] = [];
  const memory = new MemoryRows();
  for (let index = 0; index < size; index++) {
    const stored = reader.entry(index);
    const leaf = parseEntry(stored?.entry ?? new Uint8Array());
    if (stored === undefined || leaf === undefined) throw new Error(`there is no entry ${index}`);
    leaves.push(leafHash(testSuite, stored.entry));
    const changes = reader.changes(index);
    expect(leaf).toMatchObject({ index, height: stored.height, transactionHash: testSuite.sha256(stored.bytes) });
    expect(leaf.changesRoot).toEqual(changesRoot(testSuite, changes));
    for (const bytes of changes) {
      const change = parseChange(bytes);
      const row = change?.row === undefined ? undefined : decodeRow(wordTable, change.row);
      memory.apply([{ table: wordTable, key: change?.key ?? 0, row, changedAt: index }]);
    }
  }
  expect(reader.head()?.root).toEqual(treeRoot(testSuite, leaves));
  expect(reader.rootAt(size)).toEqual(reader.head()?.root);
  const all = { limit: 1_000 };
  expect(reader.rows().scan(wordTable, "key", all)).toEqual(memory.scan(wordTable, "key", all));
  expect(reader.rows().scan(wordTable, "word", all)).toEqual(memory.scan(wordTable, "word", all));
  expect(reader.sql.get("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
}

const WRITTEN = "SELECT * FROM written ORDER BY department";

it(`loses nothing acknowledged and keeps nothing half when the process is killed, ${ROUNDS} times in a row`, async () => {
  const folder = temporaryFolder();
  let last = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const acknowledged = await sealAndKill(folder, 5 + ((round * 37) % 120));
    expect(acknowledged).toBeGreaterThan(last);
    last = acknowledged;
    const writer = openWriter({ folder, ruleset: countedRuleset, suite: testSuite });
    const reader = writer.reader();
    const head = reader.head();
    expect(head?.size).toBeGreaterThanOrEqual(acknowledged);
    expect(reader.blocks({ limit: 1 })[0]).toMatchObject({ height: head?.height });
    expect(writer.projectionFailure()).toBeUndefined();
    expect(reader.projectedSize()).toBe(head?.size);
    // The checks of every byte are quadratic over the rounds, so they run at the first and the last.
    if (round === 0 || round === ROUNDS - 1) {
      checkFromTheFirstByte(reader);
      const followed = reader.sql.all(WRITTEN);
      await writer.rebuildDerived(() => undefined, new AbortController().signal);
      expect(reader.sql.all(WRITTEN)).toEqual(followed);
    }
    reader.close();
    writer.close();
  }
});
