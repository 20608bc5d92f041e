import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { casesOf } from "#ledger-core/kernel/testing/hostile.testing.ts";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { TEST_PASSPHRASE } from "#ledger-core/node/keystore/keystore.testing.ts";

/** Windows, each of which sends one frame or a few. */
const CASES = casesOf({ short: 16_000, long: 80_000 });
const HEAP_MB = 192;

const TIMEOUT_MS = 3_600_000;

test(
  `hostile frames of ${CASES} windows are answered in the interface's own terms or close the connection, below ${HEAP_MB} MB of heap`,
  { timeout: TIMEOUT_MS },
  async () => {
    const { folder } = await makeLittleLedger();
    const program = new URL("hostile-frames.testing.ts", import.meta.url).pathname;
    const options = [`--max-old-space-size=${HEAP_MB}`, program, folder, String(CASES), TEST_PASSPHRASE];
    const { stdout } = await promisify(execFile)(process.execPath, options, { encoding: "utf8" });
    console.info(`hostile frames: ${stdout.trim()}`);
    const { frames, outcomes } = JSON.parse(stdout) as {
      readonly frames: number;
      readonly outcomes: Readonly<Record<string, number>>;
    };
    expect(frames).toBeGreaterThan(1.3 * CASES);
    for (const outcome of ["200", "404", "400 BAD_REQUEST", "422 PROBLEM", "not a call"])
      expect(outcomes[outcome] ?? 0, outcome).toBeGreaterThan(0);
  },
);
