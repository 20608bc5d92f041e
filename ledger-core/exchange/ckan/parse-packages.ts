/** A dump or an answer of CKAN, the whole file: hostile bytes in, records and findings out. */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, JsonObject, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { codeOfIdentifier, shortenText } from "#ledger-core/exchange/fit-text.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { formatsOf, opennessOf } from "#ledger-core/exchange/dcat-us/homes.ts";
import type { JsonRowLimits } from "#ledger-core/exchange/json-rows/limits.ts";
import { JSON_ROW_LIMITS } from "#ledger-core/exchange/json-rows/limits.ts";
import type { ParsedJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import { parseJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import { keptOfRow, WITHOUT_FIELD } from "#ledger-core/exchange/json-rows/record-row.ts";
import type { RowReader } from "#ledger-core/exchange/json-rows/row-taking.ts";
import { checkPackage, isDeleted } from "./check-package.ts";
import { extraKeys } from "./extras.ts";
import { findPackages, LINES_CATALOG, partOf, siteOf } from "./find-packages.ts";
import type { CkanFindingCode, CkanRefusal } from "./finding-codes.ts";
import { HOME_FIELDS, packageId, PACKAGE_MAPPING } from "./homes.ts";
import { nameOf } from "./package-name.ts";

type Distribution = DatasetRecord["distributions"][number];

/** Reads packages in any of the forms of `find-packages.ts`. Never throws; a file that was cut is refused as a whole. */
export function parsePackages(
  bytes: Uint8Array,
  sha256: Sha256,
  limits: JsonRowLimits = JSON_ROW_LIMITS,
): ParsedJsonCatalog<CkanFindingCode, CkanRefusal> {
  const parsed = parseJsonCatalog<CkanFindingCode, CkanRefusal>(bytes, limits, {
    linesCatalog: LINES_CATALOG,
    find: findPackages,
    reader: readerOf(sha256, limits),
  });
  if (!parsed.ok) return parsed;
  const part = partOf(parsed.catalog, parsed.rows);
  const site = siteOf(parsed.catalog);
  if (part !== undefined) {
    const value = `${part.rows} / ${part.count}`;
    const finding: RowFinding<CkanFindingCode> = {
      row: 0,
      path: "result.count",
      code: "ANSWER_PARTIAL",
      severity: "warning",
      value,
    };
    // A part of a site is no state of it: what is not in this file is not gone, so it goes by its file's name.
    return { ...parsed, findings: [finding, ...parsed.findings] };
  }
  const isWhole = parsed.catalog["form"] !== "answer-package";
  return site === undefined || !isWhole ? parsed : { ...parsed, about: { id: site } };
}

function readerOf(sha256: Sha256, limits: JsonRowLimits): RowReader<CkanFindingCode> {
  const names = new Set<string>();
  return {
    idPath: "id",
    idOf: packageId,
    check(row) {
      const faults = checkPackage(row, limits);
      const name = nameOf(row);
      if (name === undefined || !names.has(name)) return faults;
      return [{ path: "name", code: "NAME_TWICE", severity: "refused", value: excerpt(name) }, ...faults];
    },
    toRecord(row) {
      names.add(nameOf(row) ?? "");
      return packageToRecord(row, sha256, limits);
    },
    keptFields: countKept,
    isGone: isDeleted,
  };
}

function countKept(row: JsonObject): number {
  const own = Object.keys(row).filter((field) => field !== "extras" && !HOME_FIELDS.has(field));
  return own.length + extraKeys(row).filter((key) => !HOME_FIELDS.has(key)).length;
}

/** The record of a package. Takes any object; what is wrong with it is `check-package.ts`'s to say. */
function packageToRecord(row: JsonObject, sha256: Sha256, limits: JsonRowLimits): DatasetRecord {
  const read = PACKAGE_MAPPING.read(row);
  const homes = {
    ...read,
    summary: shortenText(read.summary, limits.summaryBytesMax),
    sharingCondition: shortenText(read.sharingCondition, limits.conditionBytesMax),
  };
  return {
    ...homes,
    ...WITHOUT_FIELD,
    profile: "ckan",
    // What people know a dataset by on the site; its identifier there is a random number.
    code: codeOfIdentifier(nameOf(row) ?? read.sourceId, sha256, limits.codeBytesMax),
    format: shortenText(formatsOf(homes.distributions.map(withFormatWord)).join(", "), limits.formatBytesMax),
    openness: opennessOf(homes.sharing),
    kept: keptOfRow(row, homes, PACKAGE_MAPPING),
  };
}

/** A format given as the address of a term of a vocabulary goes by the last part of it. */
function withFormatWord(distribution: Distribution): Distribution {
  return { ...distribution, format: distribution.format.replace(/^https?:.*[/#]/i, "") };
}
