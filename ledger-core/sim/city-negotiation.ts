/** How the demo city's departments come to terms: owners decide, answer with other terms or offer of their own accord. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { DAY_SECONDS, FOUNDER, voteAct } from "./city-acts.ts";
import type { City, CityAct } from "./city-acts.ts";
import { ASKERS } from "./city-askers.ts";
import { offeredPolicy, purposesOf } from "./city-descriptions.ts";
import type { CityState } from "./city-state.ts";
import { APPROVALS, COUNTER_MESSAGES, COUNTER_REQUESTS, OFFER_MESSAGES, REJECTIONS } from "./city-words.ts";
import { Random } from "./random.ts";

/** Acts of the catalogue that wait for a second keeper of the same department. */
const KEEPERS_DECIDE = ["catalog.counter-offer", "catalog.offer-agreement"] as const;
/** Acts of owners that wait for the data bureau. */
const BUREAU_DECIDES = ["catalog.withdraw-version", "catalog.revise", "catalog.retire"] as const;
/** Working days at the end in which some requests are left open, so that somebody finds something to sign. */
const OPEN_DAYS = 3;
/** Requests that one owner may be left with at the end. */
const LEFT_OPEN_MAX = 2;

/** What becomes of a request is settled by its number, so that it does not matter on which day it is looked at. */
type Fate = { readonly how: "approve" | "reject" | "counter" | "ignore"; readonly afterDays: number };

function fateOf({ seed }: City, proposal: number): Fate {
  const random = new Random(seed ^ (proposal * 7_919));
  const number = random.below(100);
  const how = number < 8 ? "reject" : number < 17 ? "counter" : number < 20 ? "ignore" : "approve";
  return { how, afterDays: random.once(7) ? 1 + random.below(4) : 0 };
}

/** The owners decide about what was asked, mostly yes and mostly on the next working day. */
export function decisionActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  const isOpenDay = isAmongLast(city, day);
  const left = new Map<number, number>();
  const decided = state.openProposals("catalog.agree").flatMap((proposal) => {
    const { owner, state: stage, dataset } = state.agreement(proposal.row.subjectKey);
    // While somebody else claims the data, nothing is decided about it.
    if (stage !== "REQUESTED" || state.isSuspended(dataset)) return [];
    const kept = left.get(owner) ?? 0;
    if (isOpenDay && kept < LEFT_OPEN_MAX) {
      left.set(owner, kept + 1);
      return [];
    }
    return decide(city, state, { proposal, day, random, owner: state.slug(owner) });
  });
  return [...(isOpenDay ? [] : secondActs(city, state, day, random)), ...decided];
}

/** Second signatures on what owners have put forward. */
function secondActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  const asked = new Set(state.openProposals("catalog.agree").map(({ row }) => row.subjectKey));
  const waiting = [...BUREAU_DECIDES, ...KEEPERS_DECIDE]
    .flatMap((kind) => state.openProposals(kind))
    .filter(({ row }) => state.isActive(state.slug(row.department)))
    // A request that ends with this block needs no answer any more.
    .filter(({ row }) => row.kind !== "catalog.counter-offer" || asked.has(row.subjectKey));
  // One act on a record at a time: whoever signs the second has to see what the first has changed.
  return [...new Map(waiting.map((proposal) => [subjectName(proposal), proposal])).values()].map((proposal) => {
    const isForBureau = BUREAU_DECIDES.some((kind) => kind === proposal.row.kind);
    const owner = state.slug(proposal.row.department);
    const as = isForBureau ? FOUNDER : otherKeeper(city, state, { proposal, owner, day });
    return approve(state, proposal, as, random);
  });
}

function subjectName({ row }: StoredRow<ProposalRow>): string {
  return `${row.subjectTable} ${row.subjectKey}`;
}

/** True in the last working days, in which some of what was asked is left to whoever explores the demo. */
function isAmongLast({ calendar }: City, day: number): boolean {
  return day > calendar.before(calendar.days - 1, OPEN_DAYS);
}

