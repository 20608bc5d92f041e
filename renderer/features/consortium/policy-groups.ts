import type { Policy } from "#ledger-core/contract/api/consortium.ts";

/** What policies are about, in the order in which a page lists them. */
export const policyGroups = ["members", "people", "rules", "catalog", "other"] as const;
export type PolicyGroup = (typeof policyGroups)[number];

const groupOfDomain: Readonly<Record<string, PolicyGroup>> = {
  member: "members",
  consortium: "members",
  person: "people",
  key: "people",
  role: "people",
  delegation: "people",
  policy: "rules",
  founding: "rules",
  rules: "rules",
  log: "rules",
  state: "rules",
  catalog: "catalog",
};

/** Where a kind of act is listed. */
export function groupOfKind(kind: string): PolicyGroup {
  return groupOfDomain[domainOf(kind)] ?? "other";
}

/** The first word of a kind: `catalog` of `catalog.publish`. */
export function domainOf(kind: string): string {
  return kind.split(".")[0] ?? "";
}

/** Policies by group; groups without any are left out. */
export function groupPolicies(
  policies: readonly Policy[],
): readonly { readonly group: PolicyGroup; readonly policies: readonly Policy[] }[] {
  return policyGroups
    .map((group) => ({ group, policies: policies.filter(({ kind }) => groupOfKind(kind) === group) }))
    .filter((one) => one.policies.length > 0);
}
