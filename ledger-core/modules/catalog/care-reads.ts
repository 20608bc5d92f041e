/** What the data bureau looks after: pairs that look alike, contests, refused uses that pile up. */
import type { ReadPort } from "#ledger-core/kernel/ports.ts";

export type LikePair = {
  readonly first: number;
  readonly second: number;
  readonly sameName: number;
  /** Items in common, in percent of the items of both. */
  readonly percent: number;
  /** What the bureau found: empty while it has not looked. */
  readonly verdict: "" | "distinct" | "same";
  readonly reason: string;
};

/** Pairs that reach the limit or have the same provider and name, those that wait first; `judged` lists the others. */
export function listLikePairs(
  port: ReadPort,
  given: { readonly percent: number; readonly judged: boolean; readonly limit: number },
): readonly LikePair[] {
  return port.all<LikePair>(
    `SELECT p.first, p.second, p.same_name AS sameName, p.percent,
       coalesce(l.verdict, '') AS verdict, coalesce(l.reason, '') AS reason
     FROM catalog_alike_pair p LEFT JOIN catalog_likeness l ON l.first = p.first AND l.second = p.second
     WHERE (p.percent >= ? OR p.same_name = 1) AND (l.verdict IS NOT NULL) = ?
     ORDER BY p.same_name DESC, p.percent DESC, p.first, p.second LIMIT ?`,
    given.percent,
    given.judged ? 1 : 0,
    given.limit,
  );
}

export type UseAudit = {
  readonly agreement: number;
  readonly dataset: number;
  readonly user: number;
  readonly uses: number;
  readonly useLimit: number;
  readonly outsidePurpose: number;
  readonly afterExpiry: number;
  readonly refused: number;
};

/** Each agreement in force and those with refused uses, the most refused first. Source: domains page 1.3, algorithm 3. */
export function auditUses(port: ReadPort, limit: number): readonly UseAudit[] {
  return port.all<UseAudit>(
    `SELECT a.key AS agreement, a.dataset, a.user, a.uses, a.useLimit,
       coalesce(u.outside, 0) AS outsidePurpose, coalesce(u.late, 0) AS afterExpiry, coalesce(u.refused, 0) AS refused
     FROM catalog_agreement a LEFT JOIN (
       SELECT agreement, sum(code = 'USE_OUTSIDE_PURPOSE') AS outside, sum(code = 'AGREEMENT_EXPIRED') AS late,
         sum(code <> '') AS refused FROM catalog_usage GROUP BY agreement) u ON u.agreement = a.key
     WHERE a.state = 'FINALIZED' OR u.refused > 0 ORDER BY refused DESC, a.key LIMIT ?`,
    limit,
  );
}

/** Departments with at least so many refused uses since a time. */
export function listDenied(
  port: ReadPort,
  given: { readonly since: number; readonly least: number },
): readonly { readonly department: number; readonly refused: number }[] {
  return port.all(
    `SELECT department, count(*) AS refused FROM catalog_usage WHERE code <> '' AND time >= ?
     GROUP BY department HAVING count(*) >= ? ORDER BY refused DESC, department`,
    given.since,
    given.least,
  );
}

/** Datasets with content that a department has made or may use, by title: what its own data can have been made from. */
export function listSources(
  port: ReadPort,
  given: { readonly department: number; readonly limit: number },
): readonly number[] {
  const rows = port.all<{ key: number }>(
    `SELECT d.key FROM catalog_dataset d WHERE d.state = 'published' AND d.headVersion > 0 AND (d.owner = ?
       OR d.key IN (SELECT dataset FROM catalog_agreement WHERE user = ? AND state = 'FINALIZED'))
     ORDER BY d.title, d.key LIMIT ?`,
    given.department,
    given.department,
    given.limit,
  );
  return rows.map(({ key }) => key);
}
