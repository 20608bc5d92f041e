/** A large catalogue to import: one data portal a line. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";

/** The registry of data portals, the whole of it where it lies beside the project; else entries like it are made. */
const PUBLISHED = join(import.meta.dirname, "../../../../shared/data/catalog/dataportals-registry-catalogs.jsonl.zst");
/** Entries that are made where there is no registry. */
const ENTRIES = 2_000;
const ENTRIES_FULL = 19_140;

/** All of the registry; of one that is made, fewer in a short run. */
export function registryLines({ isFull }: { readonly isFull: boolean }): readonly string[] {
  const count = isFull ? ENTRIES_FULL : ENTRIES;
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
