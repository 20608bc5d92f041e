/** What somebody's vote is shown to be about: the text that they have seen, whoever makes the proof and whatever the log says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { ProposalRow, RoleRow } from "#ledger-core/contract/schema/governance.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { proposalTable, roleTable } from "#ledger-core/kernel/governance/tables.ts";
import { falseWrite, withWrites } from "#ledger-core/kernel/testing/false-log.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { parseEvidence } from "#ledger-core/proof/evidence.ts";
import type { BasisEntry } from "#ledger-core/proof/evidence.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { filesOf, StoredLedger, withEvidence } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";

const DAY = 86_400;

type Office = {
  readonly founder: TestPerson;
  readonly second: TestPerson;
  readonly role: object;
  readonly key: number;
};

/** A leader proposes that another gets a role for ninety days. */
function makeOffice(ledger: StoredLedger): Office {
  const { founder } = ledger;
  const second = ledger.enrol(1, "second", ["leader"]);
  const audit = ledger.admit("Audit", ["audit"]);
  ledger.enrol(audit, "auditor", ["leader", "admin"]);
  ledger.enrol(audit, "second-auditor", ["auditor"]);
  ledger.must(founder, "founding.end", { reason: "everybody is here" });
  const role = { person: second.person, role: "officer", from: 0, until: ledger.time + 90 * DAY };
  return { founder, second, role, key: ledger.propose(founder, "role.grant", role) };
}

/** The codes of what does not hold, with the rules and without them, and the text that the vote is said to be about. */
function findings(ledger: StoredLedger, files: ProofFiles) {
  const rules = { suite: nodeSuite, keys: [ledger.vkey] };
  const failures = (checks: ReturnType<typeof verifyFourFiles>): readonly string[] =>
    checks.filter(({ ok, code }) => !ok && code !== "NOT_RUN").map(({ code }) => code);
  const { proposal } = JSON.parse(decodeUtf8(files.json) ?? "") as { readonly proposal: { readonly body: unknown } };
  return {
    withRules: failures(verifyProofFiles({ ...rules, ruleset: ledger.ruleset }, files)),
    onPage: failures(verifyFourFiles({ ...rules, forms: createForms(formsOf(ledger.ruleset)) }, files)),
    text: proposal?.body ?? null,
  };
}

