/** What a dataset was made from and what was made from it, and whether it still rests on what stands. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { ReadPort } from "#ledger-core/kernel/ports.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import { datasetTable, versionTable } from "./tables.ts";

/** `withdrawn`: itself; `stale`: something that it was made from, at any distance, was withdrawn or retired; `outdated`: there is newer. */
export type Standing = "current" | "outdated" | "stale" | "withdrawn";

export type LineageNode = {
  /** Key of the version. */
  readonly version: number;
  readonly dataset: number;
  readonly number: number;
  readonly versionHash: string;
  readonly time: number;
  readonly rowCount: number;
  readonly standing: Standing;
  /** Steps from the version that was asked about: below 0 for what it was made from, above 0 for what was made from it. */
  readonly distance: number;
};

export type Lineage = {
  readonly nodes: readonly LineageNode[];
  /** Keys of versions: `to` was made from `from`. */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
  /** True if there is more than is shown. */
  readonly isCut: boolean;
};

type Stored = StoredRow<VersionRow>;

/** The newest version of a dataset with its lineage both ways, at most so many versions. */
export function lineageOf(
  rows: Rows,
  port: ReadPort,
  given: { readonly dataset: number; readonly limit: number },
): Lineage {
  const head = rows.get(datasetTable, given.dataset)?.headVersion ?? 0;
  const start = rows.find(versionTable, "dataset", given.dataset, head);
  if (start === undefined) return { nodes: [], edges: [], isCut: false };
  const found = new Map<number, { readonly stored: Stored; readonly distance: number }>();
  const edges: { from: number; to: number }[] = [];
  let isCut = false;
  const walk = (step: -1 | 1, next: (stored: Stored) => readonly Stored[]): void => {
    const waiting = [{ stored: start, distance: 0 }];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      for (const stored of next(at.stored)) {
        const isNew = !found.has(stored.key);
        if (isNew && found.size >= given.limit) {
          isCut = true;
          continue;
        }
        edges.push(step < 0 ? { from: stored.key, to: at.stored.key } : { from: at.stored.key, to: stored.key });
        if (!isNew) continue;
        const reached = { stored, distance: at.distance + step };
        found.set(stored.key, reached);
        waiting.push(reached);
      }
    }
  };
  found.set(start.key, { stored: start, distance: 0 });
  walk(-1, (stored) => parentsOf(rows, stored));
  walk(1, (stored) => childrenOf(rows, port, stored));
  const standings = new Map<number, Standing>();
  const nodes = [...found.values()].map(({ stored: { key, row }, distance }): LineageNode => ({
    version: key,
    dataset: row.dataset,
    number: row.number,
    versionHash: encodeHex(row.versionHash),
    time: row.time,
    rowCount: row.rowCount,
    standing: standingOf(rows, { key, row }, standings),
    distance,
  }));
  return { nodes, edges, isCut };
}

function parentsOf(rows: Rows, { row }: Stored): readonly Stored[] {
  return row.parents.flatMap((hash) => rows.find(versionTable, "hash", hash) ?? []);
}

function childrenOf(rows: Rows, port: ReadPort, { row }: Stored): readonly Stored[] {
  const children = port.all<{ child: number }>(
    "SELECT child FROM catalog_lineage WHERE parent = ? ORDER BY child",
    encodeHex(row.versionHash),
  );
  return children.flatMap(({ child }) => rows.scan(versionTable, "key", { from: child, below: child + 1, limit: 1 }));
}

/** Whether a version still rests on what stands. Lineage has no circles, so this ends. */
export function standingOf(
  rows: Rows,
  { key, row }: Pick<Stored, "key" | "row">,
  known: Map<number, Standing> = new Map(),
): Standing {
  const before = known.get(key);
  if (before !== undefined) return before;
  const parents = row.parents.map((hash) => rows.find(versionTable, "hash", hash));
  const isGone = (parent: Stored | undefined): boolean => {
    if (parent === undefined) return true;
    const standing = standingOf(rows, parent, known);
    const dataset = rows.get(datasetTable, parent.row.dataset);
    return standing === "withdrawn" || standing === "stale" || dataset?.state !== "published";
  };
  const hasNewer = (parent: Stored | undefined): boolean =>
    parent !== undefined && (rows.get(datasetTable, parent.row.dataset)?.headVersion ?? 0) > parent.row.number;
  const standing =
    row.withdrawn === "yes"
      ? "withdrawn"
      : parents.some(isGone)
        ? "stale"
        : parents.some(hasNewer)
          ? "outdated"
          : "current";
  known.set(key, standing);
  return standing;
}
