/**
 * A program that opens the memory of a folder each time it reads `open`, and asks it once more when it reads `ask`: `node
 * opened-copy.testing.ts FOLDER`. It answers each line with why the folder may only be read, or with `free`.
 */
import { createInterface } from "node:readline";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { OutsideMemory } from "./outside-memory.ts";

const [folder = ""] = process.argv.slice(2);
const ledger = readLedger({ folder });
let memory: OutsideMemory | undefined;
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "open") memory = new OutsideMemory(ledger);
  const why = memory?.held ?? memory?.overtaken();
  process.stdout.write(`${why?.code ?? "free"}\n`);
}
ledger.close();
