/**
 * Every address of the console, in one place, so that a page can link to another without knowing it. Addresses are what
 * a colleague may be sent: they hold the record and the view, never a secret.
 */
export const paths = {
  inbox: "/inbox",
  inboxItem: (proposal: string | number) => `/inbox/${encodeURIComponent(proposal)}`,
  catalog: "/catalog",
  catalogSection: (section: "agreements" | "freshness" | "claims" | "uses" | "imports") => `/catalog/${section}`,
  agreement: (agreement: string | number) => `/catalog/agreements/${encodeURIComponent(agreement)}`,
  newImport: "/catalog/imports/new",
  dataset: (dataset: string | number) => `/catalog/${encodeURIComponent(dataset)}`,
  consortium: "/consortium",
  consortiumTab: (tab: "departments" | "people" | "policies" | "votes" | "delegations" | "calendar") =>
    `/consortium/${tab}`,
  department: (department: string | number) => `/consortium/departments/${encodeURIComponent(department)}`,
  person: (person: string | number) => `/consortium/people/${encodeURIComponent(person)}`,
  policy: (kind: string) => `/consortium/policies/${encodeURIComponent(kind)}`,
  ledger: "/ledger",
  block: (height: number) => `/ledger/blocks/${height}`,
  entry: (transaction: string) => `/ledger/entries/${encodeURIComponent(transaction)}`,
  settings: "/settings",
} as const;
