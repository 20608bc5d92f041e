import { describe, expect, it } from "vitest";
import { freshnessOf, keepsCycle } from "./freshness.ts";

const DAY = 86_400;
const UPLOADED = 1_790_000_000;

describe("an update cycle", () => {
  it("is kept within its length and its grace, in whichever words it is promised", () => {
    const clock = { time: UPLOADED, overduePercent: 125 };
    const kept = (updateCycle: string, days: number) => keepsCycle({ updateCycle, gapSeconds: days * DAY }, clock);
    for (const week of ["R/P1W", "P7D", "每周", "weekly"])
      expect([7, 8, 9].map((days) => kept(week, days))).toEqual([true, true, false]);
    for (const quarter of ["每季度", "每季", "Quarterly"])
      expect([92, 115, 116].map((days) => kept(quarter, days))).toEqual([true, true, false]);
    for (const promisesNothing of ["irregular", "", "不定期", "now and then"])
      expect(kept(promisesNothing, 900)).toBeUndefined();
  });

  it("says when the next upload is due, and from when on it is overdue", () => {
    const after = (days: number) =>
      freshnessOf({ updateCycle: "每月", lastUpload: UPLOADED }, { time: UPLOADED + days * DAY, overduePercent: 125 });
    expect(after(31)).toMatchObject({ freshness: "fresh", due: UPLOADED + 31 * DAY, lateSeconds: 0 });
    expect(after(32)).toMatchObject({ freshness: "due", due: UPLOADED + 31 * DAY });
    expect(after(39)).toMatchObject({ freshness: "overdue", due: UPLOADED + 31 * DAY, lateSeconds: 8 * DAY });
  });
});
