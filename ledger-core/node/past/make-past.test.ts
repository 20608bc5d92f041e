/** A ledger of a past height in a folder of its own is what one would be that stopped there, in every table, and `fsck` finds it sound. */
import { cpSync, mkdirSync, readdirSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { commitAll, copyOf, findings, makeLittleLedger, tamper } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { hasPast, listQueries, runQuery } from "#ledger-core/node/query.ts";
import type { QueryAnswer } from "#ledger-core/node/query.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { blobsFolder, ledgerFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { temporaryFolder, temporaryReader, temporaryWriter } from "#ledger-core/store/temporary.testing.ts";
import { makePast } from "./make-past.ts";
import type { MakePast } from "./make-past.ts";
import { tablesOf } from "./tables.testing.ts";

const little = await makeLittleLedger({ datasets: 300 });
const { ledger } = little.city;

/** Has what is temporary put into a folder of the test, and gives it. */
function ownTemporary(): string {
  const folder = join(temporaryFolder(), "temporary");
  mkdirSync(folder);
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

/** Made in a folder of the test, which goes with it. */
async function pastOf(height: number, options: Partial<MakePast> = {}): Promise<string> {
  const { signal } = new AbortController();
  const { folder, remove } = await makePast({ folder: little.folder, height, progress: () => {}, signal, ...options });
  onTestFinished(remove);
  return folder;
}

/** What is wrong with it, once the content lies beside it, which stays where it is. */
async function wrongWith(past: string): Promise<readonly string[]> {
  cpSync(blobsFolder(little.folder), blobsFolder(past), { recursive: true });
  return await findings(past);
}

it("holds in every table what a ledger holds that stopped there, and is sound", async () => {
  ownTemporary();
  const stopping = { folder: temporaryFolder(), ruleset: cityRuleset, suite: nodeSuite };
  const stopped = temporaryWriter(stopping);
  for (const height of [0, 1, Math.floor(ledger.height / 2), ledger.height - 1, ledger.height]) {
    commitAll(stopped, ledger, { upTo: height });
    const past = await pastOf(height);
    for (const file of [ledgerFile, projectionsFile])
      expect(tablesOf(file(past)), `${file(past)} at ${height}`).toEqual(tablesOf(file(stopping.folder)));
    expect(await wrongWith(past), `at ${height}`).toEqual([]);
  }
});

/** What every read without a height of its own is asked; where a field may be left out, it is. */
const ASKED: Readonly<Record<string, object>> = {
  "inbox.list": { box: "started", limit: 5 },
  "inbox.item": { proposal: 1 },
  "catalog.access": { dataset: 1, time: 1_790_000_000 },
  "catalog.dataset": { key: 1 },
  "catalog.versions": { dataset: 1 },
  "catalog.compare": { dataset: 1, from: 1, to: 1 },
  "catalog.usageByDay": { dataset: 1 },
  "catalog.usage": { dataset: 1 },
  "catalog.lineage": { dataset: 1 },
  "catalog.negotiation": { agreement: 1 },
  "content.access": { dataset: 1, version: 1 },
  "consortium.leaving": { person: 1 },
  "consortium.votes": { box: "open" },
  "consortium.calendar": { year: 2026 },
  "consortium.workingDays": { from: 20_700, count: 5 },
  "ledger.entry": { index: 5 },
  "ledger.rows": { table: "catalog.dataset" },
  "ledger.history": { table: "catalog.dataset", key: 1 },
  "ledger.proof": { index: 5 },
};

/** What the reads of the contract answer, by their names, as if it were the time of the newest block. */
async function answersOf(folder: string, past: string): Promise<Readonly<Record<string, QueryAnswer>>> {
  const host = new ReadingHost(folder, past);
  const client = { id: "test", keystoreSession: undefined };
  try {
    const answers: Record<string, QueryAnswer> = {};
    for (const { name } of listQueries())
      if (hasPast(name)) answers[name] = await runQuery({ host, client }, name, ASKED[name] ?? {});
    return answers;
  } finally {
    await host.close();
  }
}

it("answers every read of the contract as one does that stopped there", async () => {
  ownTemporary();
  const height = ledger.height - 1;
  const stopping = { folder: temporaryFolder(), ruleset: cityRuleset, suite: nodeSuite };
  cpSync(little.folder, stopping.folder, { recursive: true, filter: (file) => !file.includes("sqlite") });
  commitAll(temporaryWriter(stopping), ledger, { upTo: height });
  const answers = await answersOf(little.folder, await pastOf(height));
  expect(answers).toEqual(await answersOf(stopping.folder, stopping.folder));
  expect(Object.keys(answers).length).toBeGreaterThan(30);
  const refused = Object.keys(answers).filter((name) => answers[name]?.ok === false);
  expect(refused).toEqual([]);
});

it("is made while a writer goes on", async () => {
  ownTemporary();
  const folder = temporaryFolder();
  const writer = temporaryWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const height = Math.floor(ledger.height / 2);
  commitAll(writer, ledger, { upTo: height });
  let isAhead = false;
  const past = await pastOf(height - 1, {
    folder,
    progress: () => {
      if (!isAhead) commitAll(writer, ledger);
      isAhead = true;
    },
  });
  expect([isAhead, writer.head()?.height]).toEqual([true, ledger.height]);
  expect(temporaryReader({ folder: past, ruleset: cityRuleset, suite: nodeSuite }).head()?.height).toBe(height - 1);
  expect(await wrongWith(past)).toEqual([]);
});

it("says how far it is, and leaves nothing where it is stopped, at whichever step", async () => {
  const temporary = ownTemporary();
  for (const wanted of ["copy", "set-back", "derive"] as const) {
    const stop = new AbortController();
    const told: string[] = [];
    const making = pastOf(1, {
      signal: stop.signal,
      progress: (step, done, total) => {
        told.push(step);
        expect(done).toBeLessThanOrEqual(total);
        if (step === wanted) stop.abort(new Error(`stopped at ${wanted}`));
      },
    });
    await expect(making).rejects.toThrow(`stopped at ${wanted}`);
    expect(told).toContain(wanted);
    expect(readdirSync(temporary)).toEqual([]);
  }
});

it("is refused, with nothing left, where the changes of the log cannot be read", async () => {
  const folder = copyOf(little.folder);
  const temporary = ownTemporary();
  tamper(folder, (file) => void file.exec("UPDATE log_entry SET changes = x'ff' WHERE place = 40"));
  await expect(pastOf(1, { folder })).rejects.toMatchObject({ code: "LEDGER_DAMAGED" });
  expect(readdirSync(temporary)).toEqual([]);
});

it("is removed when it was read, with what a killed process has left the day before", async () => {
  const temporary = ownTemporary();
  const [old, young] = ["ledger-past-old", "ledger-past-young"].map((name) => join(temporary, name));
  for (const left of [old, young]) mkdirSync(left ?? "");
  const aDayAgo = Date.now() / 1_000 - 86_401;
  utimesSync(old ?? "", aDayAgo, aDayAgo);
  const { remove, folder } = await makePast({
    folder: little.folder,
    height: 1,
    progress: () => {},
    signal: new AbortController().signal,
  });
  expect(readdirSync(temporary).toSorted()).toEqual([basename(folder), "ledger-past-young"].toSorted());
  remove();
  expect(readdirSync(temporary)).toEqual(["ledger-past-young"]);
});
