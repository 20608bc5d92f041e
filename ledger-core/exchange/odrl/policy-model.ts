/** A policy as its document says it, before it is asked what of it the ledger can hold to. */
import type { GraphTerm } from "./graph.ts";
import type { Flaw } from "./findings.ts";

/** A person, department or asset, or a collection of them; `source` is another name for a collection's members. */
export type Named = {
  readonly id: string;
  readonly path: string;
  readonly source?: string;
  /** Some of the collection alone, by limits of its own. */
  readonly refined: boolean;
};

/** `refined`: some ways of the action alone, by limits that could not be made limits of its rule. */
export type NamedAction = { readonly iri: string; readonly path: string; readonly refined: boolean };

/** One comparison. Several right operands stand in the order of the document. */
export type Comparison = {
  readonly kind: "comparison";
  readonly id: string;
  readonly path: string;
  readonly left: string;
  readonly operator: string;
  readonly right: readonly GraphTerm[];
  readonly flaws: readonly Flaw[];
};

/** Comparisons and groups joined by a logical operator. */
export type Joined = {
  readonly kind: "and" | "or" | "xone";
  readonly id: string;
  readonly path: string;
  readonly operands: readonly Expression[];
};

/** What cannot be read as either, with the reason. */
export type Unreadable = { readonly kind: "unreadable"; readonly flaws: readonly Flaw[] };

export type Expression = Comparison | Joined | Unreadable;

export type OdrlDuty = {
  readonly id: string;
  readonly path: string;
  readonly actions: readonly NamedAction[];
  /** Limits of the duty and of its action alike. */
  readonly constraints: readonly Expression[];
  readonly flaws: readonly Flaw[];
};

export type OdrlRule = {
  readonly id: string;
  readonly kind: "permission" | "prohibition";
  readonly path: string;
  /** Empty: any. What the policy says for all its rules is in here, as for the other lists. */
  readonly actions: readonly NamedAction[];
  readonly assignees: readonly Named[];
  readonly targets: readonly Named[];
  readonly constraints: readonly Expression[];
  readonly duties: readonly OdrlDuty[];
  /** Terms of the rule that nothing here understands. */
  readonly flaws: readonly Flaw[];
};

export type PolicyKind = "Set" | "Offer" | "Agreement";

export type OdrlPolicy = {
  readonly uid: string;
  readonly kind: PolicyKind;
  readonly assigners: readonly Named[];
  /** Of the policy as a whole; rules without an assignee of their own have these among theirs. */
  readonly assignees: readonly Named[];
  /** Of the policy as a whole, not repeated in the rules. */
  readonly constraints: readonly Expression[];
  readonly rules: readonly OdrlRule[];
  /** Reasons for which the policy as a whole cannot be held to. */
  readonly flaws: readonly Flaw[];
  readonly warnings: readonly Flaw[];
};
