import { afterAll, describe, expect, it } from "vitest";
import type { MemberRow, PersonRow, PolicyRow, RoleRow } from "#ledger-core/contract/schema/governance.ts";
import {
  keyTable,
  memberTable,
  personTable,
  policyTable,
  roleTable,
  voteTable,
} from "#ledger-core/kernel/governance/tables.ts";
import { all, anySeat, need } from "#ledger-core/kernel/policy-terms.ts";
import type { AnyTable, RowValue, Table } from "#ledger-core/kernel/table.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { whatOf } from "#ledger-core/proof/basis-parts.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import type { BasisEntry } from "#ledger-core/proof/evidence.ts";
import { inclusionProof, leafHash, treeRoot, verifyInclusion } from "#ledger-core/proof/tree.ts";
import { inCompleteTree } from "./build-basis.ts";
import { filesOf, makeCity, withEvidence } from "./stored-ledger.testing.ts";
import type { Act, City, StoredLedger } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";

const { ledger, entries } = makeCity();
afterAll(() => ledger.remove());

type ChangeBasis = (basis: readonly BasisEntry[]) => readonly BasisEntry[];

/** What is said of an act's authority where its proof brings another basis, with words that fit it. */
function authority(act: Act, change: ChangeBasis): Check | undefined {
  const files = filesOf(ledger.prove(entries[act]));
  const changed = withEvidence(ledger, files, (evidence) => ({ ...evidence, basis: change(evidence.basis) }));
  const checks = verifyProofFiles({ ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] }, changed);
  return checks.find(({ name }) => name === "authority");
}

describe("the place of a change", () => {
  it("is written as in a complete tree, where no other place has the same path", () => {
    for (let count = 1; count <= 40; count++) {
      const leaves = Array.from({ length: count }, (_, i) => leafHash(nodeSuite, Uint8Array.of(i)));
      const root = treeRoot(nodeSuite, leaves);
      for (const [place, leaf] of leaves.entries()) {
        const proof = inclusionProof(nodeSuite, leaves, place);
        const complete = inCompleteTree(place, count);
        expect(complete.count).toBe(2 ** proof.length);
        const holds = Array.from({ length: complete.count }, (_, index) =>
          verifyInclusion(nodeSuite, { leafHash: leaf, index, size: complete.count, proof, root }),
        );
        expect(holds.flatMap((held, index) => (held ? [index] : []))).toEqual([complete.place]);
      }
    }
  });
});

function rowName(change: Uint8Array): string {
  const parsed = parseChange(change);
  return `${parsed?.table.replace("kernel.", "")} ${parsed?.key}`;
}

function withoutRow(row: string): ChangeBasis {
  return (basis) =>
    basis
      .map((entry) => {
        const changes = entry.changes.filter(({ change }) => rowName(change) !== row);
        return { ...entry, changes, what: whatOf(changes.map(({ change }) => parseChange(change)?.table ?? "")) };
      })
      .filter((entry) => entry.changes.length > 0);
}

/** What becomes of an act's authority for each row that its basis holds, if just that row is kept back. */
function withoutEach(act: Act): Readonly<Record<string, string>> {
  const rows: string[] = [];
  authority(act, (basis) => {
    rows.push(...basis.flatMap((entry) => entry.changes.map(({ change }) => rowName(change))));
    return basis;
  });
  const codes = rows.map((row) => [row, authority(act, withoutRow(row))?.code.replace("AUTHORITY_", "") ?? ""]);
  return Object.fromEntries(codes) as Record<string, string>;
}

function policyOf(kind: string): string {
  return `policy ${keyOf(ledger, policyTable as AnyTable, "kind", kind)}`;
}

describe("a basis with one row kept back", () => {
  it("does not show that one person may act alone", () => {
    expect(withoutEach("single")).toEqual({
      "network 1": "IN_LOG",
      [policyOf("lamp.install")]: "REFUTED",
      "member 2": "REFUTED",
      "person 2": "REFUTED",
      "key 2": "REFUTED",
      "role 4": "REFUTED",
      "clock 1": "IN_LOG",
    });
  });

  it("does not show that two others carried a proposal, unless the row was not needed for it", () => {
    expect(withoutEach("carried")).toEqual({
      "network 1": "IN_LOG",
      [policyOf("lamp.on-by-others")]: "REFUTED",
      "lamp.lamp 1": "IN_LOG",
      "proposal 1": "REFUTED",
      "clock 1": "IN_LOG",
      // The proposer's own signature does not count under this policy.
      "member 2": "REFUTED",
      "person 2": "JUDGED",
      "key 2": "JUDGED",
      "role 4": "JUDGED",
      // The first voter, an officer who is leader and admin too.
      "person 3": "REFUTED",
      "key 3": "IN_LOG",
      "role 5": "JUDGED",
      "role 6": "REFUTED",
      "role 7": "JUDGED",
      "vote 1": "REFUTED",
      // The second voter.
      "member 3": "REFUTED",
      "person 4": "REFUTED",
      "key 4": "REFUTED",
      "role 8": "REFUTED",
      "role 9": "JUDGED",
    });
  });

  it("does not show that most departments agreed where one department, or their count, is not shown", () => {
    const found = withoutEach("byMost");
    expect(found["member 1"]).toBe("IN_LOG");
    expect(found["sequence 5"]).toBe("IN_LOG");
    expect(Object.entries(found).filter(([, code]) => code === "JUDGED")).toEqual([
      ["role 6", "JUDGED"],
      ["role 7", "JUDGED"],
      ["role 8", "JUDGED"],
    ]);
  });
});

