import { describe, expect, it } from "vitest";
import { evaluateRequest } from "./evaluate-request.testing.ts";
import type { OdrlRequest, RequestVerdict, World } from "./evaluate-request.testing.ts";
import { CITY_OFFSET_SECONDS } from "./odrl.testing.ts";
import { readGraph } from "./read-graph.ts";
import { readPolicies } from "./read-policies.ts";
import { declaredActions } from "./read-use-policies.ts";
import { worldOf } from "./suite-world.testing.ts";

const EX = "http://example.org/";
const ODRL = "http://www.w3.org/ns/odrl/2/";
const ASKED: OdrlRequest = { action: `${ODRL}read`, party: `${EX}alice`, target: `${EX}x`, time: 1_700_000_000 };

/** Judges a request by a policy with these statements; what follows the policy describes the world. */
async function judge(statements: string, asked: Partial<OdrlRequest> = {}, world = ""): Promise<RequestVerdict> {
  const text = `@prefix odrl: <${ODRL}> . @prefix ex: <${EX}> . ex:policy a odrl:Set ; ${statements} . ${world}`;
  const read = await readGraph(new TextEncoder().encode(text));
  if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
  const [policy] = readPolicies(read.graph);
  if (policy === undefined) throw new Error("no policy");
  const around: World = {
    ...worldOf(read.graph),
    offsetSeconds: CITY_OFFSET_SECONDS,
    declared: declaredActions(read.graph),
  };
  return evaluateRequest(policy, { ...ASKED, ...asked }, around);
}

const states = ({ rules }: RequestVerdict) => rules.map(({ state }) => state);

describe("a request judged by a policy of a document", () => {
  it("what nothing permits is denied, and a prohibition wins", async () => {
    expect((await judge("odrl:prohibition [ odrl:action odrl:print ]")).permitted).toBe(false);
    const both = "odrl:permission [ odrl:action odrl:use ] ; odrl:prohibition [ odrl:action odrl:read ]";
    expect((await judge(both)).permitted).toBe(false);
    expect((await judge(both, { action: `${ODRL}derive` })).permitted).toBe(true);
  });

  it("an action includes the narrower ones, deprecated and declared ones too", async () => {
    const use = "odrl:permission [ odrl:action odrl:use ]";
    for (const action of ["use", "read", "write", "play", "copy"])
      expect((await judge(use, { action: ODRL + action })).permitted).toBe(true);
    for (const action of ["sell", "transfer"])
      expect((await judge(use, { action: ODRL + action })).permitted).toBe(false);
    expect((await judge(use, { action: `${EX}peek` })).permitted).toBe(false);
    expect(
      (
        await judge(
          use,
          { action: `${EX}peek` },
          "ex:peek odrl:includedIn ex:look . ex:look odrl:includedIn odrl:read .",
        )
      ).permitted,
    ).toBe(true);
    expect((await judge("odrl:permission [ odrl:action odrl:read ]", { action: `${ODRL}use` })).permitted).toBe(false);
  });

  it("a collection stands for its members, and its members' members", async () => {
    const group = "odrl:permission [ odrl:action odrl:read ; odrl:assignee ex:group ; odrl:target ex:all ]";
    const world =
      "ex:alice odrl:partOf ex:team . ex:team odrl:partOf ex:group . ex:group odrl:partOf ex:team . ex:x odrl:partOf ex:all .";
    expect((await judge(group, {}, world)).permitted).toBe(true);
    expect((await judge(group, { party: `${EX}bob` }, world)).permitted).toBe(false);
    expect((await judge(group, { target: `${EX}y` }, world)).permitted).toBe(false);
    const named = `${group.replace("ex:group", "[ a odrl:PartyCollection ; odrl:source ex:group ]")}`;
    expect((await judge(named, {}, world)).permitted).toBe(true);
  });

  it("a purpose may be of a class; without a purpose only what it must not be holds", async () => {
    const purpose = (operator: string) =>
      `odrl:permission [ odrl:action odrl:read ; odrl:constraint [ odrl:leftOperand odrl:purpose ; odrl:operator odrl:${operator} ; odrl:rightOperand ex:Research ] ]`;
    const study = { purpose: `${EX}study` };
    expect((await judge(purpose("isA"), study, "ex:study a ex:Research .")).permitted).toBe(true);
    expect((await judge(purpose("isA"), study)).permitted).toBe(false);
    expect((await judge(purpose("eq"), { purpose: `${EX}Research` })).permitted).toBe(true);
    expect((await judge(purpose("eq"))).permitted).toBe(false);
    expect((await judge(purpose("isNoneOf"))).permitted).toBe(true);
  });

  it("a term that is not understood denies, by a permission as by a prohibition, unless the rest already decides", async () => {
    const odd = "odrl:constraint [ odrl:leftOperand ex:mood ; odrl:operator odrl:eq ; odrl:rightOperand 1 ]";
    const permission = await judge(`odrl:permission [ odrl:action odrl:read ; ${odd} ]`);
    expect([permission.permitted, states(permission)]).toEqual([false, ["unknown"]]);
    const other = await judge(`odrl:permission [ odrl:action odrl:derive ; ${odd} ]`);
    expect([other.permitted, states(other)]).toEqual([false, ["inactive"]]);
    const forbidden = await judge(
      `odrl:permission [ odrl:action odrl:use ] ; odrl:prohibition [ odrl:action odrl:read ; ${odd} ]`,
    );
    expect([forbidden.permitted, states(forbidden)]).toEqual([false, ["active", "unknown"]]);
    const profile = await judge("odrl:profile ex:music ; odrl:permission [ odrl:action odrl:read ]");
    expect([profile.permitted, profile.flaws.map(({ code }) => code)]).toEqual([false, ["PROFILE_UNKNOWN"]]);
  });

  it("an open duty stops nothing, a violated one does", async () => {
    const owed = "odrl:permission [ odrl:action odrl:read ; odrl:duty ex:duty ]";
    const report = (state: string) => `ex:report <https://w3id.org/force/compliance-report#rule> ex:duty ;
      <https://w3id.org/force/compliance-report#deonticState> <https://w3id.org/force/compliance-report#${state}> .`;
    expect((await judge(owed)).permitted).toBe(true);
    expect((await judge(owed, {}, report("Fulfilled"))).rules[0]?.duties).toEqual([
      { id: `${EX}duty`, state: "fulfilled" },
    ]);
    expect((await judge(owed, {}, report("Violated"))).permitted).toBe(false);
  });
});
