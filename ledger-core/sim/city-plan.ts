/** A month in the demo city: how it is founded, and what its people sign day by day. */
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { all, functionSeat, need, persons } from "#ledger-core/kernel/policy-terms.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { cityDatasets, contentOf, describeDataset, offeredPolicy, STORY_TITLE } from "./city-datasets.ts";
import type { CityDataset } from "./city-datasets.ts";
import { cityPeople } from "./city-people.ts";
import type { CityState } from "./city-state.ts";
import type { KeyRing } from "./key-ring.ts";
import { Random } from "./random.ts";

/** An act that somebody of the city signs; `body` is a value of the kind's schema. */
export type CityAct = { readonly as: string; readonly kind: string; readonly body: unknown };

/** Acts that are sealed in one block, at one time. They are chosen when the stage comes, from what the ledger then holds. */
export type CityStage = { readonly time: number; readonly acts: (state: CityState) => readonly CityAct[] };

export const FOUNDER = "data-bureau-leader";
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** Days that a demo looks back on, the founding days among them. */
export const DEMO_DAYS = { small: 8, city: 31 } as const;
/** Days in which the network is founded and the catalogue filled. */
const FOUNDING_DAYS = 3;
/** Days at the end in which requests are left open, so that somebody finds something to sign. */
const OPEN_DAYS = 3;

type PlanOptions = {
  readonly seed: number;
  readonly days: number;
  /** Unix seconds of the midnight (UTC+8) with which the first day begins. */
  readonly start: number;
  readonly keys: KeyRing;
  readonly network: Uint8Array;
};

/** Unified Social Credit Code of a department of the plan; invented, with a true check character. */
export function cityUscc(place: number): string {
  return makeUnifiedSocialCreditCode(`11320100MB${String(1_000_000 + place * 7_919).slice(0, 7)}`);
}

/** All stages in the order of their times. */
export function planCity(options: PlanOptions): readonly CityStage[] {
  const datasets = cityDatasets(options.seed);
  const at = (day: number, hour: number, minute = 0): number =>
    options.start + day * DAY_SECONDS + hour * HOUR_SECONDS + minute * 60;
  return [
    ...foundingStages(options, at),
    ...catalogStages(datasets, options, at),
    ...Array.from({ length: options.days - FOUNDING_DAYS }, (_, i) =>
      dayStages(i + FOUNDING_DAYS, datasets, options, at),
    ).flat(),
    ...closingStages(options.days - 1, at),
  ].toSorted((left, right) => left.time - right.time);
}

type At = (day: number, hour: number, minute?: number) => number;

function foundingStages({ seed, keys, network }: PlanOptions, at: At): readonly CityStage[] {
  const people = cityPeople(seed).filter((person) => person.handle !== FOUNDER);
  const others = CITY_DEPARTMENTS.slice(1);
  const byFounder = (kind: string, bodies: readonly unknown[]): readonly CityAct[] =>
    bodies.map((body) => ({ as: FOUNDER, kind, body }));
  return [
    {
      time: at(0, 9),
      acts: () =>
        byFounder(
          "member.admit",
          others.map(({ nameZh, functions }, i) => ({ uscc: cityUscc(i + 1), name: nameZh, functions })),
        ),
    },
    {
      time: at(0, 10),
      acts: (state) =>
        byFounder(
          "consortium.describe",
          CITY_DEPARTMENTS.map(({ slug, nameZh, nameEn, shortZh, shortEn }) => ({
            department: state.department(slug),
            nameZh,
            nameEn,
            shortZh,
            shortEn,
          })),
        ),
    },
    {
      time: at(0, 11),
      acts: (state) =>
        byFounder(
          "person.enrol",
          people.map(({ handle, department, role }) => {
            const { publicKey, secretKey } = keys.pairOf(handle);
            const proof = signEd25519(secretKey, keyStatement(network, handle, publicKey));
            return { department: state.department(department), handle, publicKey, proof, roles: [{ role, until: 0 }] };
          }),
        ),
    },
    {
      time: at(0, 14),
      acts: (state) =>
        byFounder(
          "consortium.appoint",
          cityPeople(seed).map(({ handle, titleZh, titleEn, maskedName, rank }) => ({
            person: state.person(handle),
            titleZh,
            titleEn,
            maskedName,
            rank,
          })),
        ),
    },
    {
      // The founder lays down every role but the leader's, and the founding policies end: from here on nobody decides alone.
      time: at(0, 16),
      acts: (state) => [
        ...["officer", "steward", "admin", "auditor", "finance", "clinician", "witness"].map((role) => ({
          as: FOUNDER,
          kind: "role.end",
          body: { person: state.person(FOUNDER), role, reason: "建网完成 founding is over" },
        })),
        { as: FOUNDER, kind: "founding.end", body: { reason: "各职能均已有两人 every function has two persons" } },
      ],
    },
  ];
}

