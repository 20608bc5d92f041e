/** Every outside catalogue format, by its name. */
import type { CatalogFormat } from "./catalog-format.ts";
import { CKAN_FORMAT } from "./ckan/ckan-format.ts";
import { DCAT_AP_FORMATS } from "./dcat-ap/dcat-ap-formats.ts";
import { DCAT_US_3_FORMAT } from "./dcat-us-3/dcat-us-3-format.ts";
import { DCAT_US_FORMAT } from "./dcat-us/dcat-us-format.ts";
import { NATIONAL_CSV, NATIONAL_XLSX } from "./national/national-formats.ts";
import { REGISTRY_FORMAT } from "./registry/registry-format.ts";

/** In the order in which they are named to people. */
export const CATALOG_FORMATS: readonly CatalogFormat[] = [
  DCAT_US_FORMAT,
  DCAT_US_3_FORMAT,
  ...DCAT_AP_FORMATS,
  CKAN_FORMAT,
  REGISTRY_FORMAT,
  NATIONAL_XLSX,
  NATIONAL_CSV,
];

/** Short names that people use; the first format of a list is written, and a file is read as the one of them that it is. */
const SHORT_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["dcat-us", ["dcat-us-1.1", "dcat-us-3.0"]],
  ["dcat-ap", ["dcat-ap-jsonld", "dcat-ap-turtle", "dcat-ap-rdfxml"]],
  ["national", ["national-xlsx", "national-csv"]],
]);

/** The formats that a word on the command line means, most often one; none for a word that means no format. */
export function formatsNamed(word: string): readonly CatalogFormat[] {
  const names = SHORT_NAMES.get(word) ?? [word];
  return CATALOG_FORMATS.filter((format) => names.includes(format.name));
}

/** Every word that `formatsNamed` knows, for a message that lists them. */
export function formatWords(): readonly string[] {
  const short = [...SHORT_NAMES.keys()].filter((word) => formatsNamed(word).length > 0);
  return [...short, ...CATALOG_FORMATS.map((format) => format.name)];
}
