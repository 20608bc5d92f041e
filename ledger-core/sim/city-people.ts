/** The demo city's people: some ten posts in a large bureau and three in a small office, by masked name; some come, some leave. */
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { DEMO_PEOPLE } from "#ledger-core/node/demo-people.ts";
import { countFor } from "./city-acts.ts";
import type { CityCalendar } from "./city-calendar.ts";
import { CITY_DEPARTMENTS, scaleOf } from "./city-departments.ts";
import { FOUNDING_DAYS } from "./city-uploads.ts";
import { Random } from "./random.ts";

export type CityPost = {
  readonly suffix: string;
  readonly roles: readonly Role[];
  readonly titleZh: string;
  readonly titleEn: string;
};

function post(suffix: string, roles: readonly Role[], titleZh: string, titleEn: string): CityPost {
  return { suffix, roles, titleZh, titleEn };
}

/** In the order in which a department lists them; what a department calls its leader comes from `LEADERS`. */
export const CITY_POSTS = [
  post("leader", ["leader"], "局长", "Director"),
  post("steward", ["steward"], "数据科科长", "Head of data section"),
  post("officer", ["officer"], "经办", "Officer"),
  post("admin", ["admin"], "密钥管理员", "Key administrator"),
] as const;

const MIDDLE_POSTS = [
  post("deputy", ["leader"], "副局长", "Deputy director"),
  post("officer-2", ["officer"], "业务科经办", "Case officer"),
];
const LARGE_POSTS = [
  ...MIDDLE_POSTS,
  post("steward-2", ["steward"], "数据科副科长", "Deputy head of data section"),
  post("officer-3", ["officer"], "窗口主管", "Counter supervisor"),
  post("auditor", ["auditor"], "内审专员", "Internal auditor"),
  post("finance", ["finance"], "财务科科长", "Head of finance section"),
  post("admin-2", ["admin", "witness"], "综合科科长", "Head of general section"),
  post("officer-4", ["officer"], "统计员", "Statistician"),
];
/** In a small office one person keeps people and keys beside the daily work. */
const SMALL_OFFICER = post("officer", ["officer", "admin"], "综合科经办", "General officer");

const LEADERS: Readonly<Record<string, readonly [string, string]>> = {
  discipline: ["书记", "Secretary"],
  health: ["主任", "Director"],
  "community-health": ["主任", "Director"],
  "development-reform": ["主任", "Director"],
  court: ["院长", "President"],
  procuratorate: ["检察长", "Chief procurator"],
  fire: ["支队长", "Commander"],
  "disabled-federation": ["理事长", "Chair"],
  women: ["主席", "Chair"],
  youth: ["书记", "Secretary"],
  "housing-fund": ["主任", "Director"],
  archives: ["馆长", "Chief archivist"],
  "power-grid": ["总经理", "General manager"],
  "energy-market": ["总经理", "General manager"],
  gas: ["总经理", "General manager"],
  bank: ["行长", "President"],
  supervision: ["总经理", "General manager"],
  evidence: ["负责人", "Head"],
  customs: ["关长", "Commissioner"],
  "government-office": ["主任", "Director"],
  district: ["区长", "District mayor"],
};

export type CityPerson = CityPost & {
  readonly handle: string;
  readonly department: string;
  readonly maskedName: string;
  readonly rank: number;
  /** Days on which the person is enrolled and leaves; 0 for those who were there at the founding, Infinity for those who stay. */
  readonly from: number;
  readonly to: number;
  /** Day from which the person fills the post: whoever comes works beside the predecessor first. */
  readonly inChargeFrom: number;
  /** Whose place the person takes; empty for none. */
  readonly follows: string;
  /** Day from which the last of the roles has ended; Infinity where it has no term. */
  readonly roleUntil: number;
};

const SURNAMES = [..."王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余"];

/** The member that is suspended for a while: nobody can be enrolled there meanwhile. */
export const SUSPENDED = "gas";

/** People who leave in two years, and those who hold a post for a time only. */
const LEAVERS = 26;
const SECONDED = 9;

/** Everybody who is ever there, department by department. */
export function cityPeople(seed: number, calendar: CityCalendar): readonly CityPerson[] {
  const random = new Random(seed);
  const founders = CITY_DEPARTMENTS.flatMap(({ slug }) =>
    postsOf(slug).map((one, i): CityPerson => ({
      ...one,
      handle: `${slug}-${one.suffix}`,
      department: slug,
      maskedName: maskedName(random),
      rank: i + 1,
      from: 0,
      to: Infinity,
      inChargeFrom: 0,
      follows: "",
      roleUntil: Infinity,
    })),
  );
  const seconded = secondedPeople(random, calendar);
  const leaving = leaverHandles(random, founders, countFor(calendar.days, LEAVERS));
  return [...founders, ...seconded].flatMap((person) =>
    leaving.has(person.handle) ? succession(random, person, calendar) : [person],
  );
}

