import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addCounts, formatCounts, listVitestFailures, readPlaywrightCounts, readVitestCounts } from "./test-counts.ts";

function report(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "counts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "report.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };

test("vitest: passed, failed, skipped and to do", () => {
  expect(readVitestCounts(report(vitest), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
});

test("vitest: a file that could not be loaded is a failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
  ];
  expect(readVitestCounts(report({ ...vitest, numFailedTests: 1, testResults }), 1)).toEqual({
    passed: 7,
    failed: 2,
    skipped: 2,
  });
});

test("vitest: a run that ended badly, or left no report, is a failure", () => {
  expect(readVitestCounts(report(vitest), 1).failed).toBe(1);
  expect(readVitestCounts(report("{"), 0).failed).toBe(1);
  expect(readVitestCounts("/nowhere/report.json", 0).failed).toBe(1);
});

test("vitest: failed tests are named with their message, and files that could not be loaded", () => {
  const testResults = [
    { name: "a.test.ts", status: "failed", message: "no such import", assertionResults: [] },
    {
      name: "b.test.ts",
      status: "failed",
      message: "",
      assertionResults: [
        { fullName: "adds", status: "failed", failureMessages: ["expected 2, got 3"] },
        { fullName: "subtracts", status: "passed", failureMessages: [] },
      ],
    },
  ];
  const failures = listVitestFailures(report({ ...vitest, numFailedTests: 1, testResults }));
  expect(failures).toEqual(["a.test.ts\nno such import", "b.test.ts\nadds\nexpected 2, got 3"]);
  expect(listVitestFailures(report(vitest))).toEqual([]);
  expect(listVitestFailures("/nowhere/report.json")).toEqual([]);
});

test("Playwright: what passes only when repeated is a failure", () => {
  expect(readPlaywrightCounts(report(playwright), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  expect(readPlaywrightCounts(report({ ...playwright, errors: [{}] }), 1).failed).toBe(3);
});

test("the last line", () => {
  const total = addCounts([
    { passed: 7, failed: 0, skipped: 0 },
    { passed: 3, failed: 2, skipped: 0 },
  ]);
  expect(formatCounts(total)).toBe("10 passed, 2 failed");
  expect(formatCounts({ ...total, skipped: 4 })).toBe("10 passed, 2 failed, 4 skipped");
});
