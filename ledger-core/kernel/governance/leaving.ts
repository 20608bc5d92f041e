/** Somebody leaves: keys and roles end, and what still waits in their name goes to a successor in the same act. */
import { personLeaveBody, personLeaveBodyFirst } from "#ledger-core/contract/schema/governance.ts";
import type { PersonRow, ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { delegationsBy, delegationsTo, unendedRoles } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, need, partySeat, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import { LIVE_STATES } from "#ledger-core/kernel/proposal-states.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import { aboutPerson, isLastAdmin, revokeKeys } from "./people.ts";
import { keepRulesChangeable } from "./reachable.ts";
import { delegationTable, keyTable, personTable, proposalTable, roleTable } from "./tables.ts";

/** Proposals that one person hands over in one act (consensus): whoever has more withdraws some first. */
const HANDED_OVER_MAX = 2_000;

const POLICY = withFoundingCase([need([all(partySeat("subject", ["admin"]))])]);
const MOVES = [
  { table: personTable.name, from: "active", to: "left" },
  { table: keyTable.name, from: "live", to: "revoked" },
];

const leaveFirst = action({
  kind: "person.leave",
  body: personLeaveBodyFirst,
  policy: POLICY,
  moves: MOVES,
  subject: (body, rows) => aboutPerson(rows, body.person),
  run(context, body) {
    const person = findLeaver(context, body.person);
    return "code" in person ? person : keepRulesChangeable(context, () => endOf(context, body.person, person));
  },
});

const leave = action({
  kind: "person.leave",
  version: 2,
  body: personLeaveBody,
  policy: POLICY,
  moves: [...MOVES, { table: delegationTable.name, from: "active", to: "ended" }],
  subject: (body, rows) => aboutPerson(rows, body.person),
  run(context, body) {
    const person = findLeaver(context, body.person);
    if ("code" in person) return person;
    const refused = handOver(context, body, person);
    if (refused !== undefined) return refused;
    const { rows, time } = context;
    for (const lent of [...delegationsBy(rows, body.person, time), ...delegationsTo(rows, body.person, time)])
      context.put(delegationTable, lent.key, { ...lent.row, state: "ended" });
    return keepRulesChangeable(context, () => endOf(context, body.person, person));
  },
});

function findLeaver({ rows, time }: Context, key: number): PersonRow | Refusal {
  const person = rows.get(personTable, key);
  if (person === undefined) return refuse("NOT_FOUND", { table: personTable.name, key });
  if (person.state === "left") return refuse("PERSON_LEFT", { handle: person.handle });
  return isLastAdmin(rows, key, time) ? refuse("LAST_ADMIN", { department: person.department }) : person;
}

function endOf(context: Context, key: number, person: PersonRow): undefined {
  const { rows, time } = context;
  context.put(personTable, key, { ...person, state: "left", since: time });
  revokeKeys(context, key);
  for (const role of unendedRoles(rows, key, time)) context.put(roleTable, role.key, { ...role.row, until: time });
  return undefined;
}

/**
 * The votes that a proposal has stay. Whoever carries it on may amend, withdraw and retry it, and has not signed it by being named:
 * until the successor votes or amends, nobody's approval stands for the one who left.
 */
function handOver(
  context: Context,
  body: { readonly person: number; readonly successor: number },
  { department }: PersonRow,
): Refusal | undefined {
  const waiting = openProposalsOf(context.rows, body.person, HANDED_OVER_MAX + 1);
  if (waiting.length > HANDED_OVER_MAX) return refuse("TOO_MANY_CHANGES");
  if (body.successor === 0)
    return waiting.length === 0 ? undefined : refuse("HANDOVER_NEEDED", { count: waiting.length });
  const successor = context.rows.get(personTable, body.successor);
  if (successor?.state !== "active" || successor.department !== department || body.successor === body.person)
    return refuse("DELEGATION_PARTY", { person: body.successor });
  for (const { key, row } of waiting)
    context.put(proposalTable, key, { ...row, proposer: body.successor, proposerSigned: "no" });
  return undefined;
}

/** What somebody has proposed and nobody has decided yet: of each state so many at most. */
export function openProposalsOf(rows: Rows, person: number, limit: number): readonly StoredRow<ProposalRow>[] {
  return LIVE_STATES.flatMap((state) => rows.scan(proposalTable, "proposer", { equal: [person, state], limit }));
}

export const LEAVING_ACTIONS: readonly AnyAction[] = [anyAction(leaveFirst), anyAction(leave)];
