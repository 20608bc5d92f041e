/** The city's first days: the network is founded by one person, who then steps back, and the first datasets are described. */
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { FOUNDER, timeOf, uploadAct } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import { yearCalendar } from "./city-calendar.ts";
import { createAct, offerAct, publishAct } from "./city-catalogue.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import type { CityPerson } from "./city-people.ts";
import type { CityState } from "./city-state.ts";

/** Unified Social Credit Code of a department of the plan; invented, with a true check character. */
export function cityUscc(place: number): string {
  return makeUnifiedSocialCreditCode(`11320100MB${String(1_000_000 + place * 7_919).slice(0, 7)}`);
}

/** What enrols somebody with the key that the plan gives. */
export function enrolBody(
  { keys, network }: City,
  state: CityState,
  person: CityPerson,
  until: number,
): Readonly<Record<string, unknown>> {
  const { handle, department, roles } = person;
  const { publicKey, secretKey } = keys.pairOf(handle);
  const proof = signEd25519(secretKey, keyStatement(network, handle, publicKey));
  return {
    department: state.department(department),
    handle,
    publicKey,
    proof,
    roles: roles.map((role) => ({ role, until })),
  };
}

/** What gives somebody a post. */
export function appointBody(state: CityState, person: CityPerson): Readonly<Record<string, unknown>> {
  const { handle, titleZh, titleEn, maskedName, rank } = person;
  return { person: state.person(handle), titleZh, titleEn, maskedName, rank };
}

/** What sets the working days of a year. */
export function calendarBody(year: number): Readonly<Record<string, unknown>> {
  return { year, ...yearCalendar(year), source: `${year}年部分节假日安排 Public holidays of ${year}` };
}

/** Members, their names, their people, the calendar; at last the founder steps back. */
export function foundingStages(city: City): readonly CityStage[] {
  const people = city.roster.people.filter(({ from }) => from === 0);
  const others = CITY_DEPARTMENTS.slice(1);
  const byFounder = (kind: string, bodies: readonly unknown[]): readonly CityAct[] =>
    bodies.map((body) => ({ as: FOUNDER, kind, body }));
  return [
    {
      time: timeOf(city, 0, 9),
      acts: () =>
        byFounder(
          "member.admit",
          others.map(({ nameZh, functions }, i) => ({ uscc: cityUscc(i + 1), name: nameZh, functions })),
        ),
    },
    {
      time: timeOf(city, 0, 10),
      acts: (state) => [
        ...byFounder(
          "consortium.describe",
          CITY_DEPARTMENTS.map(({ slug, nameZh, nameEn, shortZh, shortEn }) => ({
            department: state.department(slug),
            nameZh,
            nameEn,
            shortZh,
            shortEn,
          })),
        ),
        ...byFounder("consortium.set-calendar", city.calendar.years.slice(0, 2).map(calendarBody)),
      ],
    },
    {
      time: timeOf(city, 0, 11),
      acts: (state) =>
        byFounder(
          "person.enrol",
          people.filter(({ handle }) => handle !== FOUNDER).map((person) => enrolBody(city, state, person, 0)),
        ),
    },
    {
      time: timeOf(city, 0, 14),
      acts: (state) =>
        byFounder(
          "consortium.appoint",
          people.map((person) => appointBody(state, person)),
        ),
    },
    {
      // The founder lays down every role but the leader's, and the founding policies end: from here on nobody decides alone.
      time: timeOf(city, 0, 16),
      acts: (state) => [
        ...ROLES.filter((role) => !["leader", "device", "node", "citizen"].includes(role)).map((role) => ({
          as: FOUNDER,
          kind: "role.end",
          body: { person: state.person(FOUNDER), role, reason: "建网完成 founding is over" },
        })),
        { as: FOUNDER, kind: "founding.end", body: { reason: "各职能均已有两人 every function has two persons" } },
      ],
    },
  ];
}

/** The first datasets are described, published, given a first version and offered, all within two days. */
export function firstDatasetStages(city: City): readonly CityStage[] {
  const lives = city.lives.filter(({ dataset }) => dataset.isCore);
  const steward = (slug: string): string => city.roster.get(slug, "steward", 1);
  return [
    { time: timeOf(city, 1, 9), acts: (state) => lives.map((life) => createAct(city, state, life)) },
    { time: timeOf(city, 1, 15), acts: () => lives.map((life) => publishAct(city, life)) },
    {
      time: timeOf(city, 2, 9),
      acts: (state) =>
        lives.map(({ dataset }) => uploadAct(state, dataset, { as: steward(dataset.owner), items: dataset.items })),
    },
    {
      time: timeOf(city, 2, 14),
      acts: () => lives.filter(({ dataset }) => dataset.sharing !== "not-shared").map((life) => offerAct(city, life)),
    },
  ];
}
