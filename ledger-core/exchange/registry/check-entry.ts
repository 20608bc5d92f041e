/** What is wrong with one entry of the registry. */
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { JsonRowLimits } from "#ledger-core/exchange/json-rows/limits.ts";
import type { RowFault, SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";
import { isMissing, RowCheck, shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { RegistryOwnCode } from "./finding-codes.ts";
import { ENTRY_MAPPING, SHARING_OF_MODE } from "./homes.ts";

type Check = RowCheck<RegistryOwnCode>;

/** Findings of one entry, refusals first. Without identifier and name it is no entry; anything else is kept verbatim and said. */
export function checkEntry(
  row: JsonObject,
  limits: JsonRowLimits,
): readonly RowFault<RegistryOwnCode | SharedRowCode>[] {
  const check: Check = new RowCheck<RegistryOwnCode>();
  check.demandedText(row["id"], "id", limits.sourceIdBytesMax);
  check.demandedText(row["name"], "name", limits.titleBytesMax);
  const description = check.optionalText(row["description"], "description");
  if (description !== undefined) check.shortened(description, "description", limits.summaryBytesMax);
  check.optionalText(row["uid"], "uid");
  checkOwner(check, row["owner"], limits);
  checkModes(check, row["access_mode"], limits);
  const licence = ENTRY_MAPPING.read(row).licence;
  check.tooLong(licence, "rights", limits.licenceBytesMax);
  texts(check, row["tags"], "tags", limits.keywords);
  named(check, row["topics"], { path: "topics", name: "name" }, limits.themes);
  named(check, row["langs"], { path: "langs", name: "id" }, limits.languages);
  checkAddresses(check, row, limits);
  check.everyText(row);
  return check.faults;
}

function checkOwner(check: Check, owner: Json | undefined, limits: JsonRowLimits): void {
  if (isMissing(owner)) return check.warn("FIELD_MISSING", "owner");
  if (!isJsonObject(owner)) return check.warn("FIELD_TYPE", "owner", shown(owner));
  check.optionalText(owner["name"], "owner.name", limits.publisherBytesMax);
}

function checkModes(check: Check, modes: Json | undefined, limits: JsonRowLimits): void {
  if (isMissing(modes)) return check.warn("FIELD_MISSING", "access_mode");
  check.optionalList(modes, "access_mode", limits.languages.lengthMax).forEach((mode, i) => {
    const path = `access_mode[${i}]`;
    if (typeof mode !== "string") check.warn("FIELD_TYPE", path, shown(mode));
    else if (!SHARING_OF_MODE.has(mode)) check.warn("ACCESS_MODE_UNKNOWN", path, mode);
  });
  const { sharingCondition } = ENTRY_MAPPING.read({ access_mode: modes ?? [] });
  check.tooLong(sharingCondition, "access_mode", limits.conditionBytesMax);
}

type ListLimits = { readonly lengthMax: number; readonly bytesMax: number };

function texts(check: Check, value: Json | undefined, path: string, { lengthMax, bytesMax }: ListLimits): void {
  check.optionalList(value, path, lengthMax).forEach((text, i) => {
    check.optionalText(text, `${path}[${i}]`, bytesMax);
  });
}

function named(
  check: Check,
  value: Json | undefined,
  { path, name }: { readonly path: string; readonly name: string },
  { lengthMax, bytesMax }: ListLimits,
): void {
  check.optionalList(value, path, lengthMax).forEach((entry, i) => {
    if (!isJsonObject(entry)) check.warn("FIELD_TYPE", `${path}[${i}]`, shown(entry));
    else check.optionalText(entry[name], `${path}[${i}].${name}`, bytesMax);
  });
}

function checkAddresses(check: Check, row: JsonObject, limits: JsonRowLimits): void {
  const link = check.optionalText(row["link"], "link", limits.urlBytesMax);
  if (link === undefined || link === "") check.warn("FIELD_MISSING", "link");
  else check.address(link, "link");
  // The page itself is a distribution too.
  check.optionalList(row["endpoints"], "endpoints", limits.distributionsMax - 1).forEach((endpoint, i) => {
    const path = `endpoints[${i}]`;
    if (!isJsonObject(endpoint)) return check.warn("FIELD_TYPE", path, shown(endpoint));
    check.optionalText(endpoint["type"], `${path}.type`, limits.distributionFormatBytesMax);
    const url = check.optionalText(endpoint["url"], `${path}.url`, limits.urlBytesMax);
    if (url !== undefined && url !== "") check.address(url, `${path}.url`);
  });
}
