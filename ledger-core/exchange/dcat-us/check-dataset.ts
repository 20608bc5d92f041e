/** What is wrong with one dataset by DCAT-US 1.1, and what a person should know about it before signing. */
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { isRepeatingInterval } from "#ledger-core/exchange/document-date.ts";
import type { RowFault } from "#ledger-core/exchange/json-rows/row-check.ts";
import { isMissing, RowCheck, shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { DataJsonFindingCode } from "./finding-codes.ts";
import { SHARING_OF_ACCESS_LEVEL } from "./homes.ts";
import type { DataJsonLimits } from "./limits.ts";

type OwnCode = Extract<
  DataJsonFindingCode,
  "ACCESS_LEVEL_UNKNOWN" | "CONDITION_MISSING" | "CYCLE_UNKNOWN" | "EMAIL_INVALID"
>;

/**
 * The findings of one dataset, refusals first, each kind in the order of the rules below. A field that the profile demands refuses the
 * row where it is missing, empty or of a wrong type; any other is kept verbatim and only reported.
 */
export function checkDataset(dataset: JsonObject, limits: DataJsonLimits): readonly RowFault<DataJsonFindingCode>[] {
  const check = new DatasetCheck(dataset, limits);
  check.identity();
  check.words();
  check.people();
  check.dates();
  check.rights();
  check.distributions();
  check.addresses();
  check.everyText(dataset);
  return check.faults;
}

class DatasetCheck extends RowCheck<OwnCode> {
  readonly #dataset: JsonObject;
  readonly #limits: DataJsonLimits;

  constructor(dataset: JsonObject, limits: DataJsonLimits) {
    super();
    this.#dataset = dataset;
    this.#limits = limits;
  }

  identity(): void {
    this.demandedText(this.#dataset["identifier"], "identifier", this.#limits.sourceIdBytesMax);
    this.demandedText(this.#dataset["title"], "title", this.#limits.titleBytesMax);
    const description = this.demandedText(this.#dataset["description"], "description");
    if (description !== undefined) this.shortened(description, "description", this.#limits.summaryBytesMax);
  }

  words(): void {
    const keywords = this.#dataset["keyword"];
    const blank = isJsonList(keywords) && keywords.every((word) => typeof word === "string" && word.trim() === "");
    if (isMissing(keywords) || blank) this.refuse("FIELD_MISSING", "keyword");
    else this.#texts("keyword", "refused", this.#limits.keywords);
    if (!isMissing(this.#dataset["theme"])) this.#texts("theme", "warning", this.#limits.themes);
    if (!isMissing(this.#dataset["language"])) this.#texts("language", "warning", this.#limits.languages);
    const partOf = this.optionalText(this.#dataset["isPartOf"], "isPartOf");
    if (partOf !== undefined) this.tooLong(partOf, "isPartOf", this.#limits.codeBytesMax);
  }

  people(): void {
    const publisher = this.#demandedObject("publisher");
    if (publisher !== undefined) {
      this.demandedText(publisher["name"], "publisher.name", this.#limits.publisherBytesMax);
      this.#organisationsAbove(publisher);
    }
    const contact = this.#demandedObject("contactPoint");
    if (contact === undefined) return;
    this.demandedText(contact["fn"], "contactPoint.fn");
    const email = this.demandedText(contact["hasEmail"], "contactPoint.hasEmail");
    if (email !== undefined && !/^mailto:[^\s@]+@[^\s@]+$/i.test(email))
      this.warn("EMAIL_INVALID", "contactPoint.hasEmail", email);
  }

  dates(): void {
    this.date(this.demandedText(this.#dataset["modified"], "modified"), "modified", "refused");
    this.date(this.optionalText(this.#dataset["issued"], "issued"), "issued", "warning");
    const cycle = this.optionalText(this.#dataset["accrualPeriodicity"], "accrualPeriodicity");
    if (cycle === undefined || cycle === "") return;
    this.tooLong(cycle, "accrualPeriodicity", this.#limits.cycleBytesMax);
    if (!isRepeatingInterval(cycle) && cycle !== "irregular") this.warn("CYCLE_UNKNOWN", "accrualPeriodicity", cycle);
  }

  rights(): void {
    const level = this.demandedText(this.#dataset["accessLevel"], "accessLevel");
    const sharing = level === undefined ? undefined : SHARING_OF_ACCESS_LEVEL.get(level);
    if (level !== undefined && sharing === undefined) this.refuse("ACCESS_LEVEL_UNKNOWN", "accessLevel", level);
    const rights = this.optionalText(this.#dataset["rights"], "rights") ?? "";
    if (sharing === "conditional" && rights.trim() === "") this.warn("CONDITION_MISSING", "rights");
    if (sharing !== undefined && sharing !== "unconditional")
      this.shortened(rights, "rights", this.#limits.conditionBytesMax);
  }

  distributions(): void {
    const list = this.#dataset["distribution"];
    if (isMissing(list)) return;
    if (!isJsonList(list)) return this.warn("FIELD_TYPE", "distribution", shown(list));
    if (list.length > this.#limits.distributionsMax)
      return this.refuse("LIST_TOO_LONG", "distribution", String(list.length));
    list.forEach((entry, i) => {
      const path = `distribution[${i}]`;
      if (!isJsonObject(entry)) return this.warn("FIELD_TYPE", path, shown(entry));
      this.#distributionTexts(entry, path);
    });
  }

  addresses(): void {
    for (const field of ["license", "landingPage", "describedBy", "systemOfRecords"]) {
      const value = this.optionalText(this.#dataset[field], field);
      if (value !== undefined && value !== "") this.address(value, field);
    }
  }

  #demandedObject(field: string): JsonObject | undefined {
    const value = this.#dataset[field];
    if (isJsonObject(value)) return value;
    if (isMissing(value)) this.refuse("FIELD_MISSING", field);
    else this.refuse("FIELD_TYPE", field, shown(value));
    return undefined;
  }

  #texts(
    field: string,
    severity: "refused" | "warning",
    limits: { readonly lengthMax: number; readonly bytesMax: number },
  ): void {
    const value = this.#dataset[field];
    if (!isJsonList(value)) return this.add(severity, "FIELD_TYPE", field, shown(value ?? null));
    if (value.length > limits.lengthMax) return this.refuse("LIST_TOO_LONG", field, String(value.length));
    value.forEach((item, i) => {
      const path = `${field}[${i}]`;
      if (typeof item !== "string") this.add(severity, "FIELD_TYPE", path, shown(item));
      else if (item.trim() === "") this.warn("FIELD_MISSING", path);
      else this.tooLong(item, path, limits.bytesMax);
    });
  }

  #distributionTexts(entry: JsonObject, path: string): void {
    const { distributionTitleBytesMax, distributionFormatBytesMax, urlBytesMax } = this.#limits;
    for (const field of ["title", "mediaType", "format", "accessURL", "downloadURL"]) {
      const value = entry[field];
      if (isMissing(value) || value === "") continue;
      if (typeof value !== "string") this.warn("FIELD_TYPE", `${path}.${field}`, shown(value));
      else if (field.endsWith("URL")) this.address(value, `${path}.${field}`, urlBytesMax);
      else
        this.tooLong(
          value,
          `${path}.${field}`,
          field === "title" ? distributionTitleBytesMax : distributionFormatBytesMax,
        );
    }
  }

  #organisationsAbove(publisher: JsonObject): void {
    let path = "publisher";
    for (let organisation = publisher; ;) {
      const above = organisation["subOrganizationOf"];
      path += ".subOrganizationOf";
      if (isMissing(above)) return;
      if (!isJsonObject(above)) return this.warn("FIELD_TYPE", path, shown(above));
      if (typeof above["name"] !== "string")
        this.warn(isMissing(above["name"]) ? "FIELD_MISSING" : "FIELD_TYPE", `${path}.name`);
      organisation = above;
    }
  }
}
