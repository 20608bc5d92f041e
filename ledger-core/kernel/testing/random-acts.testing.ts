/** Random acts for whole lives of a ledger: any kind with any well-typed body, bent often enough towards what exists. */
import fc from "fast-check";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { decide, signatoryOf } from "#ledger-core/kernel/act.ts";
import { matchingSeats } from "#ledger-core/kernel/policy.ts";
import { proposedAct } from "#ledger-core/kernel/proposal.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { arbitraryOf } from "./arbitrary.testing.ts";
import { keyPairOf } from "./test-ledger.testing.ts";
import type { TestLedger, TestPerson, VoteChoice } from "./test-ledger.testing.ts";

/** One person's act, and how much time passes before its block. `bent`: make it fit what the ledger holds. */
export type RandomAct = {
  readonly who: number;
  readonly kind: string;
  readonly body: unknown;
  readonly bent: boolean;
  readonly pick: number;
  readonly seconds: number;
  /** Sealed together with the act before it. */
  readonly sameBlock: boolean;
};

/** Acts of all kinds of a ruleset but those named; acts on proposals come more often, so that they are decided. */
export function randomActs(
  ruleset: Ruleset,
  count: { readonly min: number; readonly max: number },
  except: readonly string[] = [],
): fc.Arbitrary<readonly RandomAct[]> {
  const kinds = [...ruleset.rules.values()].map((rule) => rule.action).filter(({ kind }) => !except.includes(kind));
  const onProposals = kinds.filter(({ kind }) => kind.startsWith("proposal."));
  const votes = kinds.filter(({ kind }) => kind === "proposal.vote");
  const action = fc.oneof(
    { arbitrary: fc.constantFrom(...kinds), weight: 5 },
    { arbitrary: fc.constantFrom(...onProposals), weight: 1 },
    { arbitrary: fc.constantFrom(...votes), weight: 3 },
  );
  const one = action.chain(({ kind, body }) =>
    fc.record({
      who: fc.nat(20),
      kind: fc.constant(kind),
      body: arbitraryOf(body, { listMax: 2, bytesMax: 16, textBytesMax: 8 }),
      bent: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
      pick: fc.nat(1_000),
      seconds: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 60, 3_600, 86_400, 8 * 86_400),
      sameBlock: fc.boolean(),
    }),
  );
  return fc.array(one, { minLength: count.min, maxLength: count.max });
}

/** Signs the acts and seals them; everybody keeps the key that the ledger last accepted. */
export function live(ledger: TestLedger, people: readonly TestPerson[], acts: readonly RandomAct[]): void {
  let waiting: Sound[] = [];
  for (const act of acts) {
    if (!act.sameBlock) {
      ledger.seal(waiting);
      waiting = [];
      ledger.time += act.seconds;
    }
    const first = people[act.who % people.length] ?? ledger.founder;
    const body = bodyFor(ledger, act, first, people);
    const person = act.bent ? entitledTo(ledger, people, act, body) : first;
    waiting.push(ledger.check(ledger.sign(person, act.kind, body)));
  }
  ledger.seal(waiting);
  ledger.pass(0);
}

/** No life of these tests comes to such a height. */
const HEIGHT_OUT_OF_REACH = 1_000_000_000;

