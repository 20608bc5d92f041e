import { useState } from "react";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";
import { AreaField } from "#renderer/shared/forms/fields.tsx";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { readCalendarLines } from "./calendar-lines.ts";
import styles from "./calendar.module.css";
import { useConsortiumText } from "./text.ts";

/** A notice is a page, a list has a line for each day. */
const charactersMax = 40_000;
const flawsShown = 8;

/** Takes days from the text of a notice or a list, pasted or out of a file; what cannot be read is named by its line. */
export function CalendarLines(props: {
  readonly year: number;
  /** Adds the days to those that the draft has. */
  readonly onAdd: (days: YearCalendar) => void;
  /** Puts the days in place of all that the draft has. */
  readonly onReplace: (days: YearCalendar) => void;
}) {
  const text = useConsortiumText();
  const [content, setContent] = useState("");
  const read = readCalendarLines(content, props.year);
  const found = read.daysOff.length + read.daysWorked.length;
  const take = (taken: string) => setContent(taken.slice(0, charactersMax));
  return (
    <details className={styles.lines}>
      <summary>{text("lines.title")}</summary>
      <div className={styles.side}>
        <AreaField
          label={text("lines.field")}
          note={text("lines.note", { year: props.year })}
          rows={6}
          value={content}
          onChange={take}
        />
        <FileDrop
          label={text("lines.file")}
          accept=".txt,.csv,text/plain,text/csv"
          onFile={(file) =>
            void file
              .slice(0, charactersMax * 4)
              .text()
              .then(take)
          }
        />
        {content.trim() === "" ? null : (
          <div role="status">
            <p>{text("lines.found", { off: read.daysOff.length, worked: read.daysWorked.length })}</p>
            {read.flaws.length === 0 ? null : (
              <ul className={styles.flaws}>
                {read.flaws.slice(0, flawsShown).map(({ line, text: words, flaw }) => (
                  <li key={`${line} ${flaw}`}>
                    {text("lines.flaw", { line, why: text(`lines.flaw.${flaw}`) })}{" "}
                    <bdi className={styles.quiet}>{words}</bdi>
                  </li>
                ))}
                {read.flaws.length <= flawsShown ? null : (
                  <li>{text("lines.moreFlaws", { count: read.flaws.length - flawsShown })}</li>
                )}
              </ul>
            )}
          </div>
        )}
        <div className={styles.buttons}>
          <Button size="small" isDisabled={found === 0} onClick={() => props.onReplace(read)}>
            {text("lines.replace")}
          </Button>
          <Button size="small" isDisabled={found === 0} onClick={() => props.onAdd(read)}>
            {text("lines.add")}
          </Button>
        </div>
      </div>
    </details>
  );
}
