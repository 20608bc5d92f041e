/** Every byte of each file that a ledger's folder may hold beside its databases. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { KeptSchedules } from "#ledger-core/contract/api/imports.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { contentKey } from "#ledger-core/node/content/content-key.ts";
import { contentPieces } from "#ledger-core/node/content/pieces.testing.ts";
import { sealContent } from "#ledger-core/node/content/sealing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { DEMO_PASSPHRASE_FILE, demoPassphrase } from "#ledger-core/node/demo-people.ts";
import { schedulesText } from "#ledger-core/node/importing/schedules-file.ts";
import { createKeyRequest, encodeKeyRequest } from "#ledger-core/node/keystore/key-request.ts";
import { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { TEST_COST, TEST_PASSPHRASE } from "#ledger-core/node/keystore/keystore.testing.ts";
import { nextLogKey } from "#ledger-core/node/log-key.ts";
import { nextFolder } from "#ledger-core/node/next-key.ts";
import { saveRequest } from "#ledger-core/node/next-request.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { judgePlace } from "#ledger-core/node/outside/judge-place.ts";
import { beginPlace } from "#ledger-core/node/outside/outside-memory.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { saveWhole } from "#ledger-core/node/small-file.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { checkBlobs, checkContentKey, checkKeyFiles } from "./file-check.ts";
import { makeLittleLedger } from "./little-ledger.testing.ts";
import { Problems } from "./problems.ts";

const SCHEDULES: KeptSchedules = {
  place: "5a".repeat(16),
  schedules: [
    {
      id: "0d9a6a3e-5d0c-4a39-9b0a-6a8b6a0f3c11",
      name: "每周目录",
      from: "https://data.example.gov.cn/catalog.json",
      format: "",
      source: "city portal",
      everyHours: 168,
      person: "founder",
      nextRun: 1_790_000_000,
      last: null,
    },
  ],
};
const PASSPHRASE = "0a1b2c3d".repeat(6);
const little = await makeLittleLedger();
const { folder, city } = little;
const { ledger } = city;
const sealed = await fill();
const reading = readLedger({ folder });
const { networkHex, reader } = reading;
afterAll(() => reading.close());
beginPlace(reading, true);

const RULES = { ruleset: cityRuleset, suite: nodeSuite, isStopped: () => false };
const network = { id: ledger.network, logKey: keyPairOf("log three").publicKey };
/** Beside the databases: those have tests of their own, and a lock is empty. */
const NAMES = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.sqlite(?:-\w+)?$|^writer\.lock$/.test(entry.name))
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
  .toSorted();
/** The node takes what a crash has cut off of its outbox for what was never acknowledged. The others say the same without the end of their line. */
const SOUND_WHEN_CUT = ["outbox", "place.json", DEMO_PASSPHRASE_FILE];

/** Puts into the folder what a node may keep in it, by the functions that put it there otherwise. Answers the hash of content that is sealed. */
async function fill(): Promise<Uint8Array> {
  const id = encodeHex(ledger.network);
  const keys = { handle: "newcomer", passphrase: TEST_PASSPHRASE, keyPair: keyPairOf("newcomer") };
  const waiting = new Keystore({ folder: nextFolder({ folder }), network: id, cost: TEST_COST });
  const open = readLedger({ folder });
  await saveRequest(open, createKeyRequest({ network: id, handle: keys.handle }, keys.keyPair));
  open.close();
  await waiting.createKeyFile(keys);
  nextLogKey(folder, { isFresh: true });
  openOutbox(folder).save([1, 2].map(() => ledger.sign(city.officer, "catalog.use", city.useBody(1))));
  saveWhole(join(folder, "imports", "schedules.json"), schedulesText(SCHEDULES));
  saveWhole(join(folder, DEMO_PASSPHRASE_FILE), `${PASSPHRASE}\n`);
  const blobs = openBlobs(blobsFolder(folder));
  const limits = { sizeBytesMax: 10_000 };
  await blobs.putAll(
    Array.from({ length: 8 }, (_, i) => Uint8Array.of(i)),
    limits,
  );
  const content = contentPieces(new Uint8Array(50), 20);
  return (await blobs.put(await sealContent(content, await contentKey(folder, () => false), 1), limits)).hash;
}

/** What is said of the folder by whoever is the one to look at the file. */
async function findingsOf(name: string): Promise<readonly string[]> {
  const problems = new Problems("en");
  const blobs = openBlobs(blobsFolder(folder));
  if (name === "place.json") return whyHeld().map((code) => `${name} ${code}`);
  if (name === DEMO_PASSPHRASE_FILE) return isDemoPassphrase() ? [] : [`${name} opens no key`];
  if (name.startsWith("blobs/")) await checkBlobs(problems, blobs, () => false);
  else if (name === "content.key") await checkContentKey(problems, folder, blobs, sealed);
  else await checkKeyFiles(problems, { ...RULES, folder }, network);
  return problems.list.map(({ where, code }) => `${where} ${code}`);
}

/** Why a node that opens the folder only reads. */
function whyHeld(): readonly string[] {
  const held = judgePlace({ folder, networkHex, reader });
  return held === undefined ? [] : [held.code];
}

/** Any other passphrase opens none of the keys. */
function isDemoPassphrase(): boolean {
  try {
    return demoPassphrase(folder) === PASSPHRASE;
  } catch {
    return false;
  }
}

it("are looked at of each sort that this folder was filled with", () => {
  const named = NAMES.map((name) => name.replace(/[0-9a-f]{64}$/, "HASH").replace(/\/[0-9a-f]{2}\//, "/"));
  expect(named.toSorted()).toEqual([
    "blobs/HASH",
    "blobs/HASH",
    "blobs/packs/HASH",
    "content.key",
    DEMO_PASSPHRASE_FILE,
    "imports/schedules.json",
    "keys/founder.key",
    "keys/next/newcomer.key",
    "keys/next/newcomer.request.json",
    "log.key",
    "log.next.key",
    "outbox",
    "place.json",
  ]);
});

it.each(NAMES)("%s is found or refused wherever a byte of it is another, or its last one gone", async (name) => {
  const path = join(folder, name);
  const whole = readFileSync(path);
  // A blob is named by its hash, and a pack also by those that it holds.
  const where = new RegExp(name.startsWith("blobs/") ? "^blobs/.* BLOB_DAMAGED$" : `^${name} `);
  expect(await findingsOf(name)).toEqual([]);
  const altered = [...whole].map((byte, at) => Buffer.from(whole).fill(byte ^ (1 << (at % 8)), at, at + 1));
  const cut = SOUND_WHEN_CUT.includes(name) ? [] : [whole.subarray(0, -1)];
  for (const [at, bytes] of [...altered, ...cut].entries()) {
    writeFileSync(path, bytes);
    expect(await findingsOf(name), `byte ${at}`).toEqual([expect.stringMatching(where)]);
  }
  writeFileSync(path, whole);
  expect(await findingsOf(name)).toEqual([]);
});

it("a request beside another's key, or another key, is found", async () => {
  const name = "keys/next/newcomer.request.json";
  const path = join(folder, name);
  const [before, id] = [readFileSync(path), encodeHex(ledger.network)];
  for (const [handle, seed] of [
    ["somebody", "newcomer"],
    ["newcomer", "another key"],
  ] as const) {
    writeFileSync(path, encodeKeyRequest(createKeyRequest({ network: id, handle }, keyPairOf(seed))));
    expect(await findingsOf(name)).toEqual([`${name} KEY_REQUEST_MALFORMED`]);
  }
  writeFileSync(path, before);
  expect(await findingsOf(name)).toEqual([]);
});
