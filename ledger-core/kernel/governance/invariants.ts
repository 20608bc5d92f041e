/** What must always hold in the kernel's own tables. */
import type { Invariant } from "#ledger-core/kernel/module.ts";

function keysOf(name: string, sql: string): Invariant {
  return { name, check: (port) => port.all<{ key: number }>(sql).map((row) => `${name}: ${row.key}`) };
}

export const KERNEL_INVARIANTS: readonly Invariant[] = [
  keysOf(
    "a proposal that is alive has its end queued, and no other has",
    `SELECT p.key FROM kernel_proposal p LEFT JOIN kernel_due d ON d.key = p.due AND d.action = 'proposal.expire'
     WHERE (p.state IN ('open', 'returned', 'blocked')) <> (d.key IS NOT NULL)
        OR (p.state NOT IN ('open', 'returned', 'blocked') AND p.due <> 0)`,
  ),
  keysOf(
    "a person votes once in a round, and in no round that was not opened",
    `SELECT min(key) AS key FROM kernel_vote GROUP BY proposal, round, person HAVING count(*) > 1
     UNION ALL SELECT v.key FROM kernel_vote v LEFT JOIN kernel_proposal p ON p.key = v.proposal
     WHERE p.key IS NULL OR v.round > p.round`,
  ),
  keysOf(
    "a vote or a proposal is of somebody of the department that it names",
    `SELECT v.key FROM kernel_vote v LEFT JOIN kernel_person p ON p.key = v.person WHERE p.department IS NOT v.department
     UNION ALL SELECT v.key FROM kernel_proposal v LEFT JOIN kernel_person p ON p.key = v.proposer
     WHERE p.department IS NOT v.department`,
  ),
  keysOf(
    "a person belongs to a department, and has one live key at most, none once gone",
    `SELECT p.key FROM kernel_person p LEFT JOIN kernel_member m ON m.key = p.department WHERE m.key IS NULL
     UNION ALL SELECT k.person FROM kernel_key k LEFT JOIN kernel_person p ON p.key = k.person
     WHERE p.key IS NULL OR (k.state = 'live' AND p.state = 'left')
     UNION ALL SELECT person FROM kernel_key WHERE state = 'live' GROUP BY person HAVING count(*) > 1`,
  ),
  keysOf(
    "no two people share a handle or a key, no two departments a code",
    `SELECT min(key) AS key FROM kernel_person GROUP BY handle HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_key GROUP BY publicKey HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_member GROUP BY uscc HAVING count(*) > 1`,
  ),
  keysOf(
    "a role that is lent stays in the department, with another person, for a time, and is none that nobody may lend",
    `SELECT d.key FROM kernel_delegation d LEFT JOIN kernel_person g ON g.key = d.giver
       LEFT JOIN kernel_person r ON r.key = d.receiver
     WHERE g.department IS NULL OR g.department IS NOT r.department OR d.giver = d.receiver OR d.until <= d."from"
        OR d.role IN ('admin', 'device', 'node', 'citizen')`,
  ),
  keysOf(
    "a kind has one policy, and a version of it comes into force once",
    `SELECT min(key) AS key FROM kernel_policy GROUP BY kind HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_rule GROUP BY kind, version HAVING count(*) > 1`,
  ),
];
