import { expect, test } from "vitest";
import type { Delegation } from "#ledger-core/contract/api/consortium.ts";
import { flawOfTerm, standingAt } from "./delegation-standing.ts";

const words = { zh: "", en: "" };
const person: Delegation["giver"] = {
  key: 1,
  handle: "a",
  department: { key: 1, name: words, short: words, functions: [], state: "active" },
  title: words,
  maskedName: "",
  roles: [],
  state: "active",
};
const given: Delegation = {
  key: 1,
  role: "leader",
  giver: person,
  receiver: person,
  from: 100,
  until: 200,
  reason: "",
  standing: "in-force",
  mayEnd: true,
  entry: 1,
};

test("a term that ends or begins while the page is open is told", () => {
  expect([199, 200].map((time) => standingAt(given, time))).toEqual(["in-force", "over"]);
  expect([99, 100].map((time) => standingAt({ ...given, standing: "later" }, time))).toEqual(["later", "in-force"]);
  expect(standingAt({ ...given, standing: "ended" }, 300)).toBe("ended");
  expect(standingAt({ ...given, standing: "giver-lost" }, 150)).toBe("giver-lost");
});

test("a term ends after it begins and after now, and lasts a year at most", () => {
  const now = 1_000_000;
  const year = 366 * 86_400;
  expect(flawOfTerm({ from: 0, until: now }, now)).toBe("order");
  expect(flawOfTerm({ from: now + 10, until: now + 10 }, now)).toBe("order");
  expect(flawOfTerm({ from: 0, until: now + year }, now)).toBeUndefined();
  expect(flawOfTerm({ from: now, until: now + year + 1 }, now)).toBe("length");
});
