/**
 * Short runs of a whole node, each driven by one seed; and the simulator's own test: bugs put in on purpose are caught. `SIM_SEED=n`
 * runs that seed alone, and with `SIM_BUG=name` with the bug in it; a run that lasts longer than `SIM_SECONDS_MAX` is ended.
 */
import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { Engine } from "#ledger-core/engine/engine.ts";
import { MUTATIONS } from "./mutations.testing.ts";
import { instead } from "./parts.testing.ts";
import type { Mutation } from "./parts.testing.ts";
import { againWith, runSeed } from "./run-seed.testing.ts";
import type { Outcome } from "./simulate.testing.ts";
import { memoryFolder, removeTowns } from "./town.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const RUNS = isLong ? 20_000 : 60;
/** Seeds within which every bug must show. */
const SEEDS_PER_BUG_MAX = 200;
/** Where the command is run that a failure names. */
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ONLY = process.env["SIM_SEED"];
const BUG = process.env["SIM_BUG"];

/** What so many runs must have come across, or they have tested nothing. */
const SEEN = [
  "acts",
  "crashed",
  "restarted in order",
  "acts were left in the outbox",
  "crash at COMMIT",
  "refused at COMMIT",
  "short at outbox write",
  "content was given to be kept",
  "crash at blobs write",
  "crash at blobs directory sync",
  "refused at blobs write",
  "short at blobs write",
  "unreadable rows",
  "unreadable outbox",
  "imports",
  "acts signed once more",
  "time passed while nothing ran",
  "proposal.vote voted",
  "proposal.vote executed",
  "catalog.import executed",
  "catalog.use executed",
];

/** Runs that end with an error or not at all, whatever the seed. */
const BROKEN = [
  { name: "throws", says: "thrown on purpose", submit: throwOnPurpose },
  { name: "throws where nobody catches", says: "thrown on purpose", submit: () => never(throwOnPurpose) },
  { name: "waits for ever", says: "does not end", close: () => never(() => {}) },
  { name: "goes round for ever", says: "does not end", close: goRound },
].map(({ name, says, ...others }) => ({ name, says, engine: (engine: Engine) => instead(engine, others) }));

type Ran = { readonly code?: number; readonly stdout: string; readonly stderr: string };

afterAll(removeTowns);

function throwOnPurpose(): never {
  throw new Error("thrown on purpose");
}

function goRound(): never {
  for (;;);
}

async function never(first: () => void): Promise<never> {
  queueMicrotask(first);
  return await new Promise(() => {});
}

/** Runs what a failure names, with little patience. */
async function runCommand(command: string, folder: string): Promise<Ran> {
  const env = { ...process.env, SIM_SECONDS_MAX: "2", SIM_FOLDER: folder };
  return await promisify(execFile)("sh", ["-c", command], { cwd: ROOT, env }).catch((error: Ran) => error);
}

function complain({ seed, faults }: Outcome, mutation?: Mutation): never {
  const words = faults.slice(0, 12).join("\n");
  throw new Error(`seed ${seed}: ${faults.length} faults\n${words}\n${againWith(seed, mutation)}`);
}

describe.skipIf(ONLY !== undefined)("the simulator", () => {
  it(`finds nothing wrong in ${RUNS} runs`, async () => {
    const first = isLong ? randomInt(1, 1_000_000_000) : 1;
    const seen = new Map<string, number>();
    for (let seed = first; seed < first + RUNS; seed++) {
      const outcome = await runSeed(seed);
      if (outcome.faults.length > 0) complain(outcome);
      for (const [name, count] of outcome.seen) seen.set(name, (seen.get(name) ?? 0) + count);
    }
    for (const name of SEEN) expect(seen.get(name) ?? 0, `${name}, from seed ${first} on`).toBeGreaterThan(0);
  });

  it("makes the same run of the same seed", async () => {
    for (const seed of [3, 4, 5]) expect(await runSeed(seed), againWith(seed)).toEqual(await runSeed(seed));
  });

  it.each(MUTATIONS)("catches: $name", async (mutation) => {
    let caught: Outcome | undefined;
    for (let seed = 1; seed <= SEEDS_PER_BUG_MAX && caught === undefined; seed++) {
      const outcome = await runSeed(seed, mutation);
      if (outcome.faults.length > 0) caught = outcome;
    }
    expect(caught).toBeDefined();
  });

  it.each(BROKEN)("names the seed of a run that $name, each time it is run again", async (broken) => {
    const words = againWith(7, broken);
    // A process that is ended for what does not end leaves its folders behind.
    const folder = memoryFolder("broken-");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { code, stdout, stderr } = await runCommand(words.slice("again: ".length), folder);
    for (const part of ["seed 7: the run ", broken.says, words]) expect(`${stdout}${stderr}`).toContain(part);
    expect(code).toBe(1);
  });
});

it.runIf(ONLY !== undefined)("runs one seed again", async () => {
  const bug = [...MUTATIONS, ...BROKEN].find(({ name }) => name === BUG);
  const outcome = await runSeed(Number(ONLY), bug);
  if (outcome.faults.length > 0) complain(outcome, bug);
  expect(outcome.faults).toEqual([]);
});
