import { describe, expect, it } from "vitest";
import { missingElements } from "#ledger-core/modules/catalog/profile.ts";
import { CityCalendar } from "./city-calendar.ts";
import { cityDatasets } from "./city-datasets.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { describeDataset } from "./city-descriptions.ts";
import { cityPeople, Roster } from "./city-people.ts";
import { suspensionDays } from "./city-events.ts";
import { DEMO_DAYS } from "./city-plan.ts";
import { datasetLives } from "./city-uploads.ts";

/** 2024-11-20. */
const FIRST_DAY = 20_047;
/** Chinese, then English: as the windows part a name in two languages. */
const TWO_LANGUAGES = /^[^A-Za-z]*\p{Script=Han}[^A-Za-z]*?(?:\s+|(?<=。))[A-Za-z][^\p{Script=Han}]*$/u;

describe("the plan of two years", () => {
  const datasets = cityDatasets(1, "city");
  const calendar = new CityCalendar(FIRST_DAY, DEMO_DAYS.city);

  it("has 2,000 datasets of all departments, each with a code and a name of its own", () => {
    expect(datasets).toHaveLength(2_000);
    expect(new Set(datasets.map(({ code }) => code)).size).toBe(2_000);
    expect(new Set(datasets.map(({ owner, titleZh }) => `${owner} ${titleZh}`)).size).toBe(2_000);
    expect(new Set(datasets.map(({ owner }) => owner)).size).toBe(49);
    const small = new Set(cityDatasets(1, "small").map(({ code }) => code));
    expect(datasets.filter(({ code }) => small.has(code))).toHaveLength(small.size);
  });

  it("describes them whole by the national profile, in both languages, with the law where they are not shared", () => {
    const descriptions = datasets.map((dataset) => describeDataset(dataset, { uscc: "x".repeat(18), day: FIRST_DAY }));
    for (const description of descriptions) {
      expect(missingElements(description)).toEqual([]);
      const { title, summary, items, sharing, legalBasis } = description;
      for (const words of [title, summary, ...items.map(({ name }) => name)]) expect(words).toMatch(TWO_LANGUAGES);
      if (sharing !== "unconditional") expect(legalBasis).toMatch(TWO_LANGUAGES);
      expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    }
    const shared = Map.groupBy(descriptions, ({ sharing }) => sharing);
    for (const sharing of ["unconditional", "conditional", "not-shared"] as const)
      expect(shared.get(sharing)?.length).toBeGreaterThan(100);
  });

  it("brings data mostly on time, on working days but for what comes every day, and forgets some", () => {
    const lives = datasetLives(1, datasets, calendar);
    const uploads = lives.flatMap(({ dataset, uploads: days }) => (dataset.cycle === "P1D" ? [] : days.slice(1)));
    expect(uploads.length).toBeGreaterThan(6_500);
    expect(uploads.filter((day) => !calendar.isWorkingDay(day))).toEqual([]);
    const silent = lives.filter(
      ({ dataset, uploads: days }) => dataset.cycle === "P1M" && (days.at(-1) ?? 0) < calendar.days - 60,
    );
    expect(silent.length).toBeGreaterThan(2);
  });

  it("has some three hundred people by post, more in large bureaus, and fills each post when somebody leaves", () => {
    const people = cityPeople(1, calendar);
    const roster = new Roster(people);
    const founders = people.filter(({ from }) => from === 0);
    const sizes = CITY_DEPARTMENTS.map(({ slug }) => founders.filter(({ department }) => department === slug).length);
    expect(founders.length).toBeGreaterThan(290);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([3, 12]);
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(people.length);
    const leavers = people.filter(({ to }) => to !== Infinity);
    expect(leavers.length).toBeGreaterThan(15);
    for (const { department, suffix, handle, to } of leavers) {
      expect(roster.find(department, suffix, to - 1)).toBe(handle);
      expect(roster.find(department, suffix, to)).toBe(`${handle}-b`);
    }
  });
});

describe("the plan of a month", () => {
  it("decides every vote on the suspended member before what is left open, whatever day it begins on", () => {
    for (let first = FIRST_DAY; first < FIRST_DAY + 1_100; first++) {
      const calendar = new CityCalendar(first, DEMO_DAYS.small);
      const { out, back, again } = suspensionDays(calendar);
      const votes = [out, back, again].map((day) => [day, calendar.after(day, 1)]).flat();
      expect(votes.every((day) => calendar.isWorkingDay(day))).toBe(true);
      expect(votes, `begun on day ${first}`).toEqual(votes.toSorted((a, b) => a - b));
      expect(new Set(votes).size).toBe(votes.length);
      // The founding takes the first days.
      expect(out).toBeGreaterThan(2);
      expect(votes.at(-1)).toBeLessThanOrEqual(calendar.closingDay);
    }
  });
});