function catalogStages(datasets: readonly CityDataset[], { start }: PlanOptions, at: At): readonly CityStage[] {
  const steward = (dataset: CityDataset): string => `${dataset.owner}-steward`;
  const reference = (dataset: CityDataset): { kind: "code"; code: string } => ({ kind: "code", code: dataset.code });
  const day = Math.floor((start + 8 * HOUR_SECONDS) / DAY_SECONDS);
  const describe = (state: CityState, dataset: CityDataset): Description => {
    const provider = CITY_DEPARTMENTS.find(({ slug }) => slug === dataset.owner)?.nameZh ?? "";
    return describeDataset(dataset, { uscc: state.uscc(dataset.owner), provider, day });
  };
  return [
    {
      time: at(1, 9),
      acts: (state) =>
        datasets.map((dataset) => ({
          as: steward(dataset),
          kind: "catalog.create",
          body: { description: describe(state, dataset) },
        })),
    },
    {
      time: at(1, 15),
      acts: () =>
        datasets.map((dataset) => ({
          as: steward(dataset),
          kind: "catalog.publish",
          body: { dataset: reference(dataset) },
        })),
    },
    {
      time: at(2, 9),
      acts: (state) => datasets.map((dataset) => uploadAct(state, dataset, dataset.items)),
    },
    {
      time: at(2, 14),
      acts: () =>
        datasets
          .filter((dataset) => dataset.sharing !== "not-shared")
          .map((dataset) => ({
            as: steward(dataset),
            kind: "catalog.offer",
            body: { dataset: reference(dataset), policy: offeredPolicy(dataset) },
          })),
    },
  ];
}

function uploadAct(state: CityState, dataset: CityDataset, items: readonly Item[]): CityAct {
  const stored = state.dataset(dataset.code);
  const number = stored.row.headVersion + 1;
  return {
    as: `${dataset.owner}-steward`,
    kind: "catalog.upload",
    body: {
      dataset: { kind: "code", code: dataset.code },
      contentHash: nodeSuite.sha256(contentOf(dataset, number)),
      sizeBytes: dataset.rowCount * 160 + number * 977,
      rowCount: dataset.rowCount + number * 37 - (number % 3) * 50,
      items,
      previousHash: state.head(stored),
    },
  };
}

/** An ordinary day: votes on what was asked yesterday, uploads that are due, new requests, uses all day long. */
function dayStages(
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

function voteAct(
  state: CityState,
  { key, row }: StoredRow<ProposalRow>,
  as: string,
  choice: "approve" | "reject",
  reason: string,
): CityAct {
  const { round, bodyRoot } = row;
  const subjectRevision = state.subjectRevision(row);
  return { as, kind: "proposal.vote", body: { proposal: key, round, choice, reason, bodyRoot, subjectRevision } };
}

const CYCLE_DAYS: Readonly<Record<CityDataset["cycle"], number>> = { P1D: 1, P7D: 7, P1M: 13, P1Y: 365 };
const ADDED_ITEMS: readonly Item[] = [
  { name: "退出原因 Exit reason", dataType: "code", sensitivity: "internal", rule: "注销时必填 required when closed" },
  { name: "住房状况 Housing condition", dataType: "text, 200", sensitivity: "internal", rule: "" },
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
function closingStages(lastDay: number, at: At): readonly CityStage[] {
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
