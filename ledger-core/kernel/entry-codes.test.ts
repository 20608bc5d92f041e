/** Every entry code of the kernel by a concrete transaction. A refusal is sealed as an entry, and changes nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EntryCode } from "#ledger-core/contract/schema/errors.ts";
import { KEY_MAX, PROPOSAL_SECONDS_MIN } from "#ledger-core/contract/schema/limits.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { all, functionSeat, need } from "./policy-terms.ts";
import { handoverBody } from "./testing/handover.testing.ts";
import { lampModule } from "./testing/lamp-module.testing.ts";
import { keyPairOf, TestLedger, usccOf } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

/** Reached by what takes many transactions, in `limits.test.ts` and `rule-versions.test.ts`. */
const REACHED_ELSEWHERE: readonly EntryCode[] = [
  "PROPOSAL_FULL",
  "PROPOSAL_OVERDUE",
  "PROPOSAL_RULE_RETIRED",
  "TOO_MANY_CHANGES",
  "TOO_MANY_KEYS",
];

type Hall = {
  readonly ledger: TestLedger;
  readonly founder: TestPerson;
  readonly officer: TestPerson;
  readonly leader: TestPerson;
  readonly stranger: TestPerson;
};

function hall(): Hall {
  const ledger = new TestLedger([lampModule]);
  const owner = ledger.admit("Street Lighting", []);
  const officer = ledger.enrol(owner, "officer", ["officer"]);
  const leader = ledger.enrol(owner, "leader", ["leader", "admin"]);
  const stranger = ledger.enrol(ledger.admit("Parks", []), "stranger", ["officer", "leader", "admin"]);
  ledger.must(officer, "lamp.install", { label: "first", watts: 500 });
  return { ledger, founder: ledger.founder, officer, leader, stranger };
}

type Refused = (hall: Hall) => string;

/** A proposal of the officer, and what the leader is shown of it. */
function proposed({ ledger, officer }: Hall): number {
  return ledger.propose(officer, "lamp.on", { lamp: 1 });
}

function voting(change: (body: ReturnType<TestLedger["voteBody"]>) => object, choice?: "reject"): Refused {
  return (at) => {
    const body = at.ledger.voteBody(proposed(at), choice ?? "approve");
    return at.ledger.codeOf(at.leader, "proposal.vote", { ...body, ...change(body) });
  };
}

function enrolling(change: object): Refused {
  return ({ ledger, founder }) =>
    ledger.codeOf(founder, "person.enrol", { ...ledger.enrolBody(2, "newcomer", ["officer"]), ...change });
}

function lending(change: object): Refused {
  return ({ ledger, leader, officer }) => {
    const until = ledger.time + 86_400;
    const gift = { receiver: officer.person, role: "leader", from: 0, until, reason: "", ...change };
    return ledger.codeOf(leader, "delegation.give", gift);
  };
}

function setting(body: object): Refused {
  return ({ ledger, founder }) => ledger.codeOf(founder, "policy.set", body);
}

const SEATS = [functionSeat("bureau", ["leader"])];

const handingOver =
  (change: (body: ReturnType<typeof handoverBody>) => ReturnType<typeof handoverBody>): Refused =>
  ({ ledger, founder }) =>
    ledger.codeOf(founder, "log.rotate", change(handoverBody(ledger, { from: "log", to: "log two" }, "changed")));

