import type { LineageNode } from "#ledger-core/contract/api/catalog-care.ts";

/** Where each version stands in the picture: a column for each step of distance, from what came first, and rows in order of time. */
export function placeNodes(
  nodes: readonly Pick<LineageNode, "version" | "distance" | "time">[],
): ReadonlyMap<number, { readonly column: number; readonly row: number }> {
  const first = Math.min(0, ...nodes.map(({ distance }) => distance));
  const filled = new Map<number, number>();
  const places = new Map<number, { column: number; row: number }>();
  for (const node of nodes.toSorted((left, right) => left.time - right.time || left.version - right.version)) {
    const column = node.distance - first;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    places.set(node.version, { column, row });
  }
  return places;
}
