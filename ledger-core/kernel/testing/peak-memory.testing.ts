/** How much memory hostile input makes a program hold, with what lies beside the heap: limits of the heap do not see buffers. */
import { afterAll, expect } from "vitest";
import { peakBytesOf } from "#ledger-core/cli/bench/child-process.ts";

/** The most bytes that a process had had in memory before the hostile input and after it; absent where the system does not say. */
export type PeakBytes = { readonly before?: number | undefined; readonly after?: number | undefined };

/** The peak grew, and by no more than so many megabytes. A system that does not say is named in one line. */
export function checkPeak({ before, after }: PeakBytes, growthMbMax: number): void {
  if (before === undefined || after === undefined) {
    console.info("skipped: this system does not say how much memory a process has had");
    return;
  }
  // A measure that stands still would hold whatever happens.
  expect(after).toBeGreaterThan(before);
  expect(after - before).toBeLessThan(growthMbMax * 1_048_576);
}

/**
 * Holds the process of the test file that calls this, which is its own, to a peak from here to its end. What the tests themselves make is
 * in it, and garbage: no limit of the heap has it collected early.
 */
export function watchPeak(growthMbMax: number): void {
  const before = peakBytesOf(process.pid);
  afterAll(() => checkPeak({ before, after: peakBytesOf(process.pid) }, growthMbMax));
}
