/**
 * Limits of any depth as rules of the ledger, whose groups do not nest: a rule under `or` is several rules, for permissions and
 * prohibitions alike. Groups that fit are left as they are, so that a policy of the ledger comes back as it went out.
 */
import type { Constraint, ConstraintGroup } from "#ledger-core/contract/schema/catalog.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import type { Limit } from "./limits-of-use.ts";

/** All of its constraints and groups hold. */
export type Alternative = { readonly constraints: readonly Constraint[]; readonly groups: readonly ConstraintGroup[] };

/** One of the alternatives holds. Flawed limits are left out of them; `flaws` says which, and the rule then says less than its document. */
export type NormalForm = { readonly alternatives: readonly Alternative[]; readonly flaws: readonly Flaw[] };

/** Weekday office hours of a year make 262; above, a rule is not worth reading. */
const ALTERNATIVES_MAX = 1_000;
/** More than the ledger takes in one rule by far. */
const LIMITS_MAX = 1_000;
const GROUP_MAX = 16;

const EMPTY: Alternative = { constraints: [], groups: [] };

/** All of the limits together. `path` is the rule's, for what is found about it as a whole. */
export function normalForm(limits: readonly Limit[], path: string): NormalForm {
  const flaws: Flaw[] = [];
  const known = limits.filter((limit) => {
    const found = flawsOf(limit, path);
    flaws.push(...found);
    return found.length === 0;
  });
  const alternatives = product(known.map(alternativesOf));
  if (alternatives !== undefined) return { alternatives, flaws };
  return { alternatives: [EMPTY], flaws: [...flaws, flaw("CONSTRAINTS_TOO_MANY", path)] };
}

function flawsOf(limit: Limit, path: string): readonly Flaw[] {
  if (limit.kind === "flawed") return limit.flaws;
  if (limit.kind === "leaf") return [];
  const inner = limit.parts.flatMap((part) => flawsOf(part, path));
  if (inner.length > 0 || limit.kind !== "xone") return inner;
  // What exactly one of holds cannot be split without saying what does not hold.
  const isFlat = limit.parts.every((part) => part.kind === "leaf") && limit.parts.length <= GROUP_MAX;
  return isFlat ? [] : [flaw("XONE_NESTED", path, "xone")];
}

/** Undefined where there are too many. Flawed limits do not come here. */
function alternativesOf(limit: Limit): readonly Alternative[] | undefined {
  if (limit.kind === "flawed") return [EMPTY];
  if (limit.kind === "leaf") return [{ constraints: [limit.constraint], groups: [] }];
  const leaves = limit.parts.flatMap((part) => (part.kind === "leaf" ? [part.constraint] : []));
  const others = limit.parts.filter((part) => part.kind !== "leaf");
  switch (limit.kind) {
    case "xone":
      return [groupOf("xone", leaves)];
    case "and":
      if (others.length === 0) return [chunks(leaves).reduce((all, chunk) => join(all, groupOf("and", chunk)), EMPTY)];
      return product(limit.parts.map(alternativesOf));
    case "all":
      return product(limit.parts.map(alternativesOf));
    case "or":
      return sum([chunks(leaves).map((chunk) => groupOf("or", chunk)), ...others.map(alternativesOf)]);
  }
}

function groupOf(operator: ConstraintGroup["operator"], constraints: readonly Constraint[]): Alternative {
  return { constraints: [], groups: [{ operator, constraints }] };
}

function chunks<T>(values: readonly T[]): readonly (readonly T[])[] {
  const parts: T[][] = [];
  for (let start = 0; start < values.length; start += GROUP_MAX) parts.push(values.slice(start, start + GROUP_MAX));
  return parts;
}

function sum(all: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  const alternatives: Alternative[] = [];
  for (const some of all) {
    if (some === undefined || alternatives.length + some.length > ALTERNATIVES_MAX) return undefined;
    alternatives.push(...some);
  }
  return alternatives;
}

/** What has one alternative alone is joined first, so that it is copied once for each of the others and not again for every step. */
function product(all: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  const single = all.flatMap((some) => (some?.length === 1 ? some : []));
  const base: Alternative = {
    constraints: single.flatMap(({ constraints }) => constraints),
    groups: single.flatMap(({ groups }) => groups),
  };
  if (base.constraints.length + base.groups.length > LIMITS_MAX) return undefined;
  let alternatives: readonly Alternative[] = [base];
  for (const some of all) {
    if (some === undefined || alternatives.length * some.length > ALTERNATIVES_MAX) return undefined;
    if (some.length === 1) continue;
    alternatives = alternatives.flatMap((left) => some.map((right) => join(left, right)));
  }
  return alternatives;
}

function join(left: Alternative, right: Alternative): Alternative {
  return { constraints: [...left.constraints, ...right.constraints], groups: [...left.groups, ...right.groups] };
}
