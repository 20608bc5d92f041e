import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { contentKey } from "#ledger-core/node/content/content-key.ts";
import { ImportLedger, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { readSchedules, schedulesText } from "#ledger-core/node/importing/schedules-file.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { checkBlobs, checkContentKey, checkKeyFiles } from "./file-check.ts";
import { checkLedger } from "./check-ledger.ts";
import { copyOf, makeLittleLedger } from "./little-ledger.testing.ts";
import { Problems } from "./problems.ts";

const little = await makeLittleLedger();
const { city } = little;
const { ledger } = city;
const RULES = { ruleset: cityRuleset, suite: nodeSuite, isStopped: () => false };
const network = { id: ledger.network, logKey: keyPairOf("log three").publicKey };

it("a pack whose head is damaged is named, though every record whose attachment it holds lacks that", async () => {
  const importing = await ImportLedger.found();
  try {
    await importing.import(madeCatalog(300), { source: "made" });
    const folder = join(blobsFolder(importing.folder), "packs");
    const [pack = ""] = readdirSync(folder).toSorted((one, other) => sizeOf(other) - sizeOf(one));
    function sizeOf(name: string): number {
      return statSync(join(folder, name)).size;
    }
    const bytes = readFileSync(join(folder, pack));
    // The count of what it holds, behind its mark.
    writeFileSync(join(folder, pack), bytes.fill(0, 8, 12));
    const { problems } = await checkLedger({ folder: importing.folder });
    const found = problems.map(({ where, code }) => `${where} ${code}`);
    expect(found.filter((one) => one.endsWith(" BLOB_MISSING"))).toHaveLength(10);
    expect(found).toContain("catalog.dataset BLOBS_MISSING");
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^blobs/packs/${pack} BLOB_DAMAGED$`)));
  } finally {
    await importing.close();
  }
});

it("every copy of a content is read, also where another one is sound", async () => {
  const copy = copyOf(little.folder);
  const folder = blobsFolder(copy);
  const limits = { sizeBytesMax: 100 };
  const contents = Array.from({ length: 10 }, (_, i) => nodeSuite.sha256(Uint8Array.of(i)));
  const [first = new Uint8Array(), second = new Uint8Array()] = contents;
  await openBlobs(folder).putAll([first, ...contents], limits);
  await openBlobs(folder).putAll([...contents, ...contents.toReversed()], limits);
  await openBlobs(folder).putAll([second], limits);
  expect(await findingsOf(copy)).toEqual([]);
  let altered = 0;
  for (const name of readdirSync(join(folder, "packs")).filter((one) => one.length === 64)) {
    const path = join(folder, "packs", name);
    const whole = readFileSync(path);
    for (const content of [first, second])
      for (let at = whole.indexOf(content); at >= 0; at = whole.indexOf(content, at + 1)) {
        writeFileSync(path, Buffer.from(whole).fill(255 - (whole[at] ?? 0), at, at + 1));
        expect(await findingsOf(copy)).toEqual([`blobs/${encodeHex(nodeSuite.sha256(content))} BLOB_DAMAGED`]);
        altered++;
      }
    writeFileSync(path, whole);
  }
  expect(altered).toBe(2 + 1 + 2 * 2);
});

it("what a node keeps beside the ledger is read wherever it is there", async () => {
  const copy = copyOf(little.folder);
  const put = async (name: string, bytes: string | Uint8Array): Promise<readonly string[]> => {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), bytes);
    return await findingsOf(copy);
  };
  mkdirSync(join(copy, "keys", "next"));
  copyFileSync(join(copy, "keys", "founder.key"), join(copy, "keys", "next", "founder.key"));
  copyFileSync(join(copy, "log.key"), join(copy, "log.next.key"));
  await contentKey(copy, () => false);
  openOutbox(copy).save([ledger.sign(city.officer, "catalog.use", city.useBody(1))]);
  // What a crash leaves is no damage.
  appendFileSync(join(copy, "outbox"), new Uint8Array([0, 0, 9, 0, 1]));
  expect(await put("imports/schedules.json", "[]")).toEqual([]);
  const codes = {
    "keys/next/founder.key": "KEY_FILE_CORRUPT",
    "log.next.key": "NEXT_LOG_KEY_DAMAGED",
    "content.key": "CONTENT_KEY_DAMAGED",
    outbox: "OUTBOX_UNREADABLE",
    "imports/schedules.json": "SCHEDULES_UNREADABLE",
  };
  for (const [name, code] of Object.entries(codes)) {
    const sound = readFileSync(join(copy, name));
    expect(await put(name, "garbage")).toEqual([`${name} ${code}`]);
    rmSync(join(copy, name));
    mkdirSync(join(copy, name));
    expect(await findingsOf(copy), name).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    rmSync(join(copy, name), { recursive: true });
    expect(await findingsOf(copy)).toEqual([]);
    expect(await put(name, sound)).toEqual([]);
  }
});

it("settings of imports that somebody has changed by hand are named, and those of an older program are sound", async () => {
  const copy = copyOf(little.folder);
  const file = join(copy, "imports", "schedules.json");
  mkdirSync(dirname(file));
  const kept = { place: "5a".repeat(16), schedules: [] };
  const found = async (settings: string): Promise<readonly string[]> => {
    writeFileSync(file, settings);
    // Whatever fsck says of them, a node goes on with them.
    expect(readSchedules(file)?.schedules).toEqual([]);
    return await findingsOf(copy);
  };
  for (const sound of [schedulesText(kept), JSON.stringify(kept), "[]"]) expect(await found(sound)).toEqual([]);
  expect(await found(schedulesText(kept).replace("5a", "5b"))).toEqual(["imports/schedules.json SCHEDULES_ALTERED"]);
});

async function findingsOf(folder: string): Promise<readonly string[]> {
  const problems = new Problems("en");
  await checkKeyFiles(problems, { ...RULES, folder }, network);
  const blobs = openBlobs(blobsFolder(folder));
  await checkContentKey(problems, folder, blobs, undefined);
  await checkBlobs(problems, blobs, () => false);
  return problems.list.map(({ where, code }) => `${where} ${code}`);
}
