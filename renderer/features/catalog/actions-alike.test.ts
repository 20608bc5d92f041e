import { expect, test } from "vitest";
import { actionsAlike } from "./actions-alike.ts";

test("actions are said once where all agreements permit the same, in whatever order", () => {
  expect(actionsAlike([{ actions: ["read", "query"] }, { actions: ["query", "read"] }])).toEqual(["read", "query"]);
  expect(actionsAlike([{ actions: ["read"] }])).toEqual(["read"]);
  expect(actionsAlike([{ actions: ["read", "query"] }, { actions: ["read"] }])).toBeUndefined();
  expect(actionsAlike([{ actions: ["read"] }, { actions: ["query"] }])).toBeUndefined();
  expect(actionsAlike([])).toBeUndefined();
  expect(actionsAlike([{ actions: [] }])).toBeUndefined();
});
