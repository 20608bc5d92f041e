import { describe, expect, it } from "vitest";
import { ledgerJson } from "./cli.testing.ts";

type Told = {
  readonly machine: string;
  readonly results: readonly { readonly name: string; readonly reached: boolean | null }[];
  readonly skipped: readonly { readonly name: string; readonly message: string }[];
  readonly failed: readonly unknown[];
};

describe("a run of benchmarks", () => {
  it("says what was measured, and of the rest why not", async () => {
    const { code, json } = await ledgerJson<Told>(["bench", "pages"]);
    expect(code).toBe(0);
    expect(json.machine).toContain("Node");
    // Whether the pages are built here or not: it is the one or the other.
    expect([...json.results, ...json.skipped].map(({ name }) => name)).toEqual([
      json.results.length === 0 ? "pages" : "first-load",
    ]);
    expect(json.failed).toEqual([]);
  });
});
