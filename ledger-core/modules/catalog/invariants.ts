/** What must always hold in the catalogue's tables. */
import type { Invariant } from "#ledger-core/kernel/module.ts";

function keysOf(name: string, sql: string): Invariant {
  return { name, check: (port) => port.all<{ key: number }>(sql).map((row) => `${name}: ${row.key}`) };
}

export const CATALOG_INVARIANTS: readonly Invariant[] = [
  keysOf(
    "an agreement counts its uses",
    `SELECT agreement.key FROM catalog_agreement agreement
     WHERE agreement.uses <> (SELECT count(*) FROM catalog_use u WHERE u.agreement = agreement.key)`,
  ),
  keysOf("no agreement is used beyond its limit", `SELECT key FROM catalog_agreement WHERE uses > useLimit`),
  keysOf(
    "a dataset counts its agreements",
    `SELECT dataset.key FROM catalog_dataset dataset
     WHERE dataset.agreementsInForce <> (SELECT count(*) FROM catalog_agreement a
             WHERE a.dataset = dataset.key AND a.state = 'FINALIZED')
        OR dataset.agreementsLive <> (SELECT count(*) FROM catalog_agreement a
             WHERE a.dataset = dataset.key AND a.state <> 'TERMINATED')`,
  ),
  keysOf(
    "a dataset's head is its newest version",
    `SELECT dataset.key FROM catalog_dataset dataset
     WHERE dataset.headVersion <> (SELECT coalesce(max(number), 0) FROM catalog_version v WHERE v.dataset = dataset.key)`,
  ),
  keysOf(
    "no two datasets share a code",
    `SELECT min(key) AS key FROM catalog_dataset GROUP BY code HAVING count(*) > 1`,
  ),
];
