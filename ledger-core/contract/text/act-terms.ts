/** What several acts of the catalogue say: limits and terms of use, and that an agreement is not there. */
import type { Purpose } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { unknownRecord } from "./act-scope.ts";
import type { AgreementTerms, Scope } from "./act-scope.ts";
import { endText } from "./moments.ts";
import type { SentencePart, TemplateValues } from "./template.ts";
import { text, textParts } from "./texts.ts";
import { usePolicySentence } from "./use-policy-sentence.ts";
import type { SaidUsePolicy } from "./use-policy-sentence.ts";

/** For what, how often and until when. */
export function limitsWords(
  { language }: Scope,
  terms: { readonly purpose: Purpose; readonly useLimit: number; readonly expires: number },
): readonly SentencePart[] {
  return textParts(language, "act.limits", {
    purpose: text(language, `purpose.${terms.purpose}`),
    limit: terms.useLimit,
    expires: endText(language, terms.expires),
  });
}

/**
 * Every department by name: who signs must see all of them. `user` is the department that an agreement is with, `purpose` what it is for:
 * then only what holds for that is said.
 */
export function policyWords(
  { language, names }: Scope,
  policy: SaidUsePolicy,
  { user, purpose }: { readonly user?: string; readonly purpose?: Purpose } = {},
): readonly SentencePart[] {
  return usePolicySentence(language, purpose === undefined ? policy : termsForPurpose(policy, purpose), {
    departmentByCode: (code) => names.departmentByCode(code),
    namesMax: Number.MAX_SAFE_INTEGER,
    ...(user === undefined ? {} : { user }),
  });
}

/** Both sides, the dataset, and the terms as they stand. */
export function agreementValues(scope: Scope, row: AgreementTerms): TemplateValues {
  const { names } = scope;
  const user = names.department(row.user);
  return {
    user,
    owner: names.department(row.owner),
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    limits: limitsWords(scope, row),
    policy: policyWords(scope, row.policy, { user, purpose: row.purpose }),
  };
}

export function unknownAgreement(scope: Scope, kind: string, key: number): readonly SentencePart[] {
  return unknownRecord(scope, { kind, table: "table.catalog.agreement", key });
}
