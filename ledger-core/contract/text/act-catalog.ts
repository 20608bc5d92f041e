/** Sentences of the catalogue's acts. */
import type { Description, Purpose, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import type {
  agreementBody,
  createBody,
  importBody,
  offerBody,
  publishBody,
  requestBody,
  retireBody,
  reviseBody,
  terminateBody,
  uploadBody,
  useBody,
  withdrawOfferBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence, AgreementTerms, Scope } from "./act-scope.ts";
import { joinWords } from "./list-words.ts";
import { endText } from "./moments.ts";
import type { SentencePart, TemplateValues } from "./template.ts";
import { text, textParts } from "./texts.ts";
import { usePolicySentence } from "./use-policy-sentence.ts";

const create: ActSentence<Value<typeof createBody>> = (scope, { description }) =>
  textParts(scope.language, "kind.catalog.create.act", describedAs(scope, description));

const publish: ActSentence<Value<typeof publishBody>> = ({ language, names }, { dataset }) =>
  textParts(language, "kind.catalog.publish.act", { dataset: names.dataset(dataset) });

const revise: ActSentence<Value<typeof reviseBody>> = (scope, { dataset, description }) =>
  textParts(scope.language, "kind.catalog.revise.act", {
    dataset: scope.names.dataset(dataset),
    ...describedAs(scope, description),
  });

function describedAs({ language }: Scope, description: Description): TemplateValues {
  const { title, code, sharing, sharingCondition, openness, items } = description;
  const terms = textParts(language, "act.dataset", {
    sharing: text(language, `sharing.${sharing}`),
    condition: sharingCondition,
    openness: text(language, `openness.${openness}`),
    items: items.length,
  });
  return { title, code, terms };
}

const upload: ActSentence<Value<typeof uploadBody>> = ({ language, names }, { dataset, rowCount, sizeBytes, items }) =>
  textParts(language, "kind.catalog.upload.act", {
    dataset: names.dataset(dataset),
    rows: rowCount,
    size: sizeBytes,
    items: items.length === 0 ? undefined : items.length,
  });

const retire: ActSentence<Value<typeof retireBody>> = ({ language, names }, { dataset, reason }) =>
  textParts(language, "kind.catalog.retire.act", { dataset: names.dataset(dataset), reason });

const offer: ActSentence<Value<typeof offerBody>> = (scope, { dataset, policy }) =>
  textParts(scope.language, "kind.catalog.offer.act", {
    dataset: scope.names.dataset(dataset),
    policy: policyWords(scope, policy),
  });

const withdrawOffer: ActSentence<Value<typeof withdrawOfferBody>> = (scope, { offer: key, reason }) => {
  const { language, names } = scope;
  const row = names.offer(key);
  if (row === undefined)
    return unknownRecord(scope, { kind: "catalog.withdraw-offer", table: "table.catalog.offer", key });
  const dataset = names.dataset({ kind: "key", key: row.dataset });
  return textParts(language, "kind.catalog.withdraw-offer.act", { dataset, reason });
};

const request: ActSentence<Value<typeof requestBody>> = (scope, body) => {
  const { language, names } = scope;
  const taken = body.offer === 0 ? names.openOffer(body.dataset) : names.offer(body.offer);
  if (taken === undefined && body.offer !== 0)
    return unknownRecord(scope, { kind: "catalog.request", table: "table.catalog.offer", key: body.offer });
  return textParts(language, "kind.catalog.request.act", {
    dataset: names.dataset(body.dataset),
    limits: limitsWords(scope, body),
    policy: taken === undefined ? undefined : policyWords(scope, taken.policy),
    reason: body.justification,
  });
};

type AgreementKind = "catalog.agree" | "catalog.verify" | "catalog.finalize";

function aboutAgreement(kind: AgreementKind): ActSentence<Value<typeof agreementBody>> {
  return (scope, { agreement: key }) => {
    const row = scope.names.agreement(key);
    if (row === undefined) return unknownAgreement(scope, kind, key);
    return textParts(scope.language, `kind.${kind}.act`, agreementValues(scope, row));
  };
}

function agreementValues(scope: Scope, row: AgreementTerms): TemplateValues {
  const { names } = scope;
  const user = names.department(row.user);
  return {
    user,
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    limits: limitsWords(scope, row),
    policy: policyWords(scope, row.policy, user),
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

const use: ActSentence<Value<typeof useBody>> = (scope, { agreement: key, action, purpose, rowCount }) => {
  const { language, names } = scope;
  const row = names.agreement(key);
  if (row === undefined) return unknownAgreement(scope, "catalog.use", key);
  return textParts(language, "kind.catalog.use.act", {
    action: text(language, `act.use.${action}`),
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    purpose: text(language, `purpose.${purpose}`),
    rows: rowCount,
    limit: row.useLimit,
  });
};

const importRecords: ActSentence<Value<typeof importBody>> = ({ language }, lines) =>
  textParts(language, "kind.catalog.import.act", {
    source: joinWords(language, [...new Set(lines.map((line) => line.origin.source))], "and"),
    put: lines.filter((line) => line.kind === "put").length,
    retire: lines.filter((line) => line.kind === "retire").length,
  });

function limitsWords(
  { language }: Scope,
  terms: { readonly purpose: Purpose; readonly useLimit: number; readonly expires: number },
): readonly SentencePart[] {
  return textParts(language, "act.limits", {
    purpose: text(language, `purpose.${terms.purpose}`),
    limit: terms.useLimit,
    expires: endText(language, terms.expires),
  });
}

/** Every department by name: who signs must see all of them. */
function policyWords({ language, names }: Scope, policy: UsePolicy, user?: string): readonly SentencePart[] {
  return usePolicySentence(language, policy, {
    departmentByCode: (code) => names.departmentByCode(code),
    namesMax: Number.MAX_SAFE_INTEGER,
    ...(user === undefined ? {} : { user }),
  });
}

function unknownAgreement(scope: Scope, kind: string, key: number): readonly SentencePart[] {
  return unknownRecord(scope, { kind, table: "table.catalog.agreement", key });
}

export const CATALOG_ACTS = {
  "catalog.create": create,
  "catalog.publish": publish,
  "catalog.revise": revise,
  "catalog.upload": upload,
  "catalog.retire": retire,
  "catalog.offer": offer,
  "catalog.withdraw-offer": withdrawOffer,
  "catalog.request": request,
  "catalog.agree": aboutAgreement("catalog.agree"),
  "catalog.verify": aboutAgreement("catalog.verify"),
  "catalog.finalize": aboutAgreement("catalog.finalize"),
  "catalog.terminate": terminate,
  "catalog.use": use,
  "catalog.import": importRecords,
};
