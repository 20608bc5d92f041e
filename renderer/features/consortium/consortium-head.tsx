import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { FoundingNotice } from "./founding-notice.tsx";
import { consortiumQueries, votesAtOnce } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

const tabs = ["departments", "people", "delegations", "votes", "policies", "calendar"] as const;
type Tab = (typeof tabs)[number];

/** The head of the lists: which one, how many of each, and what one can begin; while the network is being founded also that. */
export function ConsortiumHead({ tab, actions }: { readonly tab: Tab; readonly actions?: ReactNode }) {
  const text = useConsortiumText();
  const goTo = useGoTo();
  const counts: Readonly<Record<Tab, number | undefined>> = {
    departments: useQuery(consortiumQueries.departments()).data?.departments.length,
    people: useQuery(consortiumQueries.people()).data?.people.length,
    delegations: useQuery(consortiumQueries.delegations({ show: "now" })).data?.counts.now,
    votes: useQuery(consortiumQueries.votes("open", votesAtOnce)).data?.counts.open,
    policies: useQuery(consortiumQueries.policies()).data?.policies.length,
    calendar: undefined,
  };
  return (
    <>
      <PageHeader
        title={text("title")}
        beside={
          <Segments
            label={text("title")}
            chosen={tab}
            choices={tabs.map((key) => {
              const count = counts[key];
              return { key, label: text(`tab.${key}`), ...(count !== undefined && { count: formatCount(count) }) };
            })}
            onChoose={(key) => goTo(paths.consortiumTab(key))}
          />
        }
        actions={actions}
      />
      <FoundingNotice />
    </>
  );
}
