/** Offers: the terms under which a dataset's owner lets others have it. */
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { offerBody, withdrawOfferBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { DatasetRow, OfferRow } from "#ledger-core/contract/schema/catalog.ts";
import type { requestBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { offerBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction } from "#ledger-core/kernel/module.ts";
import { all, need } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { aboutDataset } from "./datasets.ts";
import { findUsable, isFound } from "./find.ts";
import { owner } from "./seats.ts";
import { datasetTable, offerTable } from "./tables.ts";
import { flawOfUsePolicy } from "./use-policy.ts";

/** Offers of one dataset that may stand at once (consensus): so many can be looked through, and fall together with their owner. */
const OPEN_OFFERS_MAX = 256;

const offer = action({
  kind: "catalog.offer",
  version: 2,
  body: offerBody,
  policy: [need([all(owner)])],
  moves: [{ table: offerTable.name, from: "-", to: "open" }],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findUsable(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (found.row.sharing === "not-shared") return refuse("SHARING_NOT_ALLOWED", { code: found.row.code });
    const flaw = flawOfUsePolicy(body.policy);
    if (flaw !== undefined) return refuse("OFFER_POLICY_INVALID", { flaw });
    const open = context.rows.scan(offerTable, "dataset", { equal: [found.key, "open"], limit: OPEN_OFFERS_MAX });
    if (open.length >= OPEN_OFFERS_MAX) return refuse("TOO_MANY_CHANGES", { limit: OPEN_OFFERS_MAX });
    context.put(offerTable, context.next(offerTable), {
      dataset: found.key,
      owner: found.row.owner,
      policy: body.policy,
      offerHash: context.suite.sha256(encode(usePolicySchema, body.policy)),
      state: "open",
      time: context.time,
    });
    return undefined;
  },
});

const withdrawOffer = action({
  kind: "catalog.withdraw-offer",
  body: withdrawOfferBody,
  policy: [need([all(owner)])],
  moves: [{ table: offerTable.name, from: "open", to: "withdrawn" }],
  subject(body, rows) {
    const row = rows.get(offerTable, body.offer);
    if (row === undefined) return refuse("NOT_FOUND", { table: offerTable.name, key: body.offer });
    const owner = rows.get(datasetTable, row.dataset)?.owner ?? row.owner;
    return { parties: { owner }, facts: {}, record: { table: offerTable as AnyTable, key: body.offer } };
  },
  run(context, body) {
    const row = context.rows.get(offerTable, body.offer);
    if (row === undefined) return refuse("NOT_FOUND", { table: offerTable.name, key: body.offer });
    if (row.state !== "open") return refuse("ILLEGAL_MOVE", { state: row.state, wanted: "open" });
    context.put(offerTable, body.offer, { ...row, state: "withdrawn" });
    return undefined;
  },
});

/** The offer of its present owner that a request names, or the dataset's newest open one. */
export function findOffer(
  rows: Rows,
  dataset: Pick<StoredRow<DatasetRow>, "key" | "row">,
  body: Value<typeof requestBody>,
): Pick<StoredRow<OfferRow>, "key" | "row"> | Refusal {
  const all = rows.scan(offerTable, "dataset", { equal: [dataset.key, "open"], limit: 1_000 });
  const open = all.filter(({ row }) => row.owner === dataset.row.owner);
  const named = body.offer === 0 ? open.at(-1) : open.find((one) => one.key === body.offer);
  if (named === undefined) return refuse("NOT_FOUND", { table: offerTable.name, key: body.offer });
  const isShown = body.offerHash.length === 0 || equalBytes(body.offerHash, named.row.offerHash);
  return isShown ? named : refuse("OFFER_HASH_MISMATCH", { offer: named.key });
}

export const OFFER_ACTIONS: readonly AnyAction[] = [
  firstVersion(offer, offerBodyFirst),
  anyAction(offer),
  anyAction(withdrawOffer),
];
