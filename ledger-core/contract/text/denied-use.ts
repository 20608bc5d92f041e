/** Why terms of use do not permit a use, in words: the limit that is not met, and what was asked for instead. */
import type { Constraint, ConstraintGroup, Purpose, UseAction } from "#ledger-core/contract/schema/catalog.ts";
import { endSentences } from "./policy-sentence.ts";
import type { Language, SentencePart } from "./template.ts";
import { textParts } from "./texts.ts";
import {
  actionWords,
  caseWords,
  constraintWords,
  groupWords,
  joinClauses,
  prohibitionWords,
} from "./use-policy-sentence.ts";
import type { SaidRule, Scope, UsePolicyNames } from "./use-policy-sentence.ts";

/** A use that was judged, as `explainUse` of the catalogue gives it. */
export type JudgedUse = {
  readonly verdict:
    | { readonly permitted: true }
    | { readonly permitted: false; readonly because: "no-permission" | "constraint" | "prohibition" };
  readonly asked: {
    readonly action: UseAction;
    readonly purpose: Purpose;
    readonly time: number;
    readonly recipient: string;
    readonly count: number;
    readonly spatial: string;
  };
  readonly rules: readonly {
    readonly kind: "permission" | "prohibition";
    readonly place: number;
    readonly rule: SaidRule;
    readonly applies: boolean;
    readonly failing: { readonly constraints: readonly Constraint[]; readonly groups: readonly ConstraintGroup[] };
  }[];
};

/** A reason, with the place among its kind of the rule that it is about; none where no rule is about the action at all. */
export type DenialReason = {
  readonly kind: "permission" | "prohibition" | "none";
  readonly place: number;
  readonly words: readonly SentencePart[];
};

/**
 * Every reason, each a sentence of its own: the prohibitions that apply; or else, for each permission of the action, each limit that is
 * not met. Nothing for a use that is permitted.
 */
export function denialReasons(language: Language, use: JudgedUse, names: UsePolicyNames): readonly DenialReason[] {
  const { verdict, asked, rules } = use;
  if (verdict.permitted) return [];
  const scope = { language, names };
  switch (verdict.because) {
    case "no-permission": {
      const actions = actionWords(language, { actions: [asked.action], constraints: [], duties: [] }, "or");
      return [
        { kind: "none", place: 0, words: sentence(language, textParts(language, "use.denied.nothing", { actions })) },
      ];
    }
    case "prohibition":
      return rules
        .filter(({ kind, applies }) => kind === "prohibition" && applies)
        .map(({ kind, place, rule }) => {
          const said = textParts(language, "use.denied.forbidden", { rule: prohibitionWords(scope, rule) });
          return { kind, place, words: sentence(language, said) };
        });
    case "constraint":
      return rules
        .filter(({ kind }) => kind === "permission")
        .flatMap(({ kind, place, failing }) =>
          [
            ...failing.constraints.map((one) =>
              limitReason(scope, constraintWords(scope, one), { limits: [one], asked }),
            ),
            ...failing.groups.map((one) =>
              limitReason(scope, groupWords(scope, one), { limits: one.constraints, asked }),
            ),
          ].map((words) => ({ kind, place, words: sentence(language, words) })),
        );
  }
}

function limitReason(
  scope: Scope,
  limit: readonly SentencePart[],
  { limits, asked }: { readonly limits: readonly Constraint[]; readonly asked: JudgedUse["asked"] },
): readonly SentencePart[] {
  const lefts = [...new Set(limits.map(({ left }) => left))];
  const said = lefts.map((left) => askedWords(scope, left, asked));
  return textParts(scope.language, "use.denied.limit", { limit, asked: joinClauses(scope.language, said) });
}

/** What the use is in this respect: `the purpose is enforcement`. */
function askedWords(scope: Scope, left: Constraint["left"], asked: JudgedUse["asked"]): readonly SentencePart[] {
  if (left === "spatial" && asked.spatial === "") return textParts(scope.language, "use.denied.noArea");
  const value = {
    dateTime: asked.time,
    purpose: asked.purpose,
    recipient: asked.recipient,
    count: asked.count,
    spatial: asked.spatial,
  }[left];
  const operand = typeof value === "number" ? ({ kind: "number", value } as const) : ({ kind: "word", value } as const);
  return caseWords(scope, { left, operator: "eq", right: [operand] });
}

function sentence(language: Language, words: readonly SentencePart[]): readonly SentencePart[] {
  return endSentences(language, [words]);
}