const refusals: Readonly<Partial<Record<EntryCode, readonly Refused[]>>> = {
  MEMBER_SUSPENDED: [
    ({ ledger, founder, officer }) => {
      ledger.must(founder, "member.suspend", { member: officer.department, reason: "under review" });
      return ledger.codeOf(officer, "lamp.install", { label: "", watts: 0 });
    },
  ],
  PERSON_LEFT: [
    ({ ledger, officer, leader }) => {
      ledger.must(leader, "person.leave", { person: officer.person, reason: "retired" });
      return ledger.codeOf(leader, "person.leave", { person: officer.person, reason: "again" });
    },
  ],
  NO_SUCH_ROLE: [
    ({ ledger, leader }) => ledger.codeOf(leader, "lamp.install", { label: "", watts: 0 }),
    ({ ledger, officer, leader }) => {
      ledger.must(leader, "role.end", { person: officer.person, role: "officer", reason: "moved" });
      return ledger.codeOf(officer, "lamp.install", { label: "", watts: 0 });
    },
    // A term ends in the second in which it says so.
    ({ ledger, leader }) => {
      const until = ledger.time + 100;
      ledger.must(leader, "person.enrol", ledger.enrolBody(leader.department, "temp", ["officer"], until));
      const temp = { handle: "temp", person: 5, department: leader.department, keys: keyPairOf("temp") };
      ledger.time = until - 1;
      ledger.must(temp, "lamp.install", { label: "", watts: 0 });
      ledger.time = until;
      return ledger.codeOf(temp, "lamp.install", { label: "", watts: 0 });
    },
  ],
  NOT_ENTITLED: [
    ({ ledger, stranger }) => ledger.codeOf(stranger, "lamp.on", { lamp: 1 }),
    (at) => at.ledger.voteCode(at.stranger, proposed(at)),
  ],
  NO_POLICY: [setting({ kind: "nothing.known", cases: [need([all(...SEATS)])] })],
  FORBIDDEN: [
    ({ ledger, officer }) => ledger.codeOf(officer, "lamp.on-by-power", { lamp: 1 }),
    ({ ledger, officer }) => ledger.codeOf(officer, "lamp.on-by-power", { lamp: 99 }),
    ({ ledger, officer }) => ledger.codeOf(officer, "lamp.on-never", { lamp: 1 }),
  ],
  CHANGED_SINCE_SHOWN: [voting((body) => ({ subjectRevision: body.subjectRevision - 1 }))],
  ILLEGAL_MOVE: [
    ({ ledger, officer }) => ledger.codeOf(officer, "lamp.off", { lamp: 1 }),
    ({ ledger, founder, officer }) =>
      ledger.codeOf(founder, "member.reinstate", { member: officer.department, reason: "" }),
    ({ ledger, leader, officer }) => {
      const body = { publicKey: officer.keys.publicKey, reason: "lost" };
      ledger.must(leader, "key.revoke", body);
      return ledger.codeOf(leader, "key.revoke", body);
    },
  ],
  NOT_FOUND: [
    ({ ledger, founder }) => ledger.codeOf(founder, "member.suspend", { member: KEY_MAX, reason: "" }),
    ({ ledger, leader }) => ledger.codeOf(leader, "person.leave", { person: 99, reason: "" }),
    ({ ledger, leader }) => ledger.codeOf(leader, "key.revoke", { publicKey: new Uint8Array(32), reason: "" }),
    ({ ledger, leader, officer }) =>
      ledger.codeOf(leader, "role.end", { person: officer.person, role: "witness", reason: "" }),
    enrolling({ department: 99 }),
  ],
  ALREADY_EXISTS: [
    ({ ledger, founder }) => ledger.codeOf(founder, "member.admit", { uscc: usccOf(1), name: "again", functions: [] }),
    ({ ledger, leader, officer }) =>
      ledger.codeOf(leader, "role.grant", { person: officer.person, role: "officer", from: 0, until: 0 }),
    ({ ledger, founder }) => {
      const body = { kind: "lamp.on", version: 2, fromHeight: ledger.height + 9, cases: [need([all(...SEATS)])] };
      return ledger.codeOf(founder, "rules.activate", body);
    },
  ],
  PROPOSAL_NOT_FOUND: [({ ledger, leader }) => ledger.codeOf(leader, "proposal.retry", { proposal: 99 })],
  PROPOSAL_NOT_OPEN: [
    (at) => {
      const proposal = proposed(at);
      at.ledger.must(at.officer, "proposal.withdraw", { proposal, reason: "" });
      return at.ledger.voteCode(at.leader, proposal);
    },
  ],
  PROPOSAL_BODY_MISMATCH: [voting(() => ({ bodyRoot: new Uint8Array(32) }))],
  PROPOSAL_ROUND_OVER: [voting(() => ({ round: 2 }))],
  NOT_PROPOSER: [(at) => at.ledger.codeOf(at.leader, "proposal.withdraw", { proposal: proposed(at), reason: "" })],
  ALREADY_VOTED: [(at) => at.ledger.voteCode(at.officer, proposed(at))],
  NOT_YOUR_TURN: [({ ledger, leader }) => ledger.codeOf(leader, "lamp.on-in-turn", { lamp: 1 })],
  REASON_MISSING: [voting(() => ({ reason: "" }), "reject")],
  NOT_BLOCKED: [(at) => at.ledger.codeOf(at.officer, "proposal.retry", { proposal: proposed(at) })],
  USCC_INVALID: [
    ...[usccOf(7).replace(/.$/, "?"), usccOf(7).slice(0, 16) + "00", usccOf(7).replace("0", "O")].map(
      (uscc): Refused =>
        ({ ledger, founder }) =>
          ledger.codeOf(founder, "member.admit", { uscc, name: "x", functions: [] }),
    ),
  ],
  HANDLE_INVALID: [enrolling({ handle: " lead" }), enrolling({ handle: "a/b" }), enrolling({ handle: "x\u202ey" })],
  HANDLE_TAKEN: [enrolling({ handle: "officer" })],
  KEY_TAKEN: [
    ({ ledger, founder }) =>
      ledger.codeOf(founder, "log.rotate", handoverBody(ledger, { from: "log", to: "log" }, "changed")),
    enrolling({ publicKey: keyPairOf("officer").publicKey }),
    ({ ledger, officer }) => {
      const { publicKey } = keyPairOf("leader");
      return ledger.codeOf(officer, "key.rotate", { publicKey, proof: ledger.proofOf("leader", "officer") });
    },
  ],
  KEY_PROOF_INVALID: [
    enrolling({ proof: new Uint8Array(64) }),
    enrolling({ publicKey: keyPairOf("another").publicKey }),
    enrolling({ handle: "newcomer2" }),
    // A key of small order proves nothing, whatever the signature.
    enrolling({ publicKey: Uint8Array.of(1, ...new Uint8Array(31)), proof: new Uint8Array(64) }),
  ],
  TOO_MANY_ROLES: [
    ({ ledger, leader, officer }) => {
      const roles = Array.from({ length: 32 }, (_, i): Role => ROLES[i % ROLES.length] ?? "officer");
      ledger.must(leader, "person.enrol", ledger.enrolBody(leader.department, "many", roles));
      expect(officer.department).toBe(leader.department);
      return ledger.codeOf(leader, "role.grant", { person: 5, role: "officer", from: 0, until: 0 });
    },
  ],
  ROLE_TERM_INVALID: [
    ({ ledger, leader, officer }) =>
      ledger.codeOf(leader, "role.grant", { person: officer.person, role: "witness", from: 0, until: ledger.time }),
    ({ ledger, leader, officer }) => {
      const [from, until] = [ledger.time + 10, ledger.time + 10];
      return ledger.codeOf(leader, "role.grant", { person: officer.person, role: "witness", from, until });
    },
    ({ ledger, leader }) =>
      ledger.codeOf(leader, "person.enrol", ledger.enrolBody(leader.department, "late", ["officer"], ledger.time)),
  ],
  LAST_ADMIN: [
    ({ ledger, leader }) => ledger.codeOf(leader, "person.leave", { person: leader.person, reason: "" }),
    ({ ledger, leader }) => ledger.codeOf(leader, "role.end", { person: leader.person, role: "admin", reason: "" }),
  ],
  POLICY_INVALID: [setting({ kind: "lamp.on", cases: [] })],
  POLICY_UNREACHABLE: [setting({ kind: "policy.set", cases: [need([all(functionSeat("court", ["leader"]))])] })],
  FOUNDING_OVER: [
    ({ ledger, founder }) => {
      const audit = ledger.admit("Audit", ["audit"]);
      ledger.enrol(founder.department, "second", ["leader"]);
      ledger.enrol(audit, "auditor one", ["leader", "admin"]);
      ledger.enrol(audit, "auditor two", ["leader"]);
      ledger.must(founder, "founding.end", { reason: "complete" });
      return ledger.codeOf(founder, "founding.end", { reason: "again" });
    },
  ],
  DELEGATION_PARTY: [lending({ receiver: 1 }), lending({ receiver: 99 })],
  DELEGATION_ROLE: [lending({ role: "admin" }), lending({ role: "finance" })],
  DELEGATION_TERM: [lending({ until: 5 })],
  HANDOVER_NEEDED: [
    (at) => {
      expect(proposed(at)).toBe(1);
      return at.ledger.codeOf(at.leader, "person.leave", { person: at.officer.person, reason: "", successor: 0 });
    },
  ],
  RECOVERY_NOT_NEEDED: [
    ({ ledger, founder, officer }) => {
      const [handle, { publicKey }] = ["rescuer", keyPairOf("rescuer")];
      const proof = ledger.proofOf("rescuer", handle);
      const body = { department: officer.department, handle, publicKey, proof, reason: "lost" };
      return ledger.codeOf(founder, "member.recover", body);
    },
  ],
  FOUNDING_FUNCTION_SHORT: [({ ledger, founder }) => ledger.codeOf(founder, "founding.end", { reason: "too early" })],
  RULES_HEIGHT_PAST: [
    ({ ledger, founder }) => {
      const fromHeight = ledger.height + 1;
      return ledger.codeOf(founder, "rules.activate", { kind: "lamp.on", version: 2, fromHeight, cases: [] });
    },
  ],
  LOG_HANDOVER_INVALID: [
    handingOver((body) => ({ ...body, signature: body.proof })),
    handingOver((body) => ({ ...body, proof: body.signature })),
    handingOver((body) => ({ ...body, size: body.size + 1 })),
    handingOver((body) => ({ ...body, genesis: new Uint8Array(0) })),
    handingOver((body) => ({ ...body, genesis: body.genesis.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) })),
  ],
  STATEMENT_AHEAD: [
    ({ ledger, founder }) =>
      ledger.codeOf(founder, "state.declare", { height: ledger.height + 1, root: new Uint8Array(32), rows: 1 }),
  ],
  RULES_ALREADY_ACTIVE: [
    ({ ledger, founder }) => {
      const fromHeight = ledger.height + 9;
      return ledger.codeOf(founder, "rules.activate", { kind: "lamp.on", version: 1, fromHeight, cases: [] });
    },
  ],
};

