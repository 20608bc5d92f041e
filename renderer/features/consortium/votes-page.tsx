import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Vote } from "#ledger-core/contract/api/consortium.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { Columns, Page } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import styles from "./consortium.module.css";
import { ConsortiumHead } from "./consortium-head.tsx";
import { DecidedVotes } from "./decided-votes.tsx";
import { OpenVote } from "./open-vote.tsx";
import { consortiumQueries, votesAtOnce } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { VoteVoices } from "./vote-voices.tsx";

const boxes = ["open", "decided"] as const;
type View = { readonly box: (typeof boxes)[number]; readonly vote: number };

function parseView({ box, vote }: Readonly<Record<string, unknown>>): View {
  return {
    box: boxes.find((one) => one === box) ?? "open",
    vote: typeof vote === "number" && Number.isSafeInteger(vote) ? vote : 0,
  };
}

/** What several departments decide together: how far each vote has come, who has spoken, and what was decided. */
export function VotesPage() {
  const text = useConsortiumText();
  const [view, changeView] = useViewState(parseView);
  const [limit, setLimit] = useState(votesAtOnce);
  const query = useQuery({ ...consortiumQueries.votes(view.box, limit), placeholderData: keepPreviousData });
  const open = useQuery(consortiumQueries.votes("open", votesAtOnce)).data;
  const votes = query.data?.votes ?? [];
  const chosen = votes.find(({ proposal }) => proposal === view.vote) ?? votes[0];
  const list = (
    <QueryPanel
      title={text(`votes.${view.box}`)}
      caption={
        open === undefined || open.counts.mine === 0 ? undefined : text("votes.mine", { count: open.counts.mine })
      }
      what={text("tab.votes")}
      query={query}
      isFlush
      loadingRows={6}
      loadingColumns={view.box === "open" ? 1 : 5}
      actions={
        <Segments
          label={text("votes.box")}
          chosen={view.box}
          choices={boxes.map((key) => ({
            key,
            label: text(`votes.box.${key}`),
            ...(key === "open" && open !== undefined && { count: formatCount(open.counts.open) }),
          }))}
          onChoose={(box) => changeView({ box, vote: 0 })}
        />
      }
    >
      {({ votes: found, hasMore }) =>
        found.length === 0 ? (
          <EmptyState title={text(`votes.none.${view.box}`)} detail={text("votes.noneDetail")} />
        ) : (
          <>
            <VotesList
              box={view.box}
              votes={found}
              chosen={chosen?.proposal}
              onChoose={(vote) => changeView({ vote })}
            />
            {hasMore ? (
              <div className={styles.more}>
                <Button size="small" onClick={() => setLimit(Math.min(500, limit + votesAtOnce))}>
                  {text("votes.more")}
                </Button>
              </div>
            ) : null}
          </>
        )
      }
    </QueryPanel>
  );
  return (
    <Page>
      <ConsortiumHead tab="votes" />
      {chosen === undefined ? list : <Columns main={list} side={<VoteVoices vote={chosen} />} />}
    </Page>
  );
}

function VotesList(props: {
  readonly box: View["box"];
  readonly votes: readonly Vote[];
  readonly chosen: number | undefined;
  readonly onChoose: (proposal: number) => void;
}) {
  const text = useConsortiumText();
  if (props.box === "decided") return <DecidedVotes {...props} />;
  return (
    <ul className={styles.votes} aria-label={text("votes.open")}>
      {props.votes.map((vote) => (
        <OpenVote
          key={vote.proposal}
          vote={vote}
          isChosen={vote.proposal === props.chosen}
          onChoose={() => props.onChoose(vote.proposal)}
        />
      ))}
    </ul>
  );
}
