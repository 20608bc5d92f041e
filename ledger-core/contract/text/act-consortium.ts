/** Sentences of the acts about how departments present themselves, who holds which post, and on which days people work. */
import type { appointBody, describeBody, setCalendarBody } from "#ledger-core/contract/schema/consortium.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { ActSentence } from "./act-scope.ts";
import { daysText } from "./moments.ts";
import { textParts } from "./texts.ts";

const describe: ActSentence<Value<typeof describeBody>> = ({ language, names }, { department, ...profile }) =>
  textParts(language, "kind.consortium.describe.act", { department: names.department(department), ...profile });

const appoint: ActSentence<Value<typeof appointBody>> = ({ language, names }, { person, ...post }) =>
  textParts(language, "kind.consortium.appoint.act", { person: names.person(person), ...post });

const setCalendar: ActSentence<Value<typeof setCalendarBody>> = ({ language, names }, { source, ...next }) => {
  const { year, daysOff, daysWorked } = next;
  const before = names.calendar(year);
  const days = (all: readonly number[]): string => daysText(language, all, year);
  const gone = (all: readonly number[] = [], kept: readonly number[]): string =>
    days(all.filter((day) => !kept.includes(day)));
  return textParts(language, "kind.consortium.set-calendar.act", {
    year: String(year),
    off: daysOff.length,
    daysOff: days(daysOff),
    worked: daysWorked.length,
    daysWorked: days(daysWorked),
    newOff: before === undefined ? "" : gone(daysOff, before.daysOff),
    newWorked: before === undefined ? "" : gone(daysWorked, before.daysWorked),
    goneOff: gone(before?.daysOff, daysOff),
    goneWorked: gone(before?.daysWorked, daysWorked),
    source,
  });
};

export const CONSORTIUM_ACTS = {
  "consortium.describe": describe,
  "consortium.appoint": appoint,
  "consortium.set-calendar": setCalendar,
};
