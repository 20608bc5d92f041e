/** How fast a large catalogue is imported and what memory stays afterwards, in a process of its own: what else was measured leaves no traces in it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { round } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { runToEnd } from "./child-process.ts";
import type { ImportTimes } from "./import-worker.ts";

/** The registry of data portals, the whole of it where it lies beside the project; else entries like it are made. */
const PUBLISHED = join(import.meta.dirname, "../../../../shared/data/catalog/dataportals-registry-catalogs.jsonl.zst");
/** Entries that are made where there is no registry. */
const ENTRIES = 2_000;
const ENTRIES_FULL = 19_140;
/** Part of the speed of the bare way that an import has to reach. */
const OF_BARE_LIMIT = 0.3;
const MEMORY_MB_LIMIT = 300;
const MEGABYTE = 1_048_576;

export const importBench: Bench = {
  run: async ({ folder, isFull, signal }) => {
    const file = join(folder, "catalogs.jsonl");
    writeFileSync(file, entryLines(isFull ? ENTRIES_FULL : ENTRIES).join("\n"));
    const { records, milliseconds, bareMilliseconds, bytesAfter } = await measure(folder, file, signal);
    const ofBare = round(bareMilliseconds / milliseconds);
    const rest = { ratio: null, spread: null };
    return [
      { name: "import", value: round((records / milliseconds) * 1_000), unit: "records/s", limit: null, ...rest },
      { name: "import-of-bare", value: ofBare, unit: "", limit: OF_BARE_LIMIT, ratio: ofBare, spread: null },
      { name: "import-memory", value: round(bytesAfter / MEGABYTE), unit: "MB", limit: MEMORY_MB_LIMIT, ...rest },
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

function entryLines(count: number): readonly string[] {
  if (!existsSync(PUBLISHED)) return Array.from({ length: count }, (_, i) => JSON.stringify(madeEntry(i)));
  const lines = zstdDecompressSync(readFileSync(PUBLISHED)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "");
}

/** An entry of the size and kind that the registry's have. */
function madeEntry(number: number): object {
  const name = `Open data portal of the district ${number}`;
  const topics = ["Society", "Economy", "Environment", "Health", "Transport"].map((topic, i) => ({
    id: topic,
    name: `${topic} and matters of ${number % 17}`,
    type: i % 2 === 0 ? "iso19115" : "eudatatheme",
  }));
  return {
    access_mode: ["open"],
    api: number % 3 === 0,
    api_status: "active",
    catalog_type: "Open data portal",
    content_types: ["dataset", "map_layer"],
    coverage: [{ location: { country: { id: "DE", name: "Germany" }, level: 30, macroregion: { id: "155" } } }],
    description:
      `${name}: registers, maps and statistics that the offices of the district publish, renewed each month. `.repeat(
        2,
      ),
    endpoints: [1, 2, 3].map((one) => ({
      type: `ckan:api-${one}`,
      url: `https://data.example.org/${number}/api/${one}`,
    })),
    id: `districtportal${number}`,
    langs: [{ id: "DE", name: "German" }],
    link: `https://data.example.org/${number}`,
    name,
    owner: {
      link: "https://example.org",
      location: { country: { id: "DE", name: "Germany" } },
      name,
      type: "Local government",
    },
    properties: { has_doi: false, transferable_topics: true },
    rights: { license_id: "cc-by", license_name: null, rights_type: "global" },
    software: { id: "ckan", name: "CKAN" },
    status: "active",
    tags: ["government", "has_api", `district-${number % 400}`],
    topics,
    uid: `cdi${String(number).padStart(8, "0")}`,
  };
}
