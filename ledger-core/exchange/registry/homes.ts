/**
 * What an entry of the registry says of the ledger's description, read and written. An entry describes a whole catalogue somewhere: a
 * portal, a geoserver, a repository. Fields as in the registry's `data/datasets/catalogs.jsonl` (commondataio/dataportals-registry).
 */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Homes, RowMapping } from "#ledger-core/exchange/json-rows/record-row.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";

type Distribution = Description["distributions"][number];

/** Fields that have a home. */
export const HOME_FIELDS: ReadonlySet<string> = new Set([
  ...["id", "name", "description", "owner", "access_mode", "rights", "langs", "topics", "tags", "link", "endpoints"],
]);

export const ENTRY_MAPPING: RowMapping = {
  read: readEntry,
  write: [
    ["sourceId", (row, { sourceId }) => withField(row, "id", sourceId)],
    ["title", (row, { title }) => withField(row, "name", title)],
    ["summary", (row, { summary }) => withField(row, "description", summary)],
    ["publisher", (row, { publisher }) => withField(row, "owner", { ...objectOf(row["owner"]), name: publisher })],
    ["sharing", writeModes],
    ["sharingCondition", writeModes],
    ["licence", (row, { licence }) => withField(row, "rights", writeRights(objectOf(row["rights"]), licence))],
    ["languages", (row, { languages }) => withField(row, "langs", writeNamed(row["langs"], "id", languages))],
    ["themes", (row, { themes }) => withField(row, "topics", writeNamed(row["topics"], "name", themes))],
    ["keywords", (row, { keywords }) => withField(row, "tags", keywords)],
    ["distributions", writeAddresses],
  ],
  plainFields: ["description"],
};

/** The ways in of the registry, and whether each gives to everybody, to some, or to nobody. */
export const SHARING_OF_MODE: ReadonlyMap<string, Description["sharing"]> = new Map([
  ["open", "unconditional"],
  ["public", "unconditional"],
  ["limited", "conditional"],
  ["restricted", "conditional"],
  ["protected", "conditional"],
  ["closed", "not-shared"],
  ["private", "not-shared"],
]);
const MODE_OF_SHARING = { unconditional: "open", conditional: "limited", "not-shared": "closed" } as const;
const MODES_JOINED = ", ";

function readEntry(row: JsonObject): Homes {
  const modes = textsOf(row["access_mode"]);
  const sharing = sharingOf(modes);
  return {
    sourceId: textOf(row["id"]),
    title: textOf(row["name"]),
    summary: textOf(row["description"]),
    publisher: textOf(objectOf(row["owner"])["name"]),
    sharing,
    sharingCondition: sharing === "conditional" ? modes.join(MODES_JOINED) : "",
    licence: readRights(objectOf(row["rights"])),
    publishedDay: undefined,
    modifiedDay: undefined,
    updateCycle: "",
    languages: namesOf(row["langs"], "id"),
    themes: namesOf(row["topics"], "name"),
    relatedCodes: [],
    keywords: textsOf(row["tags"]),
    distributions: readAddresses(row),
  };
}

/** One word for all the ways in: where they differ, or one is not known, access has its conditions. */
function sharingOf(modes: readonly string[]): Description["sharing"] {
  const kinds = new Set(modes.map((mode) => SHARING_OF_MODE.get(mode) ?? "conditional"));
  const [only, ...others] = kinds;
  if (only === undefined) return "unconditional";
  return others.length === 0 ? only : "conditional";
}

function writeModes(row: JsonObject, { sharing, sharingCondition }: Homes): JsonObject {
  const modes = sharingCondition.split(MODES_JOINED).filter((mode) => mode !== "");
  const isModes = sharing === "conditional" && modes.length > 0 && sharingOf(modes) === "conditional";
  return withField(row, "access_mode", isModes ? modes : [MODE_OF_SHARING[sharing]]);
}

const LICENCE_FIELDS = ["license_id", "license_url", "license_name"] as const;

function readRights(rights: JsonObject): string {
  return LICENCE_FIELDS.map((field) => textOf(rights[field])).find((text) => text.trim() !== "") ?? "";
}

function writeRights(rights: JsonObject, licence: string): JsonObject {
  const isAddress = /^https?:\/\//i.test(licence);
  const [id, url] = [isAddress || licence === "" ? null : licence, isAddress ? licence : null];
  return { ...rights, license_id: id, license_url: url, license_name: null };
}

/** The entry's own page, then what programs can ask, each under its protocol. */
function readAddresses(row: JsonObject): readonly Distribution[] {
  const link = textOf(row["link"]);
  const page = link === "" ? [] : [{ title: "", url: link, mediaType: "", format: "" }];
  const endpoints = isJsonList(row["endpoints"]) ? row["endpoints"].filter(isJsonObject) : [];
  return [...page, ...endpoints.map(readEndpoint)];
}

function readEndpoint(endpoint: JsonObject): Distribution {
  return { title: "", url: textOf(endpoint["url"]), mediaType: "", format: textOf(endpoint["type"]) };
}

function writeAddresses(row: JsonObject, { distributions }: Homes): JsonObject {
  const [first, ...others] = distributions;
  const isPage = first !== undefined && first.format === "" && first.url !== "";
  const left = isJsonList(row["endpoints"]) ? row["endpoints"].filter(isJsonObject) : [];
  const endpoints = (isPage ? others : distributions).map(({ url, format }) => {
    const place = left.findIndex((endpoint) => textOf(endpoint["url"]) === url);
    const [old] = place < 0 ? [] : left.splice(place, 1);
    return { ...old, type: format, url };
  });
  const linked = withField(row, "link", isPage ? first.url : undefined);
  return withField(linked, "endpoints", endpoints.length > 0 ? endpoints : undefined);
}

/** The distinct texts under a name in a list of objects, in their order. */
function namesOf(value: Json | undefined, name: string): readonly string[] {
  const texts = isJsonList(value) ? value.map((entry) => textOf(objectOf(entry)[name])) : [];
  return [...new Set(texts)].filter((text) => text !== "");
}

/** The old entries under the texts that stay, and new ones for the others. */
function writeNamed(value: Json | undefined, name: "id" | "name", texts: readonly string[]): Json {
  const old = isJsonList(value) ? value.filter(isJsonObject) : [];
  return texts.map((text) => old.find((entry) => entry[name] === text) ?? { id: text, name: text });
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonList(value) ? value.filter((item) => typeof item === "string" && item !== "").map(String) : [];
}
