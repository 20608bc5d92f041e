import type { LineageNode } from "#ledger-core/contract/api/catalog-care.ts";

type Of = Pick<LineageNode, "standing" | "number" | "newest">;
type Said = LineageNode["standing"] | "superseded";

/** What is said of a version: a sound one of which its own dataset has a newer one is not called current. */
export function saidStanding({ standing, number, newest }: Of): Said {
  return standing === "current" && newest > number ? "superseded" : standing;
}

/** How urgent that is. */
export const standingTones = {
  current: "plain",
  superseded: "pending",
  outdated: "pending",
  stale: "diverged",
  withdrawn: "diverged",
} as const satisfies Readonly<Record<Said, string>>;
