/** The terms of duties as one agreement has them. */
import type { UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";

type Owed = UseRule["duties"][number];

/** Each duty that the permissions lay on the user, with the shortest of its terms in days; 0 where none of them has a term. */
export function shortestTerms({ permissions }: Pick<UsePolicy, "permissions">): ReadonlyMap<Owed["duty"], number> {
  const terms = new Map<Owed["duty"], number>();
  for (const { duty, withinDays } of permissions.flatMap(({ duties }) => duties)) {
    const known = terms.get(duty) ?? 0;
    // A term binds whoever accepted it, also where another permission asks for the same without one.
    terms.set(duty, known === 0 || withinDays === 0 ? Math.max(known, withinDays) : Math.min(known, withinDays));
  }
  return terms;
}
