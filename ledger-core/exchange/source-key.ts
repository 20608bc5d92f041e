/** Which source a file belongs to, so that a newer file of the same source is a change and not a second catalogue. */
import { isJsonObject } from "./canonical-json.ts";
import type { JsonObject } from "./dataset-record.ts";

/**
 * `basis` says where the key is from, for the preview. `sure` is false where only a file name such as `data.json`, which any source may
 * use, was there to go by: then the person should name the source.
 */
export type SourceKey = {
  readonly key: string;
  readonly basis: "catalog-id" | "publisher-and-file" | "file";
  readonly sure: boolean;
};

const KEY_LENGTH_MAX = 200;
const STEMS_OF_ANYBODY: ReadonlySet<string> = new Set([
  "",
  "data",
  "datajson",
  "catalog",
  "catalogue",
  "dcat",
  "export",
  "download",
  "dataset",
  "datasets",
  "template",
  "目录",
  "政务信息资源目录",
  "package",
  "packages",
  "package_search",
  "package_show",
  "current_package_list_with_resources",
  "catalogs",
]);

/** The catalog's `@id`; else its publisher and the file's name without folder, endings and dates; else that name alone. */
export function sourceKey(options: { readonly catalog: JsonObject; readonly fileName: string }): SourceKey {
  const id = options.catalog["@id"];
  if (typeof id === "string" && id.trim() !== "")
    return { key: cut(`id:${id.trim()}`), basis: "catalog-id", sure: true };
  const stem = stemWithoutDates(options.fileName);
  const publisher = options.catalog["publisher"];
  const name = isJsonObject(publisher) ? publisher["name"] : publisher;
  if (typeof name === "string" && name.trim() !== "")
    return { key: cut(`publisher:${name.trim()}/${stem}`), basis: "publisher-and-file", sure: true };
  return { key: cut(`file:${stem}`), basis: "file", sure: !STEMS_OF_ANYBODY.has(stem) };
}

/** `us-energy` of `us-energy-2025-02-01.json.gz`, `us_energy (1).json` gives `us_energy`: lower case, no folder, endings, dates or copy counts. */
export function stemWithoutDates(fileName: string): string {
  const name = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1).toLowerCase();
  return name
    .replace(/(?:\.(?:json|jsonld|jsonl|ndjson|txt|gz|zst|zip|bak|xlsx|xlsm|csv|tsv|rdf|xml|ttl|nt|nq|trig))+$/, "")
    .replace(/\s*\([0-9]+\)$/, "")
    .replace(/(?<![0-9])(?:19|20)[0-9]{2}\s*年(?:\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?)?/g, "")
    .replace(
      /(?<![0-9])(?:19|20)[0-9]{2}([-_.]?)(?:0[1-9]|1[0-2])(?:\1(?:0[1-9]|[12][0-9]|3[01]))?(?:[t_-]?[0-9]{2}[:_-]?[0-9]{2}(?:[:_-]?[0-9]{2})?z?)?(?![0-9])/g,
      "",
    )
    .replace(/(?<=^|[-_. ])(?:19|20)[0-9]{2}(?=$|[-_. ])/g, "")
    .replace(/([-_. ])[-_. ]+/g, "$1")
    .replace(/^[-_. ]+|[-_. ]+$/g, "");
}

/** A key longer than the limit keeps its beginning: sources differ at the host or the publisher, not after 200 characters. */
function cut(key: string): string {
  return [...key.toWellFormed()].slice(0, KEY_LENGTH_MAX).join("");
}
