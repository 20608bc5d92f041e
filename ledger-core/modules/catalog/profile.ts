/** What a standard asks of a description before it may be published. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";

/** A field of a description, or an element that is made of several. */
export type Element = keyof Description;

/** Elements that the description's profile makes mandatory and that are missing, in the order of the standard; empty if none. */
export function missingElements(description: Description): readonly Element[] {
  return MANDATORY[description.profile].filter((element) => !isPresent(description, element));
}

/** What the national profile would still ask of a description that follows another one. */
export function missingForNational(description: Description): readonly Element[] {
  return MANDATORY.national.filter((element) => !isPresent(description, element));
}

/**
 * National: the 12 core elements; the related code is asked for only where there is one. Others: their published minima. DCAT-US also
 * demands when a dataset was modified, but takes a year or an interval for it, which is no day here and is kept as it was written.
 */
const MANDATORY: Readonly<Record<Description["profile"], readonly Element[]>> = {
  national: [
    "title",
    "code",
    "publisher",
    "providerCode",
    "summary",
    "format",
    "items",
    "sharing",
    "sharingCondition",
    "openness",
    "updateCycle",
    "publishedDay",
  ],
  "dcat-us": ["title", "summary", "keywords", "publisher", "code", "sharing"],
  "dcat-ap": ["title", "summary"],
  ckan: ["code", "title"],
};

function isPresent(description: Description, element: Element): boolean {
  if (element === "sharingCondition")
    return description.sharing === "unconditional" || description.sharingCondition !== "";
  const value = description[element];
  if (value === undefined) return false;
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  return true;
}
