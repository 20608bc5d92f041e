import { expect, test } from "vitest";
import { isAcceptable, judgePassphrase } from "./passphrase-strength.ts";

test("what the keystore refuses is said by its reason", () => {
  expect(judgePassphrase("", "wang")).toBe("empty");
  expect(judgePassphrase("seven77", "wang")).toBe("short");
  expect(judgePassphrase("aaaabbbbcccc", "wang")).toBe("repetitive");
  expect(judgePassphrase("Finance-Officer", "finance-officer")).toBe("handle");
  expect((["empty", "short", "repetitive", "handle"] as const).some(isAcceptable)).toBe(false);
});

test("longer ones are better, and a Chinese character counts twice", () => {
  expect(judgePassphrase("correct8", "wang")).toBe("fair");
  expect(judgePassphrase("correct horse b", "wang")).toBe("good");
  expect(judgePassphrase("correct horse battery staple", "wang")).toBe("strong");
  expect(judgePassphrase("春眠不觉", "wang")).toBe("repetitive");
  expect(judgePassphrase("春眠不觉晓处处", "wang")).toBe("good");
  expect((["fair", "good", "strong"] as const).every(isAcceptable)).toBe(true);
});