describe("a basis", () => {
  it("that did not come along leaves the word of the log", () => {
    expect(authority("carried", () => [])).toMatchObject({ ok: true, how: "vouched", code: "AUTHORITY_NOT_SHOWN" });
  });

  it("without what the act changed leaves the word of the log: whether a proposal was carried out nobody can say", () => {
    const files = filesOf(ledger.prove(entries.carried));
    for (const row of [undefined, "vote 1"]) {
      const changed = withEvidence(ledger, files, ({ changes: _changes, basis, ...evidence }) => ({
        ...evidence,
        basis: row === undefined ? basis : withoutRow(row)(basis),
      }));
      const checks = verifyProofFiles({ ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] }, changed);
      expect(checks.map(({ code }) => code)).toContain("CHANGES_NOT_SHOWN");
      expect(checks.find(({ name }) => name === "authority")).toMatchObject({
        how: "vouched",
        code: "AUTHORITY_IN_LOG",
      });
    }
  });

  it("without a voter's own signature leaves the word of the log", () => {
    const found = authority("carried", (basis) =>
      basis.map(({ transaction, ...entry }) => (entry.what.includes("vote") ? entry : { ...entry, transaction })),
    );
    expect(found).toMatchObject({ ok: true, how: "vouched", code: "AUTHORITY_IN_LOG", data: { reason: "signatures" } });
  });

  it("with another transaction, another row or another place than the log's is refused", () => {
    const changes: readonly ((entry: BasisEntry) => BasisEntry)[] = [
      (entry) => ({ ...entry, transaction: new Uint8Array([1, 2, 3]) }),
      (entry) => ({ ...entry, index: entry.index + 1 }),
      (entry) => ({ ...entry, changes: entry.changes.map((one) => ({ ...one, place: one.place + 1 })) }),
      (entry) => ({ ...entry, changes: entry.changes.map((one) => ({ ...one, change: forged(one.change) })) }),
    ];
    for (const change of changes)
      expect(authority("carried", (basis) => basis.map((entry, i) => (i === 1 ? change(entry) : entry)))?.code).toBe(
        "BASIS_FAILS",
      );
  });
});

/** The same row with its last byte changed. */
function forged(change: Uint8Array): Uint8Array {
  const other = change.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  return other;
}

/** A node that alters rows without an entry in the log, and then seals what they seem to allow. */
function lie<Row>(city: StoredLedger, table: Table<Row>, key: number, row: Row): void {
  const write = { table: table as AnyTable, key, row: row as RowValue, changedAt: 1 };
  city.base.apply([write]);
}

function rowOf<Row>(city: StoredLedger, table: Table<Row>, key: number): Row {
  const row = city.rows.get(table, key);
  if (row === undefined) throw new Error(`no row ${key} in ${table.name}`);
  return row;
}

function keyOf(city: StoredLedger, table: AnyTable, index: string, ...equal: readonly (number | string)[]): number {
  return city.rows.find(table, index, ...equal)?.key ?? 0;
}

type Deed = (city: City) => number;

const switchOff: Deed = ({ ledger: city, people }) => city.must(people.officer, "lamp.off", { lamp: 1 }).index;

