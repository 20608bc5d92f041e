/** What must always hold in the kernel's own tables. */
import { invariant } from "#ledger-core/kernel/module.ts";
import type { Invariant } from "#ledger-core/kernel/module.ts";

export const KERNEL_INVARIANTS: readonly Invariant[] = [
  invariant(
    "a proposal that is alive has its end queued, and no other has",
    "进行中的提案都排定了截止时间，其他提案都没有",
    `SELECT p.key FROM kernel_proposal p LEFT JOIN kernel_due d ON d.key = p.due AND d.action = 'proposal.expire'
     WHERE (p.state IN ('open', 'returned', 'blocked')) <> (d.key IS NOT NULL)
        OR (p.state NOT IN ('open', 'returned', 'blocked') AND p.due <> 0)`,
  ),
  invariant(
    "a person votes once in a round, and in no round that was not opened",
    "每人每轮只表决一次，且不在未开始的轮次中表决",
    `SELECT min(key) AS key FROM kernel_vote GROUP BY proposal, round, person HAVING count(*) > 1
     UNION ALL SELECT v.key FROM kernel_vote v LEFT JOIN kernel_proposal p ON p.key = v.proposal
     WHERE p.key IS NULL OR v.round > p.round`,
  ),
  invariant(
    "a vote or a proposal is of somebody of the department that it names",
    "表决和提案的人员属于其所注明的部门",
    `SELECT v.key FROM kernel_vote v LEFT JOIN kernel_person p ON p.key = v.person WHERE p.department IS NOT v.department
     UNION ALL SELECT v.key FROM kernel_proposal v LEFT JOIN kernel_person p ON p.key = v.proposer
     WHERE p.department IS NOT v.department`,
  ),
  invariant(
    "a person belongs to a department, and has one live key at most, none once gone",
    "人员属于某个部门，有效密钥至多一把，离开后一把也没有",
    `SELECT p.key FROM kernel_person p LEFT JOIN kernel_member m ON m.key = p.department WHERE m.key IS NULL
     UNION ALL SELECT k.person FROM kernel_key k LEFT JOIN kernel_person p ON p.key = k.person
     WHERE p.key IS NULL OR (k.state = 'live' AND p.state = 'left')
     UNION ALL SELECT person FROM kernel_key WHERE state = 'live' GROUP BY person HAVING count(*) > 1`,
  ),
  invariant(
    "no two people share a handle or a key, no two departments a code",
    "人员的用户代号和密钥、部门的代码都不重复",
    `SELECT min(key) AS key FROM kernel_person GROUP BY handle HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_key GROUP BY publicKey HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_member GROUP BY uscc HAVING count(*) > 1`,
  ),
  invariant(
    "a role that is lent stays in the department, with another person, for a time, and is none that nobody may lend",
    "委托的角色只在本部门内、交给另一人、有期限，且属于可以委托的角色",
    `SELECT d.key FROM kernel_delegation d LEFT JOIN kernel_person g ON g.key = d.giver
       LEFT JOIN kernel_person r ON r.key = d.receiver
     WHERE g.department IS NULL OR g.department IS NOT r.department OR d.giver = d.receiver OR d.until <= d."from"
        OR d.role IN ('admin', 'device', 'node', 'citizen')`,
  ),
  invariant(
    "a kind has one policy, and a version of it comes into force once",
    "每类事项只有一项签署规则，其每个版本只生效一次",
    `SELECT min(key) AS key FROM kernel_policy GROUP BY kind HAVING count(*) > 1
     UNION ALL SELECT min(key) FROM kernel_rule GROUP BY kind, version HAVING count(*) > 1`,
  ),
];
