/**
 * The fields of a dataset that have a home in the record, read and written. `readHomes` takes any JSON and never fails: what is not
 * understood reads as empty, and it is for `check-dataset.ts` to say so. `writeHomes` leaves out what is empty.
 */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { formatDocumentDay, parseDocumentDate } from "#ledger-core/exchange/document-date.ts";

type Sharing = Description["sharing"];
type Distribution = Description["distributions"][number];

/** The part of a record that `data.json` has fields for. */
export type Homes = Pick<
  Description,
  | "title"
  | "summary"
  | "publisher"
  | "sharing"
  | "sharingCondition"
  | "updateCycle"
  | "publishedDay"
  | "modifiedDay"
  | "relatedCodes"
  | "keywords"
  | "themes"
  | "languages"
  | "distributions"
  | "licence"
> & { readonly sourceId: string };

/** The fields of a dataset that have a home, and the part of the record that each of them says. */
export const HOME_OF_FIELD: ReadonlyMap<string, keyof Homes> = new Map([
  ["identifier", "sourceId"],
  ["title", "title"],
  ["description", "summary"],
  ["publisher", "publisher"],
  ["accessLevel", "sharing"],
  ["rights", "sharingCondition"],
  ["accrualPeriodicity", "updateCycle"],
  ["issued", "publishedDay"],
  ["modified", "modifiedDay"],
  ["isPartOf", "relatedCodes"],
  ["keyword", "keywords"],
  ["theme", "themes"],
  ["language", "languages"],
  ["distribution", "distributions"],
  ["license", "licence"],
]);

/** The three access levels of DCAT-US 1.1 and the sharing attribute that each of them is. */
export const SHARING_OF_ACCESS_LEVEL: ReadonlyMap<string, Sharing> = new Map([
  ["public", "unconditional"],
  ["restricted public", "conditional"],
  ["non-public", "not-shared"],
]);

const OPENNESS_OF_SHARING = { unconditional: "open", conditional: "conditional", "not-shared": "closed" } as const;

/** Whether the public may have it, which DCAT-US says with the same word as whether departments may. */
export function opennessOf(sharing: Sharing): Description["openness"] {
  return OPENNESS_OF_SHARING[sharing];
}

/** What a dataset says in the fields that have a home. */
export function readHomes(dataset: JsonObject): Homes {
  const sharing = SHARING_OF_ACCESS_LEVEL.get(textOf(dataset["accessLevel"])) ?? "not-shared";
  const partOf = textOf(dataset["isPartOf"]);
  return {
    sourceId: textOf(dataset["identifier"]),
    title: textOf(dataset["title"]),
    summary: textOf(dataset["description"]),
    publisher: readPublisher(dataset["publisher"]),
    sharing,
    sharingCondition: sharing === "unconditional" ? "" : textOf(dataset["rights"]),
    updateCycle: textOf(dataset["accrualPeriodicity"]),
    publishedDay: dayOf(dataset["issued"]),
    modifiedDay: dayOf(dataset["modified"]),
    relatedCodes: partOf === "" ? [] : [partOf],
    keywords: textsOf(dataset["keyword"]),
    themes: textsOf(dataset["theme"]),
    languages: textsOf(dataset["language"]),
    distributions: readDistributions(dataset["distribution"]),
    licence: textOf(dataset["license"]),
  };
}

/** The dataset's fields in the plainest form that reads back as the same. */
export function writeHomes(homes: Homes): Record<string, Json> {
  const fields: Record<string, Json> = {};
  if (homes.sourceId !== "") fields["identifier"] = homes.sourceId;
  if (homes.title !== "") fields["title"] = homes.title;
  if (homes.summary !== "") fields["description"] = homes.summary;
  if (homes.publisher !== "") fields["publisher"] = { "@type": "org:Organization", name: homes.publisher };
  for (const [level, sharing] of SHARING_OF_ACCESS_LEVEL) if (sharing === homes.sharing) fields["accessLevel"] = level;
  if (homes.sharingCondition !== "" && homes.sharing !== "unconditional") fields["rights"] = homes.sharingCondition;
  if (homes.updateCycle !== "") fields["accrualPeriodicity"] = homes.updateCycle;
  if (homes.publishedDay !== undefined) fields["issued"] = formatDocumentDay(homes.publishedDay);
  if (homes.modifiedDay !== undefined) fields["modified"] = formatDocumentDay(homes.modifiedDay);
  // The profile has room for one collection that a dataset is part of.
  if (homes.relatedCodes[0] !== undefined) fields["isPartOf"] = homes.relatedCodes[0];
  if (homes.keywords.length > 0) fields["keyword"] = homes.keywords;
  if (homes.themes.length > 0) fields["theme"] = homes.themes;
  if (homes.languages.length > 0) fields["language"] = homes.languages;
  if (homes.licence !== "") fields["license"] = homes.licence;
  if (homes.distributions.length > 0) fields["distribution"] = homes.distributions.map(writeDistribution);
  return fields;
}

/** What one entry of `distribution` says; undefined if it is not an object. The file is preferred where a page is given too. */
export function readDistribution(entry: Json): Distribution | undefined {
  if (!isJsonObject(entry)) return undefined;
  const download = textOf(entry["downloadURL"]);
  return {
    title: textOf(entry["title"]),
    url: download === "" ? textOf(entry["accessURL"]) : download,
    mediaType: textOf(entry["mediaType"]),
    format: textOf(entry["format"]),
  };
}

/** A distribution in its plainest form. One that has a media type or format is a file; otherwise it is a page where a person finds it. */
export function writeDistribution(distribution: Distribution): JsonObject {
  const fields: Record<string, Json> = { "@type": "dcat:Distribution" };
  if (distribution.title !== "") fields["title"] = distribution.title;
  const isFile = distribution.mediaType !== "" || distribution.format !== "";
  if (distribution.url !== "") fields[isFile ? "downloadURL" : "accessURL"] = distribution.url;
  if (distribution.mediaType !== "") fields["mediaType"] = distribution.mediaType;
  if (distribution.format !== "") fields["format"] = distribution.format;
  return fields;
}

/** The distinct formats of the distributions, or the last part of their media types, in the order given. */
export function formatsOf(distributions: readonly Distribution[]): readonly string[] {
  const formats = distributions.map(({ format, mediaType }) =>
    (format === "" ? mediaType.slice(mediaType.lastIndexOf("/") + 1) : format).trim().toLowerCase(),
  );
  return [...new Set(formats)].filter((format) => format !== "");
}

function readDistributions(value: Json | undefined): readonly Distribution[] {
  if (!isJsonList(value)) return [];
  return value.map(readDistribution).filter((distribution) => distribution !== undefined);
}

function readPublisher(value: Json | undefined): string {
  return isJsonObject(value) ? textOf(value["name"]) : "";
}

function dayOf(value: Json | undefined): number | undefined {
  const date = parseDocumentDate(textOf(value));
  return date.kind === "day" ? date.day : undefined;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonList(value) ? value.filter((item) => typeof item === "string" && item !== "").map(String) : [];
}
