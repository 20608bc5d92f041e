/**
 * A node under mixed load is killed at random moments; whatever its clients were told holds afterwards. `CRASH_SEED=n` runs the same
 * lives once more: the same acts and kills by the same chance, though not to the millisecond; `CRASH_ROUND=n` begins at a later ledger;
 * `CRASH_TALLY=1` prints what happened.
 */
import { randomInt } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { openLedger, readLedger } from "#ledger-core/node/open-ledger.ts";
import { Lives, planKill } from "./crash-driver.testing.ts";
import type { Life } from "./crash-driver.testing.ts";
import { Judge } from "./judge.testing.ts";
import type { Judgement } from "./judge.testing.ts";
import { readPromised } from "./promises.testing.ts";
import type { Promised } from "./promises.testing.ts";
import { replayIntoFolder } from "./replaying-node.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const KILLS = isLong ? 1_000 : 20;
/** So many of them one ledger lives through: a whole check follows each, and takes longer with each. */
const KILLS_OF_A_LEDGER = isLong ? 25 : 20;
const SEED = Number(process.env["CRASH_SEED"] ?? randomInt(1, 1_000_000));
/** The round to begin with, the first of its ledger: those before are left out. */
const FIRST_ROUND = Number(process.env["CRASH_ROUND"] ?? 0);

/** What even a few lives on a slow machine see, and what many lives see between them. */
const SEEN_SOON = [
  "killed between intent and answer",
  "acknowledged",
  "refused",
  "catalog.import",
  "proposal.vote",
  "log.rotate",
  "content opened",
  "proposal.expire",
  "catalog.agreement-expiry",
];
const SEEN_IN_TIME = [
  "killed inside an import",
  "killed while opening",
  "killed while derived tables catch up",
  "killed with acts in the outbox",
  "turned away as seen",
  "proposed",
];

/** What has happened in all rounds together, so that the test can say that it tested something. */
class Tally {
  readonly counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  count({ words, outboxBytes }: Life, promised: Promised, { come, projectionsBehind }: Judgement): void {
    const answered = new Set(promised.answers.map(({ id }) => id));
    const unanswered = promised.intents.filter(({ id }) => !answered.has(id));
    if (unanswered.length > 0) this.add("killed between intent and answer");
    if (unanswered.some(({ kind }) => kind === "catalog.import")) this.add("killed inside an import");
    if (!words.includes("open")) this.add("killed while opening");
    if (!words.includes("open") && projectionsBehind > 0) this.add("killed while derived tables catch up");
    if (outboxBytes > 0) this.add("killed with acts in the outbox");
    this.add("content opened", words.filter((word) => word === "opened").length);
    this.add("acknowledged", promised.answers.filter(({ state }) => state !== "turned-away").length);
    this.add("turned away as seen", promised.answers.filter(({ code }) => code === "ALREADY_SEEN").length);
    for (const [state, count] of come) this.add(state, count);
  }
}

/** Throws what is wrong, with all that it takes to see it again; the folder is kept. */
function complain(folder: string, round: number, faults: readonly string[]): never {
  const kept = mkdtempSync(join(tmpdir(), "crash-failed-"));
  cpSync(folder, kept, { recursive: true });
  const first = round - (round % KILLS_OF_A_LEDGER);
  const again = `CRASH_SEED=${SEED} CRASH_ROUND=${first}${isLong ? " LONG=1" : ""} vitest run ledger-core/node/crash`;
  throw new Error(
    `seed ${SEED}, round ${round}: ${faults.length} faults\n${faults.slice(0, 12).join("\n")}\nagain: ${again}\nfolder: ${kept}`,
  );
}

/** A folder that cannot even be read is complained of like any other fault, with its seed. */
function judgeRound(
  judge: Judge,
  promised: Promised,
  at: { readonly folder: string; readonly round: number },
): Judgement {
  try {
    return judge.check(promised);
  } catch (error) {
    return complain(at.folder, at.round, [`the folder cannot be read: ${String(error)}`]);
  }
}

async function checkWhole(folder: string): Promise<readonly string[]> {
  const { problems } = await checkLedger({ folder });
  return problems.map(({ where, code, message }) => `fsck: ${where} ${code} ${message}`);
}

/** One ledger through its kills, each of them judged; then its blocks come to its root on another node. Returns its entries. */
async function liveThrough(first: number, tally: Tally): Promise<number> {
  const { folder } = await makeLittleLedger();
  const records = mkdtempSync(join(tmpdir(), "crash-records-"));
  const judge = new Judge(folder, sizeOf(folder));
  const lives = new Lives({ folder, records, seed: SEED });
  const last = Math.min(first + KILLS_OF_A_LEDGER, KILLS) - 1;
  try {
    for (let round = first; round <= last; round++) {
      const life = await lives.live(round, planKill(SEED, round));
      if (life.ownEnd !== undefined) complain(folder, round, [life.ownEnd]);
      const promised = readPromised(records, round);
      const judgement = judgeRound(judge, promised, { folder, round });
      const all = [...judgement.faults, ...(await checkWhole(folder))];
      if (all.length > 0) complain(folder, round, all);
      tally.count(life, promised, judgement);
    }
    // The last kill is followed by a start as well.
    const started = openLedger({ folder });
    await started.close();
    const atEnd = judgeRound(judge, { intents: [], answers: [] }, { folder, round: last });
    const all = [...atEnd.faults, ...(await checkWhole(folder))];
    if (all.length > 0) complain(folder, last, all);
    expectReplayed(folder);
    return atEnd.size;
  } finally {
    lives.end();
    judge.close();
    rmSync(records, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function expectReplayed(folder: string): void {
  const { reader, close } = readLedger({ folder });
  const replayed = mkdtempSync(join(tmpdir(), "crash-replayed-"));
  try {
    expect(replayIntoFolder(reader, replayed)).toEqual(reader.head()?.root);
  } finally {
    close();
    rmSync(replayed, { recursive: true, force: true });
  }
}

it(
  `keeps what it promised when it is killed under load, ${KILLS} times`,
  async () => {
    const tally = new Tally();
    const begun = performance.now();
    let entries = 0;
    for (let first = FIRST_ROUND; first < KILLS; first += KILLS_OF_A_LEDGER) entries += await liveThrough(first, tally);
    const minutes = (performance.now() - begun) / 60_000;
    const kills = KILLS - FIRST_ROUND;
    if (isLong) console.log(`${kills} kills, ${(kills / minutes).toFixed(0)} a minute, ${entries} entries`);
    if (process.env["CRASH_TALLY"] !== undefined) console.log(`seed ${SEED}`, tally.counts);
    // A part of them need not see everything.
    for (const name of FIRST_ROUND > 0 ? [] : [...SEEN_SOON, ...(isLong ? SEEN_IN_TIME : [])])
      expect([name, tally.of(name) > 0]).toEqual([name, true]);
  },
  isLong ? 10_800_000 : 300_000,
);

function sizeOf(folder: string): number {
  const ledger = readLedger({ folder });
  const size = ledger.reader.head()?.size ?? 0;
  ledger.close();
  return size;
}
