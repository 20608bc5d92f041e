/** Proofs of acts under lent roles and of proposals that were handed over: the basis shows by whose authority somebody signed. */
import { afterAll, describe, expect, it } from "vitest";
import type { DelegationRow, RoleRow } from "#ledger-core/contract/schema/governance.ts";
import { delegationTable, roleTable } from "#ledger-core/kernel/governance/tables.ts";
import type { AnyTable, RowValue, Table } from "#ledger-core/kernel/table.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { whatOf } from "#ledger-core/proof/basis-parts.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { filesOf, StoredLedger, withEvidence } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";

const DAY = 86_400;

type Town = {
  readonly ledger: StoredLedger;
  readonly leader: TestPerson;
  readonly officer: TestPerson;
  readonly clerk: TestPerson;
};

/** A department whose leader has lent the role to a clerk, with a proposal of its officer that waits for a leader. */
function makeTown(): Town & { readonly key: number } {
  const ledger = new StoredLedger();
  const works = ledger.admit("Works", ["project"]);
  const leader = ledger.enrol(works, "leader-of-works", ["leader", "admin"]);
  const officer = ledger.enrol(works, "officer-of-works", ["officer"]);
  const clerk = ledger.enrol(works, "clerk-of-works", ["witness"]);
  ledger.enrol(ledger.admit("Elsewhere", []), "other-leader", ["leader", "admin"]);
  ledger.must(officer, "lamp.install", { label: "gate", watts: 40 });
  lend({ ledger, leader, clerk });
  return { ledger, leader, officer, clerk, key: ledger.propose(officer, "lamp.on", { lamp: 1 }) };
}

function lend({ ledger, leader, clerk }: Pick<Town, "ledger" | "leader" | "clerk">, days = 1): void {
  const until = ledger.time + days * DAY;
  ledger.must(leader, "delegation.give", { receiver: clerk.person, role: "leader", from: 0, until, reason: "away" });
}

function indexOf(outcome: ReturnType<StoredLedger["submit"]>): number {
  if (!("entry" in outcome) || outcome.code !== "") throw new Error(`refused: ${outcome.code}`);
  return outcome.index;
}

/** What is said of an entry's authority, with those rows of the basis that `keep` leaves. */
function authority(
  ledger: StoredLedger,
  index: number,
  keep: (row: string) => boolean = () => true,
): Check | undefined {
  const files = withEvidence(ledger, filesOf(ledger.prove(index)), (evidence) => ({
    ...evidence,
    basis: evidence.basis.flatMap((entry) => {
      const changes = entry.changes.filter(({ change }) => keep(rowName(change)));
      const what = whatOf(changes.map(({ change }) => parseChange(change)?.table ?? ""));
      return changes.length === 0 ? [] : [{ ...entry, changes, what }];
    }),
  }));
  const checks = verifyProofFiles({ ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] }, files);
  return checks.find(({ name }) => name === "authority");
}

function rowName(change: Uint8Array): string {
  const parsed = parseChange(change);
  return `${parsed?.table.replace("kernel.", "")} ${parsed?.key}`;
}

function basisRows(ledger: StoredLedger, index: number): readonly string[] {
  const rows: string[] = [];
  authority(ledger, index, (row) => rows.push(row) > 0);
  return rows;
}

describe("an approval under a lent role", () => {
  const town = makeTown();
  afterAll(() => town.ledger.remove());
  const index = indexOf(town.ledger.vote(town.clerk, town.key));
  const { ledger, leader } = town;

  it("is judged from the rows that lent it: the delegation, its giver, and the giver's own role", () => {
    expect(ledger.proposal(town.key).state).toBe("executed");
    expect(authority(ledger, index)).toMatchObject({ ok: true, code: "AUTHORITY_JUDGED" });
    const role = ledger.rows.scan(roleTable, "person", { equal: [leader.person], limit: 9 });
    const leading = role.find(({ row }) => row.role === "leader")?.key ?? 0;
    const needed = ["delegation 1", `person ${leader.person}`, `role ${leading}`];
    expect(basisRows(ledger, index)).toEqual(expect.arrayContaining(needed));
    for (const row of needed)
      expect(authority(ledger, index, (one) => one !== row)).toMatchObject({ code: "AUTHORITY_REFUTED" });
  });

  it("names the delegation in the basis", () => {
    const json = Buffer.from(filesOf(ledger.prove(index)).json).toString("utf8");
    expect(json).toContain("delegation");
  });
});

