/** What must always hold in the catalogue's tables. */
import { contentDetails, PARAMETERS } from "#ledger-core/contract/schema/catalog.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { invariant } from "#ledger-core/kernel/module.ts";
import type { Invariant } from "#ledger-core/kernel/module.ts";
import type { ReadPort } from "#ledger-core/kernel/ports.ts";

const AGREEMENTS: readonly Invariant[] = [
  invariant(
    "an agreement counts its uses",
    "使用协议记录的使用次数与实际使用一致",
    `SELECT agreement.key FROM catalog_agreement agreement
     WHERE agreement.uses <> (SELECT count(*) FROM catalog_use u WHERE u.agreement = agreement.key)`,
  ),
  invariant(
    "no agreement is used beyond its limit",
    "使用协议的使用不超过其上限",
    `SELECT key FROM catalog_agreement WHERE uses > useLimit`,
  ),
  invariant(
    "an agreement is between two",
    "使用协议的双方是不同的部门",
    `SELECT key FROM catalog_agreement WHERE owner = user`,
  ),
  invariant(
    "an agreement says why it ended, exactly where it has",
    "已终止的使用协议都写明原因，未终止的都没有",
    `SELECT key FROM catalog_agreement WHERE (ended = '') <> (state <> 'TERMINATED')`,
  ),
  invariant(
    "what stands as an offer was signed by its owner, and what stands as a request was not",
    "已提出条件的由提供部门签署，已申请的则没有",
    `SELECT key FROM catalog_agreement
     WHERE (state IN ('OFFERED', 'ACCEPTED') AND offered = 'no') OR (state = 'REQUESTED' AND offered = 'yes')`,
  ),
  invariant(
    "a request waits for its owner's signatures",
    "申请在等待提供部门签署",
    `SELECT agreement.key FROM catalog_agreement agreement
     WHERE agreement.state IN ('REQUESTED', 'ACCEPTED') AND NOT EXISTS (SELECT 1 FROM kernel_proposal p
       WHERE p.subjectTable = 'catalog.agreement' AND p.subjectKey = agreement.key AND p.kind = 'catalog.agree'
         AND p.state IN ('open', 'returned', 'blocked'))`,
  ),
  invariant(
    "an agreement that has not ended, and an offer that is open, are the dataset's present owner's",
    "未终止的使用协议和有效的使用条件都属于数据集现在的提供部门",
    `SELECT a.key FROM catalog_agreement a JOIN catalog_dataset d ON d.key = a.dataset
     WHERE a.state <> 'TERMINATED' AND a.owner <> d.owner
     UNION ALL SELECT o.key FROM catalog_offer o JOIN catalog_dataset d ON d.key = o.dataset
     WHERE o.state = 'open' AND o.owner <> d.owner`,
  ),
  invariant(
    // Of which department whoever uses it may be is for the policy to say, and the network sets that.
    "a use is numbered within its agreement, and of its dataset",
    "使用在其使用协议内编号，且属于该协议的数据集",
    `SELECT u.key FROM catalog_use u LEFT JOIN catalog_agreement a ON a.key = u.agreement
     WHERE a.key IS NULL OR u.number NOT BETWEEN 1 AND a.uses OR u.dataset <> a.dataset
     UNION ALL SELECT min(key) FROM catalog_use GROUP BY agreement, number HAVING count(*) > 1`,
  ),
  invariant(
    "a duty is fulfilled of an agreement that was in force",
    "义务的履行针对已经生效的使用协议",
    `SELECT f.key FROM catalog_fulfilment f LEFT JOIN catalog_agreement a ON a.key = f.agreement
     WHERE a.key IS NULL OR a.state NOT IN ('FINALIZED', 'TERMINATED')`,
  ),
];

const DATASETS: readonly Invariant[] = [
  invariant(
    "a dataset counts its agreements",
    "数据集记录的使用协议数与实际一致",
    `SELECT dataset.key FROM catalog_dataset dataset
     WHERE dataset.agreementsInForce <> (SELECT count(*) FROM catalog_agreement a
             WHERE a.dataset = dataset.key AND a.state = 'FINALIZED')
        OR dataset.agreementsLive <> (SELECT count(*) FROM catalog_agreement a
             WHERE a.dataset = dataset.key AND a.state <> 'TERMINATED')`,
  ),
  invariant(
    "a dataset's head is its newest version",
    "数据集的当前版本是其最新版本",
    `SELECT dataset.key FROM catalog_dataset dataset
     WHERE dataset.headVersion <> (SELECT coalesce(max(number), 0) FROM catalog_version v WHERE v.dataset = dataset.key)`,
  ),
  invariant(
    "no two datasets share a code",
    "数据集的代码不重复",
    `SELECT min(key) AS key FROM catalog_dataset GROUP BY code HAVING count(*) > 1`,
  ),
];

