/**
 * What a package of CKAN says of the ledger's description, read and written. Names and their fallbacks follow the mapping table of
 * ckanext-dcat (docs/mapping.md, profiles `euro_dcat_ap` to `euro_dcat_ap_3`, `dcat_us_3`) and the names with `dcat_` before them that
 * its first version used.
 */
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { formatDocumentDay, parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { Homes, RowMapping } from "#ledger-core/exchange/json-rows/record-row.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";
import { fieldOrExtra, withFieldOrExtra, withoutFieldOrExtra } from "./extras.ts";
import { nameOf, writeName } from "./package-name.ts";
import { readResources, writeResources } from "./resources.ts";
import { readAccessRight, readCycle, writeAccessRight } from "./vocabularies.ts";

/** The last of each is the one that is written where there was none. */
const PUBLISHER = ["dcat_publisher_name", "publisher_name"] as const;
const ISSUED = ["dcat_issued", "issued"] as const;
const MODIFIED = ["dcat_modified", "modified"] as const;
const FREQUENCY = ["frequency"] as const;
const LANGUAGE = ["language"] as const;
const THEME = ["theme"] as const;
const ACCESS_RIGHTS = ["access_rights"] as const;
const SERIES = ["in_series"] as const;

/** Fields, and keys of extras, that have a home. */
export const HOME_FIELDS: ReadonlySet<string> = new Set([
  ...[
    "id",
    "name",
    "title",
    "notes",
    "private",
    "organization",
    "owner_org",
    "publisher",
    "tags",
    "groups",
    "resources",
  ],
  ...["license_id", "license_url", "license_title", "license", "metadata_created", "metadata_modified"],
  ...[PUBLISHER, ISSUED, MODIFIED, FREQUENCY, LANGUAGE, THEME, ACCESS_RIGHTS, SERIES].flat(),
]);

export const PACKAGE_MAPPING: RowMapping = {
  read: readPackage,
  write: [
    ["sourceId", (row, { sourceId }) => writeName(row, sourceId)],
    ["title", (row, { title }) => withField(row, "title", title)],
    ["summary", (row, { summary }) => withField(row, "notes", summary === "" ? undefined : summary)],
    ["publisher", writePublisher],
    ["sharing", writeSharing],
    ["sharingCondition", writeSharing],
    ["licence", writeLicence],
    ["publishedDay", (row, { publishedDay }) => writeDay(row, ISSUED, publishedDay)],
    ["modifiedDay", (row, { modifiedDay }) => writeDay(row, MODIFIED, modifiedDay)],
    ["updateCycle", (row, { updateCycle }) => writeText(row, FREQUENCY, updateCycle)],
    ["languages", (row, { languages }) => writeList(row, LANGUAGE, languages)],
    ["themes", (row, { themes }) => writeList(row, THEME, themes)],
    ["relatedCodes", (row, { relatedCodes }) => writeList(row, SERIES, relatedCodes)],
    ["keywords", writeTags],
    ["distributions", (row, { distributions }) => writeResources(row, distributions)],
  ],
  plainFields: ["notes"],
};

/** The identifier of a package in its site: its `id`, which outlives a change of its name; its name where a dump has no ids. */
export function packageId(row: JsonObject): string | undefined {
  const { id } = row;
  return typeof id === "string" && id.trim() !== "" ? id : nameOf(row);
}

function readPackage(row: JsonObject): Homes {
  const title = textOf(row["title"]);
  const right = textOf(fieldOrExtra(row, ACCESS_RIGHTS));
  const sharing = sharingOf(row, right);
  const isStatement = right !== "" && readAccessRight(right) === undefined;
  return {
    sourceId: packageId(row) ?? "",
    title: title.trim() === "" ? textOf(row["name"]) : title,
    summary: textOf(row["notes"]),
    publisher: readPublisher(row),
    sharing,
    sharingCondition: sharing === "conditional" && isStatement ? right : "",
    licence: readLicence(row),
    publishedDay: dayOf(fieldOrExtra(row, ISSUED) ?? row["metadata_created"]),
    modifiedDay: dayOf(fieldOrExtra(row, MODIFIED) ?? row["metadata_modified"]),
    updateCycle: readCycle(textOf(fieldOrExtra(row, FREQUENCY))),
    languages: textsOf(fieldOrExtra(row, LANGUAGE)),
    themes: readThemes(row),
    relatedCodes: textsOf(fieldOrExtra(row, SERIES)),
    keywords: isJsonList(row["tags"]) ? row["tags"].map(tagName).filter((tag) => tag !== "") : [],
    distributions: readResources(row),
  };
}

/**
 * Private: only its own department has it. Otherwise what the access rights say; a statement in words is the condition of sharing it, so
 * that nothing is given away that its source meant to keep.
 */
function sharingOf(row: JsonObject, right: string): Homes["sharing"] {
  if (isPrivate(row)) return "not-shared";
  return right === "" ? "unconditional" : (readAccessRight(right) ?? "conditional");
}

/** True for a package that only its organisation's members see. */
export function isPrivate(row: JsonObject): boolean {
  const value = row["private"];
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

function writeSharing(row: JsonObject, { sharing, sharingCondition }: Homes): JsonObject {
  const hasOwner = textOf(row["owner_org"]) !== "";
  const isHidden = sharing === "not-shared" && hasOwner;
  const hiding = isPrivate(row) !== isHidden ? withField(row, "private", isHidden) : row;
  const before = textOf(fieldOrExtra(row, ACCESS_RIGHTS));
  if (isHidden) return hiding;
  if (sharing === "conditional" && sharingCondition !== "")
    return withFieldOrExtra(hiding, ACCESS_RIGHTS, sharingCondition);
  if (sharing === "unconditional" && before === "") return hiding;
  return withFieldOrExtra(hiding, ACCESS_RIGHTS, writeAccessRight(sharing, before));
}

/** The agent that published it, by whichever name the site gives it; else the organisation that it belongs to. */
function readPublisher(row: JsonObject): string {
  const [agent] = isJsonList(row["publisher"]) ? row["publisher"] : [row["publisher"] ?? null];
  const named = isJsonObject(agent) ? textOf(agent["name"]) : textOf(agent);
  if (named.trim() !== "") return named;
  const said = textOf(fieldOrExtra(row, PUBLISHER));
  if (said !== "") return said;
  const organization = isJsonObject(row["organization"]) ? row["organization"] : {};
  const title = firstText(organization, ["title", "display_name", "name"]);
  return title === "" ? textOf(row["owner_org"]) : title;
}

function writePublisher(row: JsonObject, { publisher }: Homes): JsonObject {
  if (publisher === "") return row;
  const agents = row["publisher"];
  const [agent, ...others] = isJsonList(agents) ? agents : [];
  if (isJsonObject(agent)) return withField(row, "publisher", [{ ...agent, name: publisher }, ...others]);
  const isNamed = isJsonObject(agents) || textOf(agents) !== "" || textOf(agent) !== "";
  if (isNamed) return withField(row, "publisher", isJsonObject(agents) ? { ...agents, name: publisher } : publisher);
  return withFieldOrExtra(row, PUBLISHER, publisher);
}

function readLicence(row: JsonObject): string {
  // The site's word for none.
  if (row["license_id"] === "notspecified") return "";
  return firstText(row, ["license_id", "license_url", "license", "license_title"]);
}

/** The identifier, else the address. What a site derives from the identifier goes with the old one. */
function writeLicence(row: JsonObject, { licence }: Homes): JsonObject {
  const bare = ["license_id", "license_url", "license", "license_title", "isopen"].reduce<JsonObject>(
    (left, field) => withField(left, field, undefined),
    row,
  );
  if (licence === "") return bare;
  return withField(bare, /^https?:\/\//i.test(licence) ? "license_url" : "license_id", licence);
}

function readThemes(row: JsonObject): readonly string[] {
  const themes = textsOf(fieldOrExtra(row, THEME));
  if (themes.length > 0 || !isJsonList(row["groups"])) return themes;
  return row["groups"].map(groupTitle).filter((title) => title !== "");
}

function writeTags(row: JsonObject, { keywords }: Homes): JsonObject {
  const old = isJsonList(row["tags"]) ? row["tags"] : [];
  const tags = keywords.map((name) => old.find((tag) => tagName(tag) === name) ?? { name });
  return withField(row, "tags", tags);
}

function writeText(row: JsonObject, names: readonly string[], value: string): JsonObject {
  return value === "" ? withoutFieldOrExtra(row, names) : withFieldOrExtra(row, names, value);
}

function writeList(row: JsonObject, names: readonly string[], values: readonly string[]): JsonObject {
  return values.length === 0 ? withoutFieldOrExtra(row, names) : withFieldOrExtra(row, names, values);
}

function writeDay(row: JsonObject, names: readonly string[], day: number | undefined): JsonObject {
  // Without a date of its own a package still has the day on which the site wrote it down.
  return writeText(row, names, day === undefined ? "" : formatDocumentDay(day));
}

/** `Oaks` of `{"name": "Oaks", ...}` or of the bare text of the API's first versions. */
function tagName(tag: Json): string {
  return isJsonObject(tag) ? firstText(tag, ["name", "display_name"]) : textOf(tag);
}

function groupTitle(group: Json): string {
  return isJsonObject(group) ? firstText(group, ["title", "display_name", "name"]) : textOf(group);
}

function firstText(row: JsonObject, fields: readonly string[]): string {
  return fields.map((field) => textOf(row[field])).find((text) => text.trim() !== "") ?? "";
}

function dayOf(value: Json | undefined): number | undefined {
  const date = parseDocumentDate(textOf(value));
  return date.kind === "day" ? date.day : undefined;
}

/** A text, or of texts by language the Chinese or English one, else the first. */
export function textOf(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (!isJsonObject(value)) return "";
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const said = texts.filter(([, text]) => text.trim() !== "");
  const language = (start: string) => said.find(([key]) => key.toLowerCase().startsWith(start));
  return (language("zh") ?? language("en") ?? said[0])?.[1] ?? "";
}

/** The texts of a list, of a list written as JSON in a text (as extras hold them), or of one text divided by commas. */
function textsOf(value: Json | undefined): readonly string[] {
  if (isJsonList(value)) return value.filter((item) => typeof item === "string" && item.trim() !== "").map(String);
  if (typeof value !== "string") return [];
  const parsed = value.trim().startsWith("[") ? parseList(value) : undefined;
  if (parsed !== undefined) return textsOf(parsed);
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function parseList(text: string): readonly Json[] | undefined {
  const parsed = parseJsonText(text, { depthMax: 1, valuesMax: 2_000, notesMax: 0 });
  return parsed.ok && isJsonList(parsed.value) ? parsed.value : undefined;
}
