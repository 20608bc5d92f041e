import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { weekdayOf } from "#ledger-core/contract/schema/working-days.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { CountField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import { dayOfText } from "#renderer/shared/forms/typed-day.ts";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import styles from "./calendar.module.css";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

const countMax = 2_000;

/** The day that lies so many working days after another, by the calendars that are signed. */
export function WorkingDaysPanel({ today }: { readonly today: number }) {
  const text = useConsortiumText();
  const format = useFormat();
  const [typed, setTyped] = useState(() => formatDay(today));
  const [count, setCount] = useState<number | undefined>(10);
  const from = dayOfText(typed);
  const isAsked = from !== undefined && from >= 0 && count !== undefined;
  const query = useQuery({
    ...consortiumQueries.workingDays(from ?? 0, count ?? 0),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title={text("reckon.title")}>
      <div className={styles.reckon}>
        <FieldPair>
          <DayField label={text("reckon.from")} value={typed} min="1970-01-01" onChange={setTyped} />
          <CountField label={text("reckon.count")} value={count} max={countMax} onChange={setCount} />
        </FieldPair>
        {isAsked ? (
          <QueryPart query={query} what={text("reckon.title")} loadingRows={2}>
            {({ day, calendarDays, skipped, unset }) => (
              <div role="status">
                <p className={styles.answer}>
                  {text("reckon.answer", { day: format.day(day), weekday: text(`weekdayName.${weekdayNumber(day)}`) })}
                </p>
                <p className={styles.quiet}>{text("reckon.passed", { days: calendarDays, skipped })}</p>
                {unset.length === 0 ? null : (
                  <p className={styles.unset}>{text("reckon.unset", { years: unset.join(text("comma")) })}</p>
                )}
              </div>
            )}
          </QueryPart>
        ) : (
          <p className={styles.quiet}>{text("reckon.missing")}</p>
        )}
      </div>
    </Panel>
  );
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** 1 for Monday to 7 for Sunday. */
function weekdayNumber(day: number): (typeof weekdays)[number] {
  return weekdays[weekdayOf(day)] ?? 1;
}
