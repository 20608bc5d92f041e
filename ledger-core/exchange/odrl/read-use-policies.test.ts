import { describe, expect, it, test } from "vitest";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { flawOfUsePolicy } from "#ledger-core/modules/catalog/use-policy.ts";
import { iriOfDepartment } from "./names.ts";
import { OWNER, READING, readText, USER } from "./odrl.testing.ts";
import { readUsePolicies } from "./read-use-policies.ts";

const PREFIXES = `@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
@prefix city: <urn:trusted-city:odrl:> .
`;

/** A set with these statements about itself. */
function set(text: string): string {
  return `${PREFIXES}ex:policy a odrl:Set ; ${text} .`;
}

function permission(text: string): string {
  return set(`odrl:permission [ odrl:action odrl:read ; ${text} ]`);
}

async function taken(text: string): Promise<UsePolicy> {
  const read = await readText(text);
  if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
  const [first] = read.terms;
  if (first === undefined) throw new Error(JSON.stringify(read.findings));
  expect(flawOfUsePolicy(first.policy)).toBeUndefined();
  return first.policy;
}

/** Codes, places and terms of what is found. */
async function found(text: string): Promise<readonly string[]> {
  const read = await readText(text);
  if (!read.ok) return [`${read.code} ${read.detail}`.trim()];
  return read.findings.map(({ code, path, value }) =>
    [code, path, value].filter((part) => part !== undefined).join(" "),
  );
}

const number = (value: number) => ({ kind: "number", value });
const word = (value: string) => ({ kind: "word", value });
const plain = (actions: readonly string[]) => ({ actions, constraints: [], groups: [], duties: [] });

