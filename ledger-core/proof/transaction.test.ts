/** The body of a batch from anybody: what it is found to be does not depend on how many lines it has, but the memory does not follow them. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { bytesWritten } from "#ledger-core/contract/schema/cbor.ts";
import { mutateCbor } from "#ledger-core/kernel/testing/hostile-cbor.testing.ts";
import { casesOf, fuzz } from "#ledger-core/kernel/testing/hostile.testing.ts";
import { testSuite } from "./suite.testing.ts";
import { batchBodyRoot, encodeSignedPart, encodeTransaction, parseTransaction, splitLines } from "./transaction.ts";

const LINES_MAX = 4;
const LIMITS = { bytesMax: 100_000, linesMax: LINES_MAX, isBatch: () => true };
const CASES = casesOf({ short: 3_000, long: 100_000 });

afterEach(() => void vi.restoreAllMocks());

function batchOf(count: number): Uint8Array {
  return bytesWritten((writer) => {
    writer.array(count);
    for (let i = 0; i < count; i++) writer.integer(i % 24);
  });
}

/** A transaction of that body; its signature is nobody's, which is not asked here. */
function wireOf(body: Uint8Array): Uint8Array {
  const [hash, key, salt] = [32, 32, 16].map((length) => new Uint8Array(length)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const times = { claimedTime: 0, validUntil: 0 };
  const bodyRoot = batchBodyRoot(testSuite, splitLines(body) ?? []);
  const signed = { network: hash, kind: "a.b", version: 1, bodyRoot, actorKey: key, department: 1, ...times, salt };
  return encodeTransaction({ signedPart: encodeSignedPart(signed), body, signature: new Uint8Array(64) });
}

function verdict(body: Uint8Array): string {
  const parsed = parseTransaction(testSuite, wireOf(body), LIMITS);
  return parsed.ok ? "ok" : `${parsed.reason}: ${parsed.detail}`;
}

describe("a batch", () => {
  it("of too many lines is oversized, unless one of them or what follows is malformed", () => {
    expect(verdict(batchOf(LINES_MAX))).toBe("ok");
    expect(verdict(batchOf(LINES_MAX + 1))).toBe("oversized: 5 lines");
    const malformed = "malformed: the body is not a list of lines";
    expect(verdict(concatBytes(batchOf(LINES_MAX + 1), Uint8Array.of(0)))).toBe(malformed);
    expect(verdict(concatBytes(batchOf(LINES_MAX + 1).slice(0, -1), Uint8Array.of(0xf6)))).toBe(malformed);
    expect(verdict(batchOf(LINES_MAX + 1).slice(0, -1))).toBe(malformed);
  });

  it("of a kind that this program does not know is the text that was signed all the same, and no other is", () => {
    const unknown = { ...LIMITS, isBatch: () => undefined };
    const wire = wireOf(batchOf(2));
    expect(parseTransaction(testSuite, wire, unknown).ok).toBe(true);
    wire[wire.length - 70] = (wire.at(-70) ?? 0) ^ 1;
    expect(parseTransaction(testSuite, wire, unknown).ok).toBe(false);
  });

  it(`is found to be what it is by its lines one by one, whatever they hold (${CASES} mutations)`, async () => {
    const seen = new Set<string>();
    await fuzz(CASES, (random) => {
      const deep = bytesWritten((writer) => {
        writer.array(1);
        for (let depth = random.below(70); depth > 0; depth--) writer.array(1);
        writer.text("line");
      });
      const body = mutateCbor(random, random.once(4) ? deep : batchOf(random.below(3 * LINES_MAX)));
      const lines = splitLines(body);
      const expected =
        lines === undefined
          ? "malformed: the body is not a list of lines"
          : lines.length > LINES_MAX
            ? `oversized: ${lines.length} lines`
            : "ok";
      expect(verdict(body)).toBe(expected);
      seen.add(expected.slice(0, 4));
    });
    expect([...seen].sort()).toEqual(["malf", "ok", "over"]);
  });

  it("of too many lines costs no view of each of them", () => {
    const wire = wireOf(batchOf(10_000));
    const views = vi.spyOn(Uint8Array.prototype, "subarray");
    expect(parseTransaction(testSuite, wire, LIMITS)).toMatchObject({ ok: false, detail: "10000 lines" });
    expect(views.mock.calls.length).toBeLessThan(100);
  });
});
