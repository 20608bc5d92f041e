import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./chromium.ts";
import { root } from "./guards/house-tools.ts";
import { exitCode, startPackage } from "./programs.ts";
import { ensureRendererBuild } from "./renderer-build.ts";
import {
  addCounts,
  formatCounts,
  listVitestFailures,
  readPlaywrightCounts,
  readVitestCounts,
  type Counts,
} from "./test-counts.ts";
import { ensureVerifierBuild } from "./verifier-build.ts";

const reports = join(root, "build", "test");
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
const FAILURE_SHOWN_MAX = 4_000;
const noBrowserTests: Counts = { passed: 0, failed: 0, skipped: 0 };

async function runUnitTests(): Promise<Counts> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`];
  const code = await exitCode(startPackage("vitest/vitest.mjs", ["run", ...reporters]));
  return readVitestCounts(vitestReport, code);
}

/** Without a browser its tests are counted as skipped; where `CI` is set that is a failure, because nobody would read the sentence. */
async function runBrowserTests(chromium: string | undefined): Promise<Counts> {
  process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] = playwrightReport;
  if (chromium !== undefined) {
    process.env["CHROMIUM_PATH"] = chromium;
    const code = await exitCode(
      startPackage("@playwright/test/cli.js", ["test", "--reporter=list,json", "--pass-with-no-tests"]),
    );
    return readPlaywrightCounts(playwrightReport, code);
  }
  const list = ["test", "--list", "--reporter=json", "--pass-with-no-tests"];
  const code = await exitCode(startPackage("@playwright/test/cli.js", list, ["ignore", "ignore", "inherit"]));
  const listed = readPlaywrightCounts(playwrightReport, code);
  const failed = listed.failed + (process.env["CI"] === undefined ? 0 : 1);
  return { passed: 0, failed, skipped: listed.passed + listed.skipped };
}

async function pagesAreBuilt(): Promise<boolean> {
  try {
    await ensureRendererBuild();
    await ensureVerifierBuild();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

if (process.argv.includes("--long")) process.env["LONG"] = "1";
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const chromium = ensureChromium();
const built = await pagesAreBuilt();
const unit = await runUnitTests();
const browser = built ? await runBrowserTests(chromium) : { ...noBrowserTests, failed: 1 };
const total = addCounts([unit, browser]);
// Once more at the end: the browser tests have printed pages since.
for (const failure of listVitestFailures(vitestReport)) console.log(`\nfailed: ${failure.slice(0, FAILURE_SHOWN_MAX)}`);
console.log(
  `\nunit and property tests: ${formatCounts(unit)}\nbrowser tests: ${formatCounts(browser)}\n${formatCounts(total)}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