function decide(
  city: City,
  state: CityState,
  given: {
    readonly proposal: StoredRow<ProposalRow>;
    readonly owner: string;
    readonly day: number;
    readonly random: Random;
  },
): readonly CityAct[] {
  const { proposal, owner, day, random } = given;
  const { how, afterDays } = fateOf(city, proposal.key);
  const isYoungerThan = state.time - proposal.row.opened < afterDays * DAY_SECONDS;
  if (how === "ignore" || isYoungerThan || !state.isActive(owner)) return [];
  const leader = city.roster.get(owner, "leader", day);
  const steward = city.roster.get(owner, "steward", day);
  if (how === "reject")
    return [voteAct(state, proposal, { as: leader, choice: "reject", reason: random.pick(REJECTIONS) })];
  if (how === "counter") return counterOffer(city, state, { proposal, as: steward, random });
  return [steward, leader]
    .filter((keeper) => !state.hasVoted(proposal, keeper))
    .map((keeper) => approve(state, proposal, keeper, random));
}

function approve(state: CityState, proposal: StoredRow<ProposalRow>, as: string, random: Random): CityAct {
  return voteAct(state, proposal, { as, choice: "approve", reason: random.pick(APPROVALS) });
}

/** Leader or steward, whichever of them has not proposed it. */
function otherKeeper(
  { roster }: City,
  state: CityState,
  given: { readonly proposal: StoredRow<ProposalRow>; readonly owner: string; readonly day: number },
): string {
  const { proposal, owner, day } = given;
  const leader = roster.get(owner, "leader", day);
  return state.person(leader) === proposal.row.proposer ? roster.get(owner, "steward", day) : leader;
}

/** Other terms in answer to a request: fewer uses, a shorter time. */
function counterOffer(
  city: City,
  state: CityState,
  { proposal, as, random }: { readonly proposal: StoredRow<ProposalRow>; readonly as: string; readonly random: Random },
): readonly CityAct[] {
  const key = proposal.row.subjectKey;
  const isAnswered = state.openProposals("catalog.counter-offer").some(({ row }) => row.subjectKey === key);
  if (isAnswered) return [];
  const { agreementHash, policy, purpose, useLimit, expires } = state.agreement(key);
  const half = Math.floor((expires - state.time) / 2);
  return [
    {
      as,
      kind: "catalog.counter-offer",
      body: {
        agreement: key,
        agreementHash,
        policy,
        purpose,
        useLimit: Math.max(2, Math.floor(useLimit / 2)),
        expires: state.time + Math.max(12 * DAY_SECONDS, half),
        message: random.pick(COUNTER_MESSAGES),
      },
    },
  ];
}

/** Those who were offered terms accept them, ask for others, or let them lapse. */
export function answerActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  return state.agreementsIn("OFFERED").flatMap(({ key, user }) => {
    const slug = state.slug(user);
    const row = state.agreement(key);
    const fate = new Random(city.seed ^ (key * 104_729 + row.round)).below(10);
    const officer = random.pick(city.roster.officers(slug, day));
    // A last day's offer is left to whoever explores the demo.
    if (state.isSuspended(row.dataset)) return [];
    if (fate === 0 || isAmongLast(city, day + 1) || !state.isActive(slug) || !state.isActive(state.slug(row.owner)))
      return [];
    const { agreementHash, purpose, useLimit, expires } = row;
    const named = { agreement: key, agreementHash };
    if (fate > 2 || row.round > 2) return [{ as: officer, kind: "catalog.accept", body: named }];
    const justification = random.pick(COUNTER_REQUESTS);
    const body = { ...named, purpose, useLimit: useLimit * 2, expires: expires + 30 * DAY_SECONDS, justification };
    return [{ as: officer, kind: "catalog.counter-request", body }];
  });
}

/** Now and then an owner offers its data to somebody whose duties need it. */
export function offeringActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  if (!random.once(9)) return [];
  const offered = city.lives.filter((life) => life.offered < day && life.dataset.sharing === "conditional");
  const { dataset } = random.pick(offered);
  const user = random.pick(ASKERS.filter((slug) => slug !== dataset.owner));
  const row = state.findDataset(dataset.code)?.row;
  const isOpen = row?.state === "published" && row.suspended === "no" && row.owner === state.department(dataset.owner);
  if (!isOpen || !state.isActive(dataset.owner) || !state.isActive(user)) return [];
  return [
    {
      as: city.roster.get(dataset.owner, "steward", day),
      kind: "catalog.offer-agreement",
      body: {
        dataset: { kind: "code", code: dataset.code },
        user: state.department(user),
        policy: offeredPolicy(dataset),
        purpose: random.pick(purposesOf(dataset)),
        useLimit: random.pick([20, 100, 500]),
        expires: state.time + random.pick([90, 180, 365]) * DAY_SECONDS,
        message: random.pick(OFFER_MESSAGES),
      },
    },
  ];
}
