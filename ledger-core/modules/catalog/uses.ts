/** A use under an agreement: counted and recorded where it is permitted, refused and recorded where it is not. */
import { fulfilBody, useBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { useBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import type { AgreementRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, need } from "#ledger-core/kernel/policy-terms.ts";
import { aboutAgreement } from "./agreements.ts";
import { findAgreement, findUsable, isFound } from "./find.ts";
import { user } from "./seats.ts";
import { agreementTable, fulfilmentTable, useTable } from "./tables.ts";
import { evaluateUse } from "./use-policy.ts";

const use = action({
  kind: "catalog.use",
  version: 2,
  body: useBody,
  policy: [need([all(user)])],
  subject(body, rows) {
    const subject = aboutAgreement(rows, body.agreement);
    if ("code" in subject) return subject;
    // A use changes its own agreement; a policy that asks for more signatures must not be voided by the next use.
    return { parties: subject.parties, facts: subject.facts };
  },
  run(context, body) {
    const found = findAgreement(context.rows, body.agreement);
    if (!isFound(found)) return found;
    const refused = checkUse(context, found.row, body);
    if (refused !== undefined) return refused;
    const number = found.row.uses + 1;
    context.put(agreementTable, found.key, { ...found.row, uses: number });
    context.put(useTable, context.next(useTable), {
      ...body,
      dataset: found.row.dataset,
      user: context.actor.department,
      person: context.actor.person,
      number,
      time: context.time,
    });
    return undefined;
  },
});

function checkUse(context: Context, agreement: AgreementRow, body: Value<typeof useBody>): Refusal | undefined {
  const { rows, time } = context;
  if (agreement.ended === "expired" || (agreement.state === "FINALIZED" && time >= agreement.expires))
    return refuse("AGREEMENT_EXPIRED", { expires: agreement.expires });
  if (agreement.state !== "FINALIZED") return refuse("AGREEMENT_NOT_IN_FORCE", { state: agreement.state });
  const dataset = findUsable(rows, { kind: "key", key: agreement.dataset });
  if (!isFound(dataset)) return dataset;
  if (body.purpose !== agreement.purpose)
    return refuse("USE_OUTSIDE_PURPOSE", { purpose: body.purpose, agreed: agreement.purpose });
  if (agreement.uses >= agreement.useLimit)
    return refuse("USE_LIMIT_REACHED", { uses: agreement.uses, limit: agreement.useLimit });
  const recipient = rows.get(memberTable, context.actor.department)?.uscc ?? "";
  const { action: wanted, purpose, spatial } = body;
  const verdict = evaluateUse(agreement.policy, {
    action: wanted,
    purpose,
    time,
    recipient,
    spatial,
    count: agreement.uses + 1,
  });
  return verdict.permitted ? undefined : refuse("USE_NOT_PERMITTED", { because: verdict.because, term: verdict.term });
}

const fulfil = action({
  kind: "catalog.fulfil",
  body: fulfilBody,
  policy: [need([all(user)])],
  subject: (body, rows) => aboutAgreement(rows, body.agreement),
  run(context, body) {
    const found = findAgreement(context.rows, body.agreement);
    if (!isFound(found)) return found;
    if (!wasInForce(found.row)) return refuse("AGREEMENT_NOT_IN_FORCE", { state: found.row.state });
    const rules = found.row.policy.permissions;
    if (!rules.some((rule) => rule.duties.some(({ duty }) => duty === body.duty)))
      return refuse("DUTY_NOT_OWED", { duty: body.duty });
    if (body.statement === "") return refuse("REASON_MISSING");
    const { agreement, duty, statement } = body;
    const record = { agreement, duty, statement, person: context.actor.person, time: context.time };
    context.put(fulfilmentTable, context.next(fulfilmentTable), record);
    return undefined;
  },
});

/** Duties outlive an agreement, above all to delete; one that never came into force left none. */
export function wasInForce({ state, ended, uses }: AgreementRow): boolean {
  return state === "FINALIZED" || ended === "expired" || (state === "TERMINATED" && uses > 0);
}

export const USES: readonly AnyAction[] = [firstVersion(use, useBodyFirst), anyAction(use), anyAction(fulfil)];
