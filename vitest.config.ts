import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** What tests see of ledgers is remembered apart from what this machine remembers of its own. */
const state = mkdtempSync(join(tmpdir(), "ledger-state-"));
process.on("exit", () => rmSync(state, { recursive: true, force: true }));

const long = process.env["LONG"] !== undefined;

/** Unit and property tests: they run in Node; what needs a browser is in `e2e/`. */
export default defineConfig({
  test: {
    environment: "node",
    expect: { requireAssertions: true },
    include: ["{ledger-core,electron,renderer,.ci}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", ".ci/guards/canaries/**"],
    // Half of what the tests of the command line take is programs that start: compiled once, they start in a third of the time.
    env: {
      NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile"),
      XDG_STATE_HOME: state,
    },
    // The guards run this configuration on a tree of their own, which remembers nothing.
    setupFiles: [join(import.meta.dirname, ".ci", "test-state-of-file.ts")].filter(existsSync),
    maxWorkers: 2,
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    passWithNoTests: true,
  },
});
