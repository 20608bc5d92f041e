/** What is wrong with one dataset by DCAT-US 3.0, and what a person should know about it before signing. */
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { JsonRowLimits } from "#ledger-core/exchange/json-rows/limits.ts";
import type { RowFault, SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";
import { isMissing, RowCheck, shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { Homes } from "#ledger-core/exchange/json-rows/record-row.ts";
import type { DcatUs3OwnCode } from "./finding-codes.ts";
import { accessOf, DATASET_MAPPING } from "./homes.ts";

type Check = RowCheck<DcatUs3OwnCode>;

/**
 * Findings of one dataset, refusals first. The profile demands identifier, title, description, publisher and contact; a dataset without
 * one of them is left out. Anything else is kept verbatim and said.
 */
export function checkDataset(
  row: JsonObject,
  limits: JsonRowLimits,
): readonly RowFault<DcatUs3OwnCode | SharedRowCode>[] {
  const check: Check = new RowCheck<DcatUs3OwnCode>();
  const homes = DATASET_MAPPING.read(row);
  demanded(check, row["identifier"], { text: homes.sourceId, path: "identifier", bytesMax: limits.sourceIdBytesMax });
  demanded(check, row["title"], { text: homes.title, path: "title", bytesMax: limits.titleBytesMax });
  demanded(check, row["description"], { text: homes.summary, path: "description" });
  check.shortened(homes.summary, "description", limits.summaryBytesMax);
  demanded(check, row["publisher"], { text: homes.publisher, path: "publisher", bytesMax: limits.publisherBytesMax });
  contact(check, row["contactPoint"]);
  rest(check, row, homes, limits);
  check.everyText(row);
  return check.faults;
}

function demanded(
  check: Check,
  value: Json | undefined,
  { text, path, bytesMax }: { readonly text: string; readonly path: string; readonly bytesMax?: number },
): void {
  if (text.trim() !== "") {
    if (bytesMax !== undefined) check.tooLong(text, path, bytesMax);
  } else if (isMissing(value) || typeof value === "string" || isJsonObject(value)) check.refuse("FIELD_MISSING", path);
  else check.refuse("FIELD_TYPE", path, shown(value));
}

function contact(check: Check, value: Json | undefined): void {
  if (isMissing(value)) return check.refuse("FIELD_MISSING", "contactPoint");
  if (!isJsonObject(value)) return;
  const email = check.optionalText(value["hasEmail"], "contactPoint.hasEmail");
  if (email !== undefined && !/^mailto:[^\s@]+@[^\s@]+$/i.test(email))
    check.warn("EMAIL_INVALID", "contactPoint.hasEmail", email);
}

function rest(check: Check, row: JsonObject, homes: Homes, limits: JsonRowLimits): void {
  const { issued, modified } = row;
  for (const [field, value] of Object.entries({ issued, modified }))
    if (typeof value === "string") check.date(value, field);
  const { publishedDay, modifiedDay } = homes;
  if (publishedDay !== undefined && modifiedDay !== undefined && modifiedDay < publishedDay)
    check.warn("MODIFIED_BEFORE_ISSUED", "modified", typeof modified === "string" ? modified : "");
  check.tooLong(homes.sharingCondition, "accessRights", limits.conditionBytesMax);
  if (!accessOf(row).isKnown) check.warn("ACCESS_UNKNOWN", "accessRights", shown(row["accessRights"] ?? null));
  check.tooLong(homes.licence, "license", limits.licenceBytesMax);
  check.tooLong(homes.updateCycle, "accrualPeriodicity", limits.cycleBytesMax);
  texts(check, homes.keywords, "keyword", limits.keywords);
  texts(check, homes.themes, "theme", limits.themes);
  texts(check, homes.languages, "language", limits.languages);
  if (homes.distributions.length > limits.distributionsMax)
    check.refuse("LIST_TOO_LONG", "distribution", String(homes.distributions.length));
  homes.distributions.forEach(({ title, url, mediaType, format }, i) => {
    const path = `distribution[${i}]`;
    check.tooLong(title, `${path}.title`, limits.distributionTitleBytesMax);
    for (const [field, value] of Object.entries({ mediaType, format }))
      check.tooLong(value, `${path}.${field}`, limits.distributionFormatBytesMax);
    if (url !== "") check.address(url, path, limits.urlBytesMax);
  });
}

function texts(
  check: Check,
  values: readonly string[],
  path: string,
  { lengthMax, bytesMax }: { readonly lengthMax: number; readonly bytesMax: number },
): void {
  if (values.length > lengthMax) return check.refuse("LIST_TOO_LONG", path, String(values.length));
  values.forEach((value, i) => check.tooLong(value, `${path}[${i}]`, bytesMax));
}
