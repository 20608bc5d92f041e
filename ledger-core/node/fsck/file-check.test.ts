import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { ImportLedger, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { checkBlobs, checkKeyFiles } from "./file-check.ts";
import { checkLedger } from "./check-ledger.ts";
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

it("a pack whose head is damaged is named, though every record whose attachment it holds lacks that", async () => {
  const city = await ImportLedger.found();
  try {
    await city.import(madeCatalog(300), { source: "made" });
    const folder = join(blobsFolder(city.folder), "packs");
    const [pack = ""] = readdirSync(folder).toSorted((one, other) => sizeOf(other) - sizeOf(one));
    function sizeOf(name: string): number {
      return statSync(join(folder, name)).size;
    }
    const bytes = readFileSync(join(folder, pack));
    // The count of what it holds, behind its mark.
    writeFileSync(join(folder, pack), bytes.fill(0, 8, 12));
    const { problems } = await checkLedger({ folder: city.folder });
    const found = problems.map(({ where, code }) => `${where} ${code}`);
    expect(found.filter((one) => one.endsWith(" BLOB_MISSING"))).toHaveLength(10);
    expect(found).toContain("catalog.dataset BLOBS_MISSING");
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^blobs/packs/${pack} BLOB_DAMAGED$`)));
  } finally {
    await city.close();
  }
});

async function findingsOf(folder: string): Promise<readonly string[]> {
  const problems = new Problems("en");
  await checkKeyFiles(problems, folder, network);
  await checkBlobs(problems, openBlobs(blobsFolder(folder)), () => false);
  return problems.list.map(({ where, code }) => `${where} ${code}`);
}
