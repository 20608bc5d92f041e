/** A short life of a network that touches every act of the kernel itself; the same bytes on every run. */
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { all, functionSeat, need } from "#ledger-core/kernel/policy-terms.ts";
import { handoverBody } from "./handover.testing.ts";
import { keyPairOf, TestLedger, usccOf } from "./test-ledger.testing.ts";

const DAY = 86_400;

/** What has come since the story was pinned. */
const LATER = ["proposal.amend@2"];

/** The ledger at the end of the story. */
export function tellStory(): TestLedger {
  const ledger = new TestLedger([], undefined, LATER);
  const { founder } = ledger;
  const second = ledger.enrol(1, "second", ["leader"]);
  const department = ledger.admit("Audit Office 审计局", ["audit"]);
  const audit = ledger.enrol(department, "auditor", ["leader", "admin"]);
  ledger.enrol(department, "auditor two", ["auditor"]);
  ledger.time += 10;
  ledger.must(founder, "founding.end", { reason: "two persons for each function" });

  // Admission by two thirds, with a refused vote on the way.
  const admission = ledger.propose(founder, "member.admit", {
    uscc: usccOf(3),
    name: "Parks 园林局",
    functions: ["village"],
  });
  ledger.vote(founder, admission);
  ledger.must(audit, "proposal.vote", ledger.voteBody(admission, "approve", "known to us"));

  // Returned for correction, amended, executed.
  const role = { person: second.person, role: "officer", from: 0, until: ledger.time + 90 * DAY } as const;
  const grant = ledger.propose(founder, "role.grant", role);
  ledger.must(second, "proposal.vote", ledger.voteBody(grant, "return", "a year, please"));
  const year = ledger.bodyOf("role.grant", { ...role, until: ledger.time + 365 * DAY });
  ledger.must(founder, "proposal.amend", { proposal: grant, body: year });
  ledger.time += 60;
  ledger.must(second, "proposal.vote", ledger.voteBody(grant, "approve"));

  // The first person of a new department; a second proposal for the same is overtaken and withdrawn.
  const gardener = ledger.enrolBody(3, "gardener", ["leader", "admin"]);
  const first = ledger.propose(founder, "person.enrol", gardener);
  const again = ledger.propose(founder, "person.enrol", { ...gardener, roles: [] });
  ledger.must(second, "proposal.vote", ledger.voteBody(first, "approve"));
  ledger.vote(second, again);
  ledger.must(founder, "proposal.withdraw", { proposal: again, reason: "done" });

  // Blocked, and tried again.
  const witness = { person: second.person, role: "witness", from: 0, until: 0 } as const;
  const [one, two] = [ledger.propose(founder, "role.grant", witness), ledger.propose(founder, "role.grant", witness)];
  ledger.must(second, "proposal.vote", ledger.voteBody(one, "approve"));
  ledger.must(second, "proposal.vote", ledger.voteBody(two, "approve"));
  ledger.must(second, "proposal.retry", { proposal: two });

  // Suspended, and let in again.
  const away = ledger.propose(audit, "member.suspend", { member: 3, reason: "unanswered letters" });
  ledger.must(founder, "proposal.vote", ledger.voteBody(away, "approve"));
  const back = ledger.propose(audit, "member.reinstate", { member: 3, reason: "answered" });
  ledger.must(founder, "proposal.vote", ledger.voteBody(back, "approve"));

  // Rejected, expired.
  const suspension = ledger.propose(audit, "member.suspend", { member: 3, reason: "unanswered once more" });
  ledger.must(founder, "proposal.vote", ledger.voteBody(suspension, "reject", "they answered"));
  ledger.propose(founder, "member.assign", { member: 3, functions: [] });
  ledger.pass(8 * DAY);

  // Keys and people change.
  const { publicKey } = keyPairOf("second new");
  ledger.must(second, "key.rotate", { publicKey, proof: ledger.proofOf("second new", "second") });
  ledger.submit(second, "key.rotate", { publicKey, proof: new Uint8Array(64) });
  second.keys = keyPairOf("second new");
  ledger.must(founder, "role.end", { person: second.person, role: "officer", reason: "moved" });
  ledger.submit(founder, "role.end", { person: founder.person, role: "admin", reason: "refused: the last admin" });

  // A role is lent and given back; a lost key is replaced; what somebody has waiting is handed over with the chair.
  const until = ledger.time + 30 * DAY;
  const gift = { receiver: second.person, role: "officer", from: 0, until, reason: "on a journey" } as const;
  ledger.must(founder, "delegation.give", gift);
  ledger.submit(second, "delegation.give", { ...gift, receiver: founder.person });
  ledger.must(second, "delegation.end", { delegation: 1, reason: "back early" });
  const found = keyPairOf("second found");
  const replaced = ledger.propose(founder, "key.enrol", {
    person: second.person,
    publicKey: found.publicKey,
    proof: ledger.proofOf("second found", "second"),
    reason: "phone lost",
  });
  ledger.vote(audit, replaced);
  ledger.must(second, "proposal.vote", ledger.voteBody(replaced, "approve"));
  second.keys = found;
  const third = ledger.propose(founder, "person.enrol", ledger.enrolBody(1, "third", ["leader"]));
  ledger.must(second, "proposal.vote", ledger.voteBody(third, "approve"));
  const carried = ledger.propose(second, "member.admit", { uscc: usccOf(4), name: "Archive 档案馆", functions: [] });
  const leaving = { person: second.person, reason: "moved to the archive" };
  ledger.submit(founder, "person.leave", leaving);
  ledger.must(founder, "person.leave", { ...leaving, successor: founder.person });
  ledger.must(audit, "proposal.vote", ledger.voteBody(carried, "approve"));
  ledger.must(founder, "proposal.vote", ledger.voteBody(carried, "approve"));
  const { publicKey: rescue } = keyPairOf("rescuer");
  const lost = { handle: "rescuer", publicKey: rescue, proof: ledger.proofOf("rescuer", "rescuer"), reason: "a fire" };
  ledger.submit(audit, "member.recover", { ...lost, department: 1 });
  const recovery = ledger.propose(audit, "member.recover", { ...lost, department: 4 });
  ledger.must(founder, "proposal.vote", ledger.voteBody(recovery, "approve"));

  // The log's key changes twice, and somebody says what all rows together are.
  const keeperKey = findPersonByHandle(ledger.rows, "third")?.key ?? 0;
  const keeper = { handle: "third", person: keeperKey, department: 1, keys: keyPairOf("third") };
  const planned = handoverBody(ledger, { from: "log", to: "log two" }, "changed");
  ledger.submit(founder, "log.rotate", { ...planned, signature: planned.proof });
  const rotation = ledger.propose(founder, "log.rotate", planned);
  ledger.must(keeper, "proposal.vote", ledger.voteBody(rotation, "approve"));
  const after = handoverBody(ledger, { from: "log two", to: "log three" }, "recovered");
  ledger.must(founder, "log.recover", { ...after, seen: after.size + 3, reason: "an older copy was put back" });
  const root = new Uint8Array(32).fill(7);
  ledger.must(audit, "state.declare", { height: ledger.height, root, rows: 99 });
  ledger.submit(audit, "state.declare", { height: ledger.height + 9, root, rows: 99 });

  // The rules change.
  const cases = [need([all(functionSeat("audit", ["leader"]))])];
  const policy = ledger.propose(founder, "policy.set", { kind: "key.revoke", cases });
  ledger.must(audit, "proposal.vote", ledger.voteBody(policy, "approve"));
  ledger.must(audit, "key.revoke", { publicKey: keyPairOf("third").publicKey, reason: "lost" });
  const late = { kind: "late.kind", version: 1, fromHeight: ledger.height + 100, cases };
  const rules = ledger.propose(audit, "rules.activate", late);
  ledger.must(founder, "proposal.vote", ledger.voteBody(rules, "approve"));
  ledger.must(audit, "person.leave", { person: 4, reason: "retired" });
  ledger.pass(DAY);
  return ledger;
}
