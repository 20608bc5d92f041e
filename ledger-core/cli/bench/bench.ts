/** What a benchmark is, and how its rounds become one number with its spread. */
import type { Words } from "#ledger-core/cli/words.ts";

export type BenchResult = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it should stay below, or above where more is better; null where it only informs. It is asked of the ratio where there is one. */
  readonly limit: number | null;
  /** Against something that the same run measured on the same machine; null where there is nothing to compare with. */
  readonly ratio: number | null;
  /** That something, in the same unit; value / ratio where it is left out, null where there is none of that unit. */
  readonly against?: number | null;
  /** More where there is a ratio, less where there is none, unless it says otherwise. */
  readonly better?: "more" | "less";
  /** Largest minus smallest of the rounds, as a part of the value; null for a single measurement. */
  readonly spread: number | null;
};

export type BenchContext = {
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string;
  readonly isFull: boolean;
  readonly signal: AbortSignal;
  /** Says why something is not measured on this machine; it is then left out of the results. */
  readonly skip: (words: Words) => void;
  /** Tells how far a long measurement has come. */
  readonly step: (words: Words) => void;
};

export type Bench = { readonly run: (context: BenchContext) => Promise<readonly BenchResult[]> };

/** Bytes. */
export const MEGABYTE = 1_048_576;

/** The middle of the rounds. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Memory in megabytes, of which no more than the limit may be needed. */
export function memoryResult(name: string, bytes: number, limit: number): BenchResult {
  return { name, value: round(bytes / MEGABYTE), unit: "MB", limit, ratio: null, spread: null };
}

/** The smallest value that so large a part of them does not exceed; NaN of none, which reaches no goal. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Largest minus smallest, as a part of the middle. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : round((Math.max(...values) - Math.min(...values)) / middle);
}

/** Four digits after the point: more than a table shows, as goals are judged by it. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Milliseconds that something takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
