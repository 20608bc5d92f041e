/** A ledger of the catalogues that others published, what leaves it, and the program in Go that is asked about it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { buildGoVerifier } from "#ledger-core/testdata/go-verifier.testing.ts";
import { hasRealData, readRealData, REAL_DATA_ABSENT } from "#ledger-core/testdata/real-data.testing.ts";
import { foundLedger, ledger, ledgerJson } from "./cli.testing.ts";

const CATALOGS = ["energy", "gsa", "dhs", "dol"].map((name) => `catalog/us-datajson-${name}.json.gz`);

/** What leaves the ledger: the key under which its log began, the folder of its tiles, and of each proof the `.tlog-proof` file. */
export type PublishedExport = { readonly vkey: string; readonly tiles: string; readonly proofs: readonly string[] };

/** Why the program in Go is not asked; undefined once it is built. In the long run only: the import alone takes a while. */
export function whyNotAsked(program: string): string | undefined {
  if (process.env["LONG"] === undefined) return "skipped: only in the long run";
  return CATALOGS.every(hasRealData) ? buildGoVerifier(program) : REAL_DATA_ABSENT;
}

/**
 * Makes the ledger and exports its tiles and the proofs of its newest entries, the newest first, all by the command: `city`, `tiles`
 * and `proofs` where `at` says. Throws what a command says that does not succeed.
 */
export async function exportPublished(at: (name: string) => string, newest: number): Promise<PublishedExport> {
  const [city, tiles] = [at("city"), at("tiles")];
  await foundLedger(city);
  const { vkey } = await ask<{ readonly vkey: string }>(["status", city]);
  mkdirSync(at("files"));
  for (const [i, catalog] of CATALOGS.entries()) {
    const file = at(`files/${i}.json`);
    writeFileSync(file, readRealData(catalog));
    await run(["import", city, file, "--yes"]);
    // Each catalogue under another key of the log: a stranger holds the first.
    if (i < 2) await run(["rotate-log-key", city]);
  }
  await run(["tiles", city, "-o", tiles]);
  const query = ["query", city, "ledger.entries", JSON.stringify({ limit: newest })];
  const { entries } = await ask<{ readonly entries: readonly { readonly id: string }[] }>(query);
  for (const { id } of entries) await run(["proof", city, id, "-o", at("proofs")]);
  return { vkey, tiles, proofs: entries.map(({ id }) => at(`proofs/${id}.tlog-proof`)) };
}

/** Whether the program in Go accepts the tiles, and each of the proofs with the entry beside it. */
export function goAccepts(program: string, { vkey, tiles, proofs }: PublishedExport): boolean {
  return spawnSync(program, [vkey, tiles, ...proofs]).status === 0;
}

async function run(given: readonly string[]): Promise<void> {
  const { code, stderr } = await ledger(given);
  if (code !== 0) throw new Error(stderr);
}

async function ask<T>(given: readonly string[]): Promise<T> {
  const { code, stderr, json } = await ledgerJson<T>(given);
  if (code !== 0) throw new Error(stderr);
  return json;
}
