import type { Agreement } from "#ledger-core/contract/api/catalog.ts";

/** The actions that all of the agreements permit alike, which a list says once instead of in every row; undefined where they differ. */
export function actionsAlike(agreements: readonly Pick<Agreement, "actions">[]): readonly string[] | undefined {
  const [first, ...others] = agreements.map(({ actions }) => actions);
  if (first === undefined || first.length === 0) return undefined;
  const isAlike = others.every(
    (actions) => actions.length === first.length && actions.every((action) => first.includes(action)),
  );
  return isAlike ? first : undefined;
}
