/** Uses of agreements: most as agreed, some for another purpose, too often, too late or by somebody who may not any more. */
import type { UseAction } from "#ledger-core/contract/schema/catalog.ts";
import { DAY_SECONDS } from "./city-acts.ts";
import type { City, CityAct } from "./city-acts.ts";
import type { AgreementBrief, CityState } from "./city-state.ts";
import { DELETION_STATEMENTS, TERMINATIONS } from "./city-words.ts";
import type { Random } from "./random.ts";

/** Agreements that are used on an ordinary day of a city that has many; in its first weeks everything is tried out. */
const USED_PER_STAGE = 7;
const USED_PER_STAGE_AT_FIRST = 12;

export function useActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  const inForce = state.agreementsIn("FINALIZED", state.time);
  const used = city.calendar.days < 200 ? USED_PER_STAGE_AT_FIRST : USED_PER_STAGE;
  const acts = inForce.flatMap((agreement) => {
    const isUsed = random.below(Math.max(inForce.length, 2 * used)) < used;
    // Most people stop when the limit is reached; some try once more.
    const isUsedUp = agreement.uses >= agreement.useLimit;
    if (!isUsed || (isUsedUp && !random.once(15))) return [];
    const act = useAct(city, state, { agreement, day, random });
    if (act === undefined) return [];
    const again = useAct(city, state, { agreement, day, random });
    return (agreement.useLimit < 10 || random.once(4)) && again !== undefined ? [act, again] : [act];
  });
  return [...acts, ...tooLate(city, state, day, random)];
}

/** Somebody who has not noticed that an agreement has ended. */
function tooLate(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  if (!random.once(city.calendar.days < 200 ? 2 : 6)) return [];
  const since = state.time - 5 * DAY_SECONDS;
  const ended = state
    .agreementsIn("TERMINATED", since)
    .filter(({ expires, uses }) => expires <= state.time && uses > 0);
  if (ended.length === 0) return [];
  const act = useAct(city, state, { agreement: random.pick(ended), day, random });
  return act === undefined ? [] : [act];
}

/** A use by somebody of the using department; undefined while that department or the data is suspended. */
export function useAct(
  { roster }: City,
  state: CityState,
  given: {
    readonly agreement: AgreementBrief;
    readonly day: number;
    readonly random: Random;
    readonly as?: string;
    readonly purpose?: string;
    readonly action?: UseAction;
  },
): CityAct | undefined {
  const { agreement, day, random } = given;
  const { key, user, purpose, dataset } = agreement;
  const slug = state.slug(user);
  const as = given.as ?? random.pick(roster.officers(slug, day));
  const isStrange = random.once(45);
  const isTakenOut = random.once(120);
  const reference = `${1 + random.below(12)}-${1_000 + random.below(9_000)}`;
  const body = {
    agreement: key,
    action: given.action ?? (isTakenOut ? "distribute" : "query"),
    purpose: given.purpose ?? (isStrange ? "research" : purpose),
    fingerprint: random.bytes(32),
    rowCount: random.once(6) ? 20 + random.below(200) : 1,
    spatial: "",
    reference: random.once(2) ? reference : "",
  };
  return state.isActive(slug) && !state.isSuspended(dataset) ? { as, kind: "catalog.use", body } : undefined;
}

/** What was used is deleted as promised; what is no longer needed is given back. */
export function dutyActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  const acts: CityAct[] = [];
  const inForce = state
    .agreementsIn("FINALIZED", state.time)
    .filter(({ uses, user }) => uses > 0 && state.isActive(state.slug(user)));
  if (inForce.length === 0) return acts;
  if (random.once(3)) {
    const { key, user } = random.pick(inForce);
    const isOwed = state
      .agreement(key)
      .policy.permissions.some(({ duties }) => duties.some(({ duty }) => duty === "delete"));
    const as = random.pick(city.roster.officers(state.slug(user), day));
    const body = { agreement: key, duty: "delete", statement: random.pick(DELETION_STATEMENTS) };
    if (isOwed) acts.push({ as, kind: "catalog.fulfil", body });
  }
  if (random.once(14)) {
    const { key, user } = random.pick(inForce);
    const as = city.roster.get(state.slug(user), "steward", day);
    acts.push({
      as,
      kind: "catalog.terminate",
      body: { agreement: key, reason: random.pick(TERMINATIONS), orderNumber: "" },
    });
  }
  return acts;
}
