/** Who may do what, as a table of acts and roles: what one role's signature comes to under a policy. */
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Alternative, Bar, PolicyCase, Role, Seat } from "#ledger-core/contract/schema/policy.ts";

/**
 * What the signature of a role is worth: it is enough `alone`; it is one of several that are needed `together`; it is one of a `vote` in
 * which a share of the departments must agree.
 */
export type Part = {
  /** Only in some cases, or only for departments with a function. */
  readonly isBound: boolean;
} & (
  | { readonly kind: "alone" }
  | { readonly kind: "together"; readonly signatures: number }
  | { readonly kind: "vote"; readonly bar: Extract<Bar, { readonly kind: "share" | "over" }> }
);

/** The roles that policies name, in the order of the contract's list. */
export function rolesNamed(policies: Iterable<readonly PolicyCase[]>): readonly Role[] {
  const named = new Set<Role>();
  for (const cases of policies) {
    for (const { seats } of cases.flatMap((one) => one.alternatives))
      for (const role of seats.flatMap((seat) => seat.roles)) named.add(role);
  }
  return ROLES.filter((role) => named.has(role));
}

/**
 * The most that a role's signature can come to in any case of a policy; undefined where it has no say. It is bound to some cases where
 * another case, or none at all, decides otherwise.
 */
export function partOf(cases: readonly PolicyCase[], role: Role): Part | undefined {
  const byCase = cases.map(({ alternatives }) => easiest(alternatives.flatMap((one) => partIn(one, role) ?? [])));
  const best = easiest(byCase.filter((part) => part !== undefined));
  if (best === undefined) return undefined;
  const isEverywhere = byCase.every((part) => part !== undefined && weightOf(part) <= weightOf(best));
  const isWhole = cases.some((one) => one.when.length === 0);
  return { ...best, isBound: best.isBound || !isEverywhere || !isWhole };
}

function easiest(parts: readonly Part[]): Part | undefined {
  return parts.toSorted((left, right) => weightOf(left) - weightOf(right))[0];
}

function partIn({ seats }: Alternative, role: Role): Part | undefined {
  const own = seats.filter((seat) => seat.roles.includes(role));
  if (own.length === 0) return undefined;
  const isBound = own.every((seat) => seat.of.kind === "function" || seat.of.kind === "other");
  const vote = seats.map(({ bar }) => bar).find((bar) => bar.kind === "share" || bar.kind === "over");
  if (vote !== undefined) return { kind: "vote", bar: vote, isBound };
  const signatures = signaturesOf(seats) ?? 0;
  return signatures === 1 ? { kind: "alone", isBound } : { kind: "together", signatures, isBound };
}

/** How many signatures fill all seats; undefined where departments vote, for then it depends on how many there are. */
export function signaturesOf(seats: readonly Seat[]): number | undefined {
  let signatures = 0;
  for (const { bar } of seats) {
    if (bar.kind === "share" || bar.kind === "over") return undefined;
    signatures += bar.count;
  }
  return signatures;
}

function weightOf(part: Part): number {
  // Of two ways that take as many signatures, the one that is open to more is said.
  const bound = part.isBound ? 0.5 : 0;
  if (part.kind === "alone") return 1 + bound;
  return part.kind === "together" ? part.signatures + bound : Number.MAX_SAFE_INTEGER;
}
