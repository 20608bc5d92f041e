/** The city's ordinary days, and what it leaves open at the end. */
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { all, functionSeat, need, persons } from "#ledger-core/kernel/policy-terms.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { DAY_SECONDS, FOUNDER, uploadAct, voteAct } from "./city-acts.ts";
import type { At, CityAct, CityStage, PlanOptions } from "./city-acts.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { STORY_TITLE } from "./city-datasets.ts";
import type { CityDataset } from "./city-datasets.ts";
import { cityUscc } from "./city-founding.ts";
import type { CityState } from "./city-state.ts";
import { Random } from "./random.ts";

/** Days at the end in which requests are left open, so that somebody finds something to sign. */
const OPEN_DAYS = 3;

/** An ordinary day: votes on what was asked yesterday, uploads that are due, new requests, uses all day long. */
export function dayStages(
  day: number,
  datasets: readonly CityDataset[],
  { seed, days }: PlanOptions,
  at: At,
): readonly CityStage[] {
  // Each stage has numbers of its own, so that a plan that is resumed in the middle of a day goes on as it would have.
  const random = (stage: number): Random => new Random((seed * 1_000 + day) * 8 + stage);
  const isOpenDay = day >= days - OPEN_DAYS;
  return [
    { time: at(day, 9, 12), acts: (state) => (isOpenDay ? [] : votes(state, random(0))) },
    { time: at(day, 10, 30), acts: (state) => uploads(state, random(1), day, datasets) },
    { time: at(day, 11, 5), acts: (state) => requests(state, random(2), day, datasets) },
    { time: at(day, 14, 40), acts: (state) => uses(state, random(3)) },
    { time: at(day, 17, 20), acts: (state) => uses(state, random(4)) },
  ];
}

/** The owner's steward and leader decide about each request, mostly yes. */
function votes(state: CityState, random: Random): readonly CityAct[] {
  return state.openProposals("catalog.agree").flatMap((proposal) => {
    const owner = ownerOf(state, proposal);
    const leader = `${owner}-leader`;
    const steward = `${owner}-steward`;
    const approvals = [
      ...(state.hasVoted(proposal, steward)
        ? []
        : [voteAct(state, proposal, steward, "approve", "已核对用途 purpose checked")]),
      voteAct(state, proposal, leader, "approve", ""),
    ];
    const kind = random.below(10);
    if (kind === 0)
      return [voteAct(state, proposal, leader, "reject", "目的与职责不符 the purpose is outside its duties")];
    // Now and then the leader signs only the next day.
    return kind === 1 && approvals.length > 1 ? approvals.slice(0, 1) : approvals;
  });
}

function ownerOf(state: CityState, { row }: StoredRow<ProposalRow>): string {
  const agreement = state.agreement(row.subjectKey);
  return state.slug(agreement.owner);
}

const CYCLE_DAYS: Readonly<Record<CityDataset["cycle"], number>> = { P1D: 1, P7D: 7, P1M: 13, P1Y: 365 };
const ADDED_ITEMS: readonly Item[] = [
  {
    name: "退出原因 Exit reason",
    dataType: "code",
    sensitivity: "internal",
    rule: "注销时必填 required when closed",
    code: "",
  },
  { name: "住房状况 Housing condition", dataType: "text, 200", sensitivity: "internal", rule: "", code: "" },
];

function uploads(state: CityState, random: Random, day: number, datasets: readonly CityDataset[]): readonly CityAct[] {
  return datasets
    .filter(
      (dataset, i) =>
        (day + i) % CYCLE_DAYS[dataset.cycle] === 0 && (dataset.cycle !== "P1D" || i % 3 === 0) && !random.once(9),
    )
    .map((dataset) => {
      const { items } = state.dataset(dataset.code).row;
      return uploadAct(state, dataset, dataset.titleZh === STORY_TITLE || random.once(12) ? grow(items) : items);
    });
}

