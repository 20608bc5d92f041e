/** A process that seals blocks into a folder until it is killed, and says after each how many entries are durable. */
import { writeSync } from "node:fs";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { countedRuleset } from "./counted.testing.ts";
import { fill, word } from "./shelf.testing.ts";
import type { Operation } from "./shelf.testing.ts";
import { openWriter } from "./store.ts";

const STDOUT = 1;
const folder = process.argv[2] ?? "";
const writer = openWriter({ folder, ruleset: countedRuleset, suite: testSuite });
for (;;) {
  const size = writer.head()?.size ?? 0;
  // Blocks of all sizes, so that some are a write to the log and others many.
  const entries = Array.from({ length: 1 + (size % 97) * (size % 7) }, (_, i): Operation[] => [
    word(1 + ((size + i) % 50), `entry ${size + i}`, size + i),
    (size + i) % 5 === 0 ? { ...word(60, ""), row: undefined } : word(60, "now and then", i),
  ]);
  fill(writer, [entries]);
  writeSync(STDOUT, `${writer.head()?.size ?? 0}\n`);
}
