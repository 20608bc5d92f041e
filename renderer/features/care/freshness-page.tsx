import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DatasetFreshness, DepartmentScore } from "#ledger-core/contract/api/catalog-care.ts";
import { useDrawerOfPage } from "#renderer/shared/drawer/drawer.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { CycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Figure } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { UsageBar } from "#renderer/shared/ui/progress.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./care.module.css";
import { datasetColumn } from "./dataset-column.tsx";
import { careQueries } from "./queries.ts";
import { useCareText } from "./text.ts";

const WORDS = [
  "overdue",
  "due",
  "never",
  "fresh",
  "unscheduled",
] as const satisfies readonly DatasetFreshness["freshness"][];
type Shown = "all" | (typeof WORDS)[number];
type View = { readonly show: Shown; readonly department: number | undefined; readonly page: number };

const rowsPerPage = 100;

function parseView(raw: Readonly<Record<string, unknown>>): View {
  const { show, department, page } = raw;
  return {
    show: WORDS.find((word) => word === show) ?? (show === "all" ? "all" : "overdue"),
    department: typeof department === "number" && Number.isSafeInteger(department) ? department : undefined,
    page: typeof page === "number" && Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Whether data comes when it was promised: what is late now, and how each department keeps its word. */
export function FreshnessPage() {
  useDrawerOfPage();
  const text = useCareText();
  const shared = useSharedText();
  const [view, change] = useViewState(parseView);
  return (
    <Page>
      <PageHeader
        title={shared("catalog")}
        beside={<CatalogSections chosen="freshness" />}
        lead={text("freshness.lead")}
      />
      <Columns
        main={<DatasetsPanel view={view} onChange={change} />}
        side={<ScoresPanel view={view} onChange={change} />}
      />
    </Page>
  );
}

/** How a dataset stands, in the words that the catalogue's search has for it too. */
function useFreshnessWord(): (freshness: DatasetFreshness["freshness"]) => string {
  const contract = useContractWords();
  return (freshness) => contract.choiceAlone("catalog.dataset", "freshness", freshness);
}

type Change = (changed: Partial<View>, options?: { readonly remember?: boolean }) => void;

function DatasetsPanel({ view, onChange }: { readonly view: View; readonly onChange: Change }) {
  const text = useCareText();
  const word = useFreshnessWord();
  const query = useQuery({
    ...careQueries.freshness({
      ...(view.department !== undefined && { department: view.department }),
      freshness: view.show === "all" ? [] : [view.show],
      offset: (view.page - 1) * rowsPerPage,
      limit: rowsPerPage,
    }),
    placeholderData: keepPreviousData,
  });
  const counts = query.data?.counts;
  const total = counts === undefined ? undefined : WORDS.reduce((sum, one) => sum + counts[one], 0);
  const countOf = (shown: Shown) => (shown === "all" ? total : counts?.[shown]);
  return (
    <QueryPanel
      title={text("freshness.datasets")}
      {...(query.data !== undefined && {
        footer: (
          <span className={styles.quiet}>
            {text("freshness.grace", { percent: formatCount(query.data.overduePercent) })}
          </span>
        ),
      })}
      what={text("freshness.datasets")}
      query={query}
      isFlush
      loadingRows={12}
      loadingColumns={5}
      actions={
        <Segments
          label={text("freshness.show")}
          chosen={view.show}
          choices={([...WORDS, "all"] as const).map((key) => {
            const count = countOf(key);
            return {
              key,
              label: key === "all" ? text("freshness.all") : word(key),
              ...(count !== undefined && { count: formatCount(count) }),
            };
          })}
          onChoose={(show) => onChange({ show, page: 1 })}
        />
      }
    >
      {({ rows, total: found }) =>
        rows.length === 0 ? (
          <EmptyState title={text(`freshness.none.${view.show}`)} detail={text("freshness.noneDetail")} />
        ) : (
          <>
            <DatasetsTable rows={rows} />
            <Pages page={view.page} total={found} onPage={(page) => onChange({ page }, { remember: true })} />
          </>
        )
      }
    </QueryPanel>
  );
}

function DatasetsTable({ rows }: { readonly rows: readonly DatasetFreshness[] }) {
  const text = useCareText();
  const words = useWords();
  const format = useFormat();
  const goTo = useGoTo();
  return (
    <DataTable
      label={text("freshness.datasets")}
      rows={rows}
      rowKey={(row) => row.dataset.key}
      onOpen={(row) => goTo(paths.dataset(row.dataset.key))}
      columns={[
        datasetColumn(text("column.dataset")),
        { key: "owner", header: text("column.owner"), cell: (row) => words(row.owner.name) },
        { key: "cycle", header: text("column.cycle"), cell: (row) => <CycleWords cycle={row.updateCycle} /> },
        {
          key: "last",
          header: text("column.lastUpload"),
          cell: (row) => (row.lastUpload === null ? noValue : format.time(row.lastUpload, "day")),
        },
        {
          key: "due",
          header: text("column.due"),
          cell: (row) => (row.due === null ? noValue : format.time(row.due, "day")),
        },
        {
          key: "state",
          header: text("column.state"),
          cell: (row) => <FreshnessWord row={row} />,
        },
      ]}
    />
  );
}

function FreshnessWord({ row }: { readonly row: DatasetFreshness }) {
  const text = useCareText();
  const word = useFreshnessWord();
  const format = useFormat();
  switch (row.freshness) {
    case "overdue":
      return <Tag tone="diverged">{text("freshness.lateBy", { span: format.span(row.lateSeconds) })}</Tag>;
    case "due":
    case "never":
      return <Tag tone="pending">{word(row.freshness)}</Tag>;
    case "fresh":
      return <span className={styles.whole}>{word(row.freshness)}</span>;
    case "unscheduled":
      return <span className={styles.quiet}>{word(row.freshness)}</span>;
  }
}

function Pages(props: { readonly page: number; readonly total: number; readonly onPage: (page: number) => void }) {
  const text = useCareText();
  const last = Math.max(1, Math.ceil(props.total / rowsPerPage));
  if (last === 1) return null;
  return (
    <div className={styles.pages}>
      <Button size="small" isDisabled={props.page <= 1} onClick={() => props.onPage(props.page - 1)}>
        {text("page.before")}
      </Button>
      <span>{text("page.of", { page: formatCount(props.page), last: formatCount(last) })}</span>
      <Button size="small" isDisabled={props.page >= last} onClick={() => props.onPage(props.page + 1)}>
        {text("page.next")}
      </Button>
    </div>
  );
}

function ScoresPanel({ view, onChange }: { readonly view: View; readonly onChange: Change }) {
  const text = useCareText();
  const query = useQuery(careQueries.scores());
  return (
    <QueryPanel
      title={text("scores.title")}
      caption={text("scores.caption")}
      what={text("scores.title")}
      query={query}
      isFlush
      loadingRows={12}
      loadingColumns={3}
      actions={
        view.department === undefined ? undefined : (
          <Button size="small" onClick={() => onChange({ department: undefined, page: 1 })}>
            {text("scores.all")}
          </Button>
        )
      }
    >
      {({ departments }) =>
        departments.length === 0 ? (
          <EmptyState title={text("scores.none")} detail={text("scores.noneDetail")} />
        ) : (
          <ScoresTable departments={departments} view={view} onChange={onChange} />
        )
      }
    </QueryPanel>
  );
}

function ScoresTable(props: {
  readonly departments: readonly DepartmentScore[];
  readonly view: View;
  readonly onChange: Change;
}) {
  const text = useCareText();
  const words = useWords();
  return (
    <DataTable
      label={text("scores.title")}
      density="dense"
      rows={props.departments}
      rowKey={(row) => row.department.key}
      isSelected={(row) => row.department.key === props.view.department}
      onOpen={(row) => props.onChange({ department: row.department.key, show: "all", page: 1 }, { remember: true })}
      columns={[
        { key: "name", header: text("column.department"), isName: true, cell: (row) => words(row.department.name) },
        {
          key: "overdue",
          header: text("column.overdue"),
          align: "figure",
          cell: (row) => (
            <Figure
              drill={{
                to: paths.catalogSection("freshness"),
                search: { department: row.department.key, show: "overdue" },
              }}
            >
              {formatCount(row.overdue)}
            </Figure>
          ),
        },
        {
          key: "score",
          header: text("column.onTime"),
          align: "figure",
          cell: (row) =>
            row.permille === null ? (
              <span className={styles.quiet}>{noValue}</span>
            ) : (
              <span className={styles.score}>
                <UsageBar part={row.permille} whole={1_000} />
                <span title={text("scores.of", { onTime: row.onTimeUploads, due: row.dueUploads })}>
                  {`${formatCount(Math.floor(row.permille / 10))}%`}
                </span>
              </span>
            ),
        },
      ]}
    />
  );
}
