import { readFileSync } from "node:fs";

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

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
  const report = readReport<VitestReport>(path);
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

/** Of each failed test of vitest's JSON report its file, name and message, and of each file that could not be loaded its message. */
export function listVitestFailures(path: string): readonly string[] {
  const report = readReport<VitestReport>(path);
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`${name}\n${message}`] : [];
    return failed.map(({ fullName, failureMessages }) => `${name}\n${fullName}\n${failureMessages.join("\n")}`);
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
