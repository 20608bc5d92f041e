/** People of the demo city come and go, change their keys, lose them, and lend their roles while they are away. */
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { DEMO_PEOPLE } from "#ledger-core/node/demo-people.ts";
import { countFor, DAY_SECONDS, FOUNDER, stageRandom, timeOf, voteAct } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import { appointBody, enrolBody } from "./city-founding.ts";
import type { CityPerson } from "./city-people.ts";
import type { CityState } from "./city-state.ts";
import { useAct } from "./city-uses.ts";
import { Random } from "./random.ts";

/** Acts about people that wait for a second signature, and whose that is. */
const SECOND_SIGNERS = {
  "person.enrol": "leader",
  "key.enrol": "leader",
  "consortium.appoint": "bureau",
} as const;
/** Keys that are changed as a precaution, lost passphrases, and roles lent, in two years. */
const ROTATIONS = 44;
const LOST_KEYS = 4;
const LENT_ROLES = 26;

/** Everything about people, in stages of its own: a key that has ended in a block signs nothing more in it. */
export function staffStages(city: City): readonly CityStage[] {
  return [
    ...city.roster.people.flatMap((person) => comingAndGoing(city, person)),
    ...secondingStages(city),
    ...rotationStages(city),
    ...lostKeyStages(city),
    ...lendingStages(city),
  ];
}

function comingAndGoing(city: City, person: CityPerson): readonly CityStage[] {
  const { calendar, roster } = city;
  const { department, handle, from, to, roleUntil } = person;
  const stages: CityStage[] = [];
  const last = calendar.days - 1;
  if (from > 0) {
    const day = calendar.onOrAfter(from);
    const until = roleUntil === Infinity ? 0 : timeOf(city, roleUntil, 15);
    const admin = roster.admin(department, day);
    stages.push(
      {
        time: timeOf(city, day, 11, 40),
        acts: (state) => [{ as: admin, kind: "person.enrol", body: enrolBody(city, state, person, until) }],
      },
      // In the week in which both are there.
      {
        time: timeOf(city, calendar.onOrAfter(day + 1), 16, 5),
        acts: (state) =>
          state.hasPerson(handle) ? [{ as: admin, kind: "consortium.appoint", body: appointBody(state, person) }] : [],
      },
    );
  }
  if (to < last) {
    const day = calendar.onOrAfter(to);
    const successor = roster.people.find(({ follows }) => follows === handle)?.handle ?? "";
    stages.push({
      time: timeOf(city, day, 17, 35),
      acts: (state) => [
        {
          as: roster.admin(department, day),
          kind: "person.leave",
          body: {
            person: state.person(handle),
            reason: "工作调动 moved to another post",
            successor: state.hasPerson(successor) ? state.person(successor) : 0,
          },
        },
      ],
    });
  }
  if (roleUntil < last) stages.push(...tooLateStages(city, person));
  return stages;
}

/** Somebody whose term has ended a second ago tries once more. */
function tooLateStages(city: City, { handle, department, roleUntil }: CityPerson): readonly CityStage[] {
  return [
    {
      time: timeOf(city, roleUntil, 15) + 1,
      acts: (state) => {
        const agreement = state
          .agreementsIn("FINALIZED", state.time)
          .find(({ user, uses, useLimit }) => user === state.department(department) && uses < useLimit);
        if (agreement === undefined || !state.hasPerson(handle)) return [];
        const act = useAct(city, state, { agreement, day: roleUntil, random: new Random(roleUntil), as: handle });
        return act === undefined ? [] : [act];
      },
    },
  ];
}

/** Leaders, and the bureau's administrators, sign what waits for them every morning. */
function secondingStages(city: City): readonly CityStage[] {
  const { calendar, roster } = city;
  // What is asked for on the last days is left to whoever explores the demo.
  const days = Array.from({ length: calendar.days - 4 }, (_, day) => day).filter(
    (day) => day > 0 && calendar.isWorkingDay(day),
  );
  // Only where something may wait: the days after somebody came, and after a key was lost.
  const begun = [
    ...roster.people.filter(({ from }) => from > 0).map(({ from }) => calendar.onOrAfter(from)),
    ...lostKeys(city).map(({ day }) => day),
  ];
  const busy = new Set(begun.flatMap((day) => [1, 2, 3, 4, 5].map((after) => calendar.onOrAfter(day + after))));
  return days
    .filter((day) => busy.has(day))
    .map((day) => ({ time: timeOf(city, day, 8, 40), acts: (state) => secondActs(city, state, day) }));
}

