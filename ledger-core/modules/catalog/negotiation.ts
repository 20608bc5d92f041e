/** Terms put forward by either side before they agree: offers to one department, answers to a request, answers to an offer. */
import {
  agreementBody,
  counterOfferBody,
  counterRequestBody,
  offerAgreementBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { AgreementRow } from "#ledger-core/contract/schema/catalog.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { rowKeySchema } from "#ledger-core/contract/schema/units.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, need, partySeat, persons, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import { countAgreement } from "./agreement-end.ts";
import { aboutAgreement, advance, agreeIn, agreementHashOf, refuseClosed, REQUEST_ENDED } from "./agreements.ts";
import { aboutDataset } from "./datasets.ts";
import { findAgreement, findShared, findUsable, isFound } from "./find.ts";
import { KEEPERS, user } from "./seats.ts";
import { agreementTable } from "./tables.ts";
import { flawOfUsePolicy } from "./use-policy.ts";

/** Name of the due action that ends an offer which nobody answered before the agreement would have ended. */
export const OFFER_LAPSE = "catalog.offer-lapse";

/** Terms that the owner puts forward bind it once they are accepted, so they need what its agreement would need. */
const OFFERING = withFoundingCase([need([all(partySeat("owner", KEEPERS, persons(2)))])]);

type Terms = Pick<AgreementRow, "policy" | "purpose" | "useLimit" | "expires">;

const offerAgreement = action({
  kind: "catalog.offer-agreement",
  body: offerAgreementBody,
  policy: OFFERING,
  moves: [{ table: agreementTable.name, from: "-", to: "OFFERED" }],
  subject(body, rows) {
    const subject = aboutDataset(rows, body.dataset);
    return "code" in subject ? subject : { ...subject, parties: { ...subject.parties, beneficiary: body.user } };
  },
  run(context, body) {
    const found = findUsable(context.rows, body.dataset);
    if (!isFound(found)) return found;
    const { row } = found;
    if (row.sharing === "not-shared") return refuse("SHARING_NOT_ALLOWED", { code: row.code });
    if (row.owner === body.user) return refuse("OFFER_OTHER_PARTY");
    if (context.rows.get(memberTable, body.user)?.state !== "active")
      return refuse("NOT_FOUND", { table: memberTable.name, key: body.user });
    const terms = termsOf(body);
    const refused = checkTerms(context, terms);
    if (refused !== undefined) return refused;
    const key = context.next(agreementTable);
    const parties = { dataset: found.key, offer: 0, owner: row.owner, user: body.user };
    putOffered(context, key, {
      ...parties,
      ...terms,
      state: "OFFERED",
      justification: "",
      uses: 0,
      agreementHash: new Uint8Array(32),
      requested: context.time,
      requester: context.actor.person,
      ended: "",
      endReason: "",
      offered: "yes",
      message: body.message,
      round: 1,
    });
    countAgreement(context, found.key, { live: 1, inForce: 0 });
    return undefined;
  },
});

const counterOffer = action({
  kind: "catalog.counter-offer",
  body: counterOfferBody,
  policy: OFFERING,
  moves: [{ table: agreementTable.name, from: "REQUESTED", to: "OFFERED" }],
  subject: (body, rows) => aboutAgreement(rows, body.agreement),
  run(context, body) {
    const found = findAnswered(context.rows, body, "REQUESTED");
    if (!isFound(found)) return found;
    const terms = termsOf(body);
    const refused = checkTerms(context, terms);
    if (refused !== undefined) return refused;
    // The request no longer stands as it was asked: nobody can agree to it any more.
    context.supersede(agreementTable, found.key);
    putOffered(context, found.key, { ...found.row, ...terms, message: body.message });
    return undefined;
  },
});

/** Each version asks for the agreement by its own. */
function counterRequestIn(version: 1 | 2): Action<Value<typeof counterRequestBody>> {
  return action({
    version,
    kind: "catalog.counter-request",
    body: counterRequestBody,
    policy: [need([all(user)])],
    moves: [{ table: agreementTable.name, from: "OFFERED", to: "REQUESTED" }],
    subject: (body, rows) => aboutAgreement(rows, body.agreement),
    run(context, body) {
      const found = findAnswered(context.rows, body, "OFFERED");
      if (!isFound(found)) return found;
      const { agreement: key, justification } = body;
      const terms = termsOf({ ...body, policy: found.row.policy });
      const refused = checkTerms(context, terms);
      if (refused !== undefined) return refused;
      context.supersede(agreementTable, key);
      const asked: AgreementRow = { ...found.row, ...terms, justification, requester: context.actor.person };
      const agreementHash = agreementHashOf(context.suite, asked);
      const round = found.row.round + 1;
      context.put(agreementTable, key, { ...asked, agreementHash, state: "REQUESTED", offered: "no", round });
      context.ask(agreeIn(version), { agreement: key, agreementHash }, REQUEST_ENDED);
      return undefined;
    },
  });
}

/** Each version asks for the agreement by its own. */
function acceptIn(version: 1 | 2): Action<Value<typeof agreementBody>> {
  return action({
    version,
    kind: "catalog.accept",
    body: agreementBody,
    policy: [need([all(user)])],
    moves: [{ table: agreementTable.name, from: "OFFERED", to: "ACCEPTED" }],
    subject: (body, rows) => aboutAgreement(rows, body.agreement),
    run(context, body) {
      const closed = refuseClosed(context.rows, body.agreement);
      if (closed !== undefined) return closed;
      return advance(context, body, { from: ["OFFERED"], to: "ACCEPTED" }, () => {
        context.ask(agreeIn(version), body, REQUEST_ENDED);
      });
    },
  });
}

function termsOf({ policy, purpose, useLimit, expires }: Terms): Terms {
  return { policy, purpose, useLimit, expires };
}

function checkTerms(context: Context, terms: Terms): Refusal | undefined {
  const flaw = flawOfUsePolicy(terms.policy);
  if (flaw !== undefined) return refuse("OFFER_POLICY_INVALID", { flaw });
  if (terms.useLimit === 0) return refuse("USE_LIMIT_REACHED", { uses: 0, limit: 0 });
  return terms.expires <= context.time ? refuse("AGREEMENT_EXPIRED", { expires: terms.expires }) : undefined;
}

/** The agreement that a body answers, if it still stands in the state and the terms that were shown. */
function findAnswered(
  rows: Rows,
  body: { readonly agreement: number; readonly agreementHash: Uint8Array },
  state: AgreementRow["state"],
): Pick<StoredRow<AgreementRow>, "key" | "row"> | Refusal {
  const found = findAgreement(rows, body.agreement);
  if (!isFound(found)) return found;
  if (found.row.state !== state) return refuse("ILLEGAL_MOVE", { state: found.row.state, wanted: state });
  if (!equalBytes(body.agreementHash, found.row.agreementHash))
    return refuse("AGREEMENT_HASH_MISMATCH", { agreement: body.agreement });
  const usable = findShared(rows, { kind: "key", key: found.row.dataset });
  return isFound(usable) ? found : usable;
}

/** Writes terms that the owner has signed; they lapse when the agreement would have ended. */
function putOffered(context: Context, key: number, row: AgreementRow): void {
  const before = context.rows.get(agreementTable, key);
  const round = before === undefined ? row.round : before.round + 1;
  const offered: AgreementRow = { ...row, state: "OFFERED", offered: "yes", round };
  context.put(agreementTable, key, { ...offered, agreementHash: agreementHashOf(context.suite, offered) });
  context.dueAt(row.expires, OFFER_LAPSE, encode(rowKeySchema, key));
}

export const NEGOTIATION_ACTIONS: readonly AnyAction[] = [
  anyAction(offerAgreement),
  anyAction(counterOffer),
  anyAction(counterRequestIn(1)),
  anyAction(counterRequestIn(2)),
  anyAction(acceptIn(1)),
  anyAction(acceptIn(2)),
];
