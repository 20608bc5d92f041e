import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Me } from "#ledger-core/contract/api/session.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { isFoundingCase, mayBegin } from "./may-begin.ts";
import type { About } from "./may-begin.ts";
import { casesOf } from "./policy-draft.ts";
import { consortiumQueries } from "./queries.ts";

export type Rights = {
  readonly me: Me["person"] | undefined;
  readonly isFounding: boolean;
  /** The latest of this machine's clock and the newest block, by which terms are held or over. */
  readonly time: number;
  /** The network's id, which a key request must name. */
  readonly network: string;
  /** The policy of every kind of act, without cases that the end of the founding period has silenced for ever. */
  readonly policies: ReadonlyMap<string, readonly PolicyCase[]>;
  /** Whether the person in session can begin an act about a department; pages leave out what they cannot. */
  readonly may: (kind: string, subject?: number, facts?: About["facts"]) => boolean;
};

/** Who sits here and what they can begin. */
export function useRights(): Rights {
  const me = useQuery(consortiumQueries.me()).data?.person;
  const status = useQuery(consortiumQueries.status()).data;
  const found = useQuery(consortiumQueries.policies()).data;
  const nowSeconds = useNowSeconds();
  const isFounding = status?.founding === true;
  const policies = useMemo(
    () =>
      new Map(
        (found?.policies ?? []).map(({ kind, cases }) => [
          kind,
          casesOf(cases).filter((one) => isFounding || !isFoundingCase(one)),
        ]),
      ),
    [found, isFounding],
  );
  return {
    me,
    isFounding,
    time: Math.max(nowSeconds, status?.time ?? 0),
    network: status?.network ?? "",
    policies,
    may: (kind, subject, facts) =>
      mayBegin(policies.get(kind) ?? [], me, { subject, facts: { founding: isFounding ? 1 : 0, ...facts } }),
  };
}
