import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { arbitraryOf } from "#ledger-core/kernel/testing/arbitrary.testing.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { closeAll, newFolder, newHost, newWindow } from "./windows.testing.ts";

const PASSPHRASE = "correct horse battery";

afterAll(closeAll);

it("lists every kind that is in force, with a schema that takes its bodies and nothing beside them", async () => {
  const { host } = newHost(newFolder(), 1_795_147_200);
  const window = newWindow(host);
  const network = { network: "My City", department: "数据局", uscc: "11320100MB1000000Q" };
  await window.setup.create({ ...network, person: "founder", passphrase: PASSPHRASE });
  const { kinds } = await window.ledger.kinds();
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(
    new Set([...cityRuleset.rules.values()].map(({ action }) => action.kind)),
  );
  for (const { kind, version, name, body, policy } of kinds) {
    const action = findRule(cityRuleset, kind, version)?.action;
    if (action === undefined) throw new Error(`${kind} ${version} is a rule`);
    const schema = z.fromJSONSchema(body as z.core.JSONSchema.JSONSchema);
    for (const value of fc.sample(arbitraryOf<unknown>(action.body), { numRuns: 20, seed: 3 })) {
      const json = toJson<unknown>(action.body, value);
      expect(schema.safeParse(json).error).toBeUndefined();
      expect(schema.safeParse({ ...(json as object), surplus: 1 }).success).toBe(false);
    }
    expect(name.en).not.toBe(kind);
    expect(policy === null).toBe(kind.startsWith("proposal."));
  }
});
