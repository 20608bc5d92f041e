/** What the demo city remembers: a member suspended, taken back and suspended again, descriptions improved, a run of refused uses. */
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import { countFor, FOUNDER, stageRandom, timeOf, voteAct } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import type { CityCalendar } from "./city-calendar.ts";
import { calendarBody } from "./city-founding.ts";
import { TWINS } from "./city-datasets.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import type { AgreementBrief, CityState } from "./city-state.ts";
import { SUSPENDED } from "./city-people.ts";
import { describeDataset } from "./city-descriptions.ts";
import type { DatasetLife } from "./city-uploads.ts";
import { useAct } from "./city-uses.ts";
import type { Random } from "./random.ts";

export function eventStages(city: City): readonly CityStage[] {
  return [...suspensionStages(city), ...calendarStages(city), ...revisionStages(city), ...refusedRunStages(city)];
}

/**
 * On which days the member's three votes begin. Each is decided on the next working day, the last one before what the demo leaves
 * open, whatever day it is made on: a vote that waits counts the same departments every day.
 */
export function suspensionDays(calendar: CityCalendar): {
  readonly out: number;
  readonly back: number;
  readonly again: number;
} {
  const again = Math.min(calendar.atShare(850), calendar.before(calendar.closingDay));
  const back = Math.min(calendar.atShare(640), calendar.before(again, 3));
  const out = Math.min(calendar.atShare(540), calendar.before(back, 4));
  return { out, back, again };
}

/** Both votes are by two thirds of the others, who sign in two turns. */
function suspensionStages(city: City): readonly CityStage[] {
  const propose = (kind: string, day: number, reason: string): CityStage => ({
    time: timeOf(city, day, 10, 2),
    acts: (state) => [{ as: FOUNDER, kind, body: { member: state.department(SUSPENDED), reason } }],
  });
  const { out, back, again } = suspensionDays(city.calendar);
  return [
    propose(
      "member.suspend",
      out,
      "安检数据连续两期未报，经催办仍未整改 two safety reports missing in spite of reminders",
    ),
    ...votingStages(city, "member.suspend", { day: out, voters: 35 }),
    // Somebody there has not heard of it yet.
    {
      time: timeOf(city, city.calendar.onOrAfter(out + 3), 11, 31),
      acts: (state) => {
        const agreement = state.agreementsIn("FINALIZED", state.time)[0];
        if (agreement === undefined || state.isActive(SUSPENDED)) return [];
        const { key, purpose } = agreement;
        const body = {
          agreement: key,
          action: "query",
          purpose,
          fingerprint: new Uint8Array(32),
          rowCount: 1,
          spatial: "",
          reference: "",
        };
        return [{ as: `${SUSPENDED}-officer`, kind: "catalog.use", body }];
      },
    },
    propose("member.reinstate", back, "欠报数据已补齐，承诺按期更新 what was missing has been delivered"),
    ...votingStages(city, "member.reinstate", { day: back, voters: 34 }),
    // Whoever explores the demo finds it suspended again, with all that follows from it.
    propose("member.suspend", again, "承诺未兑现，本期数据再次缺报 promised and missing again"),
    ...votingStages(city, "member.suspend", { day: again, voters: 35 }),
  ];
}

function votingStages(
  city: City,
  kind: string,
  { day, voters: count }: { readonly day: number; readonly voters: number },
): readonly CityStage[] {
  const voters = CITY_DEPARTMENTS.map(({ slug }) => slug).filter(
    (slug) => slug !== SUSPENDED && `${slug}-leader` !== FOUNDER,
  );
  const turn = (slugs: readonly string[], on: number): CityStage => ({
    time: timeOf(city, on, 15, 20),
    acts: (state) => {
      const proposal = state.findOpenProposal(kind);
      return proposal === undefined
        ? []
        : slugs.flatMap((slug, i) =>
            i % 11 === 7
              ? [
                  voteAct(state, proposal, {
                    as: `${slug}-leader`,
                    choice: "abstain",
                    reason: "情况待了解 not informed enough",
                  }),
                ]
              : [voteAct(state, proposal, { as: `${slug}-leader`, choice: "approve", reason: "" })],
          );
    },
  });
  // As many as make two thirds with the proposer, and those who abstain.
  return [turn(voters.slice(0, 20), day), turn(voters.slice(20, count), city.calendar.onOrAfter(day + 1))];
}

/** In December the bureau's leader sets the next year's working days. */
function calendarStages(city: City): readonly CityStage[] {
  const { calendar } = city;
  return calendar.years.slice(2).flatMap((year) => {
    const day = Array.from({ length: calendar.days }, (_, i) => i).find((one) => {
      const date = civilOfDay(calendar.first + one);
      return date.year === year - 1 && date.month === 12 && date.day >= 8 && calendar.isWorkingDay(one);
    });
    if (day === undefined) return [];
    return [
      {
        time: timeOf(city, day, 16),
        acts: () => [{ as: FOUNDER, kind: "consortium.set-calendar", body: calendarBody(year) }],
      },
    ];
  });
}

