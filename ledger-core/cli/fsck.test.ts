/** `ledger fsck` with a checkpoint that was kept elsewhere, and what it says to scripts. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";
import type { Ran } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");
/** The city as it was at the second of its three checkpoints, brought back from a backup. */
const back = place.at("back");

type Checked = {
  readonly ok: boolean;
  readonly entries: number;
  readonly checkpoint: string | null;
  readonly problems: readonly { readonly where: string; readonly code: string; readonly message: string }[];
  readonly isCut: boolean;
};
type Failed = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
type Status = { readonly entries: number; readonly checkpoint: string };

let first: Status;
let second: Status;
let newest: Status;

async function statusOf(folder: string): Promise<Status> {
  return (await ledgerJson<Status>(["status", folder])).json;
}

async function must(...given: readonly string[]): Promise<Ran> {
  const ran = await ledger(given);
  if (ran.code !== 0) throw new Error(ran.stderr);
  return ran;
}

/** Seals one act more: a catalogue of its own. */
async function grow(folder: string, name: string): Promise<void> {
  const file = place.at(`${name}.json`);
  writeFileSync(file, bytesOf(madeCatalog(2, (i) => ({ identifier: `${name}-${i}` }))));
  await must("import", folder, file);
}

/** What is found with a checkpoint file that holds this text, in both languages. */
async function findings(folder: string, checkpoint: string) {
  writeFileSync(place.at("kept"), checkpoint);
  const given = ["fsck", folder, "--checkpoint", place.at("kept"), "--lang"];
  const zh = await ledgerJson<Checked>([...given, "zh"]);
  const en = await ledgerJson<Checked>([...given, "en"]);
  const found = [zh, en].map(({ code, json }) => [
    code,
    json.ok,
    json.checkpoint,
    json.problems.map((one) => one.code),
  ]);
  expect(found[0]).toEqual(found[1]);
  return { found: found[0], zh: zh.json.problems[0]?.message, en: en.json.problems[0]?.message };
}

/** Alters a ledger behind the program's back. */
function alter(folder: string, sql: string): void {
  const connection = new Database(join(folder, "ledger.sqlite"));
  connection.exec(sql);
  connection.close();
}

beforeAll(async () => {
  await foundLedger(city);
  first = await statusOf(city);
  await grow(city, "one");
  second = await statusOf(city);
  await must("backup", city, place.at("whole"));
  await grow(city, "two");
  newest = await statusOf(city);
  await must("restore", place.at("whole"), back);
});
afterAll(() => place.remove());

