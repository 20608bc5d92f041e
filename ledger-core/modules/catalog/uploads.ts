/** Versions of a dataset's content: uploaded in a chain, derived from others, withdrawn. */
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { uploadBody, withdrawVersionBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { uploadBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction } from "#ledger-core/kernel/module.ts";
import { all, need, partySeat } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { aboutDataset } from "./datasets.ts";
import { findDataset, isFound } from "./find.ts";
import { owner } from "./seats.ts";
import { datasetTable, versionTable } from "./tables.ts";
import { nextVersion } from "./version-chain.ts";

/** Versions that the search for a circle looks at (consensus): a lineage beyond that is refused rather than half checked. */
const ANCESTORS_MAX = 1_024;

const upload = action({
  kind: "catalog.upload",
  version: 2,
  body: uploadBody,
  policy: [need([all(partySeat("owner", ["steward", "leader", "officer"]))])],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (found.row.state !== "published") return refuse("DATASET_NOT_PUBLISHED", { state: found.row.state });
    const head = context.rows.find(versionTable, "dataset", found.key, found.row.headVersion)?.row;
    const version = nextVersion(context.suite, { dataset: found.key, head, upload: body, time: context.time });
    if (!equalBytes(body.previousHash, version.previousHash))
      return refuse("VERSION_CHAIN_BROKEN", { head: found.row.headVersion });
    const refused = checkParents(context.rows, found.key, body.parents);
    if (refused !== undefined) return refused;
    context.put(versionTable, context.next(versionTable), version);
    const items = body.items.length > 0 ? body.items : found.row.items;
    context.put(datasetTable, found.key, { ...found.row, headVersion: version.number, items });
    return undefined;
  },
});

/** Every parent is a version that stands, and none of them goes back to the dataset itself: lineage has no circles. */
function checkParents(rows: Rows, dataset: number, parents: readonly Uint8Array[]): Refusal | undefined {
  for (const [place, hash] of parents.entries()) {
    const parent = rows.find(versionTable, "hash", hash);
    if (parent === undefined) return refuse("LINEAGE_PARENT_UNKNOWN", { place: place + 1 });
    // Only what is named now must still stand: what an ancestor was made from may have been withdrawn since.
    if (parent.row.withdrawn === "yes") return refuse("VERSION_WITHDRAWN", { number: parent.row.number });
  }
  const seen = new Set<string>();
  const waiting = [...parents];
  for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
    const name = encodeHex(hash);
    if (seen.has(name)) continue;
    if (seen.size >= ANCESTORS_MAX) return refuse("LINEAGE_TOO_DEEP", { limit: ANCESTORS_MAX });
    seen.add(name);
    const version = rows.find(versionTable, "hash", hash)?.row;
    if (version?.dataset === dataset) return refuse("LINEAGE_CIRCLE", { dataset });
    waiting.push(...(version?.parents ?? []));
  }
  return undefined;
}

const withdrawVersion = action({
  kind: "catalog.withdraw-version",
  body: withdrawVersionBody,
  policy: [need([all(owner)])],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (body.reason === "") return refuse("REASON_MISSING");
    const version = context.rows.find(versionTable, "dataset", found.key, body.number);
    if (version === undefined) return refuse("NOT_FOUND", { table: versionTable.name, key: body.number });
    if (version.row.withdrawn === "yes") return refuse("VERSION_WITHDRAWN", { number: body.number });
    context.put(versionTable, version.key, { ...version.row, withdrawn: "yes", withdrawReason: body.reason });
    return undefined;
  },
});

export const UPLOAD_ACTIONS: readonly AnyAction[] = [
  firstVersion(upload, uploadBodyFirst),
  anyAction(upload),
  anyAction(withdrawVersion),
];
