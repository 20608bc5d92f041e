/**
 * One dataset to its record and back, so that two things hold. An unchanged record gives back the very dataset it was made of, ignoring
 * the order of keys. A record whose fields were changed gives a dataset that reads as changed, and everything else in it is as it was.
 */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { equalJson, fingerprintJson, isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { findHiddenMark } from "#ledger-core/exchange/hidden-marks.ts";
import type { Homes } from "./homes.ts";
import {
  formatsOf,
  HOME_OF_FIELD,
  opennessOf,
  readDistribution,
  readHomes,
  writeDistribution,
  writeHomes,
} from "./homes.ts";
import type { DataJsonLimits } from "./limits.ts";

type Distributions = Description["distributions"];

const ELLIPSIS = "…";
/** Letters of a long identifier that its code shows. */
const READABLE_END = 48;

/** The record of a dataset. Takes any object; what is wrong with it is `check-dataset.ts`'s to say. */
export function datasetToRecord(dataset: JsonObject, sha256: Sha256, limits: DataJsonLimits): DatasetRecord {
  const read = readHomes(dataset);
  const homes: Homes = {
    ...read,
    summary: shorten(read.summary, limits.summaryBytesMax),
    sharingCondition: shorten(read.sharingCondition, limits.conditionBytesMax),
  };
  const plain = writeHomes(homes);
  const kept: Record<string, Json> = {};
  for (const [field, value] of Object.entries(dataset)) {
    const inPlain = Object.hasOwn(plain, field) ? plain[field] : undefined;
    if (inPlain === undefined || !equalJson(inPlain, value)) kept[field] = value;
  }
  return {
    ...homes,
    profile: "dcat-us",
    code: catalogueCode(homes.sourceId, sha256, limits),
    providerCode: "",
    format: shorten(formatsOf(homes.distributions).join(", "), limits.formatBytesMax),
    items: [],
    sharingMethod: "",
    openness: opennessOf(homes.sharing),
    classification: "",
    legalBasis: "",
    licence: "",
    kept,
  };
}

/** The dataset that a record stands for, its fields in a fixed order. */
export function recordToDataset(record: DatasetRecord): JsonObject {
  const plain = writeHomes(record);
  const keptSays = readHomes({ ...plain, ...record.kept });
  const dataset: Record<string, Json> = { ...plain };
  for (const [field, value] of Object.entries(record.kept)) {
    const home = HOME_OF_FIELD.get(field);
    if (home === undefined || saysTheSame(keptSays[home], record[home])) dataset[field] = value;
    else if (home === "distributions") dataset[field] = mergeDistributions(value, record.distributions);
    else if (home === "publisher" && isJsonObject(value)) dataset[field] = { ...value, name: record.publisher };
  }
  return dataset;
}

/** SHA-256, in hexadecimal, of what the source says of a dataset. Equal for files that differ only in layout and order of keys. */
export function fingerprintRecord(record: DatasetRecord, sha256: Sha256): string {
  return fingerprintJson(recordToDataset(record), sha256);
}

/** True for a field of `data.json` that has a home in the record, even if its exact form had to be kept as well. */
export function hasHome(field: string): boolean {
  return HOME_OF_FIELD.has(field);
}

/** Compares a part of the record with what the kept field says; a shortened text says the same as the whole of it. */
function saysTheSame(kept: Homes[keyof Homes], value: Homes[keyof Homes]): boolean {
  if (typeof kept === "string" && typeof value === "string")
    return kept === value || (value.endsWith(ELLIPSIS) && kept.startsWith(value.slice(0, -ELLIPSIS.length)));
  return equalJson(kept ?? null, value ?? null);
}

/** The kept entries with what changed written into them, matched by address; entries that the record no longer has are left out. */
function mergeDistributions(kept: Json, distributions: Distributions): Json {
  const left = isJsonList(kept) ? kept.filter(isJsonObject) : [];
  return distributions.map((distribution) => {
    const place = left.findIndex((entry) => readDistribution(entry)?.url === distribution.url);
    const entry = place < 0 ? undefined : left.splice(place, 1)[0];
    const was = entry === undefined ? undefined : readDistribution(entry);
    if (entry === undefined || was === undefined) return writeDistribution(distribution);
    const merged: Record<string, Json> = { ...entry };
    for (const field of ["title", "mediaType", "format"] as const) {
      if (was[field] === distribution[field]) continue;
      if (distribution[field] === "") delete merged[field];
      else merged[field] = distribution[field];
    }
    return merged;
  });
}

/** The identifier, where it fits and can be read; else its readable end and twelve digits of its hash. */
function catalogueCode(sourceId: string, sha256: Sha256, limits: DataJsonLimits): string {
  const utf8 = encodeUtf8(sourceId.toWellFormed()) ?? new Uint8Array();
  const readable = findHiddenMark(sourceId) === undefined && sourceId.trim() === sourceId && !/[\t\r\n]/.test(sourceId);
  if (readable && utf8.length <= limits.codeBytesMax) return sourceId;
  const letters = sourceId
    .replace(/[^0-9A-Za-z]+/g, "-")
    .slice(-READABLE_END)
    .replace(/^-|-$/g, "");
  return `${letters === "" ? "id" : letters}-${encodeHex(sha256(utf8)).slice(0, 12)}`;
}

/** At most so many bytes of UTF-8, cut between characters, with an ellipsis where something was cut. */
function shorten(text: string, bytesMax: number): string {
  if (text.length * 3 <= bytesMax || (encodeUtf8(text.toWellFormed())?.length ?? 0) <= bytesMax) return text;
  let kept = "";
  let bytes = 3;
  for (const point of text) {
    bytes += encodeUtf8(point.toWellFormed())?.length ?? 0;
    if (bytes > bytesMax) break;
    kept += point;
  }
  return kept + ELLIPSIS;
}
