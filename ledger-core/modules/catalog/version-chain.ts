/** Versions of a dataset's content: each names its predecessor by hash, and says by rule how its items differ from it. */
import { contentDetails, itemSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Item, VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { uploadBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { list, record } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { countSchema, hashSchema, rowKeySchema } from "#ledger-core/contract/schema/units.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";

/** `previousHash` of a first version. */
export const NO_VERSION = new Uint8Array(32);

const chainedFields = record(
  {
    dataset: rowKeySchema,
    number: countSchema,
    contentHash: hashSchema,
    sizeBytes: countSchema,
    rowCount: countSchema,
    previousHash: hashSchema,
    items: list(itemSchema, 2_000),
  },
  contentDetails,
);

/** What became of an item from one version to the next. */
export type ItemDifference = {
  readonly name: string;
  readonly change: "added" | "removed" | "retyped" | "edited" | "unchanged";
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

/** The version that an upload makes after the head. */
export function nextVersion(
  suite: Suite,
  given: {
    readonly dataset: number;
    readonly head: VersionRow | undefined;
    readonly upload: Value<typeof uploadBody>;
    readonly time: number;
  },
): VersionRow {
  const { dataset, head, upload, time } = given;
  const { contentHash, sizeBytes, rowCount, parents, mediaType, sealedHash } = upload;
  const items = upload.items.length > 0 ? upload.items : (head?.items ?? []);
  const previousHash = head?.versionHash ?? NO_VERSION;
  const number = (head?.number ?? 0) + 1;
  const content = { contentHash, sizeBytes, rowCount, parents, mediaType, sealedHash };
  const chained = { dataset, number, ...content, previousHash, items };
  const versionHash = suite.sha256(encode(chainedFields, chained));
  const change = head === undefined ? "first" : changeLevel(compareItems(head.items, items));
  return { ...chained, versionHash, change, time, withdrawn: "no", withdrawReason: "" };
}

/** Differences of two lists of items, matched by name, in the order of the newer list and then of what was removed. */
export function compareItems(before: readonly Item[], after: readonly Item[]): readonly ItemDifference[] {
  const old = new Map(before.map((item) => [item.name, item]));
  const now = new Set(after.map((item) => item.name));
  const kept = after.map((item): ItemDifference => {
    const earlier = old.get(item.name);
    return { name: item.name, change: changeOf(earlier, item), before: earlier, after: item };
  });
  const removed = before.filter((item) => !now.has(item.name));
  return [
    ...kept,
    ...removed.map((item): ItemDifference => ({ name: item.name, change: "removed", before: item, after: undefined })),
  ];
}

function changeOf(before: Item | undefined, after: Item): ItemDifference["change"] {
  if (before === undefined) return "added";
  if (before.dataType !== after.dataType) return "retyped";
  const isSame = before.sensitivity === after.sensitivity && before.rule === after.rule && before.code === after.code;
  return isSame ? "unchanged" : "edited";
}

/** `major` if readers of the old version may break, `minor` if they only miss something, else `data`. */
function changeLevel(differences: readonly ItemDifference[]): VersionRow["change"] {
  const has = (change: ItemDifference["change"]): boolean => differences.some((one) => one.change === change);
  if (has("removed") || has("retyped")) return "major";
  return has("added") || has("edited") ? "minor" : "data";
}