test.each(
  Object.entries(refusals).flatMap(([code, every]) => every.map((refused, i) => ({ code, refused, way: i + 1 }))),
)("$code is reached ($way), is sealed and changes nothing", ({ code, refused }) => {
  const at = hall();
  expect(refused(at)).toBe(code);
  // The refused entry and then the one that closes its block are the last two of the log.
  const [entry, closing] = at.ledger.entries.slice(-2);
  expect(entry).toMatchObject({ code, state: "refused", changes: [], writes: [], proposal: undefined });
  expect(closing).toMatchObject({ kind: "block", code: "" });
});

test("every code with which the kernel's sources refuse is reached", () => {
  const here = import.meta.dirname;
  const files = readdirSync(here, { recursive: true, encoding: "utf8" });
  const sources = files.filter((name) => name.endsWith(".ts") && !/\.(test|testing)\.ts$/.test(name));
  const texts = sources.map((name) => readFileSync(join(here, name), "utf8"));
  const used = texts.flatMap((text) => [...text.matchAll(/refuse\(\s*"([A-Z_]+)"/g)].map((match) => match[1] ?? ""));
  expect(used.length).toBeGreaterThan(50);
  const reached = new Set<string>([...Object.keys(refusals), ...REACHED_ELSEWHERE]);
  expect(used.filter((code) => !reached.has(code))).toEqual([]);
});

test("the shortest life of a proposal is long enough for somebody else to sign", () => {
  const at = hall();
  const cases = [{ ...need([all(...SEATS, ...SEATS)]), deadlineSeconds: PROPOSAL_SECONDS_MIN }];
  at.ledger.must(at.founder, "policy.set", { kind: "lamp.install", cases });
  const second = at.ledger.enrol(at.founder.department, "second", ["leader"]);
  const key = at.ledger.propose(at.founder, "lamp.install", { label: "", watts: 0 });
  at.ledger.pass(PROPOSAL_SECONDS_MIN - 1);
  expect(at.ledger.voteCode(second, key)).toBe("");
  expect(at.ledger.proposal(key).state).toBe("executed");
});
