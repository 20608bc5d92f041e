import { describe, expect, it } from "vitest";
import { EVIDENCE_FORMAT, evidenceJson, parseEvidence } from "./evidence.ts";
import type { BasisEntry } from "./evidence.ts";
import { logVkey, soundBasis } from "./proof.testing.ts";

/** Evidence with one more field, which is only for reading. */
function withField(json: string): string {
  return `{"format":"${EVIDENCE_FORMAT}","basis":[],"keys":[],"readable":${json}}`;
}

const nested = (depth: number, [open, close]: readonly [string, string]): string =>
  open.repeat(depth) + "0" + close.repeat(depth);

describe("evidence from anybody", () => {
  it.each([
    ["[", "]"],
    ['{"a":', "}"],
  ] as const)("is read with what nests as bodies do, and not beyond: %s", (...pair) => {
    expect(parseEvidence(withField(nested(100, pair)))).toBeDefined();
    expect(parseEvidence(withField(nested(128, pair)))).toBeUndefined();
    expect(parseEvidence(withField(nested(10_000_000 / pair[0].length, pair)))).toBeUndefined();
  });

  it("offers each key once, and none that is longer than a vkey", () => {
    const offering = (keys: readonly string[]): string =>
      JSON.stringify({ format: EVIDENCE_FORMAT, basis: [], keys, readable: null });
    expect(parseEvidence(offering(["one", "two"]))).toMatchObject({ keys: ["one", "two"] });
    expect(parseEvidence(offering(["one", "two", "one"]))).toBeUndefined();
    expect(parseEvidence(offering(["k".repeat(512)]))).toBeDefined();
    expect(parseEvidence(offering(["+".repeat(513)]))).toBeUndefined();
  });

  it("has one basis in one form: each entry once and in the log's order, each change once, its path as in a complete tree", () => {
    const text = (basis: readonly BasisEntry[]): string =>
      JSON.stringify(evidenceJson({ basis, keys: [logVkey], changes: [] }));
    const one = soundBasis();
    const [change] = one.changes;
    if (change === undefined) throw new Error("a change");
    const read = (...basis: readonly BasisEntry[]): boolean => parseEvidence(text(basis)) !== undefined;
    const later = { ...one, index: one.index + 1 };
    expect([read(one), read(one, later)]).toEqual([true, true]);
    expect([read(one, one), read(later, one)]).toEqual([false, false]);
    expect(read({ ...one, changes: [change, change] })).toBe(false);
    expect(read({ ...one, changes: [{ ...change, count: change.count + 1 }] })).toBe(false);
  });

  it("takes brackets within texts for text", () => {
    const text = JSON.stringify(`${"[{".repeat(1_000)}\\"${"\\".repeat(7)}`);
    expect(parseEvidence(withField(`[${text},${text}]`))).toBeDefined();
  });

  it("is not read with more values than any entry has, however short its text", () => {
    const many = (count: number): string => withField(`[${"[],".repeat(count)}0]`);
    expect(parseEvidence(many(100_000))).toBeDefined();
    expect(parseEvidence(many(5_000_000))).toBeUndefined();
  });
});