/** Each seals an entry that the log's own rows do not allow; the reason is what the judge finds. */
const LIES: readonly (readonly [title: string, reason: string, deed: Deed])[] = [
  [
    "a key that was revoked",
    "key",
    (city) => {
      const key = keyOf(city.ledger, keyTable as AnyTable, "person", city.people.officer.person);
      const live = rowOf(city.ledger, keyTable, key);
      city.ledger.must(city.people.leader, "key.revoke", { publicKey: live.publicKey, reason: "lost" });
      lie(city.ledger, keyTable, key, live);
      return switchOff(city);
    },
  ],
  [
    "a key that nobody enrolled",
    "key",
    (city) => {
      const { publicKey } = keyPairOf("intruder");
      const { person } = city.people.officer;
      lie(city.ledger, keyTable, 99, { person, publicKey, state: "live", since: 0 });
      city.people.officer.keys = keyPairOf("intruder");
      return switchOff(city);
    },
  ],
  [
    "somebody who had left",
    "key",
    (city) => {
      const { person } = city.people.officer;
      const key = keyOf(city.ledger, keyTable as AnyTable, "person", person);
      const role = keyOf(city.ledger, roleTable as AnyTable, "person", person);
      const before = [
        rowOf(city.ledger, keyTable, key),
        rowOf<PersonRow>(city.ledger, personTable, person),
        rowOf<RoleRow>(city.ledger, roleTable, role),
      ] as const;
      const successor = city.people.leader.person;
      city.ledger.must(city.people.leader, "person.leave", { person, reason: "moved", successor });
      lie(city.ledger, keyTable, key, before[0]);
      lie(city.ledger, personTable, person, before[1]);
      lie(city.ledger, roleTable, role, before[2]);
      return switchOff(city);
    },
  ],
  [
    "a department that was suspended",
    "department",
    (city) => {
      const { department } = city.people.officer;
      const before = rowOf<MemberRow>(city.ledger, memberTable, department);
      city.ledger.must(city.ledger.founder, "member.suspend", { member: department, reason: "audit" });
      lie(city.ledger, memberTable, department, before);
      return switchOff(city);
    },
  ],
  [
    "a role whose term had ended",
    "role",
    (city) => {
      const { person } = city.people.officer;
      const role = keyOf(city.ledger, roleTable as AnyTable, "person", person);
      const before = rowOf<RoleRow>(city.ledger, roleTable, role);
      city.ledger.must(city.people.leader, "role.end", { person, role: "officer", reason: "over" });
      lie(city.ledger, roleTable, role, before);
      return switchOff(city);
    },
  ],
  [
    "somebody of another department",
    "policy FORBIDDEN",
    (city) => {
      const policy = keyOf(city.ledger, policyTable as AnyTable, "kind", "lamp.on-by-power");
      const row = rowOf<PolicyRow>(city.ledger, policyTable, policy);
      lie(city.ledger, policyTable, policy, { ...row, cases: [need([all(anySeat(["officer"]))])] });
      const power = { lamp: 2 };
      // Lamp 2 was turned on by most departments, and is off again before; it is too large for anybody to turn it on alone.
      city.ledger.must(city.people.officer, "lamp.off", power);
      return city.ledger.must(city.people.auditor, "lamp.on-by-power", power).index;
    },
  ],
  [
    "a policy that was weaker than the log's",
    "signatures",
    (city) => {
      const policy = keyOf(city.ledger, policyTable as AnyTable, "kind", "lamp.off");
      const row = rowOf<PolicyRow>(city.ledger, policyTable, policy);
      lie(city.ledger, policyTable, policy, { ...row, cases: [need([all(anySeat(["officer"]))])] });
      return city.ledger.must(city.people.auditor, "lamp.off", { lamp: 1 }).index;
    },
  ],
  [
    "a vote that nobody cast",
    "signatures",
    (city) => {
      city.ledger.must(city.people.officer, "lamp.off", { lamp: 1 });
      const key = city.ledger.propose(city.people.officer, "lamp.on-by-others", { lamp: 1 });
      const { person, department } = city.people.leader;
      const vote = { proposal: key, round: 1, person, department, choice: "approve", reason: "", time: 0 } as const;
      lie(city.ledger, voteTable, 999, vote);
      const outcome = city.ledger.vote(city.people.auditor, key);
      expect(city.ledger.proposal(key).state).toBe("executed");
      return "entry" in outcome ? outcome.index : 0;
    },
  ],
];

describe("what a dishonest log sealed", () => {
  it.each(LIES)("for %s is refuted from the log's own rows", (_title, reason, deed) => {
    const city = makeCity();
    try {
      const index = deed(city);
      expect(city.ledger.entry(index).code).toBe("");
      const files = filesOf(city.ledger.prove(index));
      const rules = { ruleset: city.ledger.ruleset, suite: nodeSuite, keys: [city.ledger.vkey] };
      const found = verifyProofFiles(rules, files).find(({ ok }) => !ok);
      expect(found).toMatchObject({ name: "authority", code: "AUTHORITY_REFUTED", data: { reason } });
    } finally {
      city.ledger.remove();
    }
  });
});
