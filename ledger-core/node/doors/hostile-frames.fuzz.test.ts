import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { casesOf } from "#ledger-core/kernel/testing/hostile.testing.ts";
import { checkPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import type { PeakBytes } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { TEST_PASSPHRASE } from "#ledger-core/node/keystore/keystore.testing.ts";

/** Frames that are refused, and windows, each of which sends one frame or a few: so many that with the sound ones left out there are enough. */
const FRAMES = casesOf({ short: 20_000, long: 100_000 });
const WINDOWS = casesOf({ short: 17_500, long: 87_500 });
const HEAP_MB = 192;
/** The heap up to its limit, what turns passphrases into keys, 64 MB each time, and threads that read files for imports. */
const GROWTH_MB = 384;

const TIMEOUT_MS = 3_600_000;

test(
  `${FRAMES} hostile frames are refused in the interface's own terms or close the connection, below ${HEAP_MB} MB of heap and ${GROWTH_MB} MB of growth in all`,
  { timeout: TIMEOUT_MS },
  async () => {
    const { folder } = await makeLittleLedger();
    const program = new URL("hostile-frames.testing.ts", import.meta.url).pathname;
    const options = [`--max-old-space-size=${HEAP_MB}`, program, folder, String(WINDOWS), TEST_PASSPHRASE];
    const { stdout } = await promisify(execFile)(process.execPath, options, { encoding: "utf8" });
    console.info(`hostile frames: ${stdout.trim()}`);
    const { outcomes, peakBytes } = JSON.parse(stdout) as Said;
    // Each of these is one frame. What was answered as sound is not counted, nor a flood of sound calls, nor what went unanswered.
    const refused = Object.entries(outcomes).filter(([outcome]) => /^4\d\d\b|^not a call$/.test(outcome));
    expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(FRAMES);
    checkPeak(peakBytes, GROWTH_MB);
    for (const outcome of ["200", "404", "400 BAD_REQUEST", "422 PROBLEM", "not a call"])
      expect(outcomes[outcome] ?? 0, outcome).toBeGreaterThan(0);
  },
);

type Said = { readonly outcomes: Readonly<Record<string, number>>; readonly peakBytes: PeakBytes };
