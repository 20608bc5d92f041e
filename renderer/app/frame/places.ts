import { paths } from "#renderer/shared/navigation/paths.ts";

/** Every page that has an address of its own, in the order of the navigation, under the key of its name. */
export const places = {
  inbox: paths.inbox,
  catalog: paths.catalog,
  agreements: paths.catalogSection("agreements"),
  freshness: paths.catalogSection("freshness"),
  claims: paths.catalogSection("claims"),
  uses: paths.catalogSection("uses"),
  imports: paths.catalogSection("imports"),
  consortium: paths.consortium,
  departments: paths.consortiumTab("departments"),
  people: paths.consortiumTab("people"),
  policies: paths.consortiumTab("policies"),
  votes: paths.consortiumTab("votes"),
  delegations: paths.consortiumTab("delegations"),
  calendar: paths.consortiumTab("calendar"),
  ledger: paths.ledger,
  settings: paths.settings,
} as const;

export type Place = keyof typeof places;

/** What begins on a page, with the roles that may do it; the ledger decides again when it is signed. */
export const deeds = {
  describe: { path: paths.dataset("new"), roles: ["steward", "leader"] },
  import: { path: paths.newImport, roles: ["steward", "leader"] },
  delegate: { path: places.delegations, roles: ["leader", "steward", "officer", "admin", "auditor", "witness"] },
  enrol: { path: places.people, roles: ["admin"] },
} as const;

export type Deed = keyof typeof deeds;
