import type { Query, QueryClient } from "@tanstack/react-query";

/** Rows that changed in a sealed block. No keys means that very many did, so the whole table counts. */
export type TableChange = { readonly table: string; readonly keys: readonly number[] };

/**
 * What a query was read from. Without `keys` any change of the table counts. A query without `reads` is read again at
 * every block, which is what a list of blocks or a height needs, and is right though wasteful anywhere else.
 */
export type Reads = readonly { readonly table: string; readonly keys?: readonly number[] }[];

declare module "@tanstack/react-query" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface merges with the library's own.
  interface Register {
    queryMeta: { readonly reads?: Reads };
  }
}

/** Whether a query with these `reads` may have a new answer after a block with these changes. */
export function isTouched(reads: Reads | undefined, changes: readonly TableChange[]): boolean {
  if (reads === undefined) return true;
  return reads.some(({ table, keys }) =>
    changes.some((change) => {
      if (change.table !== table) return false;
      return keys === undefined || change.keys.length === 0 || keys.some((key) => change.keys.includes(key));
    }),
  );
}

/** Marks what a block touched as outdated; queries on screen are read again at once, others when next shown. */
export function applyChanges(queries: QueryClient, changes: readonly TableChange[]): void {
  void queries.invalidateQueries({ predicate: (query: Query) => isTouched(query.meta?.reads, changes) });
}
