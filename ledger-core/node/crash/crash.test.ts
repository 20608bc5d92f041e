/**
 * A node under mixed load is killed at random moments; whatever its clients were told holds afterwards. `CRASH_SEED=n` runs the same
 * lives once more: the same acts and kills by the same chance, though not to the millisecond; `CRASH_TALLY=1` prints
 * what happened.
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
import { Judge } from "./judge.testing.ts";
import type { Judgement } from "./judge.testing.ts";
import { readPromised } from "./promises.testing.ts";
import type { Promised } from "./promises.testing.ts";
import { replayIntoFolder } from "./replaying-node.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const KILLS = isLong ? 1_000 : 20;
/**
 * A whole check takes as long as the log is: 3 s after twenty rounds, half a minute after five hundred. So it follows each of the first
 * rounds and then every so many, the last among them. Log, root and rows are judged after all.
 */
const ROUNDS_CHECKED = 20;
const WHOLE_CHECK_EVERY = 50;
const SEED = Number(process.env["CRASH_SEED"] ?? randomInt(1, 1_000_000));

/** What even a few lives on a slow machine see, and what many lives see between them. */
const SEEN_SOON = [
  "killed between intent and answer",
  "acknowledged",
  "refused",
  "catalog.import",
  "proposal.vote",
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
}

/** Throws what is wrong, with all that it takes to see it again; the folder is kept. */
function complain(folder: string, round: number, faults: readonly string[]): never {
  const kept = mkdtempSync(join(tmpdir(), "crash-failed-"));
  cpSync(folder, kept, { recursive: true });
  const again = `CRASH_SEED=${SEED}${isLong ? " LONG=1" : ""} vitest run ledger-core/node/crash`;
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

it(
  `keeps what it promised when it is killed under load, ${KILLS} times in a row`,
  async () => {
    const { folder } = await makeLittleLedger();
    const records = mkdtempSync(join(tmpdir(), "crash-records-"));
    const tally = new Tally();
    const founded = sizeOf(folder);
    const judge = new Judge(folder, founded);
    const lives = new Lives({ folder, records, seed: SEED });
    const begun = performance.now();
    try {
      for (let round = 0; round < KILLS; round++) {
        const plan = planKill(SEED, round);
        const life = await lives.live(round, plan);
        if (life.ownEnd !== undefined) complain(folder, round, [life.ownEnd]);
        const promised = readPromised(records, round);
        const { faults, come, projectionsBehind } = judgeRound(judge, promised, { folder, round });
        const isWhole = round < ROUNDS_CHECKED || (round + 1) % WHOLE_CHECK_EVERY === 0;
        const all = [...faults, ...(isWhole ? await checkWhole(folder) : [])];
        if (all.length > 0) complain(folder, round, all);
        const answered = new Set(promised.answers.map(({ id }) => id));
        const unanswered = promised.intents.filter(({ id }) => !answered.has(id));
        if (unanswered.length > 0) tally.add("killed between intent and answer");
        if (unanswered.some(({ kind }) => kind === "catalog.import")) tally.add("killed inside an import");
        if (!life.words.includes("open")) tally.add("killed while opening");
        if (!life.words.includes("open") && projectionsBehind > 0) tally.add("killed while derived tables catch up");
        if (life.outboxBytes > 0) tally.add("killed with acts in the outbox");
        tally.add("content opened", life.words.filter((word) => word === "opened").length);
        tally.add("acknowledged", promised.answers.filter(({ state }) => state !== "turned-away").length);
        tally.add("turned away as seen", promised.answers.filter(({ code }) => code === "ALREADY_SEEN").length);
        for (const [state, count] of come) tally.add(state, count);
      }
      // The last kill is followed by a start as well.
      const closed = openLedger({ folder });
      await closed.close();
      const last = judgeRound(judge, { intents: [], answers: [] }, { folder, round: KILLS });
      const faultsAtEnd = [...last.faults, ...(await checkWhole(folder))];
      if (faultsAtEnd.length > 0) complain(folder, KILLS, faultsAtEnd);
      const minutes = (performance.now() - begun) / 60_000;
      const ledger = readLedger({ folder });
      const replayed = mkdtempSync(join(tmpdir(), "crash-replayed-"));
      try {
        expect(replayIntoFolder(ledger.reader, replayed)).toEqual(ledger.reader.head()?.root);
      } finally {
        ledger.close();
        rmSync(replayed, { recursive: true, force: true });
      }
      if (isLong) console.log(`${KILLS} kills, ${(KILLS / minutes).toFixed(0)} a minute, ${sizeOf(folder)} entries`);
      if (process.env["CRASH_TALLY"] !== undefined) console.log(`seed ${SEED}`, tally.counts);
      for (const name of [...SEEN_SOON, ...(isLong ? SEEN_IN_TIME : [])])
        expect([name, tally.of(name) > 0]).toEqual([name, true]);
    } finally {
      lives.end();
      judge.close();
      rmSync(records, { recursive: true, force: true });
    }
  },
  isLong ? 7_200_000 : 300_000,
);

function sizeOf(folder: string): number {
  const ledger = readLedger({ folder });
  const size = ledger.reader.head()?.size ?? 0;
  ledger.close();
  return size;
}
