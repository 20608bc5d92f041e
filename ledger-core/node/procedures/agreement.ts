/** Agreements as windows and scripts read them. */
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { agreementTable, datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { found } from "./base.ts";

/** An agreement by its key. Throws NO_SUCH_RECORD. */
export function agreementOf(asked: Asked, key: number): Agreement {
  const stored = asked.rows.scan(agreementTable, "key", { from: key, below: key + 1, limit: 1 })[0];
  const { row, changedAt } = found(stored, agreementTable.name, key);
  const dataset = found(asked.rows.get(datasetTable, row.dataset), datasetTable.name, row.dataset);
  // What another purpose would allow or limit is nothing of this agreement.
  const terms = termsForPurpose(row.policy, row.purpose);
  return {
    key,
    dataset: { key: row.dataset, code: dataset.code, title: dataset.title },
    owner: asked.briefs.department(row.owner),
    user: asked.briefs.department(row.user),
    state: row.state,
    purpose: row.purpose,
    justification: row.justification,
    uses: row.uses,
    useLimit: row.useLimit,
    expires: row.expires,
    requested: row.requested,
    actions: [...new Set(terms.permissions.flatMap((permission) => permission.actions))],
    places: [...placesOf(terms)],
    ended: row.ended,
    endReason: row.endReason,
    agreementHash: encodeHex(row.agreementHash),
    entry: changedAt,
  };
}

function placesOf({ permissions, prohibitions }: UsePolicy): ReadonlySet<string> {
  const limits = [...permissions, ...prohibitions].flatMap(({ constraints, groups }) => [
    ...constraints,
    ...groups.flatMap((group) => group.constraints),
  ]);
  const named = limits.filter(({ left }) => left === "spatial").flatMap(({ right }) => right);
  return new Set(named.map(({ value }) => String(value)));
}