describe("what ODRL says and the ledger holds", () => {
  it("use is all that the ledger records, and a narrower action is itself", async () => {
    const policy = await taken(
      set("odrl:permission [ odrl:action odrl:use ], [ odrl:action odrl:distribute, city:query ]"),
    );
    expect(policy.permissions).toEqual([
      plain(["read", "query", "aggregate", "derive", "distribute"]),
      plain(["distribute", "query"]),
    ]);
  });

  it("an action of the document's own is forbidden with the wider one, and not permitted by being in it", async () => {
    const text = set(`odrl:permission [ odrl:action odrl:use ] ; odrl:conflict odrl:prohibit ;
      odrl:prohibition [ odrl:action ex:resell ]`);
    const declared = `${text}\nex:resell odrl:includedIn odrl:distribute .`;
    expect((await taken(declared)).prohibitions).toEqual([plain(["distribute"])]);
    expect(await found(declared)).toEqual(["ACTION_PART_UNKNOWN prohibition[0].action[0] http://example.org/resell"]);
    expect((await taken(text)).prohibitions[0]?.actions).toHaveLength(5);
  });

  it("a document cannot widen an action of the standard", async () => {
    const text = `${permission("odrl:target ex:x")}\nodrl:distribute odrl:includedIn odrl:read .`;
    expect((await taken(text)).permissions).toEqual([plain(["read"])]);
  });

  it("what a policy says for all its rules is given to each, unless the rule says its own", async () => {
    const read = await readText(
      set(`odrl:action odrl:read ; odrl:target ex:x ; odrl:assignee <${iriOfDepartment(USER)}> ;
        odrl:constraint [ odrl:leftOperand odrl:count ; odrl:operator odrl:lteq ; odrl:rightOperand 5 ] ;
        odrl:permission [ a odrl:Permission ], [ odrl:action odrl:derive ; odrl:target ex:y ]`),
    );
    if (!read.ok) throw new Error(read.code);
    const limits = [{ left: "count", operator: "lteq", right: [number(5)] }];
    const who = { left: "recipient", operator: "eq", right: [word(USER)] };
    expect(read.terms.map(({ target, policy }) => [target, policy.permissions])).toEqual([
      ["http://example.org/x", [{ ...plain(["read"]), constraints: [who, ...limits] }]],
      ["http://example.org/y", [{ ...plain(["derive"]), constraints: [who, ...limits] }]],
    ]);
  });

  it("several actions and datasets in one rule are one policy for each dataset", async () => {
    const read = await readText(
      set("odrl:permission [ odrl:action odrl:read, odrl:aggregate ; odrl:target ex:x, ex:y ]"),
    );
    expect(read.ok && read.terms.map(({ target }) => target)).toEqual(["http://example.org/x", "http://example.org/y"]);
  });

  it("rules of a policy that is inherited from hold with its limits; one that is missing refuses", async () => {
    const parent = `ex:parent a odrl:Set ; odrl:target ex:x ;
      odrl:constraint [ odrl:leftOperand odrl:count ; odrl:operator odrl:lt ; odrl:rightOperand 9 ] ;
      odrl:permission [ odrl:action odrl:read ] ; odrl:inheritFrom ex:policy .`;
    const child = set("odrl:inheritFrom ex:parent");
    expect((await taken(`${child}\n${parent}`)).permissions).toEqual([
      { ...plain(["read"]), constraints: [{ left: "count", operator: "lt", right: [number(9)] }] },
    ]);
    expect(await found(child)).toEqual(["PARENT_MISSING inheritFrom http://example.org/parent"]);
  });

  it("an agreement is with one department and has terms of its own", async () => {
    const read = await readText(`${PREFIXES}ex:a a odrl:Agreement ;
      odrl:assigner <${iriOfDepartment(OWNER)}> ; odrl:target ex:x ;
      odrl:permission [ odrl:action odrl:read ; odrl:assignee <${iriOfDepartment(USER)}> ] .`);
    expect(read.ok && read.terms).toMatchObject([
      { kind: "Agreement", assigner: OWNER, assignee: USER, agreement: {} },
    ]);
    expect(read.ok && read.terms[0]?.policy.permissions).toEqual([plain(["read"])]);
  });

  it("groups in groups become rules, and groups that fit stay", async () => {
    const count = (operator: string, value: number) =>
      `[ odrl:leftOperand odrl:count ; odrl:operator odrl:${operator} ; odrl:rightOperand ${value} ]`;
    const nested = permission(
      `odrl:constraint [ odrl:or [ odrl:and ${count("gteq", 1)}, ${count("lteq", 2)} ], ${count("eq", 7)} ]`,
    );
    expect((await taken(nested)).permissions.map(({ groups }) => groups)).toEqual([
      [{ operator: "or", constraints: [{ left: "count", operator: "eq", right: [number(7)] }] }],
      [
        {
          operator: "and",
          constraints: [
            { left: "count", operator: "gteq", right: [number(1)] },
            { left: "count", operator: "lteq", right: [number(2)] },
          ],
        },
      ],
    ]);
    expect(
      await found(permission(`odrl:constraint [ odrl:xone [ odrl:or ${count("eq", 1)} ], ${count("eq", 2)} ]`)),
    ).toContain("XONE_NESTED permission[0] xone");
  });

  it("a day is the whole day in the city, and a fraction of a second is cut", async () => {
    const on = (operator: string, value: string) =>
      permission(
        `odrl:constraint [ odrl:leftOperand odrl:dateTime ; odrl:operator odrl:${operator} ; odrl:rightOperand ${value} ]`,
      );
    const limit = async (operator: string, value: string) =>
      (await taken(on(operator, value))).permissions[0]?.constraints;
    const start = Date.UTC(2026, 11, 30, 16) / 1_000;
    expect(await limit("lteq", `"2026-12-31"^^xsd:date`)).toEqual([
      { left: "dateTime", operator: "lt", right: [number(start + 86_400)] },
    ]);
    expect(await limit("eq", `"2026-12-31"^^xsd:date`)).toEqual([
      { left: "dateTime", operator: "gteq", right: [number(start)] },
      { left: "dateTime", operator: "lt", right: [number(start + 86_400)] },
    ]);
    expect(await limit("lt", `"2026-12-31T00:00:00.9+08:00"^^xsd:dateTime`)).toEqual([
      { left: "dateTime", operator: "lt", right: [number(start)] },
    ]);
    expect(await found(on("lt", `"2026-12-31T00:00:00"^^xsd:dateTime`))).toEqual([
      "TIME_WITHOUT_ZONE permission[0].constraint[0].rightOperand 2026-12-31T00:00:00",
    ]);
    expect(await found(on("lt", `"20222-01-01T00:00:00Z"^^xsd:dateTime`))).toEqual([
      "TIME_IMPLAUSIBLE permission[0].constraint[0].rightOperand 20222-01-01T00:00:00Z",
    ]);
  });

  it("limits of the one action of a rule are limits of the rule; duties may have a term in days", async () => {
    const text = set(`odrl:permission [
      odrl:action [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> odrl:read ;
        odrl:refinement [ odrl:leftOperand odrl:purpose ; odrl:operator odrl:eq ; odrl:rightOperand city:purpose:research ] ] ;
      odrl:duty [ odrl:action odrl:delete ; odrl:constraint
        [ odrl:leftOperand odrl:elapsedTime ; odrl:operator odrl:lteq ; odrl:rightOperand "P30D"^^xsd:duration ] ] ]`);
    expect((await taken(text)).permissions).toEqual([
      {
        actions: ["read"],
        constraints: [{ left: "purpose", operator: "eq", right: [word("research")] }],
        groups: [],
        duties: [{ duty: "delete", withinDays: 30 }],
      },
    ]);
  });

  it("plain JSON-LD of the standard is read, whatever the order of its keys", async () => {
    const policy = await taken(
      JSON.stringify({
        permission: [
          {
            action: "read",
            constraint: [{ leftOperand: "purpose", operator: "isAnyOf", rightOperand: ["research", "planning"] }],
          },
        ],
        "@type": "Offer",
        uid: "http://example.org/1",
        assigner: OWNER,
        "@context": "http://www.w3.org/ns/odrl.jsonld",
      }),
    );
    expect(policy.permissions[0]?.constraints).toEqual([
      { left: "purpose", operator: "isAnyOf", right: [word("research"), word("planning")] },
    ]);
  });
});

