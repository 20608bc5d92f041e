/** Sentences of the acts by which two departments come to an agreement, use data under it, and end it. */
import type {
  agreementBody,
  counterOfferBody,
  counterRequestBody,
  fulfilBody,
  offerAgreementBody,
  requestBody,
  terminateBody,
  useBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { useBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence } from "./act-scope.ts";
import { agreementValues, limitsWords, policyWords, unknownAgreement } from "./act-terms.ts";
import { text, textParts } from "./texts.ts";

const request: ActSentence<Value<typeof requestBody>> = (scope, body) => {
  const { language, names } = scope;
  const taken = body.offer === 0 ? names.openOffer(body.dataset) : names.offer(body.offer);
  if (taken === undefined && body.offer !== 0)
    return unknownRecord(scope, { kind: "catalog.request", table: "table.catalog.offer", key: body.offer });
  return textParts(language, "kind.catalog.request.act", {
    dataset: names.dataset(body.dataset),
    limits: limitsWords(scope, body),
    policy: taken === undefined ? undefined : policyWords(scope, taken.policy, { purpose: body.purpose }),
    reason: body.justification,
  });
};

const offerAgreement: ActSentence<Value<typeof offerAgreementBody>> = (scope, body) => {
  const { language, names } = scope;
  const user = names.department(body.user);
  return textParts(language, "kind.catalog.offer-agreement.act", {
    user,
    dataset: names.dataset(body.dataset),
    limits: limitsWords(scope, body),
    policy: policyWords(scope, body.policy, { user, purpose: body.purpose }),
    message: body.message,
  });
};

const counterOffer: ActSentence<Value<typeof counterOfferBody>> = (scope, body) => {
  const row = scope.names.agreement(body.agreement);
  if (row === undefined) return unknownAgreement(scope, "catalog.counter-offer", body.agreement);
  const { limits, ...standing } = agreementValues(scope, row);
  return textParts(scope.language, "kind.catalog.counter-offer.act", {
    ...standing,
    before: limits,
    limits: limitsWords(scope, body),
    policy: policyWords(scope, body.policy, { user: scope.names.department(row.user), purpose: body.purpose }),
    message: body.message,
  });
};

const counterRequest: ActSentence<Value<typeof counterRequestBody>> = (scope, body) => {
  const row = scope.names.agreement(body.agreement);
  if (row === undefined) return unknownAgreement(scope, "catalog.counter-request", body.agreement);
  const { limits, ...standing } = agreementValues(scope, row);
  return textParts(scope.language, "kind.catalog.counter-request.act", {
    ...standing,
    before: limits,
    limits: limitsWords(scope, body),
    reason: body.justification,
  });
};

type AgreementKind = "catalog.accept" | "catalog.agree" | "catalog.verify" | "catalog.finalize";

function aboutAgreement(kind: AgreementKind): ActSentence<Value<typeof agreementBody>> {
  return (scope, { agreement: key }) => {
    const row = scope.names.agreement(key);
    if (row === undefined) return unknownAgreement(scope, kind, key);
    return textParts(scope.language, `kind.${kind}.act`, agreementValues(scope, row));
  };
}

const terminate: ActSentence<Value<typeof terminateBody>> = (scope, { agreement: key, reason, orderNumber }) => {
  const row = scope.names.agreement(key);
  if (row === undefined) return unknownAgreement(scope, "catalog.terminate", key);
  return textParts(scope.language, "kind.catalog.terminate.act", {
    ...agreementValues(scope, row),
    order: orderNumber,
    reason,
  });
};

/** The first version's body had no area and no matter. */
type Use = Value<typeof useBodyFirst> & Partial<Pick<Value<typeof useBody>, "spatial" | "reference">>;

const use: ActSentence<Use> = (scope, { agreement: key, action, purpose, spatial, reference, rowCount }) => {
  const { language, names } = scope;
  const row = names.agreement(key);
  if (row === undefined) return unknownAgreement(scope, "catalog.use", key);
  return textParts(language, "kind.catalog.use.act", {
    action: text(language, `act.use.${action}`),
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    purpose: text(language, `purpose.${purpose}`),
    spatial,
    reference,
    rows: rowCount,
    limit: row.useLimit,
  });
};

const fulfil: ActSentence<Value<typeof fulfilBody>> = (scope, { agreement: key, duty, statement }) => {
  const row = scope.names.agreement(key);
  if (row === undefined) return unknownAgreement(scope, "catalog.fulfil", key);
  const { user, dataset } = agreementValues(scope, row);
  return textParts(scope.language, "kind.catalog.fulfil.act", {
    user,
    dataset,
    duty: text(scope.language, `duty.${duty}`),
    statement,
  });
};

export const AGREEMENT_ACTS = {
  "catalog.request": request,
  "catalog.offer-agreement": offerAgreement,
  "catalog.counter-offer": counterOffer,
  "catalog.counter-request": counterRequest,
  "catalog.accept": aboutAgreement("catalog.accept"),
  "catalog.agree": aboutAgreement("catalog.agree"),
  "catalog.verify": aboutAgreement("catalog.verify"),
  "catalog.finalize": aboutAgreement("catalog.finalize"),
  "catalog.terminate": terminate,
  "catalog.use": use,
  "catalog.fulfil": fulfil,
};
