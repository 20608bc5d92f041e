/**
 * Random lives of a catalogue: nothing throws, what must hold of the tables holds after each, and a replay comes to the same root. The
 * seed is printed where a property fails.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { replayOrdered } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { brokenInvariants } from "./invariants.testing.ts";
import { catalogLife, liveCatalog, startedCity } from "./random-lives.testing.ts";

const numRuns = process.env["LONG"] === undefined ? 15 : 600;

test("whatever people do with a catalogue, nothing throws, its tables agree, and a replay comes to the same root", () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(catalogLife({ min: 60, max: 120 }), (acts) => {
      const city = startedCity();
      const done = liveCatalog(city, acts);
      expect(done).toBeGreaterThan(0);
      for (const { kind, state } of city.ledger.entries) {
        const name = `${kind} ${state}`;
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
      expect(brokenInvariants(city.ledger)).toEqual([]);
      const again = replayOrdered(city.ledger.ruleset, city.ledger.genesis, city.ledger.ordered);
      expect(again.root).toEqual(city.ledger.root());
    }),
    { numRuns },
  );
  // The lives were not all refusals: what others must sign came to pass too.
  for (const wanted of [
    "catalog.use executed",
    "catalog.upload executed",
    "proposal.vote executed",
    "proposal.vote voted",
  ])
    expect(outcomes.get(wanted) ?? 0, wanted).toBeGreaterThan(0);
}, 600_000);