/** Adds an item that is not there yet, and at last turns free text into a code. */
function grow(items: readonly Item[]): readonly Item[] {
  const missing = ADDED_ITEMS.find((added) => !items.some((item) => item.name === added.name));
  if (missing !== undefined) return [...items, missing];
  return items.map((item) =>
    item.name.startsWith("住房状况")
      ? { ...item, dataType: "code", rule: "5 级，原为文本 5 levels; was free text" }
      : item,
  );
}

const ASKING = [
  "finance",
  "housing",
  "medical-insurance",
  "education",
  "market",
  "tax",
  "statistics",
  "human-resources",
  "court",
  "rural-revitalisation",
  "public-security",
  "district",
];
const JUSTIFICATIONS = [
  "核对补助资格 checking who is entitled to the subsidy",
  "受理群众申请时免交证明 sparing applicants a certificate",
  "年度专项检查 the yearly inspection",
  "季度统计 the quarterly report",
];

function requests(state: CityState, random: Random, day: number, datasets: readonly CityDataset[]): readonly CityAct[] {
  const offered = datasets.filter((dataset) => dataset.sharing !== "not-shared");
  const story = datasets.find((dataset) => dataset.titleZh === STORY_TITLE);
  const count = 3 + random.below(4);
  const chosen = Array.from({ length: count }, (_, i) =>
    i === 0 && day % 3 === 0 && story !== undefined ? story : random.pick(offered),
  );
  return [...new Set(chosen)].flatMap((dataset) => {
    const asker = random.pick(ASKING.filter((slug) => slug !== dataset.owner));
    const purpose = random.pick(PURPOSES.slice(0, 4));
    const body = {
      dataset: { kind: "code", code: dataset.code },
      offer: 0,
      offerHash: new Uint8Array(0),
      purpose,
      justification: random.pick(JUSTIFICATIONS),
      useLimit: random.pick([4, 20, 200, 1_000, 5_000]),
      expires: state.time + random.pick([5, 60, 90, 180, 365]) * DAY_SECONDS,
    };
    return [{ as: `${asker}-officer`, kind: "catalog.request", body }];
  });
}

/** Uses of agreements in force: most as agreed, some for another purpose, some after the limit is reached. */
function uses(state: CityState, random: Random): readonly CityAct[] {
  const agreements = state.agreementsInForce();
  return agreements.flatMap(({ key, row }) => {
    if (random.once(2)) return [];
    // Most people stop when the limit is reached; some try once more.
    if (row.uses >= row.useLimit && !random.once(15)) return [];
    const isStrange = random.once(25);
    const act = {
      as: `${state.slug(row.user)}-officer`,
      kind: "catalog.use",
      body: {
        agreement: key,
        action: "query",
        purpose: isStrange ? "enforcement" : row.purpose,
        fingerprint: random.bytes(32),
        rowCount: random.once(6) ? 20 + random.below(200) : 1,
      },
    };
    return row.useLimit < 10 || random.once(4)
      ? [act, { ...act, body: { ...act.body, fingerprint: random.bytes(32) } }]
      : [act];
  });
}

/** What is left for whoever explores the demo: a vote on a fiftieth department, and a stricter rule for agreements. */
export function closingStages(lastDay: number, at: At): readonly CityStage[] {
  return [
    {
      time: at(lastDay, 8, 30),
      acts: () => [
        {
          as: "health-leader",
          kind: "member.admit",
          body: { uscc: cityUscc(90), name: "市疾病预防控制中心", functions: [] },
        },
        {
          as: FOUNDER,
          kind: "policy.set",
          body: {
            kind: "catalog.withdraw-offer",
            cases: [
              need([
                all({ of: { kind: "party", name: "owner" }, roles: ["steward", "leader"], bar: persons(2) }),
                all(functionSeat("bureau", ["leader"])),
              ]),
            ],
          },
        },
      ],
    },
    {
      time: at(lastDay, 8, 50),
      acts: (state) =>
        state.openProposals("member.admit").flatMap((proposal) =>
          CITY_DEPARTMENTS.slice(2, 23)
            .filter(({ slug }) => slug !== "health")
            .map(({ slug }) => voteAct(state, proposal, `${slug}-leader`, "approve", "")),
        ),
    },
  ];
}
