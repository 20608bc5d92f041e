/** Who must sign, in words: the alternatives of a policy's case. */
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Alternative, Party, PolicyCase, Role, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";
import { countWord, fractionText, joinList, joinWords, withArticle } from "./list-words.ts";
import { joinParts, plain, strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { findText, text, textParts } from "./texts.ts";
import type { TextKey } from "./texts.ts";

type Scope = { readonly language: Language; readonly kind: string };

/** Everybody who will do, with `or` between the alternatives; what must not be missed stands out. */
export function whoMustSign(scope: Scope, alternatives: readonly Alternative[]): readonly SentencePart[] {
  const merged = mergeRoles(alternatives);
  const choice = choiceOfDepartments(scope, merged);
  if (choice !== undefined) return [strong(choice)];
  const phrases = merged.map((alternative) => alternativeWords(scope, alternative, merged.length === 1));
  if (merged.every((alternative) => alternative.seats.length === 1)) return joinList(scope.language, phrases, "or");
  const between = plain(scope.language === "zh" ? "，或" : ", or ");
  return joinParts(
    scope.language,
    phrases.flatMap((phrase, place) => (place === 0 ? phrase : [between, ...phrase])),
  );
}

/** True if one signature is all that any alternative asks for. */
export function isOneSignature({ alternatives }: PolicyCase): boolean {
  return alternatives.every(({ seats }) => seats.length === 1 && seats.every(isOne));
}

/** A department of the record, by the name it has in the kind's domain. */
export function partyText({ language, kind }: Scope, party: Party): string {
  const domain = kind.split(".")[0] ?? "";
  return findText(language, `party.${domain}.${party}`) ?? text(language, `party.${party}`);
}

function isOne(seat: Seat): boolean {
  return seat.bar.kind === "persons" && seat.bar.count === 1;
}

/** Alternatives that differ only in the role of one signer are one alternative with several roles. */
function mergeRoles(alternatives: readonly Alternative[]): readonly Alternative[] {
  const merged: Alternative[] = [];
  for (const alternative of alternatives) {
    const seat = alternative.seats[0];
    const place = merged.findIndex(
      ({ seats: [other, ...rest] }) =>
        seat !== undefined &&
        other !== undefined &&
        rest.length === 0 &&
        isOne(other) &&
        sameSelector(other.of, seat.of),
    );
    const before = merged[place]?.seats[0];
    const isSingle = alternative.seats.length === 1 && seat !== undefined && isOne(seat);
    if (!isSingle || before === undefined) merged.push(alternative);
    else
      merged[place] = {
        order: "any",
        distinct: "persons",
        seats: [{ ...before, roles: [...new Set([...before.roles, ...seat.roles])] }],
      };
  }
  return merged;
}

/** `any two of A, B and C`, where the alternatives are all the ways to choose so many of the same departments. */
function choiceOfDepartments(scope: Scope, alternatives: readonly Alternative[]): string | undefined {
  const [first] = alternatives;
  const seats = alternatives.flatMap((alternative) => alternative.seats);
  const size = first?.seats.length ?? 0;
  if (alternatives.length < 3 || size < 2 || !haveSameRoles(seats)) return undefined;
  if (
    alternatives.some(
      (alternative) =>
        alternative.order !== "any" || alternative.distinct !== "persons" || alternative.seats.length !== size,
    )
  )
    return undefined;
  const named = distinctSelectors(seats);
  const chosen = alternatives.map((alternative) =>
    alternative.seats.map((seat) => named.findIndex((one) => sameSelector(one, seat.of))).toSorted((a, b) => a - b),
  );
  const isSets = chosen.every((places) => new Set(places).size === size);
  const distinct = new Set(chosen.map((places) => places.join())).size;
  if (!isSets || distinct !== alternatives.length || distinct !== waysToChoose(named.length, size)) return undefined;
  const { language } = scope;
  return text(language, "seat.kOfN", {
    departments: joinWords(
      language,
      named.map((one) => selectorText(scope, one)),
      "and",
    ),
    all: countWord(language, named.length),
    number: countWord(language, size),
    roles: oneOf(language, seats[0]?.roles ?? []),
  });
}

function waysToChoose(from: number, size: number): number {
  let ways = 1;
  for (let i = 1; i <= size; i++) ways = (ways * (from - size + i)) / i;
  return ways;
}

function alternativeWords(scope: Scope, alternative: Alternative, isOnly: boolean): readonly SentencePart[] {
  const words = seatsWords(scope, alternative, isOnly);
  const isApart = alternative.distinct === "departments" && alternative.seats.some(isCounted(alternative));
  return isApart ? textParts(scope.language, "seat.apart", { seats: words }) : words;
}

/** One seat for one person needs nobody to be from another department than somebody else. */
function isCounted({ seats }: Alternative): (seat: Seat) => boolean {
  return (seat) => seats.length > 1 || (seat.bar.kind === "persons" && seat.bar.count > 1);
}

function seatsWords(scope: Scope, { order, seats }: Alternative, isOnly: boolean): readonly SentencePart[] {
  const { language } = scope;
  if (order === "in-turn" && seats.length > 1) return inTurnWords(scope, seats, isOnly);
  if (seats.length > 1 && haveSameRoles(seats) && distinctSelectors(seats).length === seats.length) {
    const departments = joinWords(
      language,
      seats.map((seat) => selectorText(scope, seat.of)),
      "and",
    );
    return [strong(text(language, "seat.each", { departments, roles: oneOf(language, seats[0]?.roles ?? []) }))];
  }
  return joinList(
    language,
    seats.map((seat) => [strong(seatText(scope, seat))]),
    "and",
  );
}

/** In English the words say the order; in Chinese it is said after the seats, or by the sentence if there is nothing else. */
function inTurnWords(scope: Scope, seats: readonly Seat[], isOnly: boolean): readonly SentencePart[] {
  const said = seats.map((seat) => [strong(seatText(scope, seat))]);
  if (scope.language === "zh") {
    const listed = joinList("zh", said, "and");
    return isOnly ? listed : textParts("zh", "seat.inTurn", { seats: listed });
  }
  return said.flatMap((seat, place) => [plain(place === 0 ? "first " : ", then "), ...seat]);
}

function haveSameRoles(seats: readonly Seat[]): boolean {
  const roles = (seat: Seat | undefined): string => (seat?.roles ?? []).toSorted().join();
  return seats.every((seat) => isOne(seat) && roles(seat) === roles(seats[0]));
}

function distinctSelectors(seats: readonly Seat[]): readonly Selector[] {
  return seats
    .map((seat) => seat.of)
    .filter((one, place, all) => all.findIndex((other) => sameSelector(one, other)) === place);
}

function sameSelector(left: Selector, right: Selector): boolean {
  const key = (one: Selector): string => `${one.kind} ${"name" in one ? one.name : "than" in one ? one.than : ""}`;
  return key(left) === key(right);
}

function seatText(scope: Scope, { of, roles, bar }: Seat): string {
  const { language } = scope;
  // Of a single department, any share is that department.
  if (
    bar.kind !== "persons" &&
    (of.kind === "party" || of.kind === "own") &&
    (bar.kind !== "departments" || bar.count === 1)
  ) {
    return seatText(scope, { of, roles, bar: { kind: "persons", count: 1 } });
  }
  if (bar.kind === "persons") {
    const many = bar.count > 1;
    const known = many ? roles.map((role) => text(language, `role.${role}.many`)) : [];
    return text(language, personsKey(roles, many), {
      of: selectorText(scope, of),
      number: countWord(language, bar.count),
      roles: many ? joinWords(language, known, "or") : oneOf(language, roles),
    });
  }
  const by = isAnyRole(roles)
    ? text(language, "seat.byAnyone")
    : text(language, "seat.by", { roles: oneOf(language, roles) });
  const departments = selectorMany(scope, of);
  // Chinese counts institutions by 家 and departments by 个.
  const counted = { departments, by, measure: of.kind === "function" ? "家" : "个" };
  if (bar.kind === "departments" && bar.count > 1) {
    return text(language, "seat.departments", { ...counted, number: countWord(language, bar.count) });
  }
  if (bar.kind === "departments" || (bar.kind === "over" && bar.numerator === 0)) {
    return text(language, "seat.departmentsOne", counted);
  }
  if (bar.kind === "share" && bar.numerator === bar.denominator) return text(language, "seat.all", { departments, by });
  const fraction = fractionText(language, bar.numerator, bar.denominator);
  return text(language, bar.kind === "share" ? "seat.share" : "seat.over", { fraction, departments, by });
}

function personsKey(roles: readonly Role[], many: boolean): TextKey {
  if (isAnyRole(roles)) return many ? "seat.anyones" : "seat.anyone";
  if (roles.every((role) => role === "device")) return many ? "seat.devices" : "seat.device";
  if (roles.every((role) => role === "node")) return many ? "seat.nodes" : "seat.node";
  return many ? "seat.several" : "seat.one";
}

function isAnyRole(roles: readonly Role[]): boolean {
  return ROLES.every((role) => roles.includes(role));
}

/** `an officer or leader`, `经办人或负责人`. */
function oneOf(language: Language, roles: readonly Role[]): string {
  return withArticle(
    language,
    joinWords(
      language,
      roles.map((role) => text(language, `role.${role}`)),
      "or",
    ),
  );
}

function selectorText(scope: Scope, of: Selector): string {
  const { language } = scope;
  switch (of.kind) {
    case "function":
      return text(language, `function.${of.name}.one`);
    case "party":
      return partyText(scope, of.name);
    case "own":
      return text(language, "selector.own");
    case "any":
      return text(language, "selector.any");
    case "other":
      return text(language, "selector.other", { party: partyText(scope, of.than) });
  }
}

/** The departments that a seat counts. */
function selectorMany(scope: Scope, of: Selector): string {
  const { language } = scope;
  switch (of.kind) {
    case "function":
      return text(language, `function.${of.name}.many`);
    case "any":
      return text(language, "selector.any.many");
    case "other":
      return text(language, "selector.other.many", { party: partyText(scope, of.than) });
    case "party":
    case "own":
      return selectorText(scope, of);
  }
}