const constraint = (left: string, operator: string, right: string) =>
  permission(`odrl:constraint [ odrl:leftOperand ${left} ; odrl:operator ${operator} ; odrl:rightOperand ${right} ]`);

describe("a term that is not understood permits nothing and is named with its place", () => {
  const C = "permission[0].constraint[0]";
  test.each<readonly [string, string]>([
    [permission("odrl:constraint ex:gone"), `OPERAND_UNKNOWN ${C}.leftOperand`],
    [
      permission("ex:onlyIf ex:y"),
      "RULE_TERM_UNKNOWN permission[0].http://example.org/onlyIf http://example.org/onlyIf",
    ],
    [permission("odrl:remedy [ odrl:action odrl:delete ]"), "RULE_TERM_UNKNOWN permission[0].odrl:remedy odrl:remedy"],
    [permission(`odrl:constraint "tomorrow"`), `CONSTRAINT_TERM_UNKNOWN ${C} tomorrow`],
    [permission("odrl:constraint << ex:a ex:b ex:c >>"), `OPERAND_UNKNOWN ${C}.leftOperand`],
    [
      `${permission("odrl:constraint ex:c")} ex:c odrl:and ex:c, ex:c .`,
      `CONSTRAINT_CYCLE ${C}.and[0] http://example.org/c`,
    ],
    [permission("odrl:duty [ odrl:action odrl:compensate ]"), "DUTY_UNKNOWN permission[0].duty[0] odrl:compensate"],
    [
      permission("odrl:duty [ odrl:action odrl:inform ; odrl:informedParty ex:p ]"),
      "DUTY_LIMITED permission[0].duty[0].odrl:informedParty odrl:informedParty",
    ],
    [permission("odrl:assignee ex:alice"), "PARTY_UNKNOWN permission[0].assignee[0] http://example.org/alice"],
    [
      permission(`odrl:target [ odrl:source ex:all ; odrl:refinement [ odrl:leftOperand odrl:count ] ]`),
      "TARGET_REFINED permission[0].target[0] http://example.org/all",
    ],
    [constraint("odrl:resolution", "odrl:lteq", "1200"), `OPERAND_UNKNOWN ${C}.leftOperand odrl:resolution`],
    [constraint("odrl:count", "odrl:hasPart", "3"), `OPERATOR_UNKNOWN ${C}.operator odrl:hasPart`],
    [constraint("odrl:purpose", "odrl:isA", "ex:Research"), `OPERATOR_UNKNOWN ${C}.operator odrl:isA`],
    [constraint("odrl:purpose", "odrl:lt", "city:purpose:research"), `OPERATOR_UNFIT ${C}.operator odrl:lt`],
    [constraint("odrl:purpose", "odrl:eq", "ex:Fun"), `VALUE_UNKNOWN ${C}.rightOperand http://example.org/Fun`],
    [constraint("odrl:count", "odrl:lteq", "2.5"), `VALUE_TYPE ${C}.rightOperand 2.5`],
    [constraint("odrl:count", "odrl:lteq", "-1"), `VALUE_TYPE ${C}.rightOperand -1`],
    [
      constraint("odrl:count", "odrl:lteq", "99999999999999999999"),
      `VALUE_TYPE ${C}.rightOperand 99999999999999999999`,
    ],
    [constraint("odrl:count", "odrl:eq", "1, 2"), `VALUES_TOO_MANY ${C}.rightOperand`],
    [constraint("odrl:dateTime", "odrl:lt", `"2026-02-30"^^xsd:date`), `VALUE_TYPE ${C}.rightOperand 2026-02-30`],
    [constraint("odrl:dateTime", "odrl:lt", "1798732800"), `VALUE_TYPE ${C}.rightOperand 1798732800`],
    [
      permission("odrl:constraint [ odrl:leftOperand odrl:count ; odrl:operator odrl:lt ]"),
      `VALUE_MISSING ${C}.rightOperand`,
    ],
    [
      permission(
        "odrl:constraint [ odrl:leftOperand odrl:count ; odrl:operator odrl:lt ; odrl:rightOperand 5 ; odrl:unit ex:u ]",
      ),
      `CONSTRAINT_TERM_UNKNOWN ${C}.odrl:unit odrl:unit`,
    ],
    [set("odrl:permission [ odrl:action ex:peek ]"), "ACTION_UNKNOWN permission[0].action[0] http://example.org/peek"],
    [set("odrl:permission [ odrl:action odrl:print ]"), "ACTION_BEYOND_LEDGER permission[0].action[0] odrl:print"],
    [set("odrl:permission [ odrl:target ex:x ]"), "ACTION_MISSING permission[0]"],
    [set("odrl:permission ex:elsewhere"), "RULE_TERM_UNKNOWN permission[0] http://example.org/elsewhere"],
    [
      `${permission("odrl:target ex:x")} ex:policy odrl:obligation [ odrl:action odrl:delete ] .`,
      "OBLIGATION obligation[0]",
    ],
    [
      `${permission("odrl:target ex:x")} ex:policy odrl:profile ex:music .`,
      "PROFILE_UNKNOWN profile http://example.org/music",
    ],
    [
      `${permission("odrl:target ex:x")} ex:policy ex:unless ex:y .`,
      "POLICY_TERM_UNKNOWN http://example.org/unless http://example.org/unless",
    ],
    [`${permission("odrl:target ex:x")} ex:policy a odrl:Assertion .`, "POLICY_TERM_UNKNOWN type odrl:Assertion"],
    [
      `${permission("odrl:target ex:x")} ex:policy odrl:conflict odrl:perm ; odrl:prohibition [ odrl:action odrl:derive ] .`,
      "CONFLICT_UNSUPPORTED conflict odrl:perm",
    ],
  ])("%#: $1", async (text, wanted) => {
    const read = await readText(text);
    if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
    expect(read.terms).toEqual([]);
    expect((await found(text)).some((finding) => finding.startsWith(wanted))).toBe(true);
  });

  it("a prohibition with such a term forbids more, never less", async () => {
    const forbidding = (text: string) =>
      set(`odrl:conflict odrl:prohibit ; odrl:permission [ odrl:action odrl:use ] ; odrl:prohibition [ ${text} ]`);
    const resolution =
      "odrl:constraint [ odrl:leftOperand odrl:resolution ; odrl:operator odrl:gt ; odrl:rightOperand 300 ]";
    expect((await taken(forbidding(`odrl:action odrl:read ; ${resolution}`))).prohibitions).toEqual([plain(["read"])]);
    expect((await taken(forbidding("odrl:action odrl:read ; odrl:assignee ex:bob"))).prohibitions).toEqual([
      plain(["read"]),
    ]);
    expect((await taken(forbidding("odrl:action odrl:sell"))).prohibitions).toEqual([]);
    expect((await taken(forbidding("odrl:target ex:x"))).prohibitions[0]?.actions).toHaveLength(5);
  });
});

