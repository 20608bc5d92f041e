import { expect, test } from "vitest";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { problemOf } from "./problem.ts";
import { resultInShell } from "./shell-bridge.ts";

const problem: Problem = {
  code: "SIGNING_ITEM_MISSING",
  data: { digest: "ab" },
  cause: { zh: "已经不在了。", en: "It is gone." },
  next: { zh: "请重新开始。", en: "Start again." },
};

test("a result comes through, and going back is no result", async () => {
  expect(await resultInShell(Promise.resolve({ state: "done", result: 7 } as const))).toBe(7);
  expect(await resultInShell(Promise.resolve({ state: "withdrawn" } as const))).toBeUndefined();
});

test("a refusal reads like one of the node's own", async () => {
  const failed: unknown = await resultInShell(Promise.resolve({ state: "refused", problem } as const)).catch(
    (error: unknown) => error,
  );
  expect(problemOf(failed)).toEqual({ kind: "problem", problem });
});
