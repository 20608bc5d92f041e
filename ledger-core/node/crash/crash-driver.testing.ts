/** Lets a node live under load in a process of its own, and kills it. */
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Random } from "#ledger-core/sim/random.ts";

const CHILD = new URL("crash-child.testing.ts", import.meta.url).pathname;

/** What the process is killed in the middle of. */
export type Moment = "working" | "importing" | "reading" | "crowded" | "opening" | "projecting";

/** It is killed so many milliseconds after it has said a word for the `count`th time. */
export type KillPlan = {
  readonly moment: Moment;
  readonly word: string;
  readonly count: number;
  readonly delayMs: number;
};

/** In work rather than in time, so that a slow machine is killed at the same moments. */
const PLANS: Readonly<
  Record<Moment, { readonly word: string; readonly countMax: number; readonly delayMsMax: number }>
> = {
  working: { word: "told", countMax: 150, delayMsMax: 10 },
  importing: { word: "importing", countMax: 6, delayMsMax: 30 },
  reading: { word: "opened", countMax: 2, delayMsMax: 10 },
  crowded: { word: "crowd", countMax: 1, delayMsMax: 200 },
  opening: { word: "opening", countMax: 1, delayMsMax: 40 },
  projecting: { word: "opening", countMax: 1, delayMsMax: 40 },
};
/** Each in its turn, so that few rounds see all of them; what a crowd leaves in the outbox is taken up by a life that is killed early. */
const MOMENTS: readonly Moment[] = ["working", "importing", "crowded", "opening", "projecting", "reading"];
/** A life in which the word does not come often enough ends so long after its ledger is open. */
const LIFE_MS_MAX = 8_000;

export function planKill(seed: number, round: number): KillPlan {
  const random = new Random(seed * 7_919 + round);
  const moment = MOMENTS[round % MOMENTS.length] ?? "working";
  const { word, countMax, delayMsMax } = PLANS[moment];
  return { moment, word, count: 1 + random.below(countMax), delayMs: random.below(delayMsMax) };
}

export type Life = {
  /** The words that the process got to say. */
  readonly words: readonly string[];
  /** Why it ended before it was killed; undefined if it did not. */
  readonly ownEnd: string | undefined;
  /** Bytes of acts that wait for their block where a crash does not reach them. */
  readonly outboxBytes: number;
};

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** The lives of one ledger, one after the other; the process of the next one loads its program while the last one lives. */
export class Lives {
  readonly #folder: string;
  readonly #start: () => Child;
  #next: Child;

  constructor(given: { readonly folder: string; readonly records: string; readonly seed: number }) {
    const { folder, records, seed } = given;
    this.#folder = folder;
    this.#start = () =>
      spawn(process.execPath, [CHILD, folder, records, String(seed)], { stdio: ["pipe", "pipe", "pipe"] });
    this.#next = this.#start();
  }

  /** One life, from opening the ledger to the kill. */
  async live(round: number, plan: KillPlan): Promise<Life> {
    // Derived tables that are gone are filled anew before the ledger is open, which takes long enough to be killed in.
    if (plan.moment === "projecting") removeProjections(this.#folder);
    const child = this.#next;
    this.#next = this.#start();
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (piece: string) => (complaint += piece));
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));
    child.stdin.write(`${round} ${plan.moment}\n`);
    const words: string[] = [];
    let said = 0;
    let killing: NodeJS.Timeout | undefined;
    const killIn = (delayMs: number): void => {
      clearTimeout(killing);
      killing = setTimeout(() => child.kill("SIGKILL"), delayMs);
    };
    for await (const word of createInterface({ input: child.stdout })) {
      words.push(word);
      if (word === plan.word) said++;
      if (word === plan.word && said === plan.count) killIn(plan.delayMs);
      else if (word === "open" && said < plan.count) killIn(LIFE_MS_MAX);
    }
    const signal = await ended;
    clearTimeout(killing);
    const outbox = join(this.#folder, "outbox");
    const outboxBytes = existsSync(outbox) ? statSync(outbox).size : 0;
    return { words, ownEnd: signal === "SIGKILL" ? undefined : complaint || "it ended by itself", outboxBytes };
  }

  /** Ends the process that was to live next. */
  end(): void {
    this.#next.kill("SIGKILL");
  }
}

function removeProjections(folder: string): void {
  for (const suffix of ["", "-journal", "-wal", "-shm"])
    rmSync(join(folder, `projections.sqlite${suffix}`), { force: true });
}
