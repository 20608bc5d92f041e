/** How fast a large catalogue is imported and what memory stays afterwards, in a process of its own: what else was measured leaves no traces in it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { memoryResult, round } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { runToEnd } from "./child-process.ts";
import type { ImportTimes } from "./import-worker.ts";
import { registryLines } from "./registry-lines.ts";

/** Part of the speed of the bare way that an import has to reach. */
const OF_BARE_LIMIT = 0.3;
const MEMORY_MB_LIMIT = 300;
/** Of one process that reads the file, plans it, signs, seals and takes it into the derived tables. */
const MEMORY_AT_MOST_MB_LIMIT = 400;

export const importBench: Bench = {
  run: async ({ folder, isFull, signal }) => {
    const file = join(folder, "catalogs.jsonl");
    writeFileSync(file, registryLines({ isFull }).join("\n"));
    const { records, milliseconds, bareMilliseconds, bytesAfter, bytesMax } = await measure(folder, file, signal);
    const ofBare = round(bareMilliseconds / milliseconds);
    const rest = { ratio: null, spread: null };
    return [
      { name: "import", value: round((records / milliseconds) * 1_000), unit: "records/s", limit: null, ...rest },
      { name: "import-of-bare", value: ofBare, unit: "", limit: OF_BARE_LIMIT, ratio: ofBare, spread: null },
      ...(bytesMax === undefined ? [] : [memoryResult("import-memory-at-most", bytesMax, MEMORY_AT_MOST_MB_LIMIT)]),
      memoryResult("import-memory-after", bytesAfter, MEMORY_MB_LIMIT),
    ];
  },
};

async function measure(folder: string, file: string, signal: AbortSignal): Promise<ImportTimes> {
  const worker = join(import.meta.dirname, "import-worker.ts");
  const args = [...process.execArgv, worker, folder, file];
  const { ok, output } = await runToEnd(process.execPath, args, { signal, isHeard: true });
  if (!ok) throw new Error("the benchmark's import ended before it was through");
  return JSON.parse(output) as ImportTimes;
}
