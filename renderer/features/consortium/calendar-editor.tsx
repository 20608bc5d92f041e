import { useState } from "react";
import type { Calendar } from "#ledger-core/contract/api/consortium.ts";
import { dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { setCalendarBody } from "#ledger-core/contract/schema/consortium.ts";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { TextField } from "#renderer/shared/forms/fields.tsx";
import { MissingList, Outcome, WhoSigns } from "#renderer/shared/forms/outcome.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DiffRow } from "#renderer/shared/ui/diff-row.tsx";
import { Columns } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { changedDays, kindOfDay, turnDay, withDays } from "./calendar-draft.ts";
import { CalendarLines } from "./calendar-lines-field.tsx";
import styles from "./calendar.module.css";
import { useConsortiumText } from "./text.ts";
import { YearGrid, YearLegend } from "./year-grid.tsx";

const sourceCharactersMax = 120;
/** Changes that are listed one by one. */
const changesShown = 12;

type Values = YearCalendar & { readonly source: string };

/** A year's calendar while it is being changed: days are turned by a click, or taken from a notice; then it is signed under the notice's name. */
export function CalendarEditor(props: {
  readonly calendar: Calendar;
  readonly today: number;
  readonly onClose: () => void;
}) {
  const text = useConsortiumText();
  const { calendar, today, onClose } = props;
  const { year } = calendar;
  const draft = useDraft<Values>(`calendar:${year}`, {
    daysOff: calendar.daysOff,
    daysWorked: calendar.daysWorked,
    source: calendar.source,
  });
  const { values, change } = draft;
  const { daysOff, daysWorked, source } = values;
  const [at, setAt] = useState(dayOfCivil({ year, month: 1, day: 1 }));
  const changed = changedDays(calendar, values);
  const isSame = changed.length === 0 && source.trim() === calendar.source && calendar.isSet;
  const missing = [
    ...(source.trim() === "" ? [text("calendar.source")] : []),
    ...(isSame ? [text("calendar.same")] : []),
  ];
  const act = useAct({
    kind: "consortium.set-calendar",
    schema: setCalendarBody,
    body: { year, daysOff: [...daysOff], daysWorked: [...daysWorked], source: source.trim() },
    title: text("calendar.sign", { year }),
    missing,
  });
  const sign = async () => {
    const signed = await act.sign();
    if (signed !== undefined && signed.state !== "refused") draft.discard();
  };
  const grid = (
    <Panel title={text("calendar.draft", { year })}>
      <YearLegend />
      <YearGrid
        calendar={values}
        year={year}
        today={today}
        turning={{
          at,
          onMove: setAt,
          onTurn: (day) => change(turnDay(values, day)),
          changed: new Set(changed),
        }}
      />
    </Panel>
  );
  const side =
    act.receipt === undefined ? (
      <Panel title={text("calendar.sign", { year })}>
        <div className={styles.side}>
          <p className={styles.quiet}>{text("calendar.lead")}</p>
          <TextField
            label={text("calendar.source")}
            note={text("calendar.sourceNote")}
            isRequired
            lengthMax={sourceCharactersMax}
            value={source}
            onChange={(value) => change({ source: value })}
          />
          <CalendarLines
            year={year}
            onAdd={(days) => change(withDays(values, days))}
            onReplace={(days) => change({ daysOff: days.daysOff, daysWorked: days.daysWorked })}
          />
          <Changes before={calendar} next={values} changed={changed} today={today} />
          <MissingList missing={missing} flawed={act.flawPath === undefined ? undefined : text("tab.calendar")} />
          <WhoSigns act={act} />
          <div className={styles.buttons}>
            {draft.isTouched ? <Button onClick={draft.discard}>{text("policySet.discard")}</Button> : null}
            <Button onClick={onClose}>{text("calendar.close")}</Button>
            <Button kind="primary" isDisabled={!act.isReady} isPending={act.isSigning} onClick={() => void sign()}>
              {text("calendar.button")}
            </Button>
          </div>
        </div>
      </Panel>
    ) : (
      <Panel title={text("calendar.sign", { year })}>
        <div className={styles.side}>
          <Outcome receipt={act.receipt} sealedWords={text("calendar.done", { year })} />
          <div className={styles.buttons}>
            {act.receipt.state === "refused" ? <Button onClick={act.begin}>{text("policySet.correct")}</Button> : null}
            <Button kind="primary" onClick={onClose}>
              {text("calendar.close")}
            </Button>
          </div>
        </div>
      </Panel>
    );
  return <Columns main={grid} side={side} />;
}

/** What the draft has otherwise than the signed calendar. */
function Changes(props: {
  readonly before: YearCalendar;
  readonly next: YearCalendar;
  readonly changed: readonly number[];
  readonly today: number;
}) {
  const text = useConsortiumText();
  const format = useFormat();
  const { before, next, changed, today } = props;
  if (changed.length === 0) return null;
  const isRemoved = (day: number): boolean => ["workday", "weekend"].includes(kindOfDay(next, day));
  // What is taken away is shown first: nobody may sign it unseen.
  const shown = [...changed.filter(isRemoved), ...changed.filter((day) => !isRemoved(day))];
  const removed = changed.filter(isRemoved).length;
  const past = changed.filter((day) => day < today).length;
  return (
    <section className={styles.changes} aria-label={text("calendar.changes")}>
      <h3>
        {text("calendar.changes")} <span className={styles.quiet}>{changed.length}</span>
      </h3>
      <ul>
        {shown.slice(0, changesShown).map((day) => (
          <li key={day}>
            <DiffRow kind={isRemoved(day) ? "removed" : "added"}>
              {format.day(day)}
              {text("colon")}
              {text(`dayKind.${kindOfDay(isRemoved(day) ? before : next, day)}`)}
            </DiffRow>
          </li>
        ))}
      </ul>
      {removed === 0 ? null : <p className={styles.warning}>{text("calendar.removed", { count: removed })}</p>}
      {past === 0 ? null : <p className={styles.warning}>{text("calendar.past", { count: past })}</p>}
      {changed.length <= changesShown ? null : (
        <p className={styles.quiet}>{text("calendar.moreChanges", { count: changed.length - changesShown })}</p>
      )}
    </section>
  );
}
