/**
 * Imports a file of the registry into a new ledger as a person would, and then does the least that could be done with it: reads it by the
 * same reader and puts its records into one table of SQLite, without checks, signatures, log, tree, history, kept files and search.
 * Run by the benchmark with a folder and a file; prints what it took.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { REGISTRY_FORMAT } from "#ledger-core/exchange/registry/registry-format.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { releaseMemory } from "#ledger-core/node/release-memory.ts";
import { planImport } from "#ledger-core/node/importing/plan-import.ts";
import { runImport } from "#ledger-core/node/importing/run-import.ts";
import { openForWriting } from "#ledger-core/store/database.ts";
import { foundBenchLedger } from "./bench-ledger.ts";
import { timed } from "./bench.ts";
import { peakBytesOf } from "./child-process.ts";

export type ImportTimes = {
  readonly records: number;
  readonly milliseconds: number;
  readonly bareMilliseconds: number;
  /** Of this process once the import is done and nothing of it is held any longer, the ledger still being open. */
  readonly bytesAfter: number;
  /** The most that this process had in memory until then; undefined where the system does not say. */
  readonly bytesMax: number | undefined;
};

const QUIET_MS = 3_000;
const [folder = "", file = ""] = process.argv.slice(2);
const read = (): Uint8Array => new Uint8Array(readFileSync(file));
process.stdout.write(JSON.stringify(await measure()));

async function measure(): Promise<ImportTimes> {
  const { ledger, sign } = await foundBenchLedger(join(folder, "ledger"));
  let records = 0;
  const importWhole = async (): Promise<void> => {
    const plan = await planImport(
      { bytes: read(), fileName: "catalogs.jsonl", source: "bench", department: 1 },
      { rows: new Rows(ledger.reader.rows()), blobs: ledger.reader.blobs },
    );
    if (!plan.ok) throw new Error(`the benchmark's file was refused: ${plan.code}`);
    const { stopped } = await runImport(plan, {
      blobs: ledger.reader.blobs,
      logSize: () => ledger.reader.head()?.size ?? 0,
      perform: async (kind, body) => {
        const [answer] = await ledger.engine.submit([sign(kind, body).wire]);
        if (answer === undefined) throw new Error("the benchmark's batch was not answered");
        return answer;
      },
      onBatch: ({ lines }) => {
        records += lines.length;
      },
      signal: new AbortController().signal,
    });
    if (stopped !== undefined) throw new Error(`the benchmark's import stopped: ${JSON.stringify(stopped)}`);
  };
  const milliseconds = await timed(importWhole);
  // Until the thread of the projections has ended, as it does in a quiet moment.
  await setTimeout(QUIET_MS);
  const bytesMax = peakBytesOf(process.pid);
  releaseMemory();
  const bytesAfter = process.memoryUsage.rss();
  const bareMilliseconds = await timed(importBare);
  await ledger.close();
  return { records, milliseconds, bareMilliseconds, bytesAfter, bytesMax };
}

async function importBare(): Promise<void> {
  const parsed = await REGISTRY_FORMAT.parse(read(), nodeSuite.sha256);
  if (!parsed.ok) throw new Error(`the benchmark's file was refused: ${parsed.code}`);
  const connection = openForWriting(join(folder, "bare.sqlite"), { durable: true });
  try {
    const names = Object.keys(parsed.records[0] ?? {}).map((name) => `"${name}"`);
    connection.exec(`CREATE TABLE bare (key INTEGER PRIMARY KEY, ${names.join(", ")})`);
    const marks = names.map(() => "?").join(", ");
    const insert = connection.prepare(`INSERT INTO bare (${names.join(", ")}) VALUES (${marks})`);
    connection.transaction(() => {
      for (const record of parsed.records) insert.run(...columnsOf(record));
    })();
  } finally {
    connection.close();
  }
}

function columnsOf(record: DatasetRecord): readonly unknown[] {
  return Object.values(record).map((value: unknown) =>
    value === undefined ? null : typeof value === "object" ? JSON.stringify(value) : value,
  );
}
