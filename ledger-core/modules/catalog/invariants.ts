/** What must always hold in the catalogue's tables. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { contentDetails, PARAMETERS } from "#ledger-core/contract/schema/catalog.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import type { Invariant } from "#ledger-core/kernel/module.ts";

function keysOf(name: string, sql: string): Invariant {
  return { name, check: (port) => port.all<{ key: number }>(sql).map((row) => `${name}: ${row.key}`) };
}

const AGREEMENTS: readonly Invariant[] = [
  keysOf(
    "an agreement counts its uses",
    `SELECT agreement.key FROM catalog_agreement agreement
     WHERE agreement.uses <> (SELECT count(*) FROM catalog_use u WHERE u.agreement = agreement.key)`,
  ),
  keysOf("no agreement is used beyond its limit", `SELECT key FROM catalog_agreement WHERE uses > useLimit`),
  keysOf("an agreement is between two", `SELECT key FROM catalog_agreement WHERE owner = user`),
  keysOf(
    "an agreement says why it ended, exactly where it has",
    `SELECT key FROM catalog_agreement WHERE (ended = '') <> (state <> 'TERMINATED')`,
  ),
  keysOf(
    "what stands as an offer was signed by its owner, and what stands as a request was not",
    `SELECT key FROM catalog_agreement
     WHERE (state IN ('OFFERED', 'ACCEPTED') AND offered = 'no') OR (state = 'REQUESTED' AND offered = 'yes')`,
  ),
  keysOf(
    "a request waits for its owner's signatures",
    `SELECT agreement.key FROM catalog_agreement agreement
     WHERE agreement.state IN ('REQUESTED', 'ACCEPTED') AND NOT EXISTS (SELECT 1 FROM kernel_proposal p
       WHERE p.subjectTable = 'catalog.agreement' AND p.subjectKey = agreement.key AND p.kind = 'catalog.agree'
         AND p.state IN ('open', 'returned', 'blocked'))`,
  ),
  keysOf(
    "an agreement that has not ended, and an offer that is open, are the dataset's present owner's",
    `SELECT a.key FROM catalog_agreement a JOIN catalog_dataset d ON d.key = a.dataset
     WHERE a.state <> 'TERMINATED' AND a.owner <> d.owner
     UNION ALL SELECT o.key FROM catalog_offer o JOIN catalog_dataset d ON d.key = o.dataset
     WHERE o.state = 'open' AND o.owner <> d.owner`,
  ),
  keysOf(
    "a use is numbered within its agreement, and of its dataset and user",
    `SELECT u.key FROM catalog_use u LEFT JOIN catalog_agreement a ON a.key = u.agreement
     WHERE a.key IS NULL OR u.number NOT BETWEEN 1 AND a.uses OR u.dataset <> a.dataset OR u.user <> a.user
     UNION ALL SELECT min(key) FROM catalog_use GROUP BY agreement, number HAVING count(*) > 1`,
  ),
  keysOf(
    "a duty is fulfilled by somebody of the department that owes it",
    `SELECT f.key FROM catalog_fulfilment f LEFT JOIN catalog_agreement a ON a.key = f.agreement
       LEFT JOIN kernel_person p ON p.key = f.person
     WHERE p.department IS NOT a.user OR a.state NOT IN ('FINALIZED', 'TERMINATED')`,
  ),
];

const DATASETS: readonly Invariant[] = [
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

const CONTESTS: readonly Invariant[] = [
  keysOf(
    "a dataset and the contest that is open about it name each other",
    `SELECT d.key FROM catalog_dataset d LEFT JOIN catalog_contest c ON c.key = d.contest
     WHERE d.contest <> 0 AND (c.dataset IS NOT d.key OR c.state <> 'open')
     UNION ALL SELECT c.dataset FROM catalog_contest c LEFT JOIN catalog_dataset d ON d.key = c.dataset
     WHERE c.state = 'open' AND d.contest IS NOT c.key`,
  ),
  keysOf(
    "a dataset is suspended exactly while it is contested, and published then",
    `SELECT key FROM catalog_dataset
     WHERE (suspended = 'yes') <> (contest <> 0) OR (suspended = 'yes' AND state <> 'published')`,
  ),
  keysOf(
    "a contest is another department's, and decided exactly where it is not open",
    `SELECT key FROM catalog_contest
     WHERE owner = claimant OR (state = 'open') <> (decided = 0) OR (state <> 'upheld' AND newOwner <> 0)`,
  ),
  keysOf(
    "a pair is judged once, the smaller key first",
    `SELECT key FROM catalog_likeness WHERE first >= second
     UNION ALL SELECT min(key) FROM catalog_likeness GROUP BY first, second HAVING count(*) > 1`,
  ),
];

const VERSIONS: readonly Invariant[] = [
  keysOf(
    "a version names its predecessor by hash",
    `SELECT v.key FROM catalog_version v
       LEFT JOIN catalog_version before ON before.dataset = v.dataset AND before.number = v.number - 1
     WHERE v.previousHash <> coalesce(before.versionHash, zeroblob(32)) OR (v.number > 1 AND before.key IS NULL)`,
  ),
  keysOf(
    "a version is withdrawn exactly where it says why",
    `SELECT key FROM catalog_version WHERE (withdrawn = 'yes') <> (withdrawReason <> '')`,
  ),
  {
    name: "a version was made from versions that there are, of other datasets",
    check(port) {
      // An empty list is a single byte.
      const derived = port.all<{ key: number; dataset: number; parents: Uint8Array }>(
        "SELECT key, dataset, parents FROM catalog_version WHERE length(parents) > 1",
      );
      return derived.flatMap(({ key, dataset, parents }) => {
        const decoded = decode(contentDetails.parents, parents);
        const hashes = decoded.ok ? decoded.value : [];
        const isSound = hashes.every((hash) => {
          const parent = port.get<{ dataset: number }>(
            "SELECT dataset FROM catalog_version WHERE versionHash = ?",
            hash,
          );
          return parent !== undefined && parent.dataset !== dataset;
        });
        return isSound && decoded.ok ? [] : [`version ${key} of ${hashes.map(encodeHex).join(", ")}`];
      });
    },
  },
];

const PARAMETER_PLACES: Invariant = {
  name: "a parameter stands in its place",
  check: (port) =>
    port
      .all<{ key: number; name: string }>("SELECT key, name FROM catalog_parameter")
      .filter(({ key, name }) => PARAMETERS[key - 1] !== name)
      .map(({ key }) => `parameter ${key}`),
};

export const CATALOG_INVARIANTS: readonly Invariant[] = [
  ...AGREEMENTS,
  ...DATASETS,
  ...CONTESTS,
  ...VERSIONS,
  PARAMETER_PLACES,
];
