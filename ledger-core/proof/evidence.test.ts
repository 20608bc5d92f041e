import { describe, expect, it } from "vitest";
import { EVIDENCE_FORMAT, parseEvidence } from "./evidence.ts";

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

  it("offers each key once", () => {
    const offering = (keys: readonly string[]): string =>
      JSON.stringify({ format: EVIDENCE_FORMAT, basis: [], keys, readable: null });
    expect(parseEvidence(offering(["one", "two"]))).toMatchObject({ keys: ["one", "two"] });
    expect(parseEvidence(offering(["one", "two", "one"]))).toBeUndefined();
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