describe("ledger fsck --checkpoint", () => {
  it("accepts one taken earlier, and the newest, and says how far the log has come since", async () => {
    writeFileSync(place.at("kept"), first.checkpoint);
    const given = ["fsck", city, "--checkpoint", place.at("kept"), "--lang"];
    const en = await ledger([...given, "en"]);
    const { entries } = newest;
    expect([en.code, en.stderr]).toEqual([0, ""]);
    expect(en.stdout).toContain(`Since your checkpoint of 1 entry the log has only grown, to ${entries}`);
    // The proven one is there to be kept in its stead.
    expect(en.stdout).toContain(newest.checkpoint);
    const zh = await ledger([...given, "zh"]);
    expect([zh.code, zh.stdout]).toEqual([0, expect.stringContaining(`只增不改地增长到了 ${entries} 个条目`)]);
    expect(await findings(city, second.checkpoint)).toMatchObject({ found: [0, true, newest.checkpoint, []] });
    writeFileSync(place.at("kept"), newest.checkpoint.replaceAll("\n", "\r\n"));
    const same = await ledger([...given, "en"]);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining("Exactly the checkpoint that you hold")]);
  });

  it("finds that a restored ledger is older", async () => {
    expect((await ledgerJson<Checked>(["fsck", back])).json).toMatchObject({ ok: true, checkpoint: second.checkpoint });
    const { found, zh, en } = await findings(back, newest.checkpoint);
    expect(found).toEqual([1, false, null, ["HELD_CHECKPOINT_AHEAD"]]);
    const [size, entries] = [newest.entries, second.entries];
    expect(zh).toContain(`所给的检查点有 ${size} 个条目，而这里只有 ${entries} 个`);
    expect(en).toContain(`covers ${size} entries, this log holds only ${entries}`);
  });

  it("finds that two histories were signed", async () => {
    const forked = place.at("forked");
    cpSync(back, forked, { recursive: true });
    await must("recover", forked, "--reason", "the disk was lost", "--as", "anna");
    await grow(forked, "three");
    const { found, zh, en } = await findings(forked, newest.checkpoint);
    expect(found).toEqual([1, false, null, ["HELD_CHECKPOINT_FORKED"]]);
    expect(zh).toContain("有人签署了两份历史");
    expect(en).toContain("two histories were signed");
    expect(await findings(forked, second.checkpoint)).toMatchObject({ found: [0, true, expect.any(String), []] });
  });

  it("nobody goes on from a copy that is not sound, but from one whose content alone is not", async () => {
    const recover = async (folder: string) =>
      await ledger(["recover", folder, "--reason", "the disk was lost", "--as", "anna", "--lang", "en"]);
    const torn = place.at("torn");
    cpSync(back, torn, { recursive: true });
    alter(torn, "UPDATE kernel_member SET name = 'x'");
    const refused = await recover(torn);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("kernel.member 1")]);
    expect((await statusOf(torn)).entries).toBe(second.entries);
    alter(torn, "UPDATE kernel_member SET name = 'Data Bureau'");
    expect((await ledgerJson<Checked>(["fsck", torn])).json.ok).toBe(true);
    mkdirSync(join(torn, "blobs", "aa"), { recursive: true });
    writeFileSync(join(torn, "blobs", "aa", "a".repeat(64)), "something else");
    expect((await ledger(["fsck", torn])).code).toBe(1);
    expect((await recover(torn)).code).toBe(0);
  });

  it("refuses one of another log and one that was altered", async () => {
    const other = place.at("other");
    await foundLedger(other);
    const foreign = await findings(city, (await statusOf(other)).checkpoint);
    expect(foreign.found).toEqual([1, false, null, ["HELD_CHECKPOINT_OTHER_LOG"]]);
    expect([foreign.zh, foreign.en]).toEqual([
      expect.stringContaining("属于另一个账本"),
      expect.stringContaining("belongs to another log"),
    ]);
    const altered = await findings(city, second.checkpoint.replace(/\n\d+\n/, "\n2\n"));
    expect(altered.found).toEqual([1, false, null, ["HELD_CHECKPOINT_UNSIGNED"]]);
    expect([altered.zh, altered.en]).toEqual([
      expect.stringContaining("没有本账本密钥的有效签名"),
      expect.stringContaining("no valid signature of its key"),
    ]);
  });

  it("refuses what is no checkpoint as what was typed wrongly, which says nothing about the ledger", async () => {
    const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff);
    const noProof = "c2sp.org/tlog-proof@v1\nindex -1\n\nno note\n";
    for (const held of ["", "Dear all", picture, second.checkpoint.slice(0, 40), noProof]) {
      writeFileSync(place.at("none"), held);
      for (const language of ["zh", "en"]) {
        const ran = await ledgerJson<Failed>(["fsck", city, "--checkpoint", place.at("none"), "--lang", language]);
        expect([ran.code, ran.json.error.code]).toEqual([2, "NOT_A_CHECKPOINT"]);
        expect(ran.json.error.message).toContain(place.at("none"));
        expect(ran.json.error.next).toContain(".tlog-proof");
        for (const said of [ran.json.error.message, ran.json.error.next])
          expect(/\p{Script=Han}/u.test(said)).toBe(language === "zh");
      }
    }
  });

  it("takes the checkpoint of a proof that was taken away earlier, as verify does", async () => {
    const taken = await ledgerJson<{ readonly files: readonly string[] }>([
      "proof",
      back,
      "0",
      "-o",
      place.at("taken"),
    ]);
    const proof = taken.json.files.find((file) => file.endsWith(".tlog-proof")) ?? "";
    const grew = await ledger(["fsck", city, "--checkpoint", proof, "--lang", "en"]);
    const { entries } = second;
    expect([grew.code, grew.stdout]).toEqual([
      0,
      expect.stringContaining(`Since your checkpoint of ${entries} entries`),
    ]);
    const other = place.at("another");
    await foundLedger(other);
    const foreign = await ledgerJson<Checked>(["fsck", other, "--checkpoint", proof]);
    expect([foreign.code, foreign.json.problems[0]?.code]).toEqual([1, "HELD_CHECKPOINT_OTHER_LOG"]);
  });

  it("says what is wrong with the file itself where there is none, or one that is far too large", async () => {
    writeFileSync(place.at("large"), Buffer.alloc(10_000_000, 65));
    for (const [name, code] of [
      ["nowhere", "FILE_MISSING"],
      ["large", "FILE_TOO_LARGE"],
    ] as const) {
      for (const language of ["zh", "en"]) {
        const given = ["fsck", city, "--checkpoint", place.at(name), "--lang", language];
        const ran = await ledgerJson<Failed>(given);
        expect([ran.code, ran.json.error.code]).toEqual([3, code]);
        expect(ran.json.error.message).toContain(place.at(name));
        expect(/\p{Script=Han}/u.test(ran.json.error.message)).toBe(language === "zh");
      }
    }
  });
});

describe("the answer of ledger fsck to scripts", () => {
  it("carries the checkpoint that was proven, and all that was promised", async () => {
    const { code, json } = await ledgerJson<Checked>(["fsck", city]);
    const { entries, checkpoint } = newest;
    const seconds: unknown = expect.any(Number);
    expect([code, json]).toEqual([
      0,
      { ok: true, entries, blocks: 3, seconds, checkpoint, problems: [], isCut: false },
    ]);
  });

  it("carries no checkpoint of a ledger that is not sound, and says where the list of problems ends", async () => {
    const damaged = place.at("damaged");
    cpSync(city, damaged, { recursive: true });
    alter(damaged, "UPDATE kernel_member SET name = 'x'");
    const one = await ledgerJson<Checked>(["fsck", damaged]);
    expect([one.code, one.json]).toMatchObject([1, { ok: false, checkpoint: null, isCut: false }]);
    expect(one.json.problems).toHaveLength(1);
    alter(
      damaged,
      `WITH RECURSIVE added(key) AS (SELECT 100 UNION ALL SELECT key + 1 FROM added WHERE key < 250)
       INSERT INTO kernel_member SELECT added.key, changed_at, uscc, name, functions, state, since FROM added, kernel_member`,
    );
    const many = await ledgerJson<Checked>(["fsck", damaged]);
    expect([many.code, many.json]).toMatchObject([1, { ok: false, checkpoint: null, isCut: true }]);
    expect(many.json.problems).toHaveLength(100);
    const said = await ledger(["fsck", damaged, "--lang", "en"]);
    expect([said.code, said.stdout]).toEqual([1, expect.stringContaining("100 problems or more were found")]);
  });
});
