import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";
import { formatDayInFull } from "#renderer/shared/format/times.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { dayByKey, kindOfDay, monthsOfYear } from "./calendar-draft.ts";
import type { DayKind, MonthOfYear } from "./calendar-draft.ts";
import styles from "./calendar.module.css";
import { useConsortiumText } from "./text.ts";

type Turning = {
  /** The day that the keyboard stands on. */
  readonly at: number;
  readonly onMove: (day: number) => void;
  readonly onTurn: (day: number) => void;
  readonly changed: ReadonlySet<number>;
};

/** Twelve months of a year: working days, weekends, days off, worked weekends. With `turning` each day can be turned, by click or key. */
export function YearGrid(props: {
  readonly calendar: YearCalendar;
  readonly year: number;
  readonly today: number;
  readonly turning?: Turning;
}) {
  const text = useConsortiumText();
  const { calendar, year, today, turning } = props;
  const frame = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (turning === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = dayByKey(turning.at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    turning.onMove(to);
    frame.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return (
    <div
      ref={frame}
      className={styles.year}
      role="group"
      aria-label={text("calendar.year", { year })}
      onKeyDown={onKeyDown}
    >
      {monthsOfYear(calendar, year).map((month) => (
        <Month key={month.month} month={month} calendar={calendar} today={today} turning={turning} />
      ))}
    </div>
  );
}

function Month(props: {
  readonly month: MonthOfYear;
  readonly calendar: YearCalendar;
  readonly today: number;
  readonly turning: Turning | undefined;
}) {
  const text = useConsortiumText();
  const { month, calendar, today, turning } = props;
  const name = text(`month.${month.month}`);
  return (
    <section className={styles.month} aria-label={name}>
      <h3>
        {name} <span className={styles.quiet}>{text("calendar.workingOfMonth", { count: month.working })}</span>
      </h3>
      <ol className={styles.days}>
        {([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => (
          <li key={`w${weekday}`} className={styles.weekday} aria-hidden="true">
            {text(`weekday.${weekday}`)}
          </li>
        ))}
        {Array.from({ length: month.blanks }, (_, place) => (
          <li key={`b${place}`} aria-hidden="true" />
        ))}
        {month.days.map((day) => (
          <li key={day}>
            <Day day={day} kind={kindOfDay(calendar, day)} isToday={day === today} turning={turning} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Day(props: {
  readonly day: number;
  readonly kind: DayKind;
  readonly isToday: boolean;
  readonly turning: Turning | undefined;
}) {
  const text = useConsortiumText();
  const format = useFormat();
  const { day, kind, isToday, turning } = props;
  const label = [
    formatDayInFull(day, format.language),
    text(`dayKind.${kind}`),
    ...(isToday ? [text("calendar.today")] : []),
  ].join(text("comma"));
  const shared = {
    className: styles.day,
    "data-kind": kind,
    "data-today": isToday,
    title: label,
    children: civilOfDay(day).day,
  };
  if (turning === undefined)
    return kind === "workday" || kind === "weekend" ? (
      <span {...shared} />
    ) : (
      <span {...shared} role="img" aria-label={label} />
    );
  return (
    <button
      {...shared}
      type="button"
      aria-label={label}
      aria-pressed={kind === "off" || kind === "worked"}
      data-day={day}
      data-changed={turning.changed.has(day)}
      tabIndex={day === turning.at ? 0 : -1}
      onFocus={() => turning.onMove(day)}
      onClick={() => turning.onTurn(day)}
    />
  );
}

/** What the marks of the year mean. */
export function YearLegend() {
  const text = useConsortiumText();
  return (
    <span className={styles.legend}>
      {(["workday", "weekend", "off", "worked"] as const).map((kind) => (
        <span key={kind}>
          <span className={styles.day} data-kind={kind} aria-hidden="true">
            8
          </span>
          {text(`dayKind.${kind}`)}
        </span>
      ))}
    </span>
  );
}
