import type { Query, QueryClient } from "@tanstack/react-query";

/** A row that changed in a sealed block. A change without a key means the whole table. */
export type RowChange = { readonly table: string; readonly key?: string | undefined };

/**
 * What a query was read from. Without `keys` any change of the table counts. A query without `reads` is taken to depend
 * on everything: it is read again at every block, which is right though seldom needed.
 */
export type Reads = readonly { readonly table: string; readonly keys?: readonly string[] }[];

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { readonly reads?: Reads };
  }
}

/** Whether a query with these `reads` may have a new answer after these changes. */
export function isTouched(reads: Reads | undefined, changes: readonly RowChange[]): boolean {
  if (reads === undefined) return changes.length > 0;
  return reads.some(({ table, keys }) =>
    changes.some((change) => change.table === table && (keys === undefined || change.key === undefined || keys.includes(change.key))),
  );
}

/** Marks what the changes touch as outdated; queries on screen are read again at once, others when next shown. */
export function applyChanges(queries: QueryClient, changes: readonly RowChange[]): void {
  void queries.invalidateQueries({ predicate: (query: Query) => isTouched(query.meta?.reads, changes) });
}
