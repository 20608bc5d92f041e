/** What the demo city leaves open for whoever explores it: a few things of each kind, on the last working day before today. */
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { all, functionSeat, need, persons } from "#ledger-core/kernel/policy-terms.ts";
import { signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { DAY_SECONDS, FOUNDER, timeOf, voteAct } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import { STORY_TITLE } from "./city-datasets.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { describeDataset, offeredPolicy, purposesOf } from "./city-descriptions.ts";
import { cityUscc, enrolBody } from "./city-founding.ts";
import type { CityState } from "./city-state.ts";

/** Whom a visitor sees first: the department whose leader finds a handful of things to sign. */
const HOST = "civil-affairs";

export function closingStages(city: City): readonly CityStage[] {
  const day = city.calendar.closingDay;
  const at = (hour: number, minute: number, acts: (state: CityState) => readonly CityAct[]): CityStage => ({
    time: timeOf(city, day, hour, minute),
    acts,
  });
  return [
    at(17, 2, () => [admission, strictPolicy]),
    at(17, 10, (state) =>
      state.openProposals("member.admit").flatMap((proposal) =>
        CITY_DEPARTMENTS.slice(2, 24)
          .filter(({ slug }) => slug !== "health" && slug !== HOST)
          .map(({ slug }) => voteAct(state, proposal, { as: `${slug}-leader`, choice: "approve", reason: "" })),
      ),
    ),
    at(17, 16, (state) => requests(city, state)),
    at(17, 24, (state) => ownOffice(city, state)),
    at(17, 31, (state) => offerOf(city, state)),
    at(17, 40, (state) => seconding(city, state, day)),
    at(17, 48, (state) => narrowing(city, state, day)),
  ];
}

const admission: CityAct = {
  as: "health-leader",
  kind: "member.admit",
  body: { uscc: cityUscc(90), name: "市疾病预防控制中心", functions: [] },
};

const strictPolicy: CityAct = {
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
};

/** Requests to the host, for different data and purposes, by different departments. */
function requests(city: City, state: CityState): readonly CityAct[] {
  const shared = city.lives.filter(({ dataset }) => dataset.owner === HOST && dataset.sharing === "conditional");
  const story = shared.find(({ dataset }) => dataset.titleZh === STORY_TITLE);
  const others = shared.filter(
    ({ dataset }) => dataset.titleZh !== STORY_TITLE && state.findDataset(dataset.code)?.row.state === "published",
  );
  const asked = [story, ...others].flatMap((life) => (life === undefined ? [] : [life.dataset])).slice(0, ASKED.length);
  return asked.map((dataset, i) => {
    const { asker, justification, useLimit, days } = ASKED[i % ASKED.length] ?? ASKED[0];
    const body = {
      dataset: { kind: "code", code: dataset.code },
      offer: 0,
      offerHash: new Uint8Array(0),
      purpose: purposesOf(dataset)[i % purposesOf(dataset).length],
      justification,
      useLimit,
      expires: state.time + days * DAY_SECONDS,
    };
    const as = city.roster.get(asker, "officer", city.calendar.days - 1);
    return { as, kind: "catalog.request", body };
  });
}

const ASKED = [
  {
    asker: "housing",
    justification: "审核公租房申请，免交低保证明 housing applicants need not bring a certificate",
    useLimit: 500,
    days: 180,
  },
  {
    asker: "medical-insurance",
    justification: "确认医疗救助对象，自动减免参保费 finding whose contributions are waived",
    useLimit: 200,
    days: 365,
  },
  {
    asker: "education",
    justification: "核对困难学生家庭情况 comparing the families of pupils in need",
    useLimit: 50,
    days: 90,
  },
] as const;

/** In the host's own office: a new colleague, a forgotten passphrase. */
function ownOffice(city: City, state: CityState): readonly CityAct[] {
  const admin = `${HOST}-admin`;
  const person = city.roster.people.find(({ handle }) => handle === `${HOST}-steward-2`);
  if (person === undefined) return [];
  const colleague = { ...person, handle: `${HOST}-steward-3` };
  const lost = city.roster.get(HOST, "officer-2", city.calendar.days - 1);
  const { publicKey, secretKey } = city.keys.pairOf(lost, state.keysBefore(lost) + 1);
  const proof = signEd25519(secretKey, keyStatement(city.network, lost, publicKey));
  const reason = "口令遗忘，本人到场核验 passphrase forgotten; came in person";
  return [
    { as: admin, kind: "person.enrol", body: enrolBody(city, state, colleague, 0) },
    { as: admin, kind: "key.enrol", body: { person: state.person(lost), publicKey, proof, reason } },
  ];
}

/** Somebody, the tax bureau if it can, offers the finance bureau an agreement that nobody has answered yet. */
function offerOf(city: City, state: CityState): readonly CityAct[] {
  const offered = city.lives.filter(
    ({ dataset }) =>
      dataset.isCore &&
      dataset.sharing === "conditional" &&
      ![HOST, "finance"].includes(dataset.owner) &&
      state.findDataset(dataset.code)?.row.suspended === "no",
  );
  const life = offered.find(({ dataset }) => dataset.owner === "tax") ?? offered[0];
  if (life === undefined) return [];
  const { dataset } = life;
  const body = {
    dataset: { kind: "code", code: dataset.code },
    user: state.department("finance"),
    policy: offeredPolicy(dataset),
    purpose: purposesOf(dataset)[0],
    useLimit: 120,
    expires: state.time + 180 * DAY_SECONDS,
    message: "收入预测所需，主动提供 offered for the revenue forecast",
  };
  const as = city.roster.get(dataset.owner, "steward", city.calendar.days - 1);
  return [{ as, kind: "catalog.offer-agreement", body }];
}

/** The second signature of those who offered something. */
function seconding({ roster }: City, state: CityState, day: number): readonly CityAct[] {
  return state.openProposals("catalog.offer-agreement").flatMap((proposal) => {
    const as = roster.get(state.slug(proposal.row.department), "leader", day);
    return state.hasVoted(proposal, as) ? [] : [voteAct(state, proposal, { as, choice: "approve", reason: "" })];
  });
}

/** An owner wants to share no longer what others use: the data bureau has to sign as well. */
function narrowing(city: City, state: CityState, day: number): readonly CityAct[] {
  const life = city.lives.find(({ dataset }) => {
    const row = state.findDataset(dataset.code)?.row;
    return (
      row?.state === "published" &&
      row.sharing === "conditional" &&
      row.suspended === "no" &&
      row.agreementsInForce > 0 &&
      dataset.owner !== HOST
    );
  });
  if (life === undefined) return [];
  const { dataset, published } = life;
  const { items } = state.dataset(dataset.code).row;
  const first = city.calendar.first;
  const written = describeDataset(dataset, { uscc: state.uscc(dataset.owner), day: first + published });
  const description = {
    ...written,
    items,
    modifiedDay: first + day,
    sharing: "not-shared",
    sharingCondition: "停止共享，改由统计结果提供 no longer shared; published figures instead",
  };
  const as = city.roster.get(dataset.owner, "steward", day);
  return [{ as, kind: "catalog.revise", body: { dataset: { kind: "code", code: dataset.code }, description } }];
}
