/** The ledger of the first landed step goes on under this program: first by its own rules, then by the newest, which it puts into force itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { policyTable, ruleTable } from "#ledger-core/kernel/governance/tables.ts";
import { findRule, isActive, newestRules } from "#ledger-core/kernel/ruleset.ts";
import { keyPairOf, replayOrdered, TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { agreementTable, datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";

type Golden = {
  readonly genesis: string;
  readonly blocks: readonly { readonly height: number; readonly time: number; readonly wires: readonly string[] }[];
  readonly root: string;
};

const FILE = join(import.meta.dirname, "..", "testdata", "golden", "first-slice.json");
const golden: Golden = JSON.parse(readFileSync(FILE, "utf8"));

function bytes(hex: string): Uint8Array {
  const parsed = parseHex(hex);
  if (parsed === undefined) throw new Error("hexadecimal");
  return parsed;
}

let ledger: TestLedger;
let bureau: TestPerson;

function person(handle: string, seed = handle): TestPerson {
  const found = findPersonByHandle(ledger.rows, handle);
  if (found === undefined) throw new Error(`nobody is called ${handle}`);
  return { handle, person: found.key, department: found.row.department, keys: keyPairOf(seed) };
}

beforeEach(() => {
  ledger = new TestLedger([consortiumModule, catalogModule], ["bureau"], [], bytes(golden.genesis));
  ledger.resume(golden.blocks.map((block) => ({ ...block, wires: block.wires.map(bytes) })));
  bureau = ledger.founder;
});

/** Bureau and audit decide together. */
function decide(kind: string, body: object): void {
  const key = ledger.propose(bureau, kind, body);
  expect(ledger.vote(person("audit-leader"), key)).toMatchObject({ state: "executed", code: "" });
}

function policyOf(kind: string, version: number): readonly PolicyCase[] {
  const rule = findRule(ledger.ruleset, kind, version);
  return rule?.of === "module" ? rule.action.policy : [];
}

/** Puts everything that is new into force, at one height. */
function activateAll(): number {
  const wanted = newestRules(ledger.ruleset).filter(
    ({ kind, version }) => ledger.rows.find(ruleTable, "kind", kind, version) === undefined,
  );
  const fromHeight = ledger.height + 2 * wanted.length + 3;
  for (const { kind, version } of wanted) {
    const isNew = ledger.rows.find(ruleTable, "kind", kind) === undefined;
    decide("rules.activate", { kind, version, fromHeight, cases: isNew ? policyOf(kind, version) : [] });
  }
  return fromHeight;
}

function tick(until: number): void {
  while (ledger.height + 1 < until) ledger.codeOf(bureau, "founding.end", { reason: "over long ago" });
}

/** A description by the rules of the first step, and what the present ones ask for beside it. */
function description(code: string, change: object = {}): object {
  const row = ledger.rows.find(datasetTable, "code", "golden")?.row;
  if (row === undefined) throw new Error("the story has a dataset");
  return { ...row, code, classification: "", legalBasis: "", licence: "", ...change };
}

describe("an old ledger", () => {
  it("has the first version of each kind in force, and goes on by those", () => {
    expect(encodeHex(ledger.root())).toBe(golden.root);
    const rules = ledger.rows.scan(ruleTable, "key", { limit: 999 }).map(({ row }) => row);
    expect(rules.every(({ version, fromHeight }) => version === 1 && fromHeight === 0)).toBe(true);
    const steward = person("civil-steward", "second");
    // Without a class in the national catalogue, which the first rules did not ask for.
    ledger.must(steward, "catalog.create", { description: description("later") });
    ledger.must(steward, "catalog.publish", { dataset: { kind: "code", code: "later" } });
    expect(ledger.rows.find(datasetTable, "code", "later")?.row).toMatchObject({ state: "published", contest: 0 });
    for (const kind of ["catalog.contest", "catalog.accept", "delegation.give", "member.recover", "key.enrol"])
      expect(isActive(ledger.rows, kind, 1, ledger.height + 1)).toBe(false);
    const gift = { receiver: bureau.person, role: "steward", from: 0, until: ledger.time + 9, reason: "" };
    expect(ledger.codeOf(steward, "delegation.give", gift)).toBe("UNKNOWN_VERSION");
  });

  it("puts the newest into force and goes on by them, with what it had before", () => {
    const fromHeight = activateAll();
    const steward = person("civil-steward", "second");
    const leader = person("civil-leader");
    const reference = { kind: "code", code: "next" };
    tick(fromHeight);
    for (const { kind, version } of newestRules(ledger.ruleset)) {
      expect(isActive(ledger.rows, kind, version, ledger.height + 1), kind).toBe(true);
      if (version > 1) expect(isActive(ledger.rows, kind, 1, ledger.height + 1), kind).toBe(false);
    }
    ledger.must(steward, "catalog.create", { description: description("next") });
    expect(ledger.codeOf(steward, "catalog.publish", { dataset: reference })).toBe("PROFILE_INCOMPLETE");
    const whole = description("next", { classification: "部门信息资源/民政" });
    ledger.must(steward, "catalog.revise", { dataset: reference, description: whole });
    ledger.must(steward, "catalog.publish", { dataset: reference });
    const gift = { receiver: leader.person, role: "steward", from: 0, until: ledger.time + 99, reason: "" };
    ledger.must(steward, "delegation.give", gift);
    expect(replayOrdered(ledger.ruleset, ledger.genesis, ledger.ordered).root).toEqual(ledger.root());
  });

  it("keeps its policies: what an offer would bind by is asked for again until the city says otherwise", () => {
    tick(activateAll());
    const steward = person("civil-steward", "second");
    const [leader, officer] = [person("civil-leader"), person("finance-officer")];
    const offer = (): number => {
      const rule = { actions: ["query"], constraints: [], duties: [], groups: [] };
      const key = ledger.propose(steward, "catalog.offer-agreement", {
        dataset: { kind: "code", code: "golden" },
        user: officer.department,
        policy: { permissions: [rule], prohibitions: [] },
        purpose: "service",
        useLimit: 2,
        expires: ledger.time + 86_400,
        message: "",
      });
      expect(ledger.voteCode(leader, key)).toBe("");
      return ledger.rows.scan(agreementTable, "key", { limit: 999 }).at(-1)?.key ?? 0;
    };
    const shown = (agreement: number): object => ({
      agreement,
      agreementHash: ledger.rows.get(agreementTable, agreement)?.agreementHash,
    });
    const stateOf = (agreement: number): string | undefined => ledger.rows.get(agreementTable, agreement)?.state;
    const first = offer();
    ledger.must(officer, "catalog.accept", shown(first));
    // The policy of the first step knows nothing of offers, so two of the owner's keepers sign the agreement as well.
    expect(stateOf(first)).toBe("ACCEPTED");
    for (const kind of ["catalog.agree", "catalog.finalize"]) decide("policy.set", { kind, cases: policyOf(kind, 1) });
    const second = offer();
    ledger.must(officer, "catalog.accept", shown(second));
    expect(stateOf(second)).toBe("FINALIZED");
    expect(ledger.rows.find(policyTable, "kind", "catalog.agree")?.row.cases).toEqual(policyOf("catalog.agree", 1));
    ledger.pass(9 * 86_400);
    expect([first, second].map((key) => ledger.rows.get(agreementTable, key)?.ended)).toEqual(["lapsed", "expired"]);
  });
});
