/** Proofs of a whole story, one for each kind of act in each way in which it came out: who was allowed is recomputed for all of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { SealedEntry } from "#ledger-core/kernel/block.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { commitAll } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { playGoldenStory } from "#ledger-core/node/golden-story.testing.ts";
import { logVkey } from "#ledger-core/node/log-key.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { exportProof } from "./export-proof.ts";
import { filesOf } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";

const folder = mkdtempSync(join(tmpdir(), "story-proofs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The newest entry of each kind in each outcome. */
function samples(entries: readonly SealedEntry[]): readonly SealedEntry[] {
  const signed = entries.filter(({ actor }) => actor !== undefined);
  return [...new Map(signed.map((entry) => [`${entry.kind} ${entry.state} ${entry.code}`, entry])).values()];
}

it("is judged by the rows that came along, whatever the act", () => {
  const ledger = playGoldenStory();
  const first = { network: ledger.network, publicKey: keyPairOf("log").publicKey };
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  commitAll(writer, ledger);
  const reader = writer.reader();
  const vkey = logVkey(networkOrigin(ledger.network), first.publicKey);
  const rules = { ruleset: cityRuleset, suite: nodeSuite, keys: [vkey] };
  const found = samples(ledger.entries).map(({ index, kind, state, code }) => {
    const files = filesOf(exportProof(reader, cityRuleset, nodeSuite, { index, first }));
    const checks = verifyProofFiles(rules, files);
    const failure = checks.find(({ ok }) => !ok);
    const authority = checks.find(({ name }) => name === "authority");
    return { kind, state, code, failure, authority: authority?.code, data: authority?.data };
  });
  reader.close();
  writer.close();
  expect(found.length).toBeGreaterThan(60);
  expect(found.filter(({ failure }) => failure !== undefined)).toEqual([]);
  const wanted = (code: string): string => (code === "" ? "AUTHORITY_JUDGED" : "AUTHORITY_REFUSED");
  expect(found.filter(({ code, authority }) => authority !== wanted(code))).toEqual([]);
}, 60_000);
