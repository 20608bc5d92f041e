/** What CKAN's own rules and the ledger find wrong with one package. Rules of `package_create` of CKAN 2.9 to 2.11. */
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { JsonRowLimits } from "#ledger-core/exchange/json-rows/limits.ts";
import type { Homes } from "#ledger-core/exchange/json-rows/record-row.ts";
import { isMissing, RowCheck, shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { RowFault, SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";
import { extraKeys, fieldOrExtra } from "./extras.ts";
import type { CkanOwnCode } from "./finding-codes.ts";
import { PACKAGE_MAPPING, textOf } from "./homes.ts";
import { isPackageName } from "./package-name.ts";

type Check = RowCheck<CkanOwnCode>;

/** Findings of one package, refusals first. What CKAN itself would not take refuses the row; what is only odd is kept and said. */
export function checkPackage(row: JsonObject, limits: JsonRowLimits): readonly RowFault<CkanOwnCode | SharedRowCode>[] {
  const check: Check = new RowCheck<CkanOwnCode>();
  const homes = PACKAGE_MAPPING.read(row);
  checkIdentity(check, row, limits);
  checkVisibility(check, row, homes);
  checkSizes(check, homes, limits);
  checkLists(check, row);
  checkResources(check, row, limits);
  checkDates(check, row);
  checkPeople(check, row);
  if (textOf(row["url"]) !== "") check.address(textOf(row["url"]), "url");
  check.everyText(row);
  return check.faults;
}

/** True for a package that its site has deleted. */
export function isDeleted(row: JsonObject): boolean {
  return row["state"] === "deleted";
}

function checkIdentity(check: Check, row: JsonObject, limits: JsonRowLimits): void {
  const name = check.demandedText(row["name"], "name");
  if (name !== undefined && !isPackageName(name)) check.refuse("NAME_INVALID", "name", name);
  check.optionalText(row["id"], "id", limits.sourceIdBytesMax);
  if (textOf(row["title"]).trim() === "") check.warn("TITLE_FROM_NAME", "title");
}

function checkVisibility(check: Check, row: JsonObject, { sharing, sharingCondition }: Homes): void {
  const hidden = row["private"];
  const isBoolean = typeof hidden === "boolean" || (typeof hidden === "string" && /^(?:true|false)$/i.test(hidden));
  // Whether others may see it is not guessed.
  if (!isMissing(hidden) && !isBoolean) check.refuse("FIELD_TYPE", "private", shown(hidden));
  else if (String(hidden).toLowerCase() === "true" && !hasOwner(row)) check.refuse("PRIVATE_WITHOUT_OWNER", "private");
  const state = check.optionalText(row["state"], "state");
  if (state !== undefined && state !== "" && state !== "active") check.refuse("STATE_NOT_ACTIVE", "state", state);
  if (sharingCondition !== "") check.warn("ACCESS_RIGHTS_IN_WORDS", "access_rights", sharingCondition);
  else if (sharing === "conditional") check.warn("CONDITION_MISSING", "access_rights");
}

function hasOwner(row: JsonObject): boolean {
  return textOf(row["owner_org"]) !== "" || isJsonObject(row["organization"]);
}

/** What is longer than the ledger's description has room for; what can be shortened in it is. */
function checkSizes(check: Check, homes: Homes, limits: JsonRowLimits): void {
  check.tooLong(homes.title, "title", limits.titleBytesMax);
  check.shortened(homes.summary, "notes", limits.summaryBytesMax);
  check.shortened(homes.sharingCondition, "access_rights", limits.conditionBytesMax);
  check.tooLong(homes.publisher, "publisher", limits.publisherBytesMax);
  check.tooLong(homes.updateCycle, "frequency", limits.cycleBytesMax);
  check.tooLong(homes.licence, "license_id", limits.licenceBytesMax);
  const lists = [
    ["tags", homes.keywords, limits.keywords],
    ["theme", homes.themes, limits.themes],
    ["language", homes.languages, limits.languages],
    ["in_series", homes.relatedCodes, { lengthMax: limits.themes.lengthMax, bytesMax: limits.codeBytesMax }],
  ] as const;
  for (const [path, texts, { lengthMax, bytesMax }] of lists) {
    if (texts.length > lengthMax) check.refuse("LIST_TOO_LONG", path, String(texts.length));
    else texts.forEach((text, i) => check.tooLong(text, `${path}[${i}]`, bytesMax));
  }
}

function checkLists(check: Check, row: JsonObject): void {
  for (const field of ["title", "notes", "version", "url", "owner_org", "license_id", "type"]) {
    const value = row[field];
    const isByLanguage = isJsonObject(value) && (field === "title" || field === "notes");
    if (!isByLanguage) check.optionalText(value, field);
  }
  for (const field of ["tags", "groups", "relationships_as_subject", "relationships_as_object"])
    check.optionalList(row[field], field).forEach((entry, i) => {
      const isBare = typeof entry === "string" && (field === "tags" || field === "groups");
      if (!isBare && !isJsonObject(entry)) check.warn("FIELD_TYPE", `${field}[${i}]`, shown(entry));
    });
  if (!isJsonObject(row["extras"])) checkExtras(check, check.optionalList(row["extras"], "extras"));
  const keys = extraKeys(row);
  const seen = new Set<string>();
  keys.forEach((key, i) => {
    if (seen.has(key)) check.warn("EXTRA_TWICE", `extras[${i}].key`, key);
    seen.add(key);
  });
}

function checkExtras(check: Check, extras: readonly Json[]): void {
  extras.forEach((entry, i) => {
    if (!isJsonObject(entry)) check.warn("FIELD_TYPE", `extras[${i}]`, shown(entry));
    else if (typeof entry["key"] !== "string" || entry["key"] === "") check.warn("FIELD_MISSING", `extras[${i}].key`);
  });
}

function checkResources(check: Check, row: JsonObject, limits: JsonRowLimits): void {
  const resources = check.optionalList(row["resources"], "resources", limits.distributionsMax);
  const counted = row["num_resources"];
  if (typeof counted === "number" && counted !== resources.length)
    check.warn("COUNT_DIFFERS", "num_resources", `${counted}, ${resources.length}`);
  const room = [
    ["name", limits.distributionTitleBytesMax],
    ["mimetype", limits.distributionFormatBytesMax],
    ["format", limits.distributionFormatBytesMax],
  ] as const;
  resources.forEach((resource, i) => {
    const path = `resources[${i}]`;
    if (!isJsonObject(resource)) return check.warn("FIELD_TYPE", path, shown(resource));
    for (const [field, bytesMax] of room) check.optionalText(resource[field], `${path}.${field}`, bytesMax);
    for (const field of ["url", "download_url", "access_url"]) {
      const address = check.optionalText(resource[field], `${path}.${field}`, limits.urlBytesMax);
      if (address !== undefined && address !== "") check.address(address, `${path}.${field}`);
    }
    for (const field of ["created", "last_modified"])
      check.date(check.optionalText(resource[field], `${path}.${field}`), `${path}.${field}`);
    if (!isSize(resource["size"])) check.warn("FIELD_TYPE", `${path}.size`, shown(resource["size"] ?? null));
  });
}

/** Bytes as a number or in digits; nothing where they are not known. */
function isSize(size: Json | undefined): boolean {
  if (isMissing(size) || size === "") return true;
  return typeof size === "number"
    ? Number.isInteger(size) && size >= 0
    : typeof size === "string" && /^\d+$/.test(size);
}

function checkDates(check: Check, row: JsonObject): void {
  for (const field of ["dcat_issued", "issued", "dcat_modified", "modified"]) {
    const value = fieldOrExtra(row, [field]);
    check.date(check.optionalText(value, field), field);
  }
  for (const field of ["metadata_created", "metadata_modified"])
    check.date(check.optionalText(row[field], field), field);
}

/** Names and addresses of people are kept with the row, and never become part of what is signed. */
function checkPeople(check: Check, row: JsonObject): void {
  for (const field of ["author_email", "maintainer_email"]) {
    const address = check.optionalText(row[field], field);
    if (address !== undefined && address !== "" && !/^(?:mailto:)?[^\s@]+@[^\s@]+$/i.test(address))
      check.warn("MAIL_INVALID", field, address);
  }
}
