import { describe, expect, test } from "vitest";
import { civilOfDay, dayOfCivil, dayOfTime, formatClock, formatDay, isCivilDate } from "./civil-date.ts";

const CITY = 28_800;

describe("civil dates", () => {
  // Known answers of GNU date: `date -u -d DATE +%s`, divided by 86,400.
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-02-29", 11_016],
    ["2000-03-01", 11_017],
    ["1900-02-28", -25_509],
    ["1900-03-01", -25_508],
    ["2026-11-23", 20_780],
    ["9999-12-31", 2_932_896],
    ["0001-01-01", -719_162],
  ])("%s is day %i", (text, day) => {
    expect(formatDay(day)).toBe(text);
    const [year, month, date] = text.split("-").map(Number);
    expect(dayOfCivil({ year: year ?? 0, month: month ?? 0, day: date ?? 0 })).toBe(day);
  });

  test("every day of the ledger's range leads to a date and back, and no two dates are alike", () => {
    let before = "";
    for (let day = -719_162; day <= 2_932_896; day += 1) {
      const date = civilOfDay(day);
      if (dayOfCivil(date) !== day) expect.fail(`day ${day}`);
      if (day % 97 === 0) {
        const text = formatDay(day);
        expect(text > before).toBe(true);
        before = text;
      }
    }
  });

  test("agrees with the calendar of the runtime", () => {
    for (let day = -200_000; day < 800_000; day += 311) {
      expect(formatDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }
  });

  test.each([
    [{ year: 2026, month: 2, day: 29 }, false],
    [{ year: 2024, month: 2, day: 29 }, true],
    [{ year: 2026, month: 4, day: 31 }, false],
    [{ year: 2026, month: 13, day: 1 }, false],
    [{ year: 2026, month: 1, day: 0 }, false],
    [{ year: 2026, month: 1, day: 1.5 }, false],
  ])("%o exists: %s", (date, exists) => {
    expect(isCivilDate(date)).toBe(exists);
  });
});

describe("times on the city's clock", () => {
  test.each([
    [0, CITY, "1970-01-01 08:00"],
    [1_795_416_487, CITY, "2026-11-23 14:48:07"],
    [1_798_732_800, CITY, "2027-01-01 00:00"],
    [1_798_732_800, 0, "2026-12-31 16:00"],
    [3_600, -7_200, "1969-12-31 23:00"],
  ])("%i at offset %i is %s", (time, offset, text) => {
    const { day, seconds } = dayOfTime(time, offset);
    expect(`${formatDay(day)} ${formatClock(seconds)}`).toBe(text);
  });

  test("midnight belongs to the day that begins", () => {
    expect(dayOfTime(1_798_732_800, CITY)).toEqual({ day: 20_819, seconds: 0 });
    expect(dayOfTime(1_798_732_799, CITY)).toEqual({ day: 20_818, seconds: 86_399 });
  });
});
