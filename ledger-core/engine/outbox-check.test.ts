import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { TestLedger, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { findOutboxFault } from "./outbox-check.ts";
import { openOutbox, outboxFile } from "./outbox.ts";

const SECTOR_BYTES = 512;
const city = new TestLedger();
/** The act of somebody whose signature ends in a zero, as one of sixteen does, or in none. */
function signed(number: number, isZeroLast: boolean): Uint8Array {
  const body = { uscc: usccOf(number + 100), name: `department ${number} `.repeat(number), functions: [] };
  for (;;) {
    const wire = city.sign(city.founder, "member.admit", body);
    if ((wire.at(-1) === 0) === isZeroLast) return wire;
  }
}
const wires = [1, 2, 3, 4].map((number) => signed(number, number % 2 === 0));
/** What was put there is sound and nothing else; signatures by the thousand would take longer. */
const isSound = (wire: Uint8Array): boolean => wires.some((one) => equalBytes(one, wire));

/** A folder with an outbox, what is in it, and what is found once it is something else. */
function outboxOfTest(): { folder: string; whole: Buffer; after: (bytes: Uint8Array) => string | undefined } {
  const folder = mkdtempSync(join(tmpdir(), "outbox-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  openOutbox(folder).save(wires);
  const whole = readFileSync(outboxFile(folder));
  const after = (bytes: Uint8Array): string | undefined => {
    writeFileSync(outboxFile(folder), bytes);
    return findOutboxFault(folder, isSound);
  };
  return { folder, whole, after };
}

it("finds every byte that is another", () => {
  const { folder, whole, after } = outboxOfTest();
  expect(findOutboxFault(folder, isSound)).toBeUndefined();
  for (const [at, byte] of whole.entries())
    expect(after(Buffer.from(whole).fill(byte ^ (1 << (at % 8)), at, at + 1)), `byte ${at}`).toBeDefined();
});

it("takes what a crash has left for sound wherever it was cut off, as the node does that opens it", () => {
  const { whole, after } = outboxOfTest();
  for (let length = 0; length < whole.length; length++) expect(after(whole.subarray(0, length))).toBeUndefined();
});

it("takes it for sound as well where sectors never came of what was not durable yet", () => {
  const { whole, after } = outboxOfTest();
  expect(whole.length).toBeGreaterThan(2 * SECTOR_BYTES);
  for (let at = 0; at < whole.length - 2; at++)
    expect(
      after(Buffer.from(whole).fill(0, at, Math.min(whole.length, at + SECTOR_BYTES))),
      `sector at ${at}`,
    ).toBeUndefined();
});

it("finds what stands in its place and is none", () => {
  const { folder, after } = outboxOfTest();
  expect(after(Buffer.from("garbage"))).toBe("unreadable");
  expect(after(Buffer.from([0, 0, 0, 1, 7]))).toBe("damaged");
  // Most of it is not on the disk.
  truncateSync(outboxFile(folder), 3 * 2 ** 30);
  expect(findOutboxFault(folder, isSound)).toBe("unreadable");
  rmSync(outboxFile(folder));
  expect(findOutboxFault(folder, isSound)).toBeUndefined();
  mkdirSync(outboxFile(folder));
  expect(findOutboxFault(folder, isSound)).toBe("unreadable");
});
