/** Sentences about acts, policies and rights, in both languages, with departments and people by name. */
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import type { Sentences, Words } from "#ledger-core/contract/api/shared.ts";
import type { AgreementRow, DatasetRow, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { actSentence } from "#ledger-core/contract/text/act-sentence.ts";
import { policyNeedSentence, policySentence } from "#ledger-core/contract/text/policy-sentence.ts";
import { rightsSentence } from "#ledger-core/contract/text/rights-sentence.ts";
import type { Language, SentencePart } from "#ledger-core/contract/text/template.ts";
import { kindName } from "#ledger-core/contract/text/texts.ts";
import { denialReasons } from "#ledger-core/contract/text/denied-use.ts";
import { usePolicyRows } from "#ledger-core/contract/text/use-policy-rows.ts";
import { usePolicySentence } from "#ledger-core/contract/text/use-policy-sentence.ts";
import type { TermsRow } from "#ledger-core/contract/api/terms.ts";
import type { UseExplanation } from "#ledger-core/modules/catalog/explain-use.ts";
import type { Decided } from "#ledger-core/kernel/act.ts";
import { memberTable, personTable, policyTable } from "#ledger-core/kernel/governance/tables.ts";
import { agreementTable, contestTable, datasetTable, offerTable } from "#ledger-core/modules/catalog/tables.ts";
import { departmentTable, postTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import { actNames } from "./act-names.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { Asked } from "./asked.ts";
import { kindWords, sameWords } from "./words.ts";

function inBoth(say: (language: Language) => readonly SentencePart[]): Sentences {
  return { zh: [...say("zh")], en: [...say("en")] };
}

/** What a policy asks for: the case that decides now where one does, else all of its cases. */
export function policySentences(kind: string, cases: readonly PolicyCase[], decided?: Decided): Sentences {
  return inBoth((language) =>
    decided === undefined
      ? policySentence(language, { kind, cases })
      : policyNeedSentence(language, kind, decided.policyCase),
  );
}

/**
 * An act in one sentence; for what nobody signed, the name of what the ledger did by itself. `then`: the rows when it was proposed, for
 * agreements whose terms may have been others since.
 */
export function actSentences(asked: Asked, kind: string, body: unknown, then?: Rows): Sentences {
  if (body === undefined) return inBoth((language) => [{ text: kindName(language, kind), strong: false }]);
  return inBoth((language) => actSentence(language, kind, body, actNames(asked, language, then)));
}

/** The terms of an offer. */
export function usePolicySentences(asked: Asked, policy: UsePolicy): Sentences {
  return inBoth((language) => usePolicySentence(language, policy, actNames(asked, language)));
}

/** Whom an agreement is with, by key, and what it is for. */
export type AgreedFor = Pick<AgreementRow, "user" | "purpose">;

/** The terms of an agreement, as they hold for its purpose. */
export function agreedSentences(asked: Asked, policy: UsePolicy, { user, purpose }: AgreedFor): Sentences {
  const terms = termsForPurpose(policy, purpose);
  return inBoth((language) => usePolicySentence(language, terms, termsNames(asked, language, user)));
}

/** The terms of an agreement as they hold for its purpose, one row for each rule. */
export function usePolicyTable(asked: Asked, policy: UsePolicy, { user, purpose }: AgreedFor): readonly TermsRow[] {
  const terms = termsForPurpose(policy, purpose);
  const rowsIn = (language: Language) => usePolicyRows(language, terms, termsNames(asked, language, user));
  const [inZh, inEn] = [rowsIn("zh"), rowsIn("en")];
  return inEn.map((en, place): TermsRow => {
    const zh = inZh[place] ?? en;
    const cell = (column: Exclude<keyof TermsRow, "kind" | "duties">) => ({ zh: [...zh[column]], en: [...en[column]] });
    return {
      kind: en.kind,
      who: cell("who"),
      actions: cell("actions"),
      purpose: cell("purpose"),
      count: cell("count"),
      time: cell("time"),
      area: cell("area"),
      conditions: cell("conditions"),
      duties: en.duties.map((duty, n) => ({ zh: [...(zh.duties[n] ?? duty)], en: [...duty] })),
    };
  });
}

/** Why an agreement's terms do not permit a use: every reason, none if they do. */
export function denialSentences(asked: Asked, use: UseExplanation, user: number): readonly Sentences[] {
  const reasonsIn = (language: Language) => denialReasons(language, use, termsNames(asked, language, user));
  const inZh = reasonsIn("zh");
  return reasonsIn("en").map(({ words }, place) => ({ zh: [...(inZh[place]?.words ?? words)], en: [...words] }));
}

function termsNames(asked: Asked, language: Language, user: number) {
  return { ...actNames(asked, language), user: asked.briefs.department(user).name[language] };
}

/** Who may use a dataset now, and how. */
export function rightsSentences(
  row: DatasetRow,
  policies: readonly UsePolicy[],
  agreements: readonly Agreement[],
): Sentences {
  const inForce = agreements.filter((agreement) => agreement.state === "FINALIZED");
  return inBoth((language) =>
    rightsSentence(language, {
      sharing: row.sharing,
      state: row.state,
      isSuspended: row.suspended === "yes",
      isOffered: policies.length > 0,
      users: [...new Set(inForce.map((agreement) => agreement.user.name[language]))],
      actions: [...new Set(inForce.flatMap((agreement) => agreement.actions))],
      deleteWithinDays: shortestDeletion(policies),
    }),
  );
}

/** The fewest days within which any of the terms asks for deletion; undefined if none does. */
function shortestDeletion(policies: readonly UsePolicy[]): number | undefined {
  const duties = policies.flatMap((policy) => policy.permissions.flatMap((rule) => rule.duties));
  const days = duties.filter((duty) => duty.duty === "delete").map((duty) => duty.withinDays);
  return days.length === 0 ? undefined : Math.min(...days);
}

/** What a record is called; empty for one that has no name of its own. */
export function aboutRecord({ rows, briefs }: Asked, table: string, key: number): Words {
  const titleOf = (dataset: number | undefined): Words => sameWords(rows.get(datasetTable, dataset ?? 0)?.title ?? "");
  switch (table) {
    case memberTable.name:
    case departmentTable.name:
      return briefs.department(key).name;
    case personTable.name:
    case postTable.name:
      return briefs.person(key).title;
    case policyTable.name:
      return kindWords(rows.get(policyTable, key)?.kind ?? "");
    case datasetTable.name:
      return titleOf(key);
    case agreementTable.name:
      return titleOf(rows.get(agreementTable, key)?.dataset);
    case offerTable.name:
      return titleOf(rows.get(offerTable, key)?.dataset);
    case contestTable.name:
      return titleOf(rows.get(contestTable, key)?.dataset);
    default:
      return sameWords("");
  }
}