describe("an act under a lent role that a dishonest log sealed", () => {
  /** A node that alters rows without an entry in the log, and then seals what they seem to allow. */
  function lie<Row>(ledger: StoredLedger, table: Table<Row>, key: number, row: Row): void {
    ledger.base.apply([{ table: table as AnyTable, key, row: row as RowValue, changedAt: 1 }]);
  }

  it.each([
    [
      "after the delegation was ended",
      ({ ledger, leader }: Town) => {
        const before = ledger.rows.get(delegationTable, 1) as DelegationRow;
        ledger.must(leader, "delegation.end", { delegation: 1, reason: "back" });
        lie(ledger, delegationTable, 1, before);
      },
    ],
    [
      "after its term",
      ({ ledger }: Town) => {
        const before = ledger.rows.get(delegationTable, 1) as DelegationRow;
        ledger.time += 2 * DAY;
        lie(ledger, delegationTable, 1, { ...before, until: before.until + 9 * DAY });
      },
    ],
    [
      "after the giver had lost the role",
      ({ ledger, leader }: Town) => {
        const held = ledger.rows.scan(roleTable, "person", { equal: [leader.person], limit: 9 });
        const role = held.find(({ row }) => row.role === "leader");
        ledger.must(leader, "role.end", { person: leader.person, role: "leader", reason: "moved" });
        lie(ledger, roleTable, role?.key ?? 0, role?.row as RoleRow);
      },
    ],
  ])("%s is refuted from the log's own rows", (_title, deed) => {
    const town = makeTown();
    try {
      deed(town);
      const index = indexOf(town.ledger.vote(town.clerk, town.key));
      expect(authority(town.ledger, index)).toMatchObject({ ok: false, code: "AUTHORITY_REFUTED" });
    } finally {
      town.ledger.remove();
    }
  });
});

describe("a proposal that was handed over", () => {
  const town = makeTown();
  afterAll(() => town.ledger.remove());
  const { ledger, leader, officer, clerk, key } = town;
  const second = ledger.enrol(leader.department, "second-officer", ["officer"], ledger.founder);
  const leave = { person: officer.person, reason: "retired", successor: second.person };
  const left = ledger.must(leader, "person.leave", leave).index;
  const alone = indexOf(ledger.vote(leader, key));
  const carried = indexOf(ledger.vote(second, key));

  it("is carried by the successor's own vote, and the judge weighs just that", () => {
    expect(ledger.proposal(key)).toMatchObject({ state: "executed", proposer: second.person, proposerSigned: "no" });
    for (const index of [left, alone, carried])
      expect(authority(ledger, index)).toMatchObject({ ok: true, code: "AUTHORITY_JUDGED" });
    expect(clerk.department).toBe(second.department);
  });

  it("that the successor amended is carried by that signature", () => {
    ledger.must(second, "lamp.off", { lamp: 1 });
    const third = ledger.enrol(leader.department, "third-officer", ["officer"], ledger.founder);
    const again = ledger.propose(second, "lamp.on", { lamp: 1 });
    ledger.must(leader, "person.leave", { person: second.person, reason: "moved", successor: third.person });
    ledger.must(third, "proposal.amend", { proposal: again, body: ledger.proposal(again).body });
    const index = indexOf(ledger.vote(leader, again));
    expect(ledger.proposal(again).state).toBe("executed");
    expect(authority(ledger, index)).toMatchObject({ ok: true, code: "AUTHORITY_JUDGED" });
  });
});
