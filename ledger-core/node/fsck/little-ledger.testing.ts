/** Small ledgers on the disk, with a row in every table, blobs and key files; copies of them to be damaged. */
import { handoverBody, storySigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, onTestFinished } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { CatalogCity, DAY_SECONDS, item } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { saveKept } from "#ledger-core/node/importing/kept-fields.testing.ts";
import { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { TEST_COST, TEST_PASSPHRASE } from "#ledger-core/node/keystore/keystore.testing.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { naiveStatement } from "#ledger-core/node/statement/naive.testing.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import { checkDerived, checkLog } from "./check-folder.ts";
import type { CheckedLog } from "./check-folder.ts";
import type { SignatureChecks } from "./signatures.ts";

export type LittleLedger = {
  readonly folder: string;
  readonly city: CatalogCity;
  /** The checkpoint of every block, by height. */
  readonly checkpoints: readonly string[];
};

const PROFILE = { nameZh: "市民政局", nameEn: "Civil Affairs Bureau", shortZh: "民政", shortEn: "Civil" };

/** A ledger in a folder that is removed after the file's tests. `datasets`: how many are published in one block at the end. */
export async function makeLittleLedger({ datasets = 0 } = {}): Promise<LittleLedger> {
  const folder = mkdtempSync(join(tmpdir(), "little-ledger-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const kept = await saveKept(openBlobs(blobsFolder(folder)), { logSize: 1, catalog: { a: "b" }, fields: { c: "d" } });
  const city = liveInTheCity(kept, datasets);
  const { ledger } = city;
  const network = encodeHex(ledger.network);
  const keystore = new Keystore({ folder: join(folder, "keys"), network, cost: TEST_COST });
  await keystore.createKeyFile({ handle: "founder", passphrase: TEST_PASSPHRASE, keyPair: ledger.founder.keys });
  const logKey = keyPairOf("log three");
  const seed = encodeHex(logKey.secretKey.subarray(0, 32));
  writeFileSync(
    join(folder, "log.key"),
    `${JSON.stringify({ form: 1, publicKey: encodeHex(logKey.publicKey), seed })}\n`,
  );
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const checkpoints = commitAll(writer, ledger);
  writer.close();
  return { folder, city, checkpoints };
}

/**
 * Seals what the ledger in memory has sealed and the file has not, up to a height. `sign` for a log that has other keys than those of the
 * stories, `alter` for one that keeps to no rules.
 */
export function commitAll(
  writer: Writer,
  ledger: TestLedger,
  { sign = storySigner(ledger, writer), upTo = ledger.height, alter = (block: Block): Block => block } = {},
): string[] {
  const checkpoints: string[] = [];
  const common = { ruleset: cityRuleset, suite: nodeSuite };
  if (writer.head() === undefined) {
    const genesis = executeGenesis(cityRuleset, nodeSuite, ledger.genesis, writer.rows);
    checkpoints.push(writer.commit(genesis, sign(genesis)).checkpoint);
  }
  const replay = ReplayGuard.fromRows(new Rows(writer.rows));
  for (const { height, time, wires } of ledger.ordered) {
    const head = writer.head();
    if (head === undefined || height <= head.height || height > upTo) continue;
    const transactions = wires.map((wire) => ledger.check(wire));
    const base = { ...common, base: writer.rows, replay, height, time, firstIndex: head.size, transactions };
    const block = executeBlock(base);
    if (block === undefined) throw new Error("an ordered block is not empty");
    checkpoints.push(writer.commit(alter(block), sign(block)).checkpoint);
    replay.add(block.idsAdded);
    for (const ids of block.idsDropped) replay.drop(ids);
  }
  return checkpoints;
}

/** Everything that leaves a row in some table: proposals, votes, agreements, uses, refusals, posts, what is due. */
function liveInTheCity(kept: Uint8Array, datasets: number): CatalogCity {
  const city = new CatalogCity();
  const { ledger } = city;
  const key = city.publish("a", { kept });
  const post = { titleZh: "科长", titleEn: "section head", maskedName: "王*", rank: 1 };
  ledger.must(city.leader, "consortium.appoint", { person: city.steward.person, ...post });
  ledger.must(city.leader, "consortium.describe", { department: city.owner, ...PROFILE });
  const dataset = { kind: "key", key };
  const zero = new Uint8Array(32);
  const upload = { dataset, contentHash: zero, sizeBytes: 9, rowCount: 3, items: [], previousHash: zero };
  ledger.must(city.steward, "catalog.upload", upload);
  city.offer(key);
  const agreement = city.agree(key);
  ledger.must(city.officer, "catalog.use", city.useBody(agreement));
  ledger.submit(city.officer, "catalog.use", city.useBody(agreement, { purpose: "research" }));
  city.request(key, { purpose: "service" });
  liveOn(city, agreement);
  const planned = handoverBody(ledger, { from: "log", to: "log two" }, "changed");
  city.decide("log.rotate", planned, city.bureauLeader, city.bureauAdmin);
  const found = handoverBody(ledger, { from: "log two", to: "log three" }, "recovered");
  ledger.must(ledger.founder, "log.recover", { ...found, seen: found.size, reason: "an older copy was put back" });
  ledger.must(ledger.founder, "state.declare", naiveStatement(ledger));
  if (datasets > 0) {
    const codes = Array.from({ length: datasets }, (_, i) => `n${i}`);
    const acts = codes.map((code) => ledger.sign(city.steward, "catalog.create", { description: city.describe(code) }));
    ledger.seal(acts.map((wire) => ledger.check(wire)));
  }
  return city;
}

/** A row in each table that is left: a lent role, a calendar, a fulfilled duty, a claim, a judgement, a parameter. */
function liveOn(city: CatalogCity, agreement: number): void {
  const { ledger, steward, leader, officer, bureauLeader, auditLeader } = city;
  const until = ledger.time + DAY_SECONDS;
  ledger.must(steward, "delegation.give", { receiver: leader.person, role: "steward", from: 0, until, reason: "away" });
  const calendar = { year: 2026, daysOff: [20_454], daysWorked: [], source: "a notice" };
  ledger.must(bureauLeader, "consortium.set-calendar", calendar);
  ledger.must(officer, "catalog.fulfil", { agreement, duty: "delete", statement: "deleted" });
  const other = city.publish("b");
  const pair = { first: other - 1, second: other, verdict: "distinct", reason: "another year" };
  ledger.must(bureauLeader, "catalog.judge-likeness", pair);
  const claim = { dataset: { kind: "key", key: other }, ground: "accuracy", other: 0, statement: "old addresses" };
  city.decide("catalog.contest", claim, auditLeader, bureauLeader);
  const parameter = { name: "denied-per-day", value: 9 };
  city.decide("catalog.set-parameter", { parameter, reason: "too many alerts" }, bureauLeader, auditLeader);
  // Two that look alike, by name and by items, one of which was made from the other.
  const items = ["户号", "人口", "住址"].map((name) => item(name, "text, 16"));
  const [first = 0, second = 0] = ["c", "d"].map((code) => city.publish(code, { title: "低保家庭住址", items }));
  const zero = new Uint8Array(32);
  const content = {
    contentHash: zero,
    sizeBytes: 9,
    rowCount: 3,
    items: [],
    previousHash: zero,
    mediaType: "text/csv",
  };
  const upload = (key: number, parents: readonly Uint8Array[]): unknown =>
    ledger.must(steward, "catalog.upload", {
      dataset: { kind: "key", key },
      ...content,
      parents,
      sealedHash: undefined,
    });
  upload(first, []);
  upload(second, [ledger.rows.find(versionTable, "dataset", first, 1)?.row.versionHash ?? zero]);
}

/** A copy that is removed after the test. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), "damaged-ledger-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Does something with a copy and removes it at once: thousands of them would fill a disk before a test is done. */
export async function withCopyOf(folder: string, use: (copy: string) => Promise<void>): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "damaged-ledger-"));
  try {
    cpSync(folder, copy, { recursive: true });
    await use(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Changes a file of a ledger behind the store's back. */
export function tamper(folder: string, change: (connection: Database.Database) => void, file = "ledger.sqlite"): void {
  const connection = new Database(join(folder, file));
  try {
    // Nobody cuts the power of a test, and thousands of alterations would each wait for the disk.
    connection.pragma("synchronous = OFF");
    change(connection);
  } finally {
    connection.close();
  }
}

/** Signatures one by one, here and now. */
const CHECKED_HERE: SignatureChecks = {
  add: ({ publicKey, message, signature }, onInvalid) => {
    if (!nodeSuite.verifyEd25519(publicKey, message, signature)) onInvalid();
  },
  settle: async () => {},
};

/** Both halves of the check, which otherwise run in threads of their own, one after the other in this one. */
export async function check(folder: string, checkpoint?: string): Promise<Omit<CheckedLog, "checkpoint">> {
  const common = { folder, ruleset: cityRuleset, suite: nodeSuite, language: "en", isStopped: () => false } as const;
  const log = await checkLog({ ...common, checkpoint, signatures: CHECKED_HERE, progress: () => {} });
  const derived = await checkDerived(common);
  if (log === undefined || derived === undefined) throw new Error("nobody stopped the check");
  const { entries, blocks } = log;
  return { entries, blocks, problems: [...log.problems, ...derived] };
}

/** The places and codes of what is wrong. */
export async function findings(folder: string, checkpoint?: string): Promise<readonly string[]> {
  const { problems } = await check(folder, checkpoint);
  return problems.map(({ where, code }) => `${where} ${code}`);
}