describe("documents that are refused as a whole, with the term and its place", () => {
  const json = (value: object) =>
    JSON.stringify({
      "@context": "http://www.w3.org/ns/odrl.jsonld",
      "@type": "Set",
      uid: "http://example.org/1",
      ...value,
    });
  test.each<readonly [string, string, string]>([
    ["nothing", "  \n", "FILE_EMPTY"],
    ["XML", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "FILE_XML"],
    [
      "broken Turtle",
      `${PREFIXES}ex:a odrl:permission ex:b ex:c`,
      `TURTLE_SYNTAX Expected punctuation to follow "http://example.org/b" on line 5.`,
    ],
    ["Turtle cut short", set("odrl:permission [ odrl:action odrl:read").slice(0, -2), "TURTLE_SYNTAX"],
    ["broken JSON", `{"@context": "http://www.w3.org/ns/odrl.jsonld",}`, "JSON_SYNTAX 1:49"],
    ["JSON cut short", json({}).slice(0, -1), "JSON_CUT_SHORT"],
    ["deep JSON", "[".repeat(100_000), "TOO_DEEP"],
    [
      "a misspelt key",
      json({ permission: [{ action: "read", constrain: [] }] }),
      "KEY_UNKNOWN permission[0].constrain",
    ],
    [
      "a key twice",
      `{"@context": "http://www.w3.org/ns/odrl.jsonld", "permission": [{"action": "read", "action": "use"}]}`,
      "KEY_TWICE permission[0].action",
    ],
    [
      "a foreign context",
      `{"@context": "https://example.org/context.jsonld"}`,
      "CONTEXT_UNKNOWN https://example.org/context.jsonld",
    ],
    ["no context", `{"permission": [{"action": "read"}]}`, "CONTEXT_MISSING permission"],
    ["no policy", `${PREFIXES}ex:a ex:b ex:c .`, "NO_POLICY"],
    ["a list of nothing", "[]", "NO_POLICY"],
  ])("%s", async (_, text, wanted) => {
    const read = await readText(text);
    expect(read.ok ? read : `${read.code} ${read.detail}`).toEqual(expect.stringContaining(wanted));
  });

  it("other encodings and what is too large", async () => {
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${permission("odrl:target ex:x")}`, "utf16le"));
    expect(await readUsePolicies(utf16, READING)).toMatchObject({ code: "FILE_UTF16" });
    expect(await readUsePolicies(new Uint8Array([0x40, 0xd6, 0xd0]), READING)).toMatchObject({ code: "FILE_NOT_UTF8" });
    expect(await readUsePolicies(new Uint8Array(5_000_000), READING)).toMatchObject({ code: "FILE_TOO_LARGE" });
  });

  it("what is small to write and endless to write out", async () => {
    const levels = Array.from(
      { length: 15 },
      (_, level) => `ex:c${level} odrl:and ex:c${level + 1}, ex:c${level + 1}, ex:c${level + 1} .`,
    );
    const tangled = `${permission("odrl:constraint ex:c0")}\n${levels.join("\n")}`;
    expect(await readText(tangled)).toEqual({ ok: false, code: "TOO_MANY_VALUES", detail: "" });
    const rules = Array.from({ length: 2_000 }, () => "[ odrl:action odrl:read ]").join(", ");
    expect(await found(set(`odrl:permission ${rules}`))).toEqual(["TOO_MANY_RULES  2000 > 1000"]);
    const both = Array.from({ length: 9 }, (_, place) => `[ odrl:action odrl:read ; odrl:target ex:x${place} ]`).join(
      ", ",
    );
    expect(await found(set(`odrl:permission ${both}`))).toEqual([]);
  });

  it("texts that would write over what a person reads are shown harmlessly", async () => {
    const findings = await found(set(`odrl:permission [ odrl:action <http://example.org/\u202eevil> ]`));
    expect(findings.join("\n")).toContain("http://example.org/[U+202E]evil");
  });
});
