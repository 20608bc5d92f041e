import { readFileSync } from "node:fs";

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** The sum of several counts. */
export function addCounts(counts: readonly Counts[]): Counts {
  const sum = (part: keyof Counts) => counts.reduce((total, count) => total + count[part], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of `npm test`. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

/**
 * Reads vitest's JSON report. A file that could not be loaded counts as one failure, and so does a run that ended badly without
 * naming a failure.
 */
export function readVitestCounts(path: string, exitCode: number): Counts {
  const report = readReport<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
  }>(path);
  if (report === undefined) return unreadable;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  return atLeastOneFailure(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** Reads Playwright's JSON report. A test that passes only when repeated counts as failed. */
export function readPlaywrightCounts(path: string, exitCode: number): Counts {
  const report = readReport<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: readonly unknown[];
  }>(path);
  if (report === undefined) return unreadable;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastOneFailure(exitCode, { passed: expected, failed: unexpected + flaky + report.errors.length, skipped });
}

const unreadable: Counts = { passed: 0, failed: 1, skipped: 0 };

function atLeastOneFailure(exitCode: number, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readReport<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
