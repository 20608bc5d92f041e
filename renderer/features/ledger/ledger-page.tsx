import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { usePathPart, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Tabs } from "#renderer/shared/ui/choices.tsx";
import { KeyFigure, KeyFigures } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { LoadingRows } from "#renderer/shared/ui/states.tsx";
import { BlockPage } from "./block-page.tsx";
import { CheckpointPanel } from "./checkpoint-panel.tsx";
import { ComparePanel } from "./compare-panel.tsx";
import { ClosingFilter, EntriesFilter } from "./entries-filter.tsx";
import { EntryPage } from "./entry-page.tsx";
import { parseLedgerView, tabs } from "./ledger-view.ts";
import type { Tab } from "./ledger-view.ts";
import styles from "./ledger.module.css";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";
import { VerifyPanel } from "./verify-panel.tsx";

// The grid weighs as much as the rest of the console, so the page stands before it.
const EntriesTable = lazy(async () => ({ default: (await import("./entries-table.tsx")).EntriesTable }));
const BlocksTable = lazy(async () => ({ default: (await import("./blocks-table.tsx")).BlocksTable }));

/** The ledger: its entries and blocks, its checkpoint, and whether all of it holds; one block or one entry where the address names it. */
export function LedgerPage() {
  const height = usePathPart("height");
  const transaction = usePathPart("transaction");
  if (transaction !== undefined) return <EntryPage key={transaction} named={transaction} />;
  if (height !== undefined) return <BlockPage key={height} named={height} />;
  return <Overview />;
}

function Overview() {
  const text = useLedgerText();
  const [view, change] = useViewState(parseLedgerView);
  const status = useQuery(ledgerQueries.status()).data;
  return (
    <Page>
      <PageHeader title={text("title")} lead={text("lead")} />
      <Figures />
      <Columns
        main={
          <Panel
            isFlush
            tabs={
              <Tabs
                label={text("tabs")}
                choices={tabs.map((tab) => ({
                  key: tab,
                  label: text(`tab.${tab}`),
                  ...(status !== undefined && {
                    count: formatCount(tab === "entries" ? status.entries : status.height + 1),
                  }),
                }))}
                chosen={view.tab}
                onChoose={(tab: Tab) => change({ tab })}
              />
            }
            {...(view.tab === "entries" && { actions: <EntriesFilter view={view} onChange={change} /> })}
          >
            {view.tab === "entries" ? <ClosingFilter view={view} onChange={change} /> : null}
            <div className={styles.grid}>
              <Suspense fallback={<LoadingRows what={text(`tab.${view.tab}`)} rows={12} />}>
                {view.tab === "entries" ? (
                  <EntriesTable view={view} onShowAll={() => change({ kind: "", department: 0 })} />
                ) : (
                  <BlocksTable />
                )}
              </Suspense>
            </div>
          </Panel>
        }
        side={
          <>
            <CheckpointPanel />
            <VerifyPanel />
            <ComparePanel />
          </>
        }
      />
    </Page>
  );
}

function Figures() {
  const text = useLedgerText();
  const format = useFormat();
  const status = useQuery(ledgerQueries.status()).data;
  return (
    <KeyFigures>
      <KeyFigure
        label={text("figure.entries")}
        value={formatCount(status?.entries)}
        note={text("figure.entriesNote")}
      />
      <KeyFigure
        label={text("figure.height")}
        value={formatCount(status?.height)}
        note={status === undefined ? "" : text("figure.heightNote", { time: format.time(status.time) })}
      />
      <KeyFigure label={text("figure.authority")} value={text("figure.one")} note={text("figure.authorityNote")} />
    </KeyFigures>
  );
}
