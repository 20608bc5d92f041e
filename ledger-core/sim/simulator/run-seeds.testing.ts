/** A program: runs so many seeds from the first one on, `node run-seeds.testing.ts FIRST COUNT`; prints in one line what it found. */
import { runSeed } from "./run-seed.testing.ts";
import { removeTowns } from "./town.testing.ts";

const [first = 1, count = 1] = process.argv.slice(2).map(Number);
const faulty: { readonly seed: number; readonly faults: readonly string[] }[] = [];
let seed = first;

try {
  for (; seed < first + count; seed++) {
    const { faults } = await runSeed(seed);
    if (faults.length > 0) faulty.push({ seed, faults });
  }
} catch (error) {
  // What was thrown would be the end of a node's process as well, and what it has left behind is no place for a further run.
  faulty.push({ seed, faults: [String(error)] });
  process.exitCode = 1;
}
removeTowns();
process.stdout.write(`${JSON.stringify({ runs: seed - first, faulty })}\n`);
