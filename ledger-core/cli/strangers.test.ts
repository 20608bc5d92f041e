/**
 * What leaves the ledger of the published catalogues is accepted by a program in Go that knows nothing of ours, and each of 500
 * mutations of it is refused by that program and by our own verifier alike. In the long run only: the import alone takes a while.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { VKEY_FILE } from "#ledger-core/node/proofs/export-tiles.ts";
import { verifyPath } from "#ledger-core/node/proofs/verify-path.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { makeFolder } from "./cli.testing.ts";
import { exportPublished, goAccepts, whyNotAsked } from "./published-ledger.testing.ts";
import type { PublishedExport } from "./published-ledger.testing.ts";

const PROOFS = 6;
const MUTATIONS = 500;

const place = makeFolder();
afterAll(() => place.remove());
const program = place.at("verifier");
const absent = whyNotAsked(program);

describe.skipIf(absent !== undefined)(
  "an export of the published catalogues",
  absent === undefined ? tests : sayAbsent,
);

function sayAbsent(): void {
  it(`is ${absent}`, () => expect.unreachable());
}

function tests(): void {
  let exported: PublishedExport;

  beforeAll(async () => {
    exported = await exportPublished(place.at, PROOFS);
  }, 600_000);

  const goSays = (): boolean => goAccepts(program, exported);
  const weSay = async (): Promise<boolean> => {
    const request = { ruleset: cityRuleset, suite: nodeSuite, keys: [exported.vkey], language: "en" as const };
    return (await verifyPath({ ...request, paths: [exported.tiles, place.at("proofs")] })).valid;
  };

  it(`is accepted by both, and each of ${MUTATIONS} mutations is refused by both`, async () => {
    const { tiles, proofs } = exported;
    expect([goSays(), await weSay()]).toEqual([true, true]);
    const inTiles = readdirSync(tiles, { recursive: true, encoding: "utf8" }).map((name) => join(tiles, name));
    const inProofs = proofs.flatMap((file) => [file, file.replace(/\.tlog-proof$/, ".entry")]);
    // The key that comes along is asked by neither, who both hold one.
    const files = [...inTiles, ...inProofs].filter((file) => statSync(file).isFile() && basename(file) !== VKEY_FILE);
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
