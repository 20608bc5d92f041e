import { expect, it } from "vitest";
import { percentile, round } from "./bench.ts";
import { judge, tableRows } from "./result-table.ts";

const informs = { name: "a", value: 10, unit: "ms", limit: null, ratio: null, spread: null };

it("asks a goal of the ratio where there is one, else of the value, and in the direction that is better", () => {
  expect(judge(informs)).toMatchObject({ reached: null, against: null });
  expect(judge({ ...informs, limit: 10 })).toMatchObject({ reached: true, better: "less" });
  expect(judge({ ...informs, limit: 9 })).toMatchObject({ reached: false });
  expect(judge({ ...informs, limit: 10, better: "more" })).toMatchObject({ reached: true });
  expect(judge({ ...informs, limit: 0.5, ratio: 0.4 })).toMatchObject({ reached: false, better: "more", against: 25 });
  expect(judge({ ...informs, limit: 0.5, ratio: 0.4, better: "less" })).toMatchObject({ reached: true });
  expect(judge({ ...informs, ratio: 0.4, against: 26 })).toMatchObject({ against: 26, reached: null });
  expect(judge({ ...informs, value: 0.4, ratio: 0.4, limit: 0.4 })).toMatchObject({ against: null, reached: true });
  expect(judge({ ...informs, ratio: 0.4, against: null })).toMatchObject({ against: null });
  for (const ratio of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(judge({ ...informs, ratio, limit: 1 }).reached, String(ratio)).toBe(false);
  expect(judge({ ...informs, value: percentile([], 0.5), limit: 9 })).toMatchObject({ reached: false });
});

it("shows one row for each, in either language", () => {
  const results = [judge({ ...informs, limit: 9 }), judge({ ...informs, ratio: 2, limit: 1, spread: 0.1 })];
  const [titles, first, second] = tableRows(results, ({ zh }) => zh);
  expect(titles).toHaveLength(8);
  // Shown in short, but judged by what was measured.
  const close = judge({ ...informs, value: round(1_234.567), ratio: round(0.7964), limit: 0.8 });
  expect(tableRows([close], ({ zh }) => zh)[1]).toEqual(["a", "1235", "ms", "1550", "0.8", "≥ 0.8", "否", "-"]);
  expect(first).toEqual(["a", "10", "ms", "-", "-", "≤ 9", "否", "-"]);
  expect(second).toEqual(["a", "10", "ms", "5", "2", "≥ 1", "是", "0.1"]);
});
