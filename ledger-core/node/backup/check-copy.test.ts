import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { composeHandover, handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { commitAll, copyOf, makeLittleLedger, tamper } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { blockSigner } from "#ledger-core/node/log-signer.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { handoverMessage } from "#ledger-core/proof/handover.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { checkCopy } from "./check-copy.ts";
import type { CheckedCopy } from "./check-copy.ts";

/** More than are named, and more than a list of problems holds. */
const FALSE_HANDOVERS = 110;

const check = async (folder: string): Promise<CheckedCopy> =>
  await checkCopy({ folder, depth: "full", progress: () => {}, signal: new AbortController().signal });

it("takes what was signed falsely for a remark, and finds damage behind however much of it", async () => {
  const { folder, city } = await makeLittleLedger();
  expect((await check(folder)).remarks).toEqual([]);
  const { ledger } = city;
  const keys = [...Array(FALSE_HANDOVERS + 1).keys()].map((n) => keyPairOf(n === 0 ? "log three" : `log next ${n}`));
  for (const [n, to] of keys.entries()) {
    const from = keys[n - 1];
    if (from === undefined) continue;
    const body = { ...falseHandover(ledger, from, to), seen: 1, reason: "to end all backups" };
    ledger.must(ledger.founder, "log.recover", body);
  }
  ledger.must(ledger.founder, "state.declare", { height: 1, root: new Uint8Array(32), rows: 1 });
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const first = { network: ledger.network, publicKey: keyPairOf("log").publicKey };
  const pairOf = (key: Uint8Array): KeyPair => keys.find(({ publicKey }) => equalBytes(publicKey, key)) ?? fail();
  commitAll(writer, ledger, { sign: blockSigner(new Rows(writer.rows), first, pairOf) });
  saveKey(folder, pairOf(keys.at(-1)?.publicKey ?? new Uint8Array(0)));
  writer.close();
  const codes = (await check(folder)).remarks.map(({ code }) => code);
  expect(codes).toEqual([...Array.from({ length: 10 }, () => "HANDOVER_DIFFERS"), "STATEMENT_DIFFERS"]);

  const damaged = copyOf(folder);
  tamper(damaged, (connection) => connection.exec("UPDATE kernel_statement SET rows = 7 WHERE key = 1"));
  await expect(check(damaged)).rejects.toMatchObject({ code: "COPY_DAMAGED", where: "kernel.statement 1" });
});

function fail(): never {
  throw new Error("the log's key is none of the test's");
}

function saveKey(folder: string, { publicKey, secretKey }: KeyPair): void {
  const json = { form: 1, publicKey: encodeHex(publicKey), seed: encodeHex(secretKey.subarray(0, 32)) };
  writeFileSync(join(folder, "log.key"), `${JSON.stringify(json)}\n`);
}

/** Both keys vouch for a root that the log never had. */
function falseHandover(ledger: TestLedger, old: KeyPair, next: KeyPair): object {
  const from = logKeyAfter({ network: ledger.network, publicKey: old.publicKey }, handoverRows(ledger.rows));
  const to = { publicKey: next.publicKey, revision: from.revision + 1 };
  const [size, root] = [ledger.entries.length, new Uint8Array(32).fill(7)];
  const message = handoverMessage(composeHandover(nodeSuite, ledger.network, { from, to, size, root }));
  const [signature, proof] = [old, next].map(({ secretKey }) => signEd25519(secretKey, message));
  return { publicKey: to.publicKey, size, root, signature, proof, genesis: new Uint8Array(0) };
}
