import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Calendar } from "#ledger-core/contract/api/consortium.ts";
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { dayOf } from "#renderer/shared/format/times.ts";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button, IconButton } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { CalendarEditor } from "./calendar-editor.tsx";
import styles from "./calendar.module.css";
import { ConsortiumHead } from "./consortium-head.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";
import { WorkingDaysPanel } from "./working-days-panel.tsx";
import { YearGrid, YearLegend } from "./year-grid.tsx";

type View = { readonly year: number | undefined };

function parseView({ year }: Readonly<Record<string, unknown>>): View {
  const isYear = typeof year === "number" && Number.isSafeInteger(year) && year >= 1_970 && year <= 9_999;
  return { year: isYear ? year : undefined };
}

/** The city's working days of a year, what is different from the week, and what lies so many working days away. */
export function CalendarPage() {
  const text = useConsortiumText();
  const [view, changeView] = useViewState(parseView);
  const [isEditing, setIsEditing] = useState(false);
  const { may } = useRights();
  const today = dayOf(useNowSeconds());
  const year = view.year ?? civilOfDay(today).year;
  const query = useQuery({ ...consortiumQueries.calendar(year), placeholderData: keepPreviousData });
  const go = (to: number) => {
    setIsEditing(false);
    changeView({ year: to });
  };
  const mayEdit = may("consortium.set-calendar");
  return (
    <Page>
      <ConsortiumHead
        tab="calendar"
        actions={
          mayEdit && !isEditing ? (
            <Button onClick={() => setIsEditing(true)}>{text("calendar.edit")}</Button>
          ) : mayEdit ? undefined : (
            <TextLink to={paths.policy("consortium.set-calendar")}>{text("calendar.who")}</TextLink>
          )
        }
      />
      <QueryPart query={query} what={text("tab.calendar")} loadingRows={12} loadingColumns={4}>
        {(calendar) =>
          isEditing && calendar.year === year ? (
            <CalendarEditor key={year} calendar={calendar} today={today} onClose={() => setIsEditing(false)} />
          ) : (
            <Columns
              main={
                <Panel
                  title={text("calendar.year", { year: calendar.year })}
                  actions={<YearChoice year={year} known={calendar.years} onYear={go} />}
                >
                  <YearLegend />
                  <YearGrid calendar={calendar} year={calendar.year} today={today} />
                </Panel>
              }
              side={
                <>
                  <YearFacts calendar={calendar} />
                  <WorkingDaysPanel today={today} />
                </>
              }
            />
          )
        }
      </QueryPart>
    </Page>
  );
}

function YearChoice(props: {
  readonly year: number;
  readonly known: readonly number[];
  readonly onYear: (year: number) => void;
}) {
  const text = useConsortiumText();
  const { year, onYear } = props;
  return (
    <div className={styles.years}>
      <IconButton
        icon="chevronLeft"
        label={text("calendar.before")}
        onClick={() => onYear(Math.max(1_970, year - 1))}
      />
      <span aria-live="polite">{year}</span>
      <IconButton icon="chevronRight" label={text("calendar.next")} onClick={() => onYear(Math.min(9_999, year + 1))} />
      {props.known.includes(year) ? null : <span className={styles.quiet}>{text("calendar.unset")}</span>}
    </div>
  );
}

function YearFacts({ calendar }: { readonly calendar: Calendar }) {
  const text = useConsortiumText();
  const { set } = calendar;
  return (
    <Panel title={text("calendar.facts")} {...(set !== null && { actions: <Seal state="sealed" entry={set.entry} /> })}>
      <FactList
        facts={[
          { label: text("calendar.working"), value: formatCount(calendar.working) },
          { label: text("calendar.off"), value: formatCount(calendar.daysOff.length) },
          { label: text("calendar.worked"), value: formatCount(calendar.daysWorked.length) },
          {
            label: text("calendar.source"),
            value: calendar.isSet ? calendar.source || text("nothing") : text("calendar.unsetDetail"),
          },
        ]}
      />
    </Panel>
  );
}
