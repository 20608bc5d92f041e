import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { diffRecords, retirementNeedsConsent } from "./diff-records.ts";

const prints = fc
  .dictionary(fc.constantFrom(..."abcdefghij"), fc.constantFrom("1", "2", "3"))
  .map((entries) => new Map(Object.entries(entries)));

describe("what a new file of a source changes", () => {
  it("adds, changes, leaves and retires", () => {
    const before = new Map([
      ["b", "1"],
      ["a", "1"],
      ["c", "1"],
      ["d", "1"],
    ]);
    const after = new Map([
      ["e", "1"],
      ["b", "2"],
      ["a", "1"],
    ]);
    expect(diffRecords(before, after, new Set(["d"]))).toEqual({
      added: ["e"],
      changed: ["b"],
      unchanged: ["a"],
      retired: ["c"],
      held: ["d"],
    });
  });

  it("names every identifier once, and nothing when the same file comes again", () => {
    fc.assert(
      fc.property(prints, prints, fc.subarray([..."abcdefghij"]), (before, after, present) => {
        const diff = diffRecords(before, after, new Set(present));
        const named = [...diff.added, ...diff.changed, ...diff.unchanged, ...diff.retired, ...diff.held].sort();
        expect(named).toEqual([...new Set([...before.keys(), ...after.keys()])].sort());
        const again = diffRecords(after, after);
        expect([again.added, again.changed, again.retired, again.held]).toEqual([[], [], [], []]);
      }),
    );
  });

  it("asks before more than a fifth goes, and where a refused row may be the missing one", () => {
    const of = (had: number, gone: number) => {
      const before = new Map(Array.from({ length: had }, (_, i) => [`${i}`, "1"] as const));
      const after = new Map([...before].slice(gone));
      return diffRecords(before, after);
    };
    expect(retirementNeedsConsent(of(10, 2), 0)).toBe(false);
    expect(retirementNeedsConsent(of(10, 3), 0)).toBe(true);
    expect(retirementNeedsConsent(of(10, 10), 0)).toBe(true);
    expect(retirementNeedsConsent(of(10, 1), 1)).toBe(true);
    expect(retirementNeedsConsent(of(10, 0), 1)).toBe(false);
    expect(retirementNeedsConsent(of(0, 0), 0)).toBe(false);
  });
});
