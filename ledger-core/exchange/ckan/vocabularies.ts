/** Words of the vocabularies that CKAN sites use for update cycles and access rights. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";

/** By the last part of a frequency's address: the EU's authority table, the Dublin Core collection terms, and their words alone. */
const CYCLES: ReadonlyMap<string, string> = new Map([
  ["CONT", "R/PT1S"],
  ["UPDATE_CONT", "R/PT1S"],
  ["CONTINUOUS", "R/PT1S"],
  ["HOURLY", "R/PT1H"],
  ["DAILY", "R/P1D"],
  ["WEEKLY", "R/P1W"],
  ["BIWEEKLY", "R/P2W"],
  ["MONTHLY", "R/P1M"],
  ["BIMONTHLY", "R/P2M"],
  ["QUARTERLY", "R/P3M"],
  ["ANNUAL_2", "R/P6M"],
  ["SEMIANNUAL", "R/P6M"],
  ["ANNUAL", "R/P1Y"],
  ["BIENNIAL", "R/P2Y"],
  ["TRIENNIAL", "R/P3Y"],
]);

/** The cycle as ISO 8601 where it is the address of a known term; else as given. A bare word stays: the ledger knows those by itself. */
export function readCycle(text: string): string {
  if (!/^https?:\/\//i.test(text)) return text;
  return CYCLES.get(lastPart(text)) ?? text;
}

const SHARING: ReadonlyMap<string, Description["sharing"]> = new Map([
  ["PUBLIC", "unconditional"],
  ["OPEN", "unconditional"],
  ["RESTRICTED", "conditional"],
  ["NON_PUBLIC", "not-shared"],
  ["CONFIDENTIAL", "not-shared"],
  ["SENSITIVE", "not-shared"],
]);
const WORD_OF_SHARING = { unconditional: "PUBLIC", conditional: "RESTRICTED", "not-shared": "NON_PUBLIC" } as const;
const ACCESS_RIGHTS = "http://publications.europa.eu/resource/authority/access-right/";

/** The sharing attribute of an access right's address or word; undefined for a statement in words. */
export function readAccessRight(text: string): Description["sharing"] | undefined {
  return SHARING.get(lastPart(text).replace(/[ -]/g, "_"));
}

/** The access right's address, in the vocabulary that was used before. */
export function writeAccessRight(sharing: Description["sharing"], before: string): string {
  const start = readAccessRight(before) === undefined ? ACCESS_RIGHTS : before.slice(0, before.lastIndexOf("/") + 1);
  return `${start}${WORD_OF_SHARING[sharing]}`;
}

/** What stands behind the last slash or number sign that has something behind it. */
function lastPart(text: string): string {
  const parts = text.trim().split(/[/#]/);
  return (parts.findLast((part) => part !== "") ?? "").toUpperCase();
}
