/**
 * What leaves the ledger of the published catalogues is accepted by a program in Go that knows nothing of ours, and each of 500
 * mutations of it is refused by that program and by our own verifier alike. In the long run only: the import alone takes a while.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { verifyPath } from "#ledger-core/node/proofs/verify-path.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { buildGoVerifier } from "#ledger-core/testdata/go-verifier.testing.ts";
import { hasRealData, readRealData, REAL_DATA_ABSENT } from "#ledger-core/testdata/real-data.testing.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";

const CATALOGS = ["energy", "gsa", "dhs", "dol"].map((name) => `catalog/us-datajson-${name}.json.gz`);
const MUTATIONS = 500;

const place = makeFolder();
afterAll(() => place.remove());
const program = place.at("verifier");
const absent = whyAbsent();

function whyAbsent(): string | undefined {
  if (process.env["LONG"] === undefined) return "skipped: only in the long run";
  return CATALOGS.every(hasRealData) ? buildGoVerifier(program) : REAL_DATA_ABSENT;
}

describe.skipIf(absent !== undefined)(
  "an export of the published catalogues",
  absent === undefined ? tests : sayAbsent,
);

function sayAbsent(): void {
  it(`is ${absent}`, () => expect.unreachable());
}

function tests(): void {
  const city = place.at("city");
  const tiles = place.at("tiles");
  const proofs = place.at("proofs");
  let vkey = "";

  beforeAll(async () => {
    await foundLedger(city);
    ({ vkey } = (await ledgerJson<{ readonly vkey: string }>(["status", city])).json);
    mkdirSync(place.at("files"));
    for (const [i, catalog] of CATALOGS.entries()) {
      const file = place.at(`files/${i}.json`);
      writeFileSync(file, readRealData(catalog));
      const imported = await ledger(["import", city, file, "--yes"]);
      if (imported.code !== 0) throw new Error(imported.stderr);
      // Each catalogue under another key of the log: a stranger holds the first.
      if (i < 2) await ledger(["rotate-log-key", city]);
    }
    await ledger(["tiles", city, "-o", tiles]);
    const { json } = await ledgerJson<{ readonly entries: readonly { readonly id: string }[] }>([
      "query",
      city,
      "ledger.entries",
      '{"limit": 12}',
    ]);
    for (const { id } of json.entries.slice(0, 6)) await ledger(["proof", city, id, "-o", proofs]);
  }, 600_000);

  const goSays = (): boolean => {
    const files = readdirSync(proofs).filter((name) => name.endsWith(".tlog-proof"));
    return spawnSync(program, [vkey, tiles, ...files.map((name) => join(proofs, name))]).status === 0;
  };
  const weSay = async (): Promise<boolean> => {
    const request = { ruleset: cityRuleset, suite: nodeSuite, keys: [vkey], language: "en" as const };
    return (await verifyPath({ ...request, paths: [tiles, proofs] })).valid;
  };

  it(`is accepted by both, and each of ${MUTATIONS} mutations is refused by both`, async () => {
    expect([goSays(), await weSay()]).toEqual([true, true]);
    const inTiles = readdirSync(tiles, { recursive: true, encoding: "utf8" }).map((name) => join(tiles, name));
    const inProofs = readdirSync(proofs).filter((name) => /\.(?:tlog-proof|entry)$/.test(name));
    const files = [...inTiles, ...inProofs.map((name) => join(proofs, name))].filter((file) => statSync(file).isFile());
    const random = new Random(500);
    for (let count = 0; count < MUTATIONS; count++) {
      const file = files[random.below(files.length)] ?? "";
      const bytes = readFileSync(file);
      const at = random.below(bytes.length);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
      writeFileSync(file, changed);
      expect([goSays(), await weSay()], `${file} at ${at}`).toEqual([false, false]);
      writeFileSync(file, bytes);
    }
    expect([goSays(), await weSay()]).toEqual([true, true]);
  });
}
