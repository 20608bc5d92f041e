/** A program: runs so many seeds from the first one on, `node run-seeds.testing.ts FIRST COUNT`; prints in one line what it found. */
import { simulate } from "./simulate.testing.ts";
import { removeTowns } from "./town.testing.ts";

const [first = 1, count = 1] = process.argv.slice(2).map(Number);
const faulty: { readonly seed: number; readonly faults: readonly string[] }[] = [];
let seed = first;

function tell(): void {
  removeTowns();
  process.stdout.write(`${JSON.stringify({ runs: seed - first, faulty })}\n`);
}

// What nobody catches would be the end of a node's process as well, and of this one before it could name the seed.
process.once("uncaughtException", (error) => {
  faulty.push({ seed, faults: [`nobody caught ${error.stack ?? String(error)}`] });
  tell();
  process.exit(1);
});
for (; seed < first + count; seed++) {
  const { faults } = await simulate(seed);
  if (faults.length > 0) faulty.push({ seed, faults });
}
tell();
