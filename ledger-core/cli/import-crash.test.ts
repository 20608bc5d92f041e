import { existsSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { hasRealData } from "#ledger-core/testdata/real-data.testing.ts";
import { ended, foundLedger, ledgerJson, makeFolder, start } from "./cli.testing.ts";
import type { FileReport } from "./import-report.ts";
import { join } from "node:path";

const KILLS = 20;
const DATASETS = 600;
const REAL = "catalog/us-datajson-dol.json.gz";

const place = makeFolder();
const city = place.at("city");
const made = place.at("made.json");
let seed = 20_260_701;

beforeAll(async () => {
  await foundLedger(city);
  saveRound(-1);
});
afterAll(() => place.remove());

/** A number from 0 to 1 that depends on the seed alone. */
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}

/** Records in the ledger, whatever their state, and those of them that are published; and the entries that the log has. */
function held(): { readonly ids: readonly string[]; readonly live: readonly string[]; readonly size: number } {
  const ledger = readLedger({ folder: city });
  try {
    const rows = new Rows(ledger.reader.rows()).scan(datasetTable, "key", { limit: 100_000 });
    const idOf = ({ row }: (typeof rows)[number]): string => `${row.source} ${row.sourceId}`;
    const live = rows.filter(({ row }) => row.state === "published").map(idOf);
    return { ids: rows.map(idOf), live, size: ledger.reader.head()?.size ?? 0 };
  } finally {
    ledger.close();
  }
}

/** The file of a round: every dataset has changed, some are new and some are gone, so that there is always much to write. */
function saveRound(round: number): void {
  const shift = 20 * (round + 1);
  writeFileSync(
    made,
    bytesOf(madeCatalog(DATASETS, (i) => ({ identifier: `made-${i + shift}`, title: `Round ${round} of ${i}` }))),
  );
}

/** Places in the log that the command has said to be sealed. */
function acknowledged(stderr: string): readonly number[] {
  return [...stderr.matchAll(/sealed \d+\/\d+, height \d+, entry (\d+)/g)].map((found) => Number(found[1]));
}

/** `milliseconds` from its start, or from what it said first to be sealed: however busy the machine is, some are killed between the two. */
async function killedAfter(
  milliseconds: number,
  since: "start" | "sealed",
  files: readonly string[],
): Promise<{ readonly stderr: string; readonly isKilled: boolean }> {
  const child = start(["import", city, ...files]);
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => void (timer ??= setTimeout(() => child.kill("SIGKILL"), milliseconds));
  if (since === "start") wait();
  else child.stderr?.on("data", (text: unknown) => acknowledged(String(text)).length > 0 && wait());
  const { stderr, code } = await ended(child);
  clearTimeout(timer);
  return { stderr, isKilled: code === null };
}

describe("kill -9 during an import", () => {
  it(`loses nothing acknowledged and applies nothing twice, ${KILLS} times`, async () => {
    const files = [
      made,
      ...(hasRealData(REAL) ? [join(import.meta.dirname, "..", "..", "..", "shared", "data", REAL)] : []),
    ];
    // A whole run says how long one takes; kills are spread over the part of it in which it works.
    const started = performance.now();
    expect((await ledgerJson(["import", city, made])).code).toBe(0);
    const span = performance.now() - started;
    let kills = 0;
    let told = 0;
    let halfway = 0;
    for (let round = 0; round < KILLS; round++) {
      saveRound(round);
      const before = held();
      const [part, since] =
        round % 2 === 0 ? ([0.3 + random(), "start"] as const) : ([random() / 8, "sealed"] as const);
      const { stderr, isKilled } = await killedAfter(span * part, since, ["--yes", ...files]);
      const after = held();
      const acknowledgements = acknowledged(stderr);
      if (isKilled) kills++;
      if (isKilled && after.size > before.size) halfway++;
      told += acknowledgements.length;
      for (const entry of acknowledgements) expect(entry).toBeLessThan(after.size);
      const ids = new Set(after.ids);
      expect(ids.size).toBe(after.ids.length);
      expect(before.ids.filter((id) => !ids.has(id))).toEqual([]);
    }
    // The test has tested something: runs were cut off, and some of them between what they sealed and what was left.
    expect(kills).toBeGreaterThan(KILLS / 4);
    expect(halfway).toBeGreaterThan(0);
    expect(told).toBeGreaterThan(0);
    const last = await ledgerJson<{ readonly files: readonly FileReport[] }>(["import", city, "--yes", ...files]);
    expect([last.code, last.json.files.map((file) => file.refused)]).toEqual([0, files.map(() => [])]);
    const { ids, live } = held();
    expect(ids).toHaveLength(new Set(ids).size);
    const published = Array.from({ length: DATASETS }, (_, i) => `file:made made-${i + 20 * KILLS}`);
    expect(live.filter((id) => id.startsWith("file:made ")).toSorted()).toEqual(published.toSorted());
    const again = await ledgerJson<{ readonly files: readonly FileReport[]; readonly entries: number }>([
      "import",
      city,
      ...files,
    ]);
    expect([again.json.entries, again.json.files.map((file) => file.read - file.unchanged)]).toEqual([
      0,
      files.map(() => 0),
    ]);
    const checked = await ledgerJson<{ readonly ok: boolean; readonly problems: readonly object[] }>(["fsck", city]);
    expect([checked.code, checked.json.problems]).toEqual([0, []]);
    expect(existsSync(join(city, "outbox"))).toBe(false);
  }, 300_000);
});
