/**
 * What leaves the ledger of the published catalogues, before two who know nothing of that ledger: the program in Go and the one-file
 * verifier in a browser accept every proof of it, and each of 500 mutations is refused by both. In the long run only.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { makeFolder } from "#ledger-core/cli/cli.testing.ts";
import { exportPublished, goAccepts, whyNotAsked } from "#ledger-core/cli/published-ledger.testing.ts";
import { PROOF_SUFFIXES } from "#ledger-core/proof/proof-parts.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { buildVerifier, VerifierPage } from "#e2e/built-verifier.ts";

// A trace of every element would take longer than the checks.
test.use({ trace: "off" });

const SEED = 500;
const MUTATIONS = 500;
/** The log has some thirty entries. */
const ENTRIES_MAX = 100;
const INSERTED_BYTES_MAX = 8;
const TEST_MS_MAX = 1_800_000;

let place: ReturnType<typeof makeFolder>;
test.beforeAll(() => void (place = makeFolder()));
test.afterAll(() => place.remove());

test(`accept what leaves the ledger of the published catalogues, and refuse each of ${MUTATIONS} mutations`, async ({
  page,
}) => {
  const program = place.at("verifier");
  const absent = whyNotAsked(program);
  if (absent !== undefined) console.log(absent);
  test.skip(absent !== undefined, absent);
  test.setTimeout(TEST_MS_MAX);
  const verifier = await openVerifier(page);
  const exported = await exportPublished(place.at, ENTRIES_MAX);
  await verifier.keys.fill(exported.vkey);

  const both = async (folder: string, proofs: readonly string[]): Promise<readonly boolean[]> => {
    await verifier.folder.setInputFiles(folder);
    const shown = await verifier.verdict();
    // An answer to what was put in before would pass for one to this.
    expect(shown.proofs.map(({ subject }) => subject)).toEqual(proofs.map(nameOf).toSorted());
    return [goAccepts(program, { ...exported, proofs }), shown.valid];
  };

  expect(await both(place.at("proofs"), exported.proofs)).toEqual([true, true]);
  for (const [i, proof] of exported.proofs.entries()) {
    const copy = copyProof(proof, `sound-${i}`);
    expect(await both(copy.folder, [copy.proof]), proof).toEqual([true, true]);
  }
  const random = new Random(SEED);
  for (let i = 0; i < MUTATIONS; i++) {
    const proof = random.pick(exported.proofs);
    const { folder, proof: copy } = copyProof(proof, `mutation-${i}`);
    const file = random.once(2) ? copy : copy.replace(/\.tlog-proof$/, ".entry");
    const how = mutate(random, file);
    expect(await both(folder, [copy]), `${how} of ${file}, seed ${SEED}`).toEqual([false, false]);
    rmSync(folder, { recursive: true });
  }
  expect(verifier.trouble).toEqual([]);
});

/** The page is gone from the disk once it is open: it needs nothing more. */
async function openVerifier(page: Page): Promise<VerifierPage> {
  const built = buildVerifier();
  const verifier = new VerifierPage(page);
  await verifier.open(built.file);
  built.remove();
  return verifier;
}

function nameOf(proof: string): string {
  return basename(proof, ".tlog-proof");
}

/** The files of a proof in a folder of their own. Under a name that says nothing: an id would have to be the entry's. */
function copyProof(proof: string, name: string): { readonly folder: string; readonly proof: string } {
  const folder = place.at(name);
  mkdirSync(folder);
  for (const suffix of PROOF_SUFFIXES)
    copyFileSync(proof.replace(/tlog-proof$/, suffix), join(folder, `${name}.${suffix}`));
  return { folder, proof: join(folder, `${name}.tlog-proof`) };
}

/** Changes one bit of a file, cuts off its end or puts some bytes in, and says which. */
function mutate(random: Random, file: string): string {
  const bytes = readFileSync(file);
  const at = random.below(bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(3)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      writeFileSync(file, bytes);
      return `a bit of byte ${at}`;
    case 1:
      writeFileSync(file, before);
      return `all from byte ${at}`;
    default: {
      const inserted = random.bytes(1 + random.below(INSERTED_BYTES_MAX));
      writeFileSync(file, Buffer.concat([before, inserted, after]));
      return `${Buffer.from(inserted).toString("hex")} before byte ${at}`;
    }
  }
}
