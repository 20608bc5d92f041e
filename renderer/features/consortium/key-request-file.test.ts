import { expect, test } from "vitest";
import { readKeyRequest } from "./key-request-file.ts";

const network = "ab".repeat(32);
const whole = {
  form: "tcc-key-request-1",
  network,
  handle: "li.wen",
  publicKey: "01".repeat(32),
  proof: "02".repeat(64),
};

test("a whole request is read", () => {
  const read = readKeyRequest(JSON.stringify(whole), network);
  expect(read).toEqual({
    ok: true,
    request: { handle: "li.wen", publicKey: "01".repeat(32), proof: "02".repeat(64) },
  });
});

test("another network's request is told apart from a file that is no request", () => {
  expect(readKeyRequest(JSON.stringify(whole), "cd".repeat(32))).toEqual({ ok: false, flaw: "network" });
  const broken = [
    "not json",
    "[]",
    "null",
    JSON.stringify({ ...whole, form: "tcc-key-1" }),
    JSON.stringify({ ...whole, publicKey: "01" }),
    JSON.stringify({ ...whole, proof: "zz".repeat(64) }),
    JSON.stringify({ ...whole, handle: 7 }),
  ];
  for (const content of broken) expect(readKeyRequest(content, network)).toEqual({ ok: false, flaw: "form" });
  expect(readKeyRequest("", network)).toEqual({ ok: false, flaw: "size" });
  expect(readKeyRequest(" ".repeat(5_000), network)).toEqual({ ok: false, flaw: "size" });
});
