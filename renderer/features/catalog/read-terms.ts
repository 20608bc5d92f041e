import type { ReadTerms } from "#ledger-core/contract/api/terms.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { draftOfPolicy } from "./policy-draft.ts";
import type { PolicyDraft } from "./policy-draft.ts";

/**
 * Terms of a document as a draft of terms that stand alone: whom they are for, and what an agreement says of itself as a whole, become
 * limits of every permission, so that nothing is permitted which the document does not. Undefined for terms that cannot be read.
 */
export function draftOfReadTerms(terms: ReadTerms): PolicyDraft | undefined {
  const read = fromJson(usePolicySchema, terms.policy);
  if (!read.ok) return undefined;
  const limits = limitsOf(terms);
  const policy: UsePolicy = {
    ...read.value,
    permissions: read.value.permissions.map((rule) => ({ ...rule, constraints: joined(rule, limits) })),
  };
  return draftOfPolicy(policy);
}

function limitsOf({ assignee, purpose, useLimit, expires }: ReadTerms): readonly Constraint[] {
  return [
    ...(purpose === null ? [] : [{ left: "purpose", operator: "eq", right: [word(purpose)] } as const]),
    ...(assignee === null ? [] : [{ left: "recipient", operator: "eq", right: [word(assignee.code)] } as const]),
    ...(useLimit === null ? [] : [{ left: "count", operator: "lteq", right: [number(useLimit)] } as const]),
    ...(expires === null ? [] : [{ left: "dateTime", operator: "lt", right: [number(expires)] } as const]),
  ];
}

/** A limit that the rule has already is not said twice. */
function joined(rule: UseRule, limits: readonly Constraint[]): readonly Constraint[] {
  const said = new Set(rule.constraints.map((constraint) => JSON.stringify(constraint)));
  return [...rule.constraints, ...limits.filter((limit) => !said.has(JSON.stringify(limit)))];
}

function word(value: string) {
  return { kind: "word", value } as const;
}

function number(value: number) {
  return { kind: "number", value } as const;
}