const REVISIONS = 40;
const RETIREMENTS = 9;
const WITHDRAWALS = 6;

/** Descriptions are improved; a few datasets are given up, and a few versions taken back. */
function revisionStages(city: City): readonly CityStage[] {
  const random = stageRandom(city, 0, 11);
  const twins: readonly string[] = TWINS.map(({ titleZh }) => titleZh);
  const ordinary = city.lives.filter(
    ({ dataset, uploads }) => !dataset.isCore && uploads.length > 1 && !twins.includes(dataset.titleZh),
  );
  if (ordinary.length === 0) return [];
  const chosen = (count: number, make: (life: DatasetLife, day: number) => (state: CityState) => readonly CityAct[]) =>
    Array.from({ length: countFor(city.calendar.days, count) }, () => {
      const life = random.pick(ordinary);
      const day = city.calendar.atShare(150 + random.below(830));
      return { time: timeOf(city, day, 11, 48 + random.below(10)), acts: make(life, day) };
    });
  const steward = ({ dataset }: DatasetLife, day: number): string => city.roster.get(dataset.owner, "steward", day);
  return [
    ...chosen(REVISIONS, (life, day) => (state) => {
      const stored = state.findDataset(life.dataset.code);
      if (stored?.row.state !== "published" || !state.isActive(life.dataset.owner)) return [];
      const first = city.calendar.first;
      const written = describeDataset(life.dataset, {
        uscc: state.uscc(life.dataset.owner),
        day: first + life.published,
      });
      const description = {
        ...written,
        items: stored.row.items,
        modifiedDay: first + day,
        keywords: [...written.keywords, "已校核 reviewed"],
      };
      return [
        {
          as: steward(life, day),
          kind: "catalog.revise",
          body: { dataset: { kind: "code", code: life.dataset.code }, description },
        },
      ];
    }),
    ...chosen(RETIREMENTS, (life, day) => (state) => {
      const row = state.findDataset(life.dataset.code)?.row;
      if (row?.state !== "published" || row.agreementsLive > 0 || !state.isActive(life.dataset.owner)) return [];
      const body = {
        dataset: { kind: "code", code: life.dataset.code },
        reason: "并入同类数据，停止更新 merged with a like dataset",
      };
      return [{ as: steward(life, day), kind: "catalog.retire", body }];
    }),
    ...chosen(WITHDRAWALS, (life, day) => (state) => {
      const row = state.findDataset(life.dataset.code)?.row;
      if (row?.state !== "published" || row.headVersion < 2 || !state.isActive(life.dataset.owner)) return [];
      const body = {
        dataset: { kind: "code", code: life.dataset.code },
        number: row.headVersion - 1,
        reason: "口径有误，已重新发布 wrongly defined; published anew",
      };
      return [{ as: steward(life, day), kind: "catalog.withdraw-version", body }];
    }),
  ];
}

/**
 * Near the end somebody tries again and again for a purpose that was not agreed, more than anybody should overlook, and at last to
 * pass the data on; and somebody else asks once more than was agreed.
 */
function refusedRunStages(city: City): readonly CityStage[] {
  const day = city.calendar.atShare(940);
  const random = (): Random => stageRandom(city, day, 12);
  return [
    {
      time: timeOf(city, day, 18, 41),
      acts: (state) => {
        const left = ({ uses, useLimit }: AgreementBrief): number => useLimit - uses;
        const [agreement] = inForce(state).toSorted((one, other) => left(one) - left(other));
        return agreement === undefined
          ? []
          : useActs(city, state, { agreement, day, random: random() }, left(agreement) + 1);
      },
    },
    {
      time: timeOf(city, day, 19, 26),
      acts: (state) => {
        const bold = ["market", "district"].map((slug) => state.department(slug));
        const agreement = inForce(state).findLast(({ user }) => bold.includes(user));
        if (agreement === undefined) return [];
        const purpose = agreement.purpose === "enforcement" ? "statistics" : "enforcement";
        const given = { agreement, day, random: random() };
        return [
          ...useActs(city, state, { ...given, purpose }, 7),
          ...useActs(city, state, { ...given, purpose: agreement.purpose, action: "distribute" }, 1),
        ];
      },
    },
  ];
}

function inForce(state: CityState): readonly AgreementBrief[] {
  return state.agreementsIn("FINALIZED", state.time).filter(({ user }) => state.isActive(state.slug(user)));
}

/** The same use so many times over. */
function useActs(city: City, state: CityState, given: Parameters<typeof useAct>[2], count: number): readonly CityAct[] {
  return Array.from({ length: count }, () => useAct(city, state, given)).filter((act) => act !== undefined);
}
