/** The demo city's working days, and the calendars of its years as the data bureau signs them. */
import { civilOfDay, dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import type { DayNumber } from "#ledger-core/contract/schema/units.ts";
import { addWorkingDays, isWeekend, isWorkingDay } from "#ledger-core/contract/schema/working-days.ts";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";

/** First and last day off, `MMDD`, and weekend days that are worked instead. Other years have the days that never move. */
const HOLIDAYS: Readonly<
  Record<number, { readonly off: readonly (readonly [number, number])[]; readonly worked: readonly number[] }>
> = {
  2024: {
    off: [
      [101, 101],
      [210, 217],
      [404, 406],
      [501, 505],
      [610, 610],
      [915, 917],
      [1001, 1007],
    ],
    worked: [204, 218, 407, 428, 511, 914, 929, 1012],
  },
  2025: {
    off: [
      [101, 101],
      [128, 204],
      [404, 406],
      [501, 505],
      [531, 602],
      [1001, 1008],
    ],
    worked: [126, 208, 427, 928, 1011],
  },
  2026: {
    off: [
      [101, 103],
      [215, 223],
      [404, 406],
      [501, 505],
      [619, 621],
      [925, 927],
      [1001, 1007],
    ],
    worked: [104, 214, 228, 509, 920, 1010],
  },
};
const FIXED_HOLIDAYS: readonly (readonly [number, number])[] = [
  [101, 101],
  [501, 503],
  [1001, 1003],
];

function dayOf(year: number, monthDay: number): DayNumber {
  return dayOfCivil({ year, month: Math.floor(monthDay / 100), day: monthDay % 100 });
}

const calendars = new Map<number, YearCalendar>();

/** What the city's calendar of a year says beyond the week. */
export function yearCalendar(year: number): YearCalendar {
  const known = calendars.get(year) ?? makeCalendar(year);
  calendars.set(year, known);
  return known;
}

function makeCalendar(year: number): YearCalendar {
  const { off, worked } = HOLIDAYS[year] ?? { off: FIXED_HOLIDAYS, worked: [] };
  const days = off.flatMap(([first, last]) => {
    const begin = dayOf(year, first);
    return Array.from({ length: dayOf(year, last) - begin + 1 }, (_, i) => begin + i);
  });
  return {
    daysOff: days.filter((day) => !isWeekend(day)),
    daysWorked: worked.map((monthDay) => dayOf(year, monthDay)),
  };
}

/** Days of a demo, counted from its first. */
export class CityCalendar {
  /** Day number of day 0. */
  readonly first: DayNumber;
  readonly days: number;
  readonly #worked: readonly number[];

  constructor(first: DayNumber, days: number) {
    this.first = first;
    this.days = days;
    this.#worked = Array.from({ length: days }, (_, day) => day).filter((day) => day > 2 && this.isWorkingDay(day));
  }

  /** The working day at a share of the demo, in a thousand of its working days: a long holiday brings nothing closer together. */
  atShare(thousandth: number): number {
    return this.onOrAfterInPeace(this.#worked[Math.floor((this.#worked.length * thousandth) / 1_000)] ?? 3);
  }

  isWorkingDay(day: number): boolean {
    return isWorkingDay(yearCalendar, this.first + day);
  }

  /** The day itself, or the next one that is worked. */
  onOrAfter(day: number): number {
    let found = day;
    while (!this.isWorkingDay(found)) found++;
    return found;
  }

  /** The same, but never right before a long holiday: what waits for others would wait too long. */
  onOrAfterInPeace(day: number): number {
    let found = this.onOrAfter(day);
    while (this.after(found, 2) - found > 5) found = this.after(found, 1);
    return found;
  }

  /** The working day that comes so many working days after a day. */
  after(day: number, count: number): number {
    return addWorkingDays(yearCalendar, this.first + day, count) - this.first;
  }

  /** The working day that comes so many working days before a day. */
  before(day: number, count = 1): number {
    let found = day;
    for (let left = count; left > 0;) {
      found--;
      if (this.isWorkingDay(found)) left--;
    }
    return found;
  }

  /** The last working day before the demo's last: what is left open is left then. */
  get closingDay(): number {
    return this.before(this.days - 1);
  }

  /** Years that the demo touches. */
  get years(): readonly number[] {
    const { year } = civilOfDay(this.first);
    const last = civilOfDay(this.first + this.days - 1).year;
    return Array.from({ length: last - year + 1 }, (_, i) => year + i);
  }
}
