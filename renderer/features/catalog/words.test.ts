/** Words of this feature that have to say what the ledger means. */
import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { requestNext } from "./request-next.ts";
import zh from "./zh.json" with { type: "json" };

test("a request for data without conditions waits for nobody", () => {
  expect(requestNext("conditional")).toBe("request.next");
  expect(en[requestNext("unconditional")]).not.toMatch(/owner|once/u);
  expect(zh[requestNext("unconditional")]).not.toMatch(/同意之后/u);
});

test("the day that stands with an overdue dataset is the one on which it was due", () => {
  expect(en["fact.overdue"]).toContain("was due {{day}}");
  expect(zh["fact.overdue"]).toContain("应于 {{day}} 更新");
});

test("what rests on a retired dataset is not said to rest on a withdrawn one", () => {
  expect(en["standing.stale"]).toMatch(/withdrawn or retired/u);
  expect(zh["standing.stale"]).toMatch(/撤回或停用/u);
});

test("what an item holds in place of its content is a fingerprint, and the mark beside a record is its seal", () => {
  expect([en["type.commitment"], zh["type.commitment"]]).toEqual(["Fingerprint only", "仅指纹"]);
  expect([en["column.seal"], zh["column.seal"]]).toEqual(["Seal", "封条"]);
});

test("Chinese has no words for one alone, for nobody would ever read them", () => {
  expect(Object.keys(zh).filter((key) => key.endsWith("_one"))).toEqual([]);
});
