/** A program: runs so many seeds from the first one on, `node run-seeds.testing.ts FIRST COUNT`; prints in one line what it found. */
import { simulate } from "./simulate.testing.ts";
import { removeTowns } from "./town.testing.ts";

const [first = 1, count = 1] = process.argv.slice(2).map(Number);
const faulty: { readonly seed: number; readonly faults: readonly string[] }[] = [];
for (let seed = first; seed < first + count; seed++) {
  const { faults } = await simulate(seed);
  if (faults.length > 0) faulty.push({ seed, faults });
}
removeTowns();
process.stdout.write(`${JSON.stringify({ runs: count, faulty })}\n`);