function secondActs({ roster }: City, state: CityState, day: number): readonly CityAct[] {
  return Object.entries(SECOND_SIGNERS).flatMap(([kind, signer]) =>
    state.openProposals(kind).flatMap((proposal) => {
      const slug = state.slug(proposal.row.department);
      const admins = [roster.admin("data-bureau", day), roster.get("data-bureau", "admin-2", day)];
      const other = admins.find((admin) => state.person(admin) !== proposal.row.proposer) ?? FOUNDER;
      const as = signer === "bureau" ? other : roster.get(slug, "leader", day);
      if (state.hasVoted(proposal, as) || !state.isActive(slug)) return [];
      return [voteAct(state, proposal, { as, choice: "approve", reason: "" })];
    }),
  );
}

/** People whose keys a plan may change: nobody whom a visitor acts as, for their key files are made once. */
function ordinaryPeople({ roster }: City): readonly CityPerson[] {
  const demo: readonly string[] = DEMO_PEOPLE;
  return roster.people.filter(({ handle, from, to }) => from === 0 && to === Infinity && !demo.includes(handle));
}

function newKey(
  city: City,
  state: CityState,
  handle: string,
): { readonly publicKey: Uint8Array; readonly proof: Uint8Array } {
  const { publicKey, secretKey } = city.keys.pairOf(handle, state.keysBefore(handle) + 1);
  return { publicKey, proof: signEd25519(secretKey, keyStatement(city.network, handle, publicKey)) };
}

function rotationStages(city: City): readonly CityStage[] {
  const random = stageRandom(city, 0, 8);
  const people = ordinaryPeople(city);
  return Array.from({ length: countFor(city.calendar.days, ROTATIONS) }, () => {
    const { handle, department } = random.pick(people);
    const day = city.calendar.onOrAfter(4 + random.below(city.calendar.days - 6));
    return {
      time: timeOf(city, day, 18, random.below(30)),
      acts: (state: CityState): readonly CityAct[] =>
        state.isActive(department) ? [{ as: handle, kind: "key.rotate", body: newKey(city, state, handle) }] : [],
    };
  });
}

function lostKeys(city: City): readonly { readonly person: CityPerson; readonly day: number }[] {
  const random = stageRandom(city, 0, 9);
  const officers = ordinaryPeople(city).filter(({ suffix }) => suffix === "officer-2" || suffix === "officer-3");
  const { calendar } = city;
  const count = countFor(calendar.days, LOST_KEYS);
  return Array.from({ length: count }, (_, i) => ({
    person: random.pick(officers),
    day: calendar.atShare(Math.floor((800 * (1 + i)) / (count + 1))),
  }));
}

/** A new key for somebody who forgot the passphrase: asked for by the administrator, signed by the leader the next morning. */
function lostKeyStages(city: City): readonly CityStage[] {
  return lostKeys(city).map(({ person: { handle, department }, day }) => ({
    time: timeOf(city, day, 17, 45),
    acts: (state) => [
      {
        as: city.roster.admin(department, day),
        kind: "key.enrol",
        body: {
          person: state.person(handle),
          ...newKey(city, state, handle),
          reason: "口令遗忘，本人到场核验 passphrase forgotten; came in person",
        },
      },
    ],
  }));
}

/** Stewards lend their role to an officer while they are away; some come back early. */
function lendingStages(city: City): readonly CityStage[] {
  const random = stageRandom(city, 0, 10);
  const stewards = ordinaryPeople(city).filter(({ suffix }) => suffix === "steward");
  return Array.from({ length: countFor(city.calendar.days, LENT_ROLES) }, () => {
    const { handle, department } = random.pick(stewards);
    const day = city.calendar.onOrAfter(4 + random.below(city.calendar.days - 5));
    const length = 4 + random.below(10);
    const isBackEarly = random.once(4);
    return { handle, department, day, length, isBackEarly };
  }).flatMap(({ handle, department, day, length, isBackEarly }) => [
    {
      time: timeOf(city, day, 8, 30),
      acts: (state: CityState): readonly CityAct[] => {
        const receiver = city.roster.officers(department, day)[0];
        const isLent = state.delegationsOf(handle).length > 0;
        if (receiver === undefined || isLent || !state.isActive(department)) return [];
        const until = state.time + length * DAY_SECONDS;
        const reason = "休假期间代行 standing in during leave";
        return [
          {
            as: handle,
            kind: "delegation.give",
            body: { receiver: state.person(receiver), role: "steward", from: state.time, until, reason },
          },
        ];
      },
    },
    {
      time: timeOf(city, city.calendar.onOrAfter(day + Math.floor(length / 2)), 8, 35),
      acts: (state: CityState): readonly CityAct[] => {
        const lent = state.delegationsOf(handle)[0];
        if (!isBackEarly || lent === undefined || !state.isActive(department)) return [];
        return [{ as: handle, kind: "delegation.end", body: { delegation: lent.key, reason: "提前返岗 back early" } }];
      },
    },
  ]);
}
