import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { casesOf } from "./testing/hostile.testing.ts";
import { checkPeak } from "./testing/peak-memory.testing.ts";
import type { PeakBytes } from "./testing/peak-memory.testing.ts";

const CASES = casesOf({ short: 20_000, long: 1_000_000 });
const HEAP_MB = 96;

test(`of ${CASES} transactions mutated item by item none is let in, none throws, the heap stays below ${HEAP_MB} MB, and so does what the process grows by`, () => {
  const program = new URL("testing/hostile-transactions.testing.ts", import.meta.url).pathname;
  const said = execFileSync(process.execPath, [`--max-old-space-size=${HEAP_MB}`, program, String(CASES)], {
    encoding: "utf8",
  });
  const { codes, peakBytes } = JSON.parse(said) as Said;
  console.info(`mutated transactions: ${said.trim()}`);
  const refused = Object.values(codes).reduce((sum, count) => sum + count, 0);
  expect(refused).toBe(CASES);
  checkPeak(peakBytes, HEAP_MB);
  // The mutations reach every check of the door, and do not all fail at the first of them.
  const reached = [
    "MALFORMED",
    "BODY_MISMATCH",
    "BODY_MALFORMED",
    "SIGNATURE_INVALID",
    "WRONG_NETWORK",
    "UNKNOWN_KIND",
  ];
  for (const code of reached) expect(codes[code] ?? 0, code).toBeGreaterThan(0);
  expect(codes["SIGNATURE_INVALID"] ?? 0).toBeGreaterThan(CASES / 20);
});

type Said = { readonly codes: Readonly<Record<string, number>>; readonly peakBytes: PeakBytes };
