/** Requests and agreements, by the states of the Dataspace Protocol. */
import { AGREEMENT_STATES, purposeSchema, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { agreementBody, requestBody, terminateBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { AgreementRow, DatasetReference } from "#ledger-core/contract/schema/catalog.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { record } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { countSchema, rowKeyOrNoneSchema, rowKeySchema, timeSchema } from "#ledger-core/contract/schema/units.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, AnyAction, Context, Subject } from "#ledger-core/kernel/module.ts";
import {
  all,
  functionSeat,
  need,
  ownSeat,
  partySeat,
  persons,
  when,
  withFoundingCase,
} from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { countAgreement, endAgreement } from "./agreement-end.ts";
import { aboutDataset } from "./datasets.ts";
import { findAgreement, findShared, findUsable, isFound } from "./find.ts";
import { findOffer } from "./offers.ts";
import { KEEPERS, owner, user, USERS } from "./seats.ts";
import { agreementTable, datasetTable } from "./tables.ts";

/** Name of the due action that ends a request whose proposal ended; see `due.ts`. */
export const REQUEST_ENDED = "catalog.request-ended";
/** Name of the due action that ends an agreement at its expiry. */
export const AGREEMENT_EXPIRY = "catalog.agreement-expiry";

/** What both sides agree on, hashed. */
const termsSchema = record({
  dataset: rowKeySchema,
  offer: rowKeyOrNoneSchema,
  owner: rowKeySchema,
  user: rowKeySchema,
  purpose: purposeSchema,
  expires: timeSchema,
  useLimit: countSchema,
  policy: usePolicySchema,
});

/** The hash of an agreement's terms; both sides compute it, and neither can change a term without changing it. */
export function agreementHashOf(suite: Suite, terms: Value<typeof termsSchema>): Uint8Array {
  const { dataset, offer, owner: by, user: to, purpose, expires, useLimit, policy } = terms;
  return suite.sha256(encode(termsSchema, { dataset, offer, owner: by, user: to, purpose, expires, useLimit, policy }));
}

/** The subject of an action on an agreement. */
export function aboutAgreement(rows: Rows, key: number): Subject | Refusal {
  const found = findAgreement(rows, key);
  if (!isFound(found)) return found;
  const unconditional = rows.get(datasetTable, found.row.dataset)?.sharing === "unconditional" ? 1 : 0;
  return {
    parties: { owner: found.row.owner, beneficiary: found.row.user },
    facts: { unconditional, offered: found.row.offered === "yes" ? 1 : 0 },
    record: { table: agreementTable as AnyTable, key },
  };
}

/** From version 2 on data that is not shared any more cannot be asked for, whatever offer is still open. */
function requestIn(version: 1 | 2): Action<Value<typeof requestBody>> {
  return action({
    version,
    kind: "catalog.request",
    body: requestBody,
    policy: [need([all(ownSeat(USERS))])],
    moves: [{ table: agreementTable.name, from: "-", to: "REQUESTED" }],
    subject(body, rows, actor) {
      const subject = aboutDataset(rows, body.dataset);
      return "code" in subject
        ? subject
        : { ...subject, parties: { ...subject.parties, beneficiary: actor.department } };
    },
    run(context, body) {
      const found = version > 1 ? findShared(context.rows, body.dataset) : findUsable(context.rows, body.dataset);
      if (!isFound(found)) return found;
      if (found.row.owner === context.actor.department) return refuse("OFFER_OTHER_PARTY");
      const offered = findOffer(context.rows, found, body);
      if (!isFound(offered)) return offered;
      if (body.useLimit === 0) return refuse("USE_LIMIT_REACHED", { uses: 0, limit: 0 });
      if (body.expires <= context.time) return refuse("AGREEMENT_EXPIRED", { expires: body.expires });
      const terms = {
        dataset: found.key,
        offer: offered.key,
        owner: found.row.owner,
        user: context.actor.department,
        purpose: body.purpose,
        expires: body.expires,
        useLimit: body.useLimit,
        policy: offered.row.policy,
      };
      const agreementHash = agreementHashOf(context.suite, terms);
      const key = context.next(agreementTable);
      context.put(agreementTable, key, {
        ...terms,
        state: "REQUESTED",
        justification: body.justification,
        uses: 0,
        agreementHash,
        requested: context.time,
        requester: context.actor.person,
        ended: "",
        endReason: "",
        offered: "no",
        message: "",
        round: 0,
      });
      countAgreement(context, found.key, { live: 1, inForce: 0 });
      context.ask(agreeIn(version), { agreement: key, agreementHash }, REQUEST_ENDED);
      return undefined;
    },
  });
}

/** From version 2 on nothing is agreed about data that was shared when it was asked for and is not shared any more. */
export function agreeIn(version: 1 | 2): Action<Value<typeof agreementBody>> {
  return action({
    version,
    kind: "catalog.agree",
    body: agreementBody,
    // Data that is shared without conditions needs no approval: the request is the agreement. Terms that the owner has signed as an
    // offer need no second signature of it once they are accepted.
    policy: [
      need([all(user)], { when: [when("unconditional", "eq", 1)] }),
      need([all(user)], { when: [when("offered", "eq", 1)] }),
      ...withFoundingCase([need([all(partySeat("owner", KEEPERS, persons(2)))])]),
    ],
    moves: [
      { table: agreementTable.name, from: "REQUESTED", to: "AGREED" },
      { table: agreementTable.name, from: "ACCEPTED", to: "AGREED" },
    ],
    subject: (body, rows) => aboutAgreement(rows, body.agreement),
    run(context, body) {
      const closed = version > 1 ? refuseClosed(context.rows, body.agreement) : undefined;
      if (closed !== undefined) return closed;
      return advance(context, body, { from: ["REQUESTED", "ACCEPTED"], to: "AGREED" }, () => {
        context.ask(verify, body);
      });
    },
  });
}

const verify = action({
  kind: "catalog.verify",
  body: agreementBody,
  policy: [need([all(user)])],
  moves: [{ table: agreementTable.name, from: "AGREED", to: "VERIFIED" }],
  subject: (body, rows) => aboutAgreement(rows, body.agreement),
  run: (context, body) =>
    advance(context, body, { from: ["AGREED"], to: "VERIFIED" }, () => {
      context.ask(finalize, body);
    }),
});

const finalize = action({
  kind: "catalog.finalize",
  body: agreementBody,
  policy: [
    need([all(user)], { when: [when("unconditional", "eq", 1)] }),
    need([all(user)], { when: [when("offered", "eq", 1)] }),
    need([all(owner)]),
  ],
  moves: [{ table: agreementTable.name, from: "VERIFIED", to: "FINALIZED" }],
  subject: (body, rows) => aboutAgreement(rows, body.agreement),
  run: (context, body) =>
    advance(context, body, { from: ["VERIFIED"], to: "FINALIZED" }, (row) => {
      context.dueAt(row.expires, AGREEMENT_EXPIRY, encode(rowKeySchema, body.agreement));
      countAgreement(context, row.dataset, { live: 0, inForce: 1 });
    }),
});

/** Why nothing may be agreed about the dataset of an agreement, or that there is no such agreement; undefined where something may. */
export function refuseClosed(rows: Rows, agreement: number): Refusal | undefined {
  const found = findAgreement(rows, agreement);
  const shared = isFound(found) ? findShared(rows, { kind: "key", key: found.row.dataset }) : found;
  return isFound(shared) ? undefined : shared;
}

type Step = { readonly from: readonly AgreementRow["state"][]; readonly to: AgreementRow["state"] };

/** Moves an agreement one state on if its terms are the ones that were signed and its time has not run out. */
export function advance(
  context: Context,
  body: Value<typeof agreementBody>,
  step: Step,
  then: (row: AgreementRow) => void,
): Refusal | undefined {
  const found = findAgreement(context.rows, body.agreement);
  if (!isFound(found)) return found;
  const { row } = found;
  if (!step.from.includes(row.state)) return refuse("ILLEGAL_MOVE", { state: row.state, wanted: step.from.join(" ") });
  const recomputed = agreementHashOf(context.suite, row);
  if (!equalBytes(recomputed, row.agreementHash) || !equalBytes(recomputed, body.agreementHash))
    return refuse("AGREEMENT_HASH_MISMATCH", { agreement: body.agreement });
  if (context.time >= row.expires) return refuse("AGREEMENT_EXPIRED", { expires: row.expires });
  const dataset: DatasetReference = { kind: "key", key: row.dataset };
  const usable = findUsable(context.rows, dataset);
  if (!isFound(usable)) return usable;
  context.put(agreementTable, found.key, { ...row, state: step.to });
  then(row);
  return undefined;
}

/** From version 2 on an end also withdraws what still waits for signatures about the agreement. */
function terminateIn(version: 1 | 2): Action<Value<typeof terminateBody>> {
  return action({
    version,
    kind: "catalog.terminate",
    body: terminateBody,
    policy: [
      need([all(owner), all(user), all(functionSeat("bureau", ["leader"]))], { when: [when("order", "eq", 1)] }),
      need([all(owner), all(user)]),
    ],
    moves: AGREEMENT_STATES.filter((from) => from !== "TERMINATED").map((from) => ({
      table: agreementTable.name,
      from,
      to: "TERMINATED",
    })),
    subject(body, rows) {
      const subject = aboutAgreement(rows, body.agreement);
      return "code" in subject
        ? subject
        : { ...subject, facts: { ...subject.facts, order: body.orderNumber === "" ? 0 : 1 } };
    },
    run(context, body) {
      const found = findAgreement(context.rows, body.agreement);
      if (!isFound(found)) return found;
      if (found.row.state === "TERMINATED") return refuse("ILLEGAL_MOVE", { state: "TERMINATED", wanted: "FINALIZED" });
      if (body.reason === "") return refuse("REASON_MISSING");
      endAgreement(context, found.key, found.row, "terminated", body.reason);
      if (version > 1) context.supersede(agreementTable, found.key);
      return undefined;
    },
  });
}

export const AGREEMENT_ACTIONS: readonly AnyAction[] = [
  anyAction(requestIn(1)),
  anyAction(requestIn(2)),
  anyAction(agreeIn(1)),
  anyAction(agreeIn(2)),
  anyAction(verify),
  anyAction(finalize),
  anyAction(terminateIn(1)),
  anyAction(terminateIn(2)),
];
