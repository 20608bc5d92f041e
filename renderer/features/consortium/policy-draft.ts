/** A policy while it is being edited: cases, alternatives, seats, as plain values that every step makes anew. */
import type {
  Alternative,
  Bar,
  Condition,
  Fact,
  Party,
  PolicyCase,
  Seat,
  Selector,
} from "#ledger-core/contract/schema/policy.ts";
import { casesSchema, FACTS, PARTIES } from "#ledger-core/contract/schema/policy.ts";
import { fromJson, toJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { domainOf } from "./policy-groups.ts";

const daySeconds = 86_400;

/** The cases of a policy as the node gives them; none where they are of a newer form than this program knows. */
export function casesOf(json: Json): readonly PolicyCase[] {
  const read = fromJson(casesSchema, json);
  return read.ok ? read.value : [];
}

/** Cases as the body of `policy.set` carries them. */
export function jsonOfCases(cases: readonly PolicyCase[]): Json {
  return toJson(casesSchema, cases);
}

export const newSeat: Seat = { of: { kind: "own" }, roles: ["leader"], bar: { kind: "persons", count: 1 } };
export const newAlternative: Alternative = { order: "any", distinct: "persons", seats: [newSeat] };
export const newCase: PolicyCase = {
  when: [],
  alternatives: [newAlternative],
  excludeProposer: "no",
  excludeParties: [],
  deadlineSeconds: 7 * daySeconds,
};

/** The list with its item at `place` replaced, or left out where `item` is undefined. */
export function withItem<Item>(list: readonly Item[], place: number, item: Item | undefined): readonly Item[] {
  return item === undefined ? list.toSpliced(place, 1) : list.with(place, item);
}

/** The list with the item at `place` one step earlier. */
export function moveEarlier<Item>(list: readonly Item[], place: number): readonly Item[] {
  const [item] = list.slice(place, place + 1);
  return place === 0 || item === undefined ? list : list.toSpliced(place, 1).toSpliced(place - 1, 0, item);
}

/** A selector of a kind, keeping what the one before named where it still fits. */
export function selectorFrom(value: string): Selector {
  const [kind = "", name = ""] = value.split(":");
  if (kind === "function") return { kind, name: name as Extract<Selector, { kind: "function" }>["name"] };
  if (kind === "party") return { kind, name: name as Party };
  if (kind === "other") return { kind, than: name as Party };
  return kind === "any" ? { kind } : { kind: "own" };
}

/** A selector as one value of a list of choices. */
export function selectorValue(of: Selector): string {
  switch (of.kind) {
    case "function":
    case "party":
      return `${of.kind}:${of.name}`;
    case "other":
      return `other:${of.than}`;
    case "own":
    case "any":
      return of.kind;
  }
}

/** A bar of a kind with the least that makes sense. */
export function barOfKind(kind: Bar["kind"]): Bar {
  switch (kind) {
    case "persons":
    case "departments":
      return { kind, count: 1 };
    case "share":
      return { kind, numerator: 2, denominator: 3 };
    case "over":
      return { kind, numerator: 1, denominator: 2 };
  }
}

/** Facts that take yes or no, and those that take one of a few values; all others take a number. */
export const yesOrNoFacts: readonly Fact[] = ["founding", "narrowing", "order", "unconditional", "authority"];

/** A new condition on a fact. */
export function conditionOn(fact: Fact): Condition {
  const isYesOrNo = yesOrNoFacts.includes(fact) || fact === "sharing";
  return { fact, operator: isYesOrNo ? "eq" : "gteq", value: 1 };
}

/** Facts that an act's policy can ask about: the founding period, and what the policies of its domain ask about today. */
export function factsFor(kind: string, policies: readonly PolicyOfKind[]): readonly Fact[] {
  const asked = new Set<Fact>(["founding"]);
  for (const one of ofDomain(kind, policies)) {
    for (const condition of one.when) asked.add(condition.fact);
  }
  return FACTS.filter((fact) => asked.has(fact));
}

/** Departments of the record that an act's policy can name: those that the policies of its domain name today. */
export function partiesFor(kind: string, policies: readonly PolicyOfKind[]): readonly Party[] {
  const named = new Set<Party>();
  for (const one of ofDomain(kind, policies)) {
    for (const party of one.excludeParties) named.add(party);
    for (const { of } of one.alternatives.flatMap((alternative) => alternative.seats)) {
      if (of.kind === "party") named.add(of.name);
      if (of.kind === "other") named.add(of.than);
    }
  }
  return PARTIES.filter((party) => named.has(party));
}

type PolicyOfKind = { readonly kind: string; readonly cases: readonly PolicyCase[] };

function ofDomain(kind: string, policies: readonly PolicyOfKind[]): readonly PolicyCase[] {
  return policies.filter((one) => domainOf(one.kind) === domainOf(kind)).flatMap((one) => one.cases);
}

/** What the ledger would refuse about a policy in itself, as the key of a text; undefined for nothing. */
export function flawOf(cases: readonly PolicyCase[]): "noCase" | "noSeat" | "mixed" | "share" | undefined {
  if (cases.length === 0) return "noCase";
  const alternatives = cases.flatMap((one) => one.alternatives);
  if (alternatives.some(({ seats }) => seats.length === 0 || seats.some(({ roles }) => roles.length === 0)))
    return "noSeat";
  if (alternatives.some(({ seats }) => seats.length > 1 && seats.some(({ bar }) => bar.kind !== "persons")))
    return "mixed";
  return alternatives.flatMap(({ seats }) => seats).some(({ bar }) => isShareAboveOne(bar)) ? "share" : undefined;
}

function isShareAboveOne(bar: Bar): boolean {
  if (bar.kind === "share") return bar.numerator > bar.denominator;
  return bar.kind === "over" && bar.numerator >= bar.denominator;
}
