/**
 * One dataset to its record and back, so that two things hold. An unchanged record gives back the very dataset it was made of, ignoring
 * the order of keys. A record whose fields were changed gives a dataset that reads as changed, and everything else in it is as it was.
 */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { equalJson, fingerprintJson, isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { codeOfIdentifier, isShortened, shortenText } from "#ledger-core/exchange/fit-text.ts";
import { contactOf, vcardOf } from "#ledger-core/exchange/record-contact.ts";
import { WITHOUT_FIELD } from "#ledger-core/exchange/json-rows/record-row.ts";
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

/** The record of a dataset. Takes any object; what is wrong with it is `check-dataset.ts`'s to say. */
export function datasetToRecord(dataset: JsonObject, sha256: Sha256, limits: DataJsonLimits): DatasetRecord {
  const read = readHomes(dataset);
  const homes: Homes = {
    ...read,
    summary: shortenText(read.summary, limits.summaryBytesMax),
    sharingCondition: shortenText(read.sharingCondition, limits.conditionBytesMax),
    licence: shortenText(read.licence, limits.licenceBytesMax),
  };
  const plain = writeHomes(homes);
  const kept: Record<string, Json> = {};
  for (const [field, value] of Object.entries(dataset)) {
    const inPlain = Object.hasOwn(plain, field) ? plain[field] : undefined;
    if (inPlain === undefined || !equalJson(inPlain, value)) kept[field] = value;
  }
  return {
    ...homes,
    ...WITHOUT_FIELD,
    profile: "dcat-us",
    code: codeOfIdentifier(homes.sourceId, sha256, limits.codeBytesMax),
    format: shortenText(formatsOf(homes.distributions).join(", "), limits.formatBytesMax),
    openness: opennessOf(homes.sharing),
    kept,
  };
}

/** The dataset that a record stands for, its fields in a fixed order. */
export function recordToDataset(record: DatasetRecord): JsonObject {
  const plain = { ...foreignFields(record), ...writeHomes(record) };
  if (/^P\d/.test(record.updateCycle) && record.profile !== "dcat-us")
    plain["accrualPeriodicity"] = `R/${record.updateCycle}`;
  const ownFields = ownKept(record, "dcat-us");
  const keptSays = readHomes({ ...plain, ...ownFields });
  const dataset: Record<string, Json> = { ...plain };
  for (const [field, value] of Object.entries(ownFields)) {
    const home = HOME_OF_FIELD.get(field);
    // Records that were imported before licences had a home say nothing of theirs.
    const isUnsaid = home === "licence" && record.licence === "";
    if (home === undefined || isUnsaid || saysTheSame(keptSays[home], record[home])) dataset[field] = value;
    else if (home === "distributions") dataset[field] = mergeDistributions(value, record.distributions);
    else if (home === "publisher" && isJsonObject(value)) dataset[field] = { ...value, name: record.publisher };
  }
  return dataset;
}

/** What another standard gave the record and this one demands. */
function foreignFields(record: DatasetRecord): Record<string, Json> {
  const contact = record.profile === "dcat-us" ? undefined : contactOf(record);
  return contact === undefined ? {} : { contactPoint: vcardOf("vcard:Contact", contact) };
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
  if (typeof kept === "string" && typeof value === "string") return isShortened(value, kept);
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
