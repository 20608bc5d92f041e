import { useInfiniteQuery } from "@tanstack/react-query";
import type { DatasetDetail, Usage } from "#ledger-core/contract/api/catalog.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { dayOf, formatTime } from "#renderer/shared/format/times.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { isolated } from "#renderer/shared/i18n/isolated.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { EmptyState, FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { Timeline } from "#renderer/shared/ui/timeline.tsx";
import type { TimelineItem } from "#renderer/shared/ui/timeline.tsx";
import styles from "./catalog.module.css";
import type { ChangeDatasetView, DatasetView } from "./dataset-view.ts";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

/** Every use and every refusal, newest first: when, who, for what, how much, and why not. */
export function UsesPanel(props: {
  readonly dataset: DatasetDetail;
  readonly view: DatasetView;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const describe = useFailure();
  const { dataset, view, onChange } = props;
  const query = useInfiniteQuery(
    catalogQueries.usage({
      dataset: dataset.key,
      filter: view.uses,
      since: view.since ?? 0,
      ...(view.agreement !== undefined && { agreement: view.agreement }),
    }),
  );
  const counts = query.data?.pages[0]?.counts;
  const uses = query.data?.pages.flatMap((page) => page.uses) ?? [];
  const count = (name: "refused" | "mine") => (counts === undefined ? {} : { count: formatCount(counts[name]) });
  return (
    <div data-part="uses">
      <Panel
        title={text("uses")}
        isFlush
        isBusy={query.isFetching}
        actions={
          <Segments
            label={text("uses.filter")}
            chosen={view.uses}
            choices={[
              { key: "all", label: text("uses.all") },
              { key: "refused", label: text("uses.refused"), ...count("refused") },
              { key: "mine", label: text("uses.mine") },
            ]}
            onChoose={(filter) => onChange({ uses: filter })}
          />
        }
      >
        <Scope view={view} onChange={onChange} />
        {query.isError ? <FailedNotice failure={describe(query.error)} onRetry={() => void query.refetch()} /> : null}
        {query.data === undefined && !query.isError ? <LoadingRows what={text("uses")} rows={5} /> : null}
        {query.data !== undefined && uses.length === 0 ? (
          <EmptyState title={text(`uses.none.${view.uses}`)} detail={text("uses.noneDetail")} />
        ) : (
          <Days uses={uses} />
        )}
        {query.hasNextPage ? (
          <div className={styles.moreUses}>
            <Button size="small" isPending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {text("uses.older")}
            </Button>
          </div>
        ) : null}
      </Panel>
    </div>
  );
}

/** Says that the list is narrowed by a figure one came from, and lifts it. */
function Scope({ view, onChange }: { readonly view: DatasetView; readonly onChange: ChangeDatasetView }) {
  const text = useCatalogText();
  const format = useFormat();
  if (view.since === undefined && view.agreement === undefined) return null;
  return (
    <p className={styles.scoped}>
      {view.since === undefined
        ? text("uses.ofAgreement")
        : text("uses.since", { day: format.time(view.since, "date") })}
      <Button
        kind="link"
        size="small"
        onClick={() => onChange({ since: undefined, agreement: undefined, see: undefined })}
      >
        {text("uses.showAll")}
      </Button>
    </p>
  );
}

function Days({ uses }: { readonly uses: readonly Usage[] }) {
  const text = useCatalogText();
  const format = useFormat();
  const itemOf = useUseItem();
  const days = new Map<number, Usage[]>();
  for (const use of uses) {
    const day = dayOf(use.time);
    const found = days.get(day);
    if (found === undefined) days.set(day, [use]);
    else found.push(use);
  }
  const today = dayOf(format.nowSeconds);
  return [...days].map(([day, ofDay]) => (
    <Timeline
      key={day}
      heading={day === today ? text("uses.today", { day: format.day(day) }) : format.day(day)}
      items={ofDay.map(itemOf)}
    />
  ));
}

function useUseItem(): (use: Usage) => TimelineItem {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const contract = useContractWords();
  return (use) => {
    const who = [
      use.department === null ? "" : words(use.department.name),
      use.person === null ? "" : words(use.person.title),
    ];
    const isRefused = use.code !== null;
    const action = contract.choiceAlone("catalog.use", "action", use.action);
    const purpose = contract.choice("catalog.use", "purpose", use.purpose);
    return {
      key: use.entry,
      // The clock alone: the heading says the day.
      time: formatTime(use.time, { language: format.language, nowSeconds: use.time, style: "short" }),
      state: isRefused ? "refused" : "sealed",
      entry: use.entry,
      title: who.filter((part) => part !== "").join(text("comma")),
      detail: [
        ...(use.reference === "" ? [] : [isolated(use.reference)]),
        use.message === null ? text("uses.why", { action, purpose }) : words(use.message),
      ].join(text("colon")),
      figure: isRefused ? (
        <span className={styles.refused}>{text("uses.wasRefused")}</span>
      ) : (
        text("uses.rows", { count: use.rowCount, rows: formatCount(use.rowCount) })
      ),
    };
  };
}