function postsOf(slug: string): readonly CityPost[] {
  const [leader, steward, officer, admin] = CITY_POSTS;
  const [titleZh, titleEn] = LEADERS[slug] ?? [leader.titleZh, leader.titleEn];
  const own = { ...leader, titleZh, titleEn };
  const called = (one: CityPost): CityPost =>
    one.suffix === "deputy" ? { ...one, titleZh: `副${titleZh}`, titleEn: `Deputy ${titleEn.toLowerCase()}` } : one;
  switch (scaleOf(slug)) {
    case "small":
      return [own, steward, SMALL_OFFICER];
    case "middle":
      return [own, steward, officer, admin, ...MIDDLE_POSTS.map(called)];
    case "large":
      return [own, steward, officer, admin, ...LARGE_POSTS.map(called)];
  }
}

function maskedName(random: Random): string {
  return `${random.pick(SURNAMES)}${random.once(3) ? "*" : "**"}`;
}

/** Those whose posts depend on nobody else and whom no visitor of the demo acts as. */
function leaverHandles(random: Random, founders: readonly CityPerson[], count: number): ReadonlySet<string> {
  const demo: readonly string[] = DEMO_PEOPLE;
  const free = founders.filter(
    ({ handle, suffix, department }) =>
      department !== SUSPENDED && !demo.includes(handle) && /^(officer|steward|deputy|finance|auditor)/.test(suffix),
  );
  const chosen = new Set<string>();
  while (chosen.size < count) chosen.add(random.pick(free).handle);
  return chosen;
}

/** Working days that somebody who comes works beside the predecessor. */
const OVERLAP_DAYS = 5;

/** Somebody who leaves, and whoever comes before for the same post. */
function succession(random: Random, person: CityPerson, calendar: CityCalendar): readonly CityPerson[] {
  const from = calendar.onOrAfterInPeace(
    Math.max(FOUNDING_DAYS + 1, Math.floor((calendar.days * (15 + random.below(65))) / 100)),
  );
  const to = calendar.after(from, OVERLAP_DAYS);
  // Whoever would come at the very end does not.
  if (to > calendar.before(calendar.days - 3)) return [person];
  const next = `${person.department}-${person.suffix}-b`;
  return [
    { ...person, to },
    { ...person, handle: next, maskedName: maskedName(random), from, inChargeFrom: to, follows: person.handle },
  ];
}

/** Helpers from elsewhere, for a term; at the end of a demo some terms have run out and some have not. */
function secondedPeople(random: Random, calendar: CityCalendar): readonly CityPerson[] {
  const { days } = calendar;
  const large = CITY_DEPARTMENTS.filter(({ slug }) => scaleOf(slug) === "large");
  return Array.from({ length: countFor(days, SECONDED) }, (_, i): CityPerson => {
    const department = large[i % large.length]?.slug ?? "";
    const from = calendar.onOrAfterInPeace(FOUNDING_DAYS + 1 + Math.floor((days * (5 + random.below(60))) / 100));
    return {
      ...post("guest", ["officer"], "挂职干部", "Seconded officer"),
      handle: `${department}-guest`,
      department,
      maskedName: maskedName(random),
      rank: 90,
      from,
      to: Infinity,
      inChargeFrom: Infinity,
      follows: "",
      roleUntil: from + Math.max(3, Math.floor((days * (10 + random.below(30))) / 100)),
    };
  });
}

/** Who holds which post on which day. */
export class Roster {
  readonly people: readonly CityPerson[];
  readonly #bySeat: ReadonlyMap<string, readonly CityPerson[]>;

  constructor(people: readonly CityPerson[]) {
    this.people = people;
    this.#bySeat = Map.groupBy(people, ({ department, suffix }) => `${department}/${suffix}`);
  }

  /** Handle of whoever holds a post, the newest first; undefined where a department has no such post. */
  find(department: string, suffix: string, day: number): string | undefined {
    const holders = this.#bySeat.get(`${department}/${suffix}`) ?? [];
    return holders.findLast(({ inChargeFrom, to }) => inChargeFrom <= day && day < to)?.handle;
  }

  /** The same where somebody is always there: leader and steward of every department. */
  get(department: string, suffix: string, day: number): string {
    const handle = this.find(department, suffix, day);
    if (handle === undefined) throw new Error(`${department} has no ${suffix} on day ${day}`);
    return handle;
  }

  /** Somebody who keeps a department's people and keys. */
  admin(department: string, day: number): string {
    return this.find(department, "admin", day) ?? this.get(department, "officer", day);
  }

  officers(department: string, day: number): readonly string[] {
    return ["officer", "officer-2", "officer-3", "officer-4"].flatMap(
      (suffix) => this.find(department, suffix, day) ?? [],
    );
  }
}