describe("a vote on a text that was amended", () => {
  const ledger = new StoredLedger([]);
  afterAll(() => ledger.remove());
  let files: ProofFiles;
  let stale: readonly BasisEntry[];
  let year: object;

  beforeAll(() => {
    const { founder, second, role, key } = makeOffice(ledger);
    const returned = ledger.must(second, "proposal.vote", ledger.voteBody(key, "return", "a year, please")).index;
    year = { ...role, until: ledger.time + 365 * DAY };
    ledger.must(founder, "proposal.amend", { proposal: key, body: ledger.bodyOf("role.grant", year) });
    files = filesOf(ledger.prove(ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve")).index));
    const before = parseEvidence(decodeUtf8(filesOf(ledger.prove(returned)).json) ?? "");
    stale = before?.basis.filter(({ what }) => what.includes("proposal")) ?? [];
  });

  /** The same proof with the row of the text before. */
  function withStaleRow(isWithChanges: boolean): ProofFiles {
    return withEvidence(ledger, files, ({ basis, changes, ...evidence }) => ({
      ...evidence,
      ...(isWithChanges ? { changes } : {}),
      basis: [...basis.filter(({ what }) => !what.includes("proposal")), ...stale].toSorted(
        (left, right) => left.index - right.index,
      ),
    }));
  }

  it("is shown with that text, also where its changes did not come along", () => {
    const honest = { withRules: [], onPage: [], text: year };
    expect(findings(ledger, files)).toMatchObject(honest);
    const without = withEvidence(ledger, files, ({ changes: _changes, ...evidence }) => evidence);
    expect(findings(ledger, without)).toMatchObject(honest);
  });

  it("is never shown with the text before, which is in the log as well", () => {
    expect(stale.length).toBeGreaterThan(0);
    expect(findings(ledger, withStaleRow(false))).toEqual({ withRules: [], onPage: [], text: null });
    expect(findings(ledger, withStaleRow(true)).withRules).toEqual(["AUTHORITY_REFUTED"]);
    const forged = withStaleRow(false);
    const json = (decodeUtf8(forged.json) ?? "").replace('"proposal": null', `"proposal": ${JSON.stringify(year)}`);
    const bytes = encodeUtf8(json) ?? new Uint8Array(0);
    expect(findings(ledger, { ...forged, json: bytes }).onPage).toEqual(["READABLE_DIFFERS"]);
  });
});

/** A log that says something else of proposals than what people did, and signs that. */
class LyingLedger extends StoredLedger {
  lie: Partial<ProposalRow> = {};
  /** What everybody's roles are said to be. */
  role: Role | undefined;

  protected override alter(block: Block): Block {
    return withWrites(block, ({ writes, index }) =>
      writes.map((write) => {
        if (write.table.name === roleTable.name && write.row !== undefined && this.role !== undefined)
          return falseWrite(roleTable, write.key, { ...write.row, role: this.role } as RoleRow, index);
        if (write.table.name !== proposalTable.name || write.row === undefined) return write;
        return falseWrite(proposalTable, write.key, { ...write.row, ...this.lie } as ProposalRow, index);
      }),
    );
  }
}

describe("a vote in a log that puts another text beside what was signed", () => {
  const ledger = new LyingLedger([]);
  afterAll(() => ledger.remove());

  it("is refuted where the rules are known, and never shown with that text", () => {
    // The text has to be there before the first act on it is sealed.
    const forged = { person: 2, role: "admin", from: 0, until: 0 };
    ledger.lie = { body: ledger.bodyOf("role.grant", forged) };
    const { second, key } = makeOffice(ledger);
    const vote = ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve")).index;
    const { withRules, onPage, text } = findings(ledger, filesOf(ledger.prove(vote)));
    expect([withRules, onPage, text]).toEqual([["AUTHORITY_REFUTED"], [], null]);
  });
});

describe("an act on a proposal that took no such act any more", () => {
  const ledgers: StoredLedger[] = [];
  afterAll(() => {
    for (const ledger of ledgers) ledger.remove();
  });

  /** What is found of the authority of an act on a proposal of which the log had said this when it was opened. */
  function foundAfter(lie: Partial<ProposalRow>, kind: "vote" | "amend" | "withdraw"): readonly string[] {
    const ledger = new LyingLedger([]);
    ledgers.push(ledger);
    ledger.lie = lie;
    const { founder, second, role, key } = makeOffice(ledger);
    const acts = {
      vote: () => ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve")),
      amend: () => ledger.must(founder, "proposal.amend", { proposal: key, body: ledger.bodyOf("role.grant", role) }),
      withdraw: () => ledger.must(founder, "proposal.withdraw", { proposal: key, reason: "not needed" }),
    };
    return findings(ledger, filesOf(ledger.prove(acts[kind]().index))).withRules;
  }

  it("holds where it was open and in time", () => {
    for (const kind of ["vote", "amend", "withdraw"] as const) expect(foundAfter({}, kind)).toEqual([]);
  });

  it("is refuted after the deadline", () => {
    for (const kind of ["vote", "amend", "withdraw"] as const)
      expect(foundAfter({ deadline: 1 }, kind)).toEqual(["AUTHORITY_REFUTED"]);
  });

  it("is refuted in a state that takes no such act", () => {
    expect(foundAfter({ state: "returned" }, "vote")).toEqual(["AUTHORITY_REFUTED"]);
    expect(foundAfter({ state: "blocked" }, "amend")).toEqual(["AUTHORITY_REFUTED"]);
    for (const kind of ["vote", "amend", "withdraw"] as const)
      expect(foundAfter({ state: "rejected" }, kind)).toEqual(["AUTHORITY_REFUTED"]);
  });
});

describe("an amendment by somebody who may not propose what it comes to", () => {
  const ledger = new LyingLedger([]);
  afterAll(() => ledger.remove());

  it("is refuted, unless it lays the same before others once more", () => {
    ledger.role = "witness";
    const { founder, second, role: granted } = makeOffice(ledger);
    const role = { ...granted, person: founder.person, role: "witness" };
    const key = ledger.propose(second, "role.grant", role);
    const amend = (body: object): readonly string[] => {
      const given = { proposal: key, body: ledger.bodyOf("role.grant", body) };
      return findings(ledger, filesOf(ledger.prove(ledger.must(second, "proposal.amend", given).index))).withRules;
    };
    expect(amend(role)).toEqual([]);
    expect(amend({ ...role, until: ledger.time + 365 * DAY })).toEqual(["AUTHORITY_REFUTED"]);
  });
});
