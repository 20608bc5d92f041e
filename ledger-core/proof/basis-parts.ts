/** The words for the parts that the rows of a basis play, in the order in which they are named. */
const PARTS: readonly (readonly [table: string, what: string])[] = [
  ["kernel.clock", "time"],
  ["kernel.network", "network"],
  ["kernel.policy", "policy"],
  ["kernel.sequence", "count"],
  ["kernel.member", "department"],
  ["kernel.person", "person"],
  ["kernel.key", "key"],
  ["kernel.role", "role"],
  ["kernel.delegation", "delegation"],
  ["kernel.proposal", "proposal"],
  ["kernel.vote", "vote"],
];

/** Which parts the rows of a basis entry play, joined by `+`: it follows from their tables. */
export function whatOf(tables: readonly string[]): string {
  const words = PARTS.filter(([table]) => tables.includes(table)).map(([, what]) => what);
  const isOther = tables.some((table) => !PARTS.some(([known]) => known === table));
  return [...words, ...(isOther ? ["record"] : [])].join("+");
}
