/** Resources of a package, which the ledger calls distributions. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";

type Distribution = Description["distributions"][number];

/** By the part of a distribution that each field says; an address is in the first of the three that is given. */
const ADDRESSES = ["url", "download_url", "access_url"] as const;
const FIELDS = [
  ["title", "name"],
  ["mediaType", "mimetype"],
  ["format", "format"],
] as const;

/** What the resources say; what is no object is left out. */
export function readResources(row: JsonObject): readonly Distribution[] {
  const { resources } = row;
  return isJsonList(resources) ? resources.filter(isJsonObject).map(readResource) : [];
}

/** The row with its resources as the distributions say, matched by address; a resource that has none of them is left out. */
export function writeResources(row: JsonObject, distributions: readonly Distribution[]): JsonObject {
  const { resources } = row;
  const left = isJsonList(resources) ? resources.filter(isJsonObject) : [];
  const written = distributions.map((distribution) => {
    const place = left.findIndex((resource) => readResource(resource).url === distribution.url);
    const [old] = place < 0 ? [] : left.splice(place, 1);
    return writeResource(old ?? {}, distribution);
  });
  return withField(row, "resources", written);
}

function writeResource(old: JsonObject, distribution: Distribution): JsonObject {
  const was = readResource(old);
  let resource = old;
  for (const [part, field] of FIELDS)
    if (was[part] !== distribution[part]) resource = withField(resource, field, distribution[part]);
  return was.url === distribution.url ? resource : withField(resource, "url", distribution.url);
}

function readResource(resource: JsonObject): Distribution {
  const url = ADDRESSES.map((field) => textOf(resource[field])).find((address) => address !== "") ?? "";
  return {
    title: textOf(resource["name"]),
    url,
    mediaType: textOf(resource["mimetype"]),
    format: textOf(resource["format"]),
  };
}

/** A text, or of texts by language the first. */
function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
