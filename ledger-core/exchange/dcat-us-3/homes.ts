/**
 * What a dataset of DCAT-US 3.0 says of the ledger's description, read and written. The profile lets many fields be a text or an object
 * that carries it, one value or a list of them: all of these are read, and a field is written in the form in which it came.
 * Source: DCAT-US 3.0 (resources.data.gov), the classes Dataset, Distribution and Identifier.
 */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { formatDocumentDay, parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import type { Homes, RowMapping } from "#ledger-core/exchange/json-rows/record-row.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";

type Sharing = Description["sharing"];
type Distribution = Description["distributions"][number];

/** Fields that have a home. */
export const HOME_FIELDS: ReadonlySet<string> = new Set([
  ...["identifier", "title", "description", "publisher", "accessRights", "license", "issued", "modified"],
  ...["accrualPeriodicity", "keyword", "theme", "language", "distribution"],
]);

/** Where an object carries its text, in the order in which it is looked for. */
const TEXT_FIELDS = ["prefLabel", "name", "title", "label", "notation", "@value", "@id"] as const;

export const DATASET_MAPPING: RowMapping = {
  read: readDataset,
  write: [
    ["sourceId", (row, { sourceId }) => withField(row, "identifier", sourceId)],
    ["title", (row, { title }) => withField(row, "title", title)],
    ["summary", (row, { summary }) => withField(row, "description", summary)],
    ["publisher", (row, { publisher }) => withField(row, "publisher", written(row["publisher"], "name", publisher))],
    ["sharing", writeAccess],
    ["sharingCondition", writeAccess],
    ["licence", (row, { licence }) => withField(row, "license", optional(licence))],
    ["publishedDay", (row, { publishedDay }) => withField(row, "issued", dayText(publishedDay))],
    ["modifiedDay", (row, { modifiedDay }) => withField(row, "modified", dayText(modifiedDay))],
    ["updateCycle", (row, { updateCycle }) => withField(row, "accrualPeriodicity", optional(updateCycle))],
    ["keywords", (row, { keywords }) => withField(row, "keyword", list(keywords))],
    ["themes", (row, { themes }) => withField(row, "theme", list(themes))],
    ["languages", (row, { languages }) => withField(row, "language", list(languages))],
    ["distributions", writeDistributions],
  ],
  plainFields: ["description"],
};

/** Words for access that are known, as a text or as the last part of an address: nothing else is taken for open. */
const SHARING_OF_WORD: ReadonlyMap<string, Sharing> = new Map([
  ["public", "unconditional"],
  ["open", "unconditional"],
  ["open access", "unconditional"],
  ["restricted", "conditional"],
  ["restricted public", "conditional"],
  ["sensitive", "conditional"],
  ["non public", "not-shared"],
  ["nonpublic", "not-shared"],
  ["confidential", "not-shared"],
]);
const WORD_OF_SHARING = {
  unconditional: "public",
  conditional: "restricted public",
  "not-shared": "non-public",
} as const satisfies Readonly<Record<Sharing, string>>;
const STRICTNESS: readonly Sharing[] = ["unconditional", "conditional", "not-shared"];

/** What a dataset says of access: how open it is, in whose words, and whether all of them are known ones. */
export type Access = { readonly sharing: Sharing; readonly words: string; readonly isKnown: boolean };

/** Nothing said is open, since such catalogues list open data. Of several words the strictest holds, and what is not understood is conditional. */
export function accessOf({ accessRights }: JsonObject): Access {
  if (accessRights === undefined || accessRights === null)
    return { sharing: "unconditional", words: "", isKnown: true };
  const entries = isJsonList(accessRights) ? accessRights : [accessRights];
  const texts = entries.map((entry) => carried(entry).trim());
  const known = texts.map(sharingOfWord);
  const isKnown = known.length > 0 && !known.includes(undefined);
  const all = [...known.map((sharing) => sharing ?? "conditional"), ...(isKnown ? [] : ["conditional" as const])];
  const strictest = Math.max(...all.map((sharing) => STRICTNESS.indexOf(sharing)));
  return {
    sharing: STRICTNESS[strictest] ?? "not-shared",
    words: texts.filter((text) => text !== "").join("; "),
    isKnown,
  };
}

function sharingOfWord(text: string): Sharing | undefined {
  const word = /^https?:/i.test(text) ? (text.split(/[/#]/).findLast((part) => part !== "") ?? "") : text;
  return SHARING_OF_WORD.get(word.toLowerCase().replaceAll(/[-_ ]+/g, " "));
}

/** The identifier of a dataset: a text, or an object with an address or a notation. Empty where there is none. */
export function identifierOf({ identifier }: JsonObject): string {
  const first = isJsonList(identifier) ? identifier[0] : identifier;
  if (typeof first === "string") return first.trim() === "" ? "" : first;
  if (!isJsonObject(first)) return "";
  const address = textOf(first["@id"]);
  return address === "" ? textOf(first["notation"]) : address;
}

function readDataset(row: JsonObject): Homes {
  const { sharing, words } = accessOf(row);
  return {
    sourceId: identifierOf(row),
    title: carried(row["title"]),
    summary: carried(row["description"]),
    publisher: carried(row["publisher"], "name"),
    sharing,
    sharingCondition: sharing === "conditional" ? words : "",
    licence: carried(row["license"], "@id"),
    publishedDay: dayOf(row["issued"]),
    modifiedDay: dayOf(row["modified"]),
    updateCycle: carried(row["accrualPeriodicity"]),
    languages: allCarried(row["language"]),
    themes: allCarried(row["theme"]),
    relatedCodes: [],
    keywords: allCarried(row["keyword"]),
    distributions: distributionsIn(row).map(readDistribution),
  };
}

function writeAccess(row: JsonObject, { sharing, sharingCondition }: Homes): JsonObject {
  const says = accessOf({ accessRights: sharingCondition });
  const isCondition = sharing === "conditional" && sharingCondition.trim() !== "" && says.sharing === "conditional";
  return withField(row, "accessRights", isCondition ? sharingCondition : WORD_OF_SHARING[sharing]);
}

function readDistribution(entry: JsonObject): Distribution {
  const download = carried(entry["downloadURL"], "@id");
  return {
    title: carried(entry["title"]),
    url: download === "" ? carried(entry["accessURL"], "@id") : download,
    mediaType: carried(entry["mediaType"]),
    format: carried(entry["format"]),
  };
}

/** Entries that stay are matched by their address and keep what else they say. */
function writeDistributions(row: JsonObject, { distributions }: Homes): JsonObject {
  const left = [...distributionsIn(row)];
  const entries = distributions.map(({ title, url, mediaType, format }): JsonObject => {
    const place = left.findIndex((entry) => readDistribution(entry).url === url);
    const [old] = place < 0 ? [] : left.splice(place, 1);
    const fields = { title, mediaType, format };
    return Object.entries(fields).reduce<JsonObject>(
      (entry, [field, value]) => (carried(entry[field]) === value ? entry : withField(entry, field, optional(value))),
      old ?? { "@type": "Distribution", [mediaType === "" && format === "" ? "accessURL" : "downloadURL"]: url },
    );
  });
  return withField(row, "distribution", entries.length === 0 ? undefined : entries);
}

function distributionsIn({ distribution }: JsonObject): readonly JsonObject[] {
  return (isJsonList(distribution) ? distribution : [distribution ?? null]).filter(isJsonObject);
}

/** The text of a value, or that which an object carries; of a list the first. */
function carried(value: Json | undefined, first?: string): string {
  if (typeof value === "string") return value;
  if (isJsonList(value)) return carried(value[0], first);
  if (!isJsonObject(value)) return "";
  const fields = first === undefined ? TEXT_FIELDS : [first, ...TEXT_FIELDS];
  return fields.map((field) => textOf(value[field])).find((text) => text.trim() !== "") ?? "";
}

function allCarried(value: Json | undefined): readonly string[] {
  const all = isJsonList(value) ? value : [value ?? null];
  return [...new Set(all.map((item) => carried(item)))].filter((text) => text !== "");
}

/** A text in the place of an object that carries one: the object stays, with the text. */
function written(value: Json | undefined, field: string, text: string): Json {
  return isJsonObject(value) ? { ...value, [field]: text } : { "@type": "Organization", [field]: text };
}

function optional(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function list(texts: readonly string[]): Json | undefined {
  return texts.length === 0 ? undefined : texts;
}

function dayText(day: number | undefined): string | undefined {
  return day === undefined ? undefined : formatDocumentDay(day);
}

function dayOf(value: Json | undefined): number | undefined {
  const date = parseDocumentDate(carried(value));
  return date.kind === "day" ? date.day : undefined;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
