/** What a standard asks of a description before it may be published. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";

/** A field of a description, or an element that is made of several. */
export type Element = keyof Description;

/** Elements that the description's profile makes mandatory and that are missing, in the order of the standard; empty if none. */
export function missingElements(description: Description): readonly Element[] {
  return MANDATORY[description.profile].filter((element) => !isPresent(description, element));
}

/** The same by the profiles as they were when the first versions of the actions were in force. */
export function missingElementsFirst(description: Description): readonly Element[] {
  const missing = missingElements(description);
  return missing.filter((element) => element !== "classification" && element !== "legalBasis");
}

/** What the national profile would still ask of a description that follows another one. */
export function missingForNational(description: Description): readonly Element[] {
  return MANDATORY.national.filter((element) => !isPresent(description, element));
}

/**
 * National: the 12 core elements; the related code is asked for only where there is one, and the law only where data is not shared. Others: their published minima. DCAT-US also
 * demands when a dataset was modified, but takes a year or an interval for it, which is no day here and is kept as it was written.
 */
export const MANDATORY: Readonly<Record<Description["profile"], readonly Element[]>> = {
  national: [
    "classification",
    "title",
    "code",
    "publisher",
    "providerCode",
    "summary",
    "format",
    "items",
    "sharing",
    "sharingCondition",
    "legalBasis",
    "openness",
    "updateCycle",
    "publishedDay",
  ],
  "dcat-us": ["title", "summary", "keywords", "publisher", "code", "sharing"],
  "dcat-ap": ["title", "summary"],
  ckan: ["code", "title"],
  registry: ["title"],
};

function isPresent(description: Description, element: Element): boolean {
  if (element === "sharingCondition")
    return description.sharing === "unconditional" || description.sharingCondition !== "";
  if (element === "legalBasis") return description.sharing !== "not-shared" || description.legalBasis !== "";
  const value = description[element];
  if (value === undefined) return false;
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  return true;
}
