/** Proofs of the state that a stranger hands over: whatever the text, an answer, and nothing taken for what is not in the state. */
import { expect, it } from "vitest";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { integer, text } from "#ledger-core/contract/schema/schema.ts";
import { mutateCbor } from "#ledger-core/kernel/testing/hostile-cbor.testing.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  looseUtf8,
  mutateText,
  mutations,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { CHECK_CODES } from "./check.ts";
import { verifyStateFile } from "./state-checks.ts";
import { parseStateJson, writeStateJson } from "./state-json.ts";
import { encodeStateRow, encodeStatementHead, parseStateRow, parseStatementHead } from "./state-statement.ts";
import { forms, stateRules, TestState } from "./state.testing.ts";
import { testSuite } from "./suite.testing.ts";

const CASES = casesOf({ short: 600, long: 50_000 });
const codes = new Set<string>(CHECK_CODES);
const owner = encode(integer(0, 99), 4);
const rows = [1, 2, 3, 4].map((key) => ({
  table: 0,
  key,
  owner: key % 2 === 0 ? 4 : 9,
  label: `${key}`,
  since: 0,
  note: undefined,
}));
const state = TestState.of(rows);
const claim = { kind: "range", table: "city.lamp", number: 5, from: [owner], below: undefined } as const;
const evidence = state.prove(claim);
const file = writeStateJson(forms, testSuite, evidence) ?? "";
/** Of an earlier height than its checkpoint. */
const early = writeStateJson(forms, testSuite, TestState.of(rows, 3).prove(claim)) ?? "";

it("takes no mutated file for sound, and answers each with codes that it knows", async () => {
  await fuzz(CASES, (random) => {
    const whole = random.once(2) ? file : early;
    let mutated = whole;
    for (let left = mutations(random); left > 0; left--) mutated = mutateText(random, mutated, JSON_GRAMMAR);
    const bytes = random.once(4) ? damageBytes(random, encodeUtf8(whole) ?? new Uint8Array(0)) : looseUtf8(mutated);
    const isSame = Buffer.from(bytes).equals(Buffer.from(whole));
    const checks = verifyStateFile(stateRules, "a.state.json", bytes);
    expect(checks.every(({ code }) => codes.has(code))).toBe(true);
    expect(checks.every(({ ok }) => ok)).toBe(isSame);
  });
});

it("takes no evidence for sound that was written anew from mutated leaves", async () => {
  await fuzz(CASES, (random) => {
    const at = random.below(evidence.leaves.length);
    const leaf = evidence.leaves[at] ?? evidence.head;
    const mutated = mutateCbor(random, leaf);
    const isHead = random.once(3);
    const changed = isHead
      ? { head: mutateCbor(random, evidence.head) }
      : { leaves: evidence.leaves.with(at, mutated) };
    const text = writeStateJson(forms, testSuite, { ...evidence, ...changed });
    const isSame = text === undefined || text === file;
    const checks = verifyStateFile(stateRules, "a.state.json", encodeUtf8(text ?? "") ?? new Uint8Array(0));
    if (!isSame) expect(checks.every(({ ok }) => ok)).toBe(false);
    if (text !== undefined) expect(parseStateJson(text)).toBeDefined();
    // What is read has one form.
    const row = parseStateRow(mutated);
    if (row !== undefined) expect(encodeStateRow(row)).toEqual(mutated);
    const head = parseStatementHead(mutated);
    if (head !== undefined) expect(encodeStatementHead(head)).toEqual(mutated);
  });
});

it("repeats no value of any length in what is found", () => {
  const label = encode(text(100_000), "x".repeat(100_000));
  const long = state.prove({ ...claim, from: [owner, label], below: [owner, label] });
  const bytes = encodeUtf8(writeStateJson(forms, testSuite, long) ?? "") ?? new Uint8Array(0);
  const found = verifyStateFile(stateRules, "a.state.json", bytes).find(({ name }) => name === "rows");
  expect(found?.data["range"]).toMatch(/^owner, label \[4,"x+…$/);
  expect(JSON.stringify(found?.data).length).toBeLessThan(600);
});

it("opens no bomb", () => {
  const before = file.slice(0, file.indexOf('"claim"'));
  for (const rest of [
    `"claim":${"[".repeat(1_000_000)}`,
    `"leaves":[${'"00",'.repeat(200_000)}"00"]}`,
    '"first":1e999}',
    "}",
  ])
    expect(parseStateJson(before + rest)).toBe(undefined);
});
