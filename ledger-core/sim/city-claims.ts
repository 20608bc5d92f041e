/** Claims on the data of others in the demo city, and what the data bureau finds about datasets that look alike. */
import { FOUNDER, timeOf, voteAct } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import { TWINS } from "./city-datasets.ts";
import { bothLeaders } from "./city-policies.ts";
import type { CityState } from "./city-state.ts";

type Claim = {
  /** Share of the demo's working days, in a thousand. */
  readonly at: number;
  readonly owner: string;
  readonly titleZh: string;
  readonly by: string;
  readonly ground: "accuracy" | "duplicate" | "ownership";
  readonly statement: string;
  readonly outcome: "upheld" | "dismissed" | "open";
  readonly reason: string;
};

const [CLAIMED_TWIN, DISTINCT_TWIN] = TWINS;

/** Two that were decided, one each way; the third is left open at the end. */
const CLAIMS: readonly Claim[] = [
  {
    at: 330,
    owner: "women",
    titleZh: "妇女儿童服务点",
    by: "civil-affairs",
    ground: "accuracy",
    statement: "部分服务点已停用，名单未更新 some of the points are closed",
    outcome: "dismissed",
    reason: "核对后差异已更正 compared; the differences are put right",
  },
  {
    at: 450,
    owner: CLAIMED_TWIN.other,
    titleZh: CLAIMED_TWIN.titleZh,
    by: CLAIMED_TWIN.owner,
    ground: "duplicate",
    statement: "与我局在册数据重复，补贴由我局发放 the same as ours, and it is we who pay",
    outcome: "upheld",
    reason: "确属重复，以民政部门数据为准 it is; the civil affairs bureau's stands",
  },
  {
    at: 960,
    owner: "fire",
    titleZh: "消防验收",
    by: "housing",
    ground: "ownership",
    statement: "按机构改革方案，验收职责已划转住建部门 by the reform, acceptance is the housing bureau's duty now",
    outcome: "open",
    reason: "",
  },
];

function codeOf({ lives }: City, owner: string, titleZh: string): string {
  return lives.find(({ dataset }) => dataset.owner === owner && dataset.titleZh === titleZh)?.dataset.code ?? "";
}

export function claimStages(city: City): readonly CityStage[] {
  return [...CLAIMS.flatMap((claim, i) => contestStages(city, claim, i)), likenessStage(city)];
}

function contestStages(city: City, claim: Claim, number: number): readonly CityStage[] {
  const { calendar } = city;
  const { at, owner, titleZh, by, ground, statement, outcome, reason } = claim;
  // The last claim is made before the last day, however short a demo is.
  const day = Math.min(calendar.atShare(at), calendar.closingDay);
  const code = codeOf(city, owner, titleZh);
  const opening: readonly CityStage[] = [
    {
      time: timeOf(city, day, 9, 33),
      acts: (state) => {
        if (state.findDataset(code)?.row.state !== "published") return [];
        const own = ground === "duplicate" ? state.findDataset(codeOf(city, by, titleZh)) : undefined;
        const body = { dataset: { kind: "code", code }, ground, other: own?.key ?? 0, statement };
        return [{ as: `${by}-leader`, kind: "catalog.contest", body }];
      },
    },
    {
      time: timeOf(city, day, 16, 12),
      acts: (state) =>
        state
          .openProposals("catalog.contest")
          .map((proposal) =>
            voteAct(state, proposal, { as: FOUNDER, choice: "approve", reason: "受理 accepted for decision" }),
          ),
    },
  ];
  if (outcome === "open") return opening;
  const decided = calendar.after(day, 6);
  const resolve = (state: CityState): { readonly kind: string; readonly body: unknown } | undefined => {
    const dataset = state.findDataset(code)?.key;
    const contest = state.openContests().find(({ row }) => row.dataset === dataset);
    if (contest === undefined) return undefined;
    return { kind: "catalog.resolve", body: { contest: contest.key, outcome, newOwner: 0, reason } };
  };
  const decision = { day: decided, minute: 45 + number, choice: "approve", reason: "" } as const;
  const stages = [...opening, ...bothLeaders(city, decision, resolve)];
  return ground === "duplicate" ? [...stages, retirement(city, code, calendar.after(decided, 3))] : stages;
}

/** The owner gives up what was found to be a duplicate. */
function retirement(city: City, code: string, day: number): CityStage {
  return {
    time: timeOf(city, day, 11, 8),
    acts: (state): readonly CityAct[] => {
      const dataset = state.findDataset(code);
      if (dataset?.row.state !== "published" || dataset.row.agreementsLive > 0) return [];
      const as = city.roster.get(state.slug(dataset.row.owner), "steward", day);
      const reason = "经认定为重复数据 found to be a duplicate";
      return [{ as, kind: "catalog.retire", body: { dataset: { kind: "code", code }, reason } }];
    },
  };
}

/** One pair that looks alike is judged; the others wait for whoever explores the demo. */
function likenessStage(city: City): CityStage {
  const day = city.calendar.atShare(700);
  const { owner, other, titleZh } = DISTINCT_TWIN;
  return {
    time: timeOf(city, day, 15, 36),
    acts: (state): readonly CityAct[] => {
      const keys = [owner, other].flatMap((slug) => state.findDataset(codeOf(city, slug, titleZh))?.key ?? []);
      const [first, second] = keys.toSorted((left, right) => left - right);
      if (first === undefined || second === undefined) return [];
      const reason = "一为设施管理，一为运行维护，口径不同 one is about keeping them, the other about running them";
      const as = city.roster.get("data-bureau", "steward", day);
      return [{ as, kind: "catalog.judge-likeness", body: { first, second, verdict: "distinct", reason } }];
    },
  };
}