const CONTESTS: readonly Invariant[] = [
  invariant(
    "a dataset and the contest that is open about it name each other",
    "数据集与针对它的未决争议互相指明",
    `SELECT d.key FROM catalog_dataset d LEFT JOIN catalog_contest c ON c.key = d.contest
     WHERE d.contest <> 0 AND (c.dataset IS NOT d.key OR c.state <> 'open')
     UNION ALL SELECT c.dataset FROM catalog_contest c LEFT JOIN catalog_dataset d ON d.key = c.dataset
     WHERE c.state = 'open' AND d.contest IS NOT c.key`,
  ),
  invariant(
    "a dataset is suspended exactly while it is contested, and published then",
    "数据集只在有争议期间暂停，且此时处于已发布状态",
    `SELECT key FROM catalog_dataset
     WHERE (suspended = 'yes') <> (contest <> 0) OR (suspended = 'yes' AND state <> 'published')`,
  ),
  invariant(
    "a contest is another department's, and decided exactly where it is not open",
    "争议由另一部门提出，且只有未决的争议没有裁定",
    `SELECT key FROM catalog_contest
     WHERE owner = claimant OR (state = 'open') <> (decided = 0) OR (state <> 'upheld' AND newOwner <> 0)`,
  ),
  invariant(
    "a pair is judged once, the smaller key first",
    "每一对数据集只评定一次，较小的编号在前",
    `SELECT key FROM catalog_likeness WHERE first >= second
     UNION ALL SELECT min(key) FROM catalog_likeness GROUP BY first, second HAVING count(*) > 1`,
  ),
];

const VERSIONS: readonly Invariant[] = [
  invariant(
    "a version names its predecessor by hash",
    "版本以指纹指明其前一版本",
    `SELECT v.key FROM catalog_version v
       LEFT JOIN catalog_version before ON before.dataset = v.dataset AND before.number = v.number - 1
     WHERE v.previousHash <> coalesce(before.versionHash, zeroblob(32)) OR (v.number > 1 AND before.key IS NULL)`,
  ),
  invariant(
    "a version is withdrawn exactly where it says why",
    "已撤回的版本都写明原因，未撤回的都没有",
    `SELECT key FROM catalog_version WHERE (withdrawn = 'yes') <> (withdrawReason <> '')`,
  ),
  {
    name: "a version was made from versions that there are, of other datasets",
    nameZh: "版本所依据的版本都存在，且属于其他数据集",
    check(port) {
      // An empty list is a single byte.
      const derived = port.all<{ key: number; dataset: number; parents: Uint8Array }>(
        "SELECT key, dataset, parents FROM catalog_version WHERE length(parents) > 1",
      );
      const isSound = ({ dataset, parents }: (typeof derived)[number]): boolean => {
        const decoded = decode(contentDetails.parents, parents);
        return decoded.ok && decoded.value.every((hash) => isVersionOfAnother(port, hash, dataset));
      };
      return derived.filter((version) => !isSound(version)).map(({ key }) => key);
    },
  },
];

function isVersionOfAnother(port: ReadPort, versionHash: Uint8Array, dataset: number): boolean {
  const sql = "SELECT dataset FROM catalog_version WHERE versionHash = ?";
  const parent = port.get<{ dataset: number }>(sql, versionHash);
  return parent !== undefined && parent.dataset !== dataset;
}

const PARAMETER_PLACES: Invariant = {
  name: "a parameter stands in its place",
  nameZh: "参数位于其固定位置",
  check: (port) =>
    port
      .all<{ key: number; name: string }>("SELECT key, name FROM catalog_parameter")
      .filter(({ key, name }) => PARAMETERS[key - 1] !== name)
      .map(({ key }) => key),
};

export const CATALOG_INVARIANTS: readonly Invariant[] = [
  ...AGREEMENTS,
  ...DATASETS,
  ...CONTESTS,
  ...VERSIONS,
  PARAMETER_PLACES,
];
