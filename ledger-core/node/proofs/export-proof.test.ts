import { afterAll, describe, expect, it } from "vitest";
import { decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { filesOf, makeCity } from "./stored-ledger.testing.ts";
import type { Act } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "./verify-files.ts";
import type { VerifyRules } from "./verify-files.ts";

const { ledger, entries } = makeCity();
afterAll(() => ledger.remove());
const rules: VerifyRules = { ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] };

const check = (act: Act, changed: Partial<VerifyRules> = {}): readonly Check[] =>
  verifyProofFiles({ ...rules, ...changed }, filesOf(ledger.prove(entries[act])));

describe("an exported proof", () => {
  it.each([
    ["genesis", "TEXT_GENESIS", "AUTHORITY_NOT_NEEDED"],
    ["enrolment", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["single", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["batch", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["refused", "TEXT_SIGNED", "AUTHORITY_REFUSED"],
    ["proposed", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["firstVote", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["carried", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["byMost", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["due", "TEXT_SYSTEM", "AUTHORITY_NOT_NEEDED"],
    ["closing", "TEXT_SYSTEM", "AUTHORITY_NOT_NEEDED"],
  ] as const)("of %s passes every check", (act, text, authority) => {
    const checks = check(act);
      act,
      ledger.prove(entries[act]).files.map((file) => `${file.name.slice(60)} ${file.bytes.length}`),
      checks.map((c) => `${c.code} ${JSON.stringify(c.data).slice(0, 100)}`),
    );
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([checks[1]?.code, checks[3]?.code]).toEqual([text, authority]);
  });
});
