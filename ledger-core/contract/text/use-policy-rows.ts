/** Terms of use as a table: one row for each rule, with words in every cell, for whoever writes or compares them. */
import type { Constraint } from "#ledger-core/contract/schema/catalog.ts";
import { plain, strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { text, textParts } from "./texts.ts";
import type { TextKey } from "./texts.ts";
import {
  actionWords,
  caseWords,
  constraintWords,
  dutyWords,
  groupAsCase,
  groupsOf,
  groupWords,
  joinClauses,
  recipientWords,
} from "./use-policy-sentence.ts";
import type { SaidRule, SaidUsePolicy, Scope, UsePolicyNames } from "./use-policy-sentence.ts";

type Words = readonly SentencePart[];

export type UsePolicyRow = {
  readonly kind: "permitted" | "forbidden";
  /** The rule's place among those of its kind, from 0. */
  readonly place: number;
  readonly who: Words;
  readonly actions: Words;
  readonly purpose: Words;
  /** How often, or as which use. */
  readonly count: Words;
  /** From when, until when. */
  readonly time: Words;
  readonly area: Words;
  /** Limits that are joined by a logical operator, and a second one of who may; nothing where there are none. */
  readonly conditions: Words;
  /** Nothing for what is forbidden. */
  readonly duties: readonly Words[];
};

/** What a policy permits and forbids. A rule that says nothing of a column has words for that: any purpose, any number of times. */
export function usePolicyRows(
  language: Language,
  policy: SaidUsePolicy,
  names: UsePolicyNames,
): readonly UsePolicyRow[] {
  const scope = { language, names };
  return [
    ...policy.permissions.map((rule, place) => rowOf(scope, rule, { kind: "permitted", place })),
    ...policy.prohibitions.map((rule, place) => rowOf(scope, rule, { kind: "forbidden", place })),
  ];
}

function rowOf(scope: Scope, rule: SaidRule, row: Pick<UsePolicyRow, "kind" | "place">): UsePolicyRow {
  const { language, names } = scope;
  const isPermitted = row.kind === "permitted";
  const { who, rest } = recipientWords(scope, rule.constraints);
  const sayLimit = isPermitted ? constraintWords : caseWords;
  const sayGroup = isPermitted ? groupWords : groupAsCase;
  const column = (left: Constraint["left"], otherwise: TextKey): Words => {
    const said = rest.filter((constraint) => constraint.left === left);
    if (said.length === 0) return textParts(language, otherwise);
    return joinClauses(
      language,
      said.map((constraint) => sayLimit(scope, constraint)),
    );
  };
  const holder = names.user === undefined ? [plain(text(language, "use.holder"))] : [strong(names.user)];
  const others = rest.filter((constraint) => constraint.left === "recipient");
  return {
    ...row,
    who: who ?? (isPermitted ? holder : textParts(language, "use.any.recipient")),
    actions: actionWords(language, rule, isPermitted && language === "zh" ? "and" : "or"),
    purpose: column("purpose", "use.any.purpose"),
    count: column("count", "use.any.count"),
    time: column("dateTime", "use.any.dateTime"),
    area: column("spatial", "use.any.spatial"),
    conditions: joinClauses(language, [
      ...others.map((constraint) => sayLimit(scope, constraint)),
      ...groupsOf(rule).map((group) => sayGroup(scope, group)),
    ]),
    duties: isPermitted ? dutyWords(language, rule) : [],
  };
}
