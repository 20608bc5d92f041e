/** The numbers of a run as one table, and as JSON: each beside what the same run measured, its goal, and whether that is reached. */
import type { Words } from "#ledger-core/cli/words.ts";
import { round } from "./bench.ts";
import type { BenchResult } from "./bench.ts";

/** A result with what follows from it. */
export type JudgedResult = BenchResult & {
  /** What the same run measured of something to compare with, in the same unit. */
  readonly against: number | null;
  readonly better: "more" | "less";
  /** Null where nothing is asked. */
  readonly reached: boolean | null;
};

/** Judges a result: its ratio where there is one, else its value. */
export function judge(result: BenchResult): JudgedResult {
  const { value, limit, ratio } = result;
  const better = result.better ?? (ratio === null ? "less" : "more");
  const asked = ratio ?? value;
  // Whatever was divided by nothing has reached nothing.
  const isReached = (goal: number): boolean =>
    Number.isFinite(asked) && (better === "more" ? asked >= goal : asked <= goal);
  const reached = limit === null ? null : isReached(limit);
  return { ...result, against: againstOf(result), better, reached };
}

function againstOf({ value, ratio, against }: BenchResult): number | null {
  if (against !== undefined) return against;
  // Where the value is the ratio itself there is no other number to show.
  return ratio === null || ratio === 0 || ratio === value ? null : round(value / ratio);
}

/** The rows of the table, titles first. */
export function tableRows(
  results: readonly JudgedResult[],
  say: (words: Words) => string,
): readonly (readonly string[])[] {
  return [TITLES.map(say), ...results.map((result) => cells(result, say))];
}

/** What a reader of the table has to know. */
export const TABLE_NOTE: Words = {
  zh: "“同场”是同一次运行中测得、用来比较的数；有比值的，目标针对比值，否则针对数值。",
  en: "“same run” is what this run measured to compare with; a goal is asked of the ratio where there is one, else of the value.",
};

const TITLES: readonly Words[] = [
  { zh: "名称", en: "name" },
  { zh: "数值", en: "value" },
  { zh: "单位", en: "unit" },
  { zh: "同场", en: "same run" },
  { zh: "比值", en: "ratio" },
  { zh: "目标", en: "goal" },
  { zh: "达到", en: "reached" },
  { zh: "离散", en: "spread" },
];

function cells(result: JudgedResult, say: (words: Words) => string): readonly string[] {
  const { name, value, unit, against, ratio, limit, better, reached, spread } = result;
  const shown = (part: number | null): string => (part === null ? "-" : String(shortened(part)));
  const goal = limit === null ? "-" : `${better === "more" ? "≥" : "≤"} ${limit}`;
  return [name, shown(value), unit, shown(against), shown(ratio), goal, reachedWord(reached, say), shown(spread)];
}

/** Two digits after the point; whole from a hundred on. */
function shortened(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

function reachedWord(reached: boolean | null, say: (words: Words) => string): string {
  if (reached === null) return "-";
  return reached ? say({ zh: "是", en: "yes" }) : say({ zh: "否", en: "no" });
}
