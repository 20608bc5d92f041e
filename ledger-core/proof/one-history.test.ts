import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { failed, recomputed } from "./check.ts";
import type { Check } from "./check.ts";
import { OneHistory } from "./one-history.ts";
import type { ReadConsistency } from "./proof-files.ts";
import { testSuite } from "./suite.testing.ts";
import { consistencyProof, leafHash, treeRoot } from "./tree.ts";

/** A log, and another that has the same first entries and then others. */
const log = hashesOf(Array.from({ length: 20 }, (_, i) => i));
const fork = hashesOf(Array.from({ length: 20 }, (_, i) => (i < 7 ? i : i + 100)));

function hashesOf(entries: readonly number[]): readonly Uint8Array[] {
  return entries.map((entry) => leafHash(testSuite, Uint8Array.of(entry)));
}

function rootOf(hashes: readonly Uint8Array[], size: number): string {
  return encodeHex(treeRoot(testSuite, hashes.slice(0, size)));
}

/** What is found of something that rests on the first entries of a log. */
function restsOn(hashes: readonly Uint8Array[], size: number, origin = "tcc/0123"): readonly Check[] {
  const root = rootOf(hashes, size);
  return [
    { name: "inclusion", ...recomputed("INCLUSION_HOLDS") },
    { name: "checkpoint", ...recomputed("CHECKPOINT_SIGNED", { origin, size, root }) },
  ];
}

function grewFrom(hashes: readonly Uint8Array[], oldSize: number, newSize: number): readonly Check[] {
  const oldRoot = rootOf(hashes, oldSize);
  const data = { origin: "tcc/0123", oldSize, newSize, oldRoot };
  return [...restsOn(hashes, newSize), { name: "growth", ...recomputed("GROWTH_HOLDS", data) }];
}

function consistencyOf(hashes: readonly Uint8Array[], length: number): ReadConsistency {
  return (oldSize, newSize) =>
    oldSize > newSize || newSize > length ? undefined : consistencyProof(testSuite, hashes.slice(0, newSize), oldSize);
}

type Given = readonly [checks: readonly Check[], consistency?: ReadConsistency];

/** With what each of these does not go, one after the other. */
function found(...given: readonly Given[]): readonly unknown[] {
  const history = new OneHistory(testSuite);
  return given.map(([checks, consistency], i) => history.add(`${i}`, checks, consistency)[0]?.data["other"]);
}

describe("what is checked together", () => {
  it("goes together where it is of one history, whatever sizes, logs and copies there are", () => {
    const whole: Given = [restsOn(log, 18), consistencyOf(log, 18)];
    const shorter: Given = [restsOn(log, 9), consistencyOf(log, 9)];
    const proofs: readonly Given[] = [5, 7, 9, 18, 20, 18].map((size) => [restsOn(log, size)]);
    for (const given of [
      [whole, shorter, ...proofs, [grewFrom(log, 5, 20)]],
      [shorter, whole, ...proofs],
      proofs,
    ] as const)
      expect(found(...given)).toEqual(given.map(() => undefined));
    // Up to there the two are one.
    expect(found(whole, [restsOn(fork, 7)], [restsOn(fork, 6)])).toEqual([undefined, undefined, undefined]);
    expect(found([restsOn(log, 9)], [restsOn(fork, 9, "tcc/0123/2")])).toEqual([undefined, undefined]);
  });

  it("does not where two of one size differ, also the older one of a proof", () => {
    expect(found([restsOn(log, 9)], [restsOn(log, 5)], [restsOn(fork, 9)])).toEqual([undefined, undefined, "0"]);
    expect(found([restsOn(fork, 9)], [grewFrom(log, 9, 20)])).toEqual([undefined, "0"]);
    expect(found([grewFrom(log, 9, 20)], [restsOn(fork, 9)])).toEqual([undefined, "0"]);
  });

  it("does not where two statements tell of other rows at one height, or of another log before it", () => {
    const states = (root: string, logRoot: readonly Uint8Array[]): readonly Check[] => [
      {
        name: "statement",
        ...recomputed("STATEMENT_HOLDS", { height: 3, rows: 1, root, logSize: 8, logRoot: rootOf(logRoot, 8) }),
      },
      ...restsOn(log, 9),
    ];
    expect(found([states("aa", log)], [states("aa", log)], [states("bb", log)])).toEqual([undefined, undefined, "0"]);
    const history = new OneHistory(testSuite);
    const codes = ["aa", "bb"].flatMap((root) => history.add(root, states(root, log)).map(({ code }) => code));
    expect(codes).toEqual(["STATEMENTS_DIFFER"]);
    expect(found([restsOn(log, 8)], [states("aa", fork)])).toEqual([undefined, "0"]);
    expect(found([states("aa", log)], [restsOn(fork, 8)])).toEqual([undefined, "0"]);
  });

  it("does not where something is no part of a whole log beside it, and neither do two whole logs", () => {
    const whole: Given = [restsOn(log, 18), consistencyOf(log, 18)];
    const other: Given = [restsOn(fork, 20), consistencyOf(fork, 20)];
    expect(found(whole, [restsOn(fork, 9)], [restsOn(log, 9)])).toEqual([undefined, "0", "1"]);
    expect(found(whole, other)).toEqual([undefined, "0"]);
    expect(found(other, whole)).toEqual([undefined, "0"]);
  });

  it("is compared only with what was found valid", () => {
    const broken: Given = [[...restsOn(fork, 9), { name: "readable", ...failed("READABLE_DIFFERS") }]];
    expect(found(broken, [restsOn(log, 9)], broken)).toEqual([undefined, undefined, undefined]);
  });
});
