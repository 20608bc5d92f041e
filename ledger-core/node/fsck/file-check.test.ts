import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { checkBlobs, checkKeyFiles } from "./file-check.ts";
import { copyOf, makeLittleLedger } from "./little-ledger.testing.ts";
import { Problems } from "./problems.ts";

const little = await makeLittleLedger();
const { ledger } = little.city;
const network = { id: ledger.network, logKey: keyPairOf("log three").publicKey };
const hash = encodeHex(ledger.rows.get(datasetTable, 1)?.kept ?? new Uint8Array(0));

it.each([
  ["keys/founder.key", /^keys\/founder\.key KEY_FILE_/],
  ["log.key", /^log\.key LOG_KEY_DAMAGED$/],
  [`blobs/${hash.slice(0, 2)}/${hash}`, new RegExp(`^blobs/${hash} BLOB_DAMAGED$`)],
])("%s is found to be damaged wherever a byte of it is another, or its last one gone", async (name, finding) => {
  const copy = copyOf(little.folder);
  const path = join(copy, name);
  const whole = readFileSync(path);
  expect(await findingsOf(copy)).toEqual([]);
  const altered = [...whole].map((byte, at) => Buffer.from(whole).fill(byte ^ (1 << (at % 8)), at, at + 1));
  for (const bytes of [...altered, whole.subarray(0, -1)]) {
    writeFileSync(path, bytes);
    expect(await findingsOf(copy), bytes.toString()).toEqual([expect.stringMatching(finding)]);
  }
});

async function findingsOf(folder: string): Promise<readonly string[]> {
  const problems = new Problems("en");
  await checkKeyFiles(problems, folder, network);
  await checkBlobs(problems, openBlobs(blobsFolder(folder)), () => false);
  return problems.list.map(({ where, code }) => `${where} ${code}`);
}
