/** Terms of use rule by rule, as ODRL documents, and why a use is not permitted. */
import type { ReadTerms as AnswerTerms, TermsFinding, TermsRow } from "#ledger-core/contract/api/terms.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { describeOdrlFinding, describeOdrlRefusal } from "#ledger-core/exchange/odrl/finding-text.ts";
import type { OdrlFinding } from "#ledger-core/exchange/odrl/findings.ts";
import type { ReadTerms } from "#ledger-core/exchange/odrl/map-policy.ts";
import { ledgerReading } from "#ledger-core/exchange/odrl/names.ts";
import type { PolicyDocument } from "#ledger-core/exchange/odrl/policy-tree.ts";
import { readUsePolicies } from "#ledger-core/exchange/odrl/read-use-policies.ts";
import { writeJsonLd, writeTurtle } from "#ledger-core/exchange/odrl/write-policies.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { explainUse } from "#ledger-core/modules/catalog/explain-use.ts";
import { agreementTable, datasetTable, offerTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { denialSentences, usePolicySentences, usePolicyTable } from "#ledger-core/node/sentences.ts";
import { ask, found, procedures, requireSession } from "./base.ts";

const FINDINGS_SHOWN_MAX = 500;
const TERMS_SHOWN_MAX = 50;
const ENDINGS = { jsonld: "jsonld", turtle: "ttl" } as const;

export const termsProcedures = {
  rows: procedures.terms.rows.handler(({ context, input }): { height: number; rows: TermsRow[] } => {
    const asked = ask(context);
    const agreement = found(asked.rows.get(agreementTable, input.agreement), agreementTable.name, input.agreement);
    return { height: asked.height, rows: [...usePolicyTable(asked, agreement.policy, agreement)] };
  }),
  document: procedures.terms.document.handler(({ context, input }) => {
    const asked = ask(context);
    const document = input.of === "offer" ? offered(asked, input.key) : agreed(asked, input.key);
    const text = input.form === "jsonld" ? writeJsonLd([document.policy]) : writeTurtle([document.policy]);
    return { height: asked.height, name: `${document.name}.${ENDINGS[input.form]}`, text };
  }),
  read: procedures.terms.read.handler(async ({ context, input }) => {
    requireSession(context);
    const asked = ask(context);
    const reading = ledgerReading(context.host.ledger.genesis.daySecondsOffset);
    const read = await readUsePolicies(Buffer.from(input.base64, "base64"), reading);
    if (!read.ok) {
      const { code, detail } = read;
      const [zh, en] = [describeOdrlRefusal(code, "zh"), describeOdrlRefusal(code, "en")];
      const [inZh, inEn] = detail === "" ? ["", ""] : [`（${detail}）`, ` (${detail})`];
      const cause = { zh: zh.message + inZh, en: en.message + inEn };
      return { ok: false as const, problem: { code, data: { detail }, cause, next: { zh: zh.advice, en: en.advice } } };
    }
    return {
      ok: true as const,
      policies: read.policies,
      terms: read.terms.slice(0, TERMS_SHOWN_MAX).map((terms) => answerTerms(asked, terms)),
      findings: read.findings.slice(0, FINDINGS_SHOWN_MAX).map(answerFinding),
      findingsTotal: read.findings.length,
    };
  }),
  explain: procedures.terms.explain.handler(({ context, input }) => {
    const asked = ask(context);
    const agreement = found(asked.rows.get(agreementTable, input.agreement), agreementTable.name, input.agreement);
    // Whatever else the terms would allow, the ledger admits the agreement's own purpose alone.
    const use = explainUse(termsForPurpose(agreement.policy, agreement.purpose), {
      action: input.action,
      purpose: input.purpose,
      time: asked.moment.time,
      recipient: codeOf(asked, agreement.user),
      count: agreement.uses + 1,
      spatial: input.spatial,
    });
    const reasons = denialSentences(asked, use, agreement.user);
    return { height: asked.height, permitted: use.verdict.permitted, reasons: [...reasons] };
  }),
};

type NamedDocument = { readonly name: string; readonly policy: PolicyDocument };

function offered(asked: Asked, key: number): NamedDocument {
  const offer = found(asked.rows.get(offerTable, key), offerTable.name, key);
  const dataset = found(asked.rows.get(datasetTable, offer.dataset), datasetTable.name, offer.dataset);
  return {
    name: `${dataset.code}-offer-${key}`,
    policy: {
      uid: `urn:trusted-city:offer:${key}`,
      kind: "Offer",
      assigner: codeOf(asked, dataset.owner),
      target: addressOfDataset(dataset.code),
      policy: offer.policy,
      issued: offer.time,
    },
  };
}

function agreed(asked: Asked, key: number): NamedDocument {
  const agreement = found(asked.rows.get(agreementTable, key), agreementTable.name, key);
  const dataset = found(asked.rows.get(datasetTable, agreement.dataset), datasetTable.name, agreement.dataset);
  const { purpose, expires, useLimit, policy } = agreement;
  return {
    name: `${dataset.code}-agreement-${key}`,
    policy: {
      uid: `urn:trusted-city:agreement:${key}`,
      // What both sides have not yet accepted is an offer to one department.
      kind: agreement.state === "REQUESTED" || agreement.state === "OFFERED" ? "Offer" : "Agreement",
      assigner: codeOf(asked, agreement.owner),
      assignee: codeOf(asked, agreement.user),
      target: addressOfDataset(dataset.code),
      policy,
      agreement: { purpose, expires, useLimit },
      issued: agreement.requested,
    },
  };
}

/** A dataset's own code on the ledger as an address. */
function addressOfDataset(code: string): string {
  return `urn:trusted-city:dataset:${encodeURIComponent(code)}`;
}

function codeOf(asked: Asked, department: number): string {
  return found(asked.rows.get(memberTable, department), memberTable.name, department).uscc;
}

function answerTerms(asked: Asked, terms: ReadTerms): AnswerTerms {
  const { uid, target, assignee, agreement, policy } = terms;
  const member = assignee === undefined ? undefined : asked.rows.find(memberTable, "uscc", assignee);
  return {
    uid,
    target: target ?? "",
    assignee:
      assignee === undefined
        ? null
        : { code: assignee, department: member === undefined ? null : asked.briefs.department(member.key) },
    purpose: agreement.purpose ?? null,
    useLimit: agreement.useLimit ?? null,
    expires: agreement.expires ?? null,
    policy: toJson(usePolicySchema, policy),
    sentence: usePolicySentences(asked, policy),
  };
}

function answerFinding(finding: OdrlFinding): TermsFinding {
  const [zh, en] = [describeOdrlFinding(finding, "zh"), describeOdrlFinding(finding, "en")];
  return {
    policy: finding.row,
    path: finding.path,
    value: finding.value ?? "",
    severity: finding.severity,
    message: { zh: zh.message, en: en.message },
    advice: { zh: zh.advice, en: en.advice },
  };
}
