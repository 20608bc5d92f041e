import "@mantine/dates/styles.layer.css";
import "dayjs/locale/zh-cn";
import { DateInput } from "@mantine/dates";
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import { dayOf, formatDay, formatDayInFull } from "#renderer/shared/format/times.ts";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import styles from "./day-field.module.css";
import type { FieldProps } from "./fields.tsx";
import { sharedFieldProps } from "./fields.tsx";
import { useOwnEscape } from "./own-escape.ts";
import { useFormText } from "./text.ts";
import { dayOfText, readTypedDay } from "./typed-day.ts";

/**
 * A day of the calendar as `2026-11-25`, or an empty text. It is typed in any usual way of writing it or chosen from the months below,
 * and shown in the console's language.
 * Esc closes the months, not the form around them. What is typed and is no day, or lies outside `min` and `max`, is taken back when one goes on.
 */
export function DayField(
  props: FieldProps & {
    readonly value: string;
    readonly min?: string | undefined;
    readonly max?: string | undefined;
    readonly onChange: (value: string) => void;
  },
) {
  const text = useFormText();
  const language = usePreferences((preferences) => preferences.language);
  const { year } = civilOfDay(dayOf(useNowSeconds()));
  const isChinese = language === "zh";
  const { frame, onOpen, onClose } = useOwnEscape();
  return (
    <div {...frame}>
      <DateInput
        {...sharedFieldProps(props)}
        classNames={{ day: styles.day ?? "", month: styles.month ?? "" }}
        hideOutsideDates
        highlightToday
        locale={isChinese ? "zh-cn" : "en"}
        value={props.value === "" ? null : props.value}
        placeholder={text("day.placeholder")}
        valueFormat={(date) => formatDay(dayOfText(date) ?? 0, language)}
        dateParser={(typed) => readTypedDay(typed, year) ?? null}
        allowDeselect
        leftSection={<Icon name="calendar" size={14} />}
        leftSectionPointerEvents="none"
        monthLabelFormat={isChinese ? "YYYY 年 M 月" : "MMMM YYYY"}
        yearLabelFormat={isChinese ? "YYYY 年" : "YYYY"}
        weekdayFormat="dd"
        ariaLabels={{
          previousMonth: text("day.previousMonth"),
          nextMonth: text("day.nextMonth"),
          previousYear: text("day.previousYear"),
          nextYear: text("day.nextYear"),
          previousDecade: text("day.previousDecade"),
          nextDecade: text("day.nextDecade"),
        }}
        getDayAriaLabel={(date) => formatDayInFull(dayOfText(date) ?? 0, language)}
        popoverProps={{
          withinPortal: true,
          onOpen,
          onClose,
          shadow: "md",
          attributes: { dropdown: { role: "dialog", "aria-label": text("day.months") } },
        }}
        {...(props.min !== undefined && { minDate: props.min })}
        {...(props.max !== undefined && { maxDate: props.max })}
        onChange={(value) => props.onChange(value ?? "")}
      />
    </div>
  );
}
