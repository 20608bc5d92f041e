/** New keys that wait to be enrolled: made at the lock page by whoever has none that works, shown there and to those who enrol them. */
import type { WaitingKeyRequest } from "#ledger-core/contract/api/session.ts";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { keyEnrolBody } from "#ledger-core/contract/schema/governance.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { signatoryOf } from "#ledger-core/kernel/act.ts";
import { activePeople, findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { aboutPerson } from "#ledger-core/kernel/governance/people.ts";
import { personTable, policyTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { seatsFor, selectCase } from "#ledger-core/kernel/policy.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { standingOfProposal } from "#ledger-core/node/preview.ts";
import type { WaitingRequest } from "#ledger-core/node/next-request.ts";
import { listKeyRequests, requestFileName, requestKey } from "#ledger-core/node/request-key.ts";
import { ask, procedures } from "./base.ts";

/** Open enrolments of one person that are looked through. */
const ENROLMENTS_MAX = 100;
const SIGNERS_MAX = 12;

export const keyRequests = procedures.session.keyRequests.handler(async ({ context }) => {
  const waiting = await listKeyRequests(context.host.ledger);
  const asked = ask(context);
  return waiting.map((one) => answerOf(asked, one));
});

export const requestNewKey = procedures.session.requestKey.handler(async ({ context, input }) =>
  answerOf(ask(context), await requestKey(context.host.ledger, input)),
);

function answerOf(asked: Asked, { request, bytes, made }: WaitingRequest): WaitingKeyRequest {
  const { handle, publicKey } = request;
  const person = findPersonByHandle(asked.rows, handle);
  const proposal = person === undefined ? undefined : findEnrolment(asked, person.key, publicKey);
  return {
    handle,
    person: person === undefined ? null : asked.briefs.person(person.key),
    publicKey: encodeHex(publicKey),
    made,
    file: { name: requestFileName(request), content: new TextDecoder().decode(bytes) },
    proposal: proposal ?? null,
    signers: person === undefined ? [] : signersOf(asked, person.row.department, person.key),
  };
}

function findEnrolment(asked: Asked, person: number, publicKey: Uint8Array): WaitingKeyRequest["proposal"] {
  const { rows, moment } = asked;
  const open = rows.scan(proposalTable, "subject", {
    equal: [personTable.name, person, "open"],
    limit: ENROLMENTS_MAX,
  });
  for (const { key, row } of open) {
    if (row.kind !== "key.enrol") continue;
    const body = decode(keyEnrolBody, row.body);
    if (!body.ok || !equalBytes(body.value.publicKey, publicKey)) continue;
    const { progress } = standingOfProposal(moment, key, row);
    return { proposal: key, filled: progress?.filled ?? 0, needed: progress?.needed ?? 0, deadline: row.deadline };
  }
  return null;
}

/** Colleagues who may sign the enrolment as its policy stands. */
function signersOf({ rows, moment, briefs }: Asked, department: number, person: number): WaitingKeyRequest["signers"] {
  const cases = rows.find(policyTable, "kind", "key.enrol")?.row.cases ?? [];
  const subject = aboutPerson(rows, person);
  if ("code" in subject) return [];
  const scope = { rows, subject, proposer: { person, department } };
  const policyCase = selectCase(scope, cases);
  if (policyCase === undefined) return [];
  return activePeople(rows, department)
    .filter(({ key }) => key !== person)
    .filter(({ key }) => seatsFor(scope, policyCase, signatoryOf(rows, key, moment.time)).length > 0)
    .slice(0, SIGNERS_MAX)
    .map(({ key }) => briefs.person(key));
}
