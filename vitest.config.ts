import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { rememberApart } from "./.ci/test-state.ts";

// What tests see of ledgers is not what this machine remembers of its own.
rememberApart();

const long = process.env["LONG"] !== undefined;

/** Unit and property tests: they run in Node; what needs a browser is in `e2e/`. */
export default defineConfig({
  test: {
    environment: "node",
    expect: { requireAssertions: true },
    include: ["{ledger-core,electron,renderer,.ci}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", ".ci/guards/canaries/**"],
    // Half of what the tests of the command line take is programs that start: compiled once, they start in a third of the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile") },
    maxWorkers: 2,
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    passWithNoTests: true,
  },
});
