/** Rows and bodies about people and offices: how a department presents itself, who holds which post. */
import { integer, list, record, text } from "./schema.ts";
import { daySchema, rowKeySchema, timeSchema } from "./units.ts";

const profileFields = {
  nameZh: text(200, 1),
  nameEn: text(200, 1),
  /** At most 4 Han characters and 8 Latin letters: tiles, nodes and lists have no more room. */
  shortZh: text(12, 1),
  shortEn: text(8, 1),
};

/** Keyed by the member. */
export const departmentRow = record(profileFields);
/** Keyed by the person. */
export const postRow = record({
  department: rowKeySchema,
  titleZh: text(200, 1),
  titleEn: text(200, 1),
  /** Surname and stars: the only name that the ledger holds. */
  maskedName: text(60, 1),
  since: timeSchema,
  /** Order within the department, 1 first. */
  rank: integer(1, 999),
});

const calendarFields = {
  /** Days of the week, Monday to Friday, on which nobody works; ascending. */
  daysOff: list(daySchema, 366),
  /** Saturdays and Sundays on which people work; ascending. */
  daysWorked: list(daySchema, 366),
  /** The notice that says so. */
  source: text(400),
};
/** Keyed by the year. */
export const calendarRow = record(calendarFields);

export const setCalendarBody = record({ year: integer(1970, 9_999), ...calendarFields });
export const describeBody = record({ department: rowKeySchema, ...profileFields });
export const appointBody = record({
  person: rowKeySchema,
  titleZh: text(200, 1),
  titleEn: text(200, 1),
  maskedName: text(60, 1),
  rank: integer(1, 999),
});
