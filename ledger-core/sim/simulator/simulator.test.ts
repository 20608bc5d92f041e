/**
 * Short runs of a whole node, each driven by one seed; and the simulator's own test: bugs put in on purpose are caught. `SIM_SEED=n`
 * runs that seed alone, and with `SIM_BUG=name` with the bug in it.
 */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { MUTATIONS } from "./mutations.testing.ts";
import { simulate } from "./simulate.testing.ts";
import type { Outcome } from "./simulate.testing.ts";
import { removeTowns } from "./town.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const RUNS = isLong ? 20_000 : 60;
/** Seeds within which every bug must show. */
const SEEDS_PER_BUG_MAX = 200;
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
  "unreadable rows",
  "unreadable outbox",
  "imports",
];

afterAll(removeTowns);

function complain({ seed, faults }: Outcome): never {
  const again = `SIM_SEED=${seed} vitest run ledger-core/sim/simulator`;
  throw new Error(`seed ${seed}: ${faults.length} faults\n${faults.slice(0, 12).join("\n")}\nagain: ${again}`);
}

describe.skipIf(ONLY !== undefined)("the simulator", () => {
  it(`finds nothing wrong in ${RUNS} runs`, async () => {
    const first = isLong ? randomInt(1, 1_000_000_000) : 1;
    const seen = new Map<string, number>();
    for (let seed = first; seed < first + RUNS; seed++) {
      const outcome = await simulate(seed);
      if (outcome.faults.length > 0) complain(outcome);
      for (const [name, count] of outcome.seen) seen.set(name, (seen.get(name) ?? 0) + count);
    }
    for (const name of SEEN) expect(seen.get(name) ?? 0, name).toBeGreaterThan(0);
  });

  it("makes the same run of the same seed", async () => {
    for (const seed of [3, 4, 5]) expect(await simulate(seed)).toEqual(await simulate(seed));
  });

  it.each(MUTATIONS)("catches: $name", async (mutation) => {
    let caught: Outcome | undefined;
    for (let seed = 1; seed <= SEEDS_PER_BUG_MAX && caught === undefined; seed++) {
      const outcome = await simulate(seed, mutation);
      if (outcome.faults.length > 0) caught = outcome;
    }
    expect(caught).toBeDefined();
  });
});

it.runIf(ONLY !== undefined)("runs one seed again", async () => {
  const outcome = await simulate(
    Number(ONLY),
    MUTATIONS.find(({ name }) => name === BUG),
  );
  if (outcome.faults.length > 0) complain(outcome);
  expect(outcome.faults).toEqual([]);
});
