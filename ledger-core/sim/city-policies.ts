/** What the data bureau and the auditors decide together in the demo city: policies, and the numbers by which the catalogue judges. */
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { all, functionSeat, need, partySeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { FOUNDER, timeOf, voteAct } from "./city-acts.ts";
import type { City, CityStage } from "./city-acts.ts";
import type { CityState } from "./city-state.ts";

const AUDITOR = "audit-leader";

/** The bureau's leader proposes, the auditors' answers on the next working day; `choice` is the auditor's. */
export function bothLeaders(
  city: City,
  given: {
    readonly day: number;
    /** Of the hour, and no other's on that day: by it the act is known again when the auditors' leader comes to it. */
    readonly minute: number;
    readonly choice: "approve" | "reject";
    readonly reason: string;
  },
  act: (state: CityState) => { readonly kind: string; readonly body: unknown } | undefined,
): readonly CityStage[] {
  const { day, minute, choice, reason } = given;
  const proposedAt = timeOf(city, day, 9, minute);
  return [
    {
      time: proposedAt,
      acts: (state) => {
        const proposed = act(state);
        return proposed === undefined ? [] : [{ as: FOUNDER, ...proposed }];
      },
    },
    {
      time: timeOf(city, city.calendar.after(day, 1), 10, minute),
      acts: (state) =>
        state
          .ofProposer(FOUNDER)
          .filter((proposal) => proposal.row.opened === proposedAt && !state.hasVoted(proposal, AUDITOR))
          .map((proposal) => voteAct(state, proposal, { as: AUDITOR, choice, reason })),
    },
  ];
}

export function policyStages(city: City): readonly CityStage[] {
  const narrower: readonly PolicyCase[] = [
    need([all(partySeat("owner", ["steward", "leader"]), functionSeat("bureau", ["leader"]))]),
  ];
  const harder: readonly PolicyCase[] = [
    need([all(partySeat("owner", ["steward", "leader"], persons(2)), functionSeat("audit", ["leader"]))]),
  ];
  const strict = { name: "overdue-percent", value: 110 };
  const usual = { name: "overdue-percent", value: 125 };
  const parameter = (value: typeof strict, reason: string) => () => ({
    kind: "catalog.set-parameter",
    body: { parameter: value, reason },
  });
  const { calendar } = city;
  const agreed = { choice: "approve", reason: "" } as const;
  const trial = calendar.atShare(400);
  return [
    ...bothLeaders(city, { day: calendar.atShare(200), minute: 41, ...agreed }, () => ({
      kind: "policy.set",
      body: { kind: "catalog.withdraw-version", cases: narrower },
    })),
    ...bothLeaders(
      city,
      {
        day: calendar.atShare(300),
        minute: 42,
        choice: "reject",
        reason: "每次更新都须审计签字，不可行 the auditors cannot sign every upload",
      },
      () => ({ kind: "policy.set", body: { kind: "catalog.upload", cases: harder } }),
    ),
    ...bothLeaders(
      city,
      { day: trial, minute: 43, ...agreed },
      parameter(strict, "试行从严考核 a stricter measure, on trial"),
    ),
    ...bothLeaders(
      city,
      { day: Math.max(calendar.atShare(480), calendar.after(trial, 2)), minute: 44, ...agreed },
      parameter(usual, "试行期满，恢复原标准 the trial is over"),
    ),
  ];
}
