import { useQuery } from "@tanstack/react-query";
import type { ImportSchedule } from "#ledger-core/contract/api/imports.ts";
import { useDrawerOfPage } from "#renderer/shared/drawer/drawer.ts";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { useProblem } from "#renderer/shared/client/use-failure.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { ExportPanel } from "./export-panel.tsx";
import styles from "./imports.module.css";
import { importQueries } from "./queries.ts";
import { openScheduleForm } from "./schedule-form.tsx";
import { useImportText } from "./text.ts";
import { useMayImport } from "./use-may-import.ts";

/** Catalogues of the outside world: brought in once or again and again, and taken out. */
export function ImportsPage() {
  useDrawerOfPage();
  const text = useImportText();
  const shared = useSharedText();
  const goTo = useGoTo();
  const may = useMayImport();
  return (
    <Page>
      <PageHeader
        title={shared("catalog")}
        beside={<CatalogSections chosen="imports" />}
        lead={text("lead")}
        actions={
          may ? (
            <Button kind="primary" onClick={() => goTo(paths.newImport)}>
              {text("new.open")}
            </Button>
          ) : undefined
        }
      />
      <Columns main={<SchedulesPanel />} side={<ExportPanel />} />
    </Page>
  );
}

function SchedulesPanel() {
  const text = useImportText();
  const may = useMayImport();
  const query = useQuery(importQueries.schedules());
  const add = (
    <Button onClick={() => openScheduleForm(undefined, text("schedule.title"))}>{text("schedule.add")}</Button>
  );
  return (
    <QueryPanel
      title={text("schedules.title")}
      caption={text("schedules.caption")}
      what={text("schedules.title")}
      query={query}
      isFlush
      loadingRows={4}
      loadingColumns={4}
      actions={may ? add : undefined}
      empty={({ schedules }) =>
        schedules.length === 0 ? (
          <EmptyState title={text("schedules.none")} detail={text("schedules.noneDetail")} />
        ) : undefined
      }
    >
      {({ schedules }) => <SchedulesTable schedules={schedules} may={may} />}
    </QueryPanel>
  );
}

function SchedulesTable({ schedules, may }: { readonly schedules: readonly ImportSchedule[]; readonly may: boolean }) {
  const text = useImportText();
  const format = useFormat();
  return (
    <DataTable
      label={text("schedules.title")}
      rows={schedules}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "name",
          header: text("schedule.name"),
          isName: true,
          cell: (row) => (
            <>
              {row.name}
              <span className={styles.advice}>{row.from}</span>
            </>
          ),
        },
        {
          key: "every",
          header: text("schedule.every"),
          cell: (row) => text("schedule.hours", { count: row.everyHours }),
        },
        { key: "last", header: text("schedule.last"), cell: (row) => <Last schedule={row} /> },
        { key: "next", header: text("schedule.next"), cell: (row) => format.time(row.nextRun) },
        {
          key: "act",
          header: text("schedule.act"),
          isHeaderHidden: true,
          cell: (row) => (may ? <ScheduleButtons schedule={row} /> : null),
        },
      ]}
    />
  );
}

function Last({ schedule }: { readonly schedule: ImportSchedule }) {
  const text = useImportText();
  const format = useFormat();
  const describe = useProblem();
  const { last } = schedule;
  if (last === null) return <span className={styles.quiet}>{text("schedule.notYet")}</span>;
  const { counts } = last;
  return (
    <>
      <Tag tone={last.outcome === "failed" ? "diverged" : last.outcome === "waiting" ? "pending" : "neutral"}>
        {text(`outcome.${last.outcome}`)}
      </Tag>{" "}
      {format.time(last.time)}
      {counts === null ? null : (
        <span className={styles.advice}>
          {text("schedule.counts", {
            added: formatCount(counts.added),
            changed: formatCount(counts.changed),
            retired: formatCount(counts.retired),
            refused: formatCount(counts.refused),
          })}
        </span>
      )}
      {last.problem === null ? null : <span className={styles.advice}>{describe(last.problem).title}</span>}
    </>
  );
}

function ScheduleButtons({ schedule }: { readonly schedule: ImportSchedule }) {
  const text = useImportText();
  const goTo = useGoTo();
  const again = async (work: Promise<unknown>) => {
    await work;
    await queries.invalidateQueries({ queryKey: importQueries.schedules().queryKey });
  };
  const open = async () => {
    const { id } = await client.imports.openSchedule({ id: schedule.id });
    goTo(paths.newImport, { id });
  };
  return (
    <span className={styles.buttons}>
      {schedule.last?.outcome === "waiting" ? (
        <Button size="small" kind="primary" onClick={() => void open()}>
          {text("schedule.open")}
        </Button>
      ) : null}
      <Button size="small" onClick={() => void again(client.imports.runSchedule({ id: schedule.id }))}>
        {text("schedule.run")}
      </Button>
      <Button size="small" onClick={() => openScheduleForm(schedule, text("schedule.title"))}>
        {text("schedule.change")}
      </Button>
      <Button size="small" onClick={() => void again(client.imports.removeSchedule({ id: schedule.id }))}>
        {text("schedule.remove")}
      </Button>
    </span>
  );
}