function bodyFor(ledger: TestLedger, act: RandomAct, person: TestPerson, people: readonly TestPerson[]): unknown {
  // A rule that this program lacks stops it once it is in force, as it should; a life must not come to that.
  if (act.kind === "rules.activate") return { ...(act.body as object), fromHeight: HEIGHT_OUT_OF_REACH };
  if (!act.bent) return act.body;
  const seed = `key ${act.pick}`;
  const { publicKey } = keyPairOf(seed);
  const other = people[act.pick % people.length] ?? person;
  switch (act.kind) {
    case "proposal.vote":
      return bentVote(ledger, act);
    case "proposal.amend": {
      const proposal = pickProposal(ledger, act.pick, ["open", "returned"]);
      if (proposal === undefined) return act.body;
      const { kind, version, body } = ledger.proposal(proposal);
      const alike = ledger.rows.scan(proposalTable, "key", { limit: 99 });
      const others = alike.filter(({ row }) => row.kind === kind && row.version === version);
      return { proposal, body: others[act.who % others.length]?.row.body ?? body };
    }
    case "proposal.withdraw":
    case "proposal.retry": {
      const proposal = pickProposal(ledger, act.pick, ["blocked", "returned", "open"]);
      return { ...(act.body as object), proposal: proposal ?? 1 };
    }
    case "person.enrol":
      return {
        ...ledger.enrolBody(1 + (act.pick % 3), seed, ["officer", "leader", "admin"]),
        roles: rolesOf(act.body),
      };
    case "key.rotate":
      return { publicKey, proof: ledger.proofOf(seed, person.handle) };
    case "key.enrol":
      return { person: other.person, publicKey, proof: ledger.proofOf(seed, other.handle), reason: "lost" };
    case "member.recover":
      return {
        department: 1 + (act.pick % 3),
        handle: seed,
        publicKey,
        proof: ledger.proofOf(seed, seed),
        reason: "x",
      };
    case "person.leave":
      return { ...(act.body as object), person: other.person, successor: (people[act.pick % 5] ?? person).person };
    case "delegation.give": {
      const role = (["officer", "leader", "auditor"] as const)[act.pick % 3];
      const until = ledger.time + 1 + (act.pick % 2) * 9 * 86_400;
      return { receiver: other.person, role, from: 0, until, reason: "" };
    }
    case "delegation.end":
      return { delegation: 1 + (act.pick % 3), reason: "" };
    case "lamp.call-off":
      return { lamp: 1 + (act.pick % 2) };
    default:
      return act.body;
  }
}

/** Somebody, from the one drawn on, who has a seat in what decides about the act; the one drawn if there is nobody. */
function entitledTo(ledger: TestLedger, people: readonly TestPerson[], act: RandomAct, body: unknown): TestPerson {
  const from = act.who % people.length;
  const turned = [...people.slice(from), ...people.slice(0, from)];
  return turned.find((person) => isEntitled(ledger, person, act.kind, body)) ?? turned[0] ?? ledger.founder;
}

/** Whether the person has a seat in what decides about the act, as the ledger stands. */
export function isEntitled(ledger: TestLedger, person: TestPerson, kind: string, body: unknown): boolean {
  const { rows, ruleset, time } = ledger;
  const proposal = typeof body === "object" && body !== null && "proposal" in body ? Number(body.proposal) : 0;
  const row = rows.get(proposalTable, proposal);
  if (kind === "proposal.vote" && row?.proposer === person.person) return false;
  if (kind === "proposal.amend" || kind === "proposal.withdraw") return row?.proposer === person.person;
  const actor = { person: person.person, department: person.department };
  const rule = ledger.ruleOf(kind);
  const own = rule?.of === "module" ? { actor, action: rule.action, body } : undefined;
  const asked = row === undefined ? own : proposedAct(ruleset, row, [row.proposer]);
  const decided = asked === undefined ? undefined : decide(rows, asked);
  if (decided === undefined || "code" in decided) return false;
  return matchingSeats(decided.scope, decided.policyCase, signatoryOf(rows, person.person, time)).length > 0;
}

function rolesOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "roles" in body ? body.roles : [];
}

function bentVote(ledger: TestLedger, act: RandomAct): unknown {
  const proposal = pickProposal(ledger, act.pick, ["open"]);
  if (proposal === undefined) return act.body;
  const choices: readonly VoteChoice[] = ["approve", "approve", "approve", "reject", "return", "abstain"];
  return ledger.voteBody(proposal, choices[act.pick % choices.length] ?? "approve");
}

/** A proposal in one of the states, the first of them that has any. */
function pickProposal(ledger: TestLedger, pick: number, states: readonly string[]): number | undefined {
  for (const state of states) {
    const found = ledger.rows.scan(proposalTable, "state", { equal: [state], limit: 99 });
    if (found.length > 0) return found[pick % found.length]?.key;
  }
  return undefined;
}
