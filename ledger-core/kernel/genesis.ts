/** The first entry: what a network is before anybody has signed anything. */
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { genesisSchema } from "#ledger-core/contract/schema/governance.ts";
import type { Genesis } from "#ledger-core/contract/schema/governance.ts";
import { FORM_GENESIS } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { sealEntry } from "./block.ts";
import type { Block } from "./block.ts";
import {
  clockTable,
  keyTable,
  memberTable,
  networkTable,
  personTable,
  policyTable,
  roleTable,
  ruleTable,
} from "./governance/tables.ts";
import { Overlay } from "./overlay.ts";
import { Rows } from "./rows.ts";
import type { RowSource } from "./rows.ts";
import { assertKnowsRule, findRule, newestRules } from "./ruleset.ts";
import type { Ruleset } from "./ruleset.ts";
import { nextKey } from "./step.ts";
import type { Step } from "./step.ts";
import type { AnyTable, RowValue, Table } from "./table.ts";

/** The genesis of a ruleset's policies and rules, the newest version of each in force from the start. */
export function composeGenesis(
  ruleset: Ruleset,
  given: Omit<Genesis, "form" | "suite" | "policies" | "rules">,
): Genesis {
  // One policy for a kind, however many versions of it the program knows: that of the newest.
  const rules = newestRules(ruleset);
  const policies = rules.flatMap(({ kind, version }) => {
    const rule = findRule(ruleset, kind, version);
    return rule?.of === "module" ? [{ kind, cases: rule.action.policy }] : [];
  });
  return { form: 3, suite: "ed25519-sha256", policies, rules, ...given };
}

export function encodeGenesis(genesis: Genesis): Uint8Array {
  return encode(genesisSchema, genesis);
}

/** The genesis of bytes that may come from anybody; undefined if they are none. */
export function parseGenesis(bytes: Uint8Array): Genesis | undefined {
  const decoded = decode(genesisSchema, bytes);
  return decoded.ok ? decoded.value : undefined;
}

/** The network's id: the hash of its genesis bytes. */
export function networkId(suite: Suite, genesis: Uint8Array): Uint8Array {
  return suite.sha256(genesis);
}

/**
 * Block 0: one entry, the genesis bytes, with the rows that follow from them. Throws an Error for bytes that are none, and where a key in them
 * is none that may be entered.
 */
export function executeGenesis(ruleset: Ruleset, suite: Suite, bytes: Uint8Array, empty: RowSource): Block {
  const genesis = parseGenesis(bytes);
  if (genesis === undefined) throw new Error("these bytes are not a genesis");
  if (![genesis.person.publicKey, genesis.logKey].every((key) => suite.isPrimeOrder(key)))
    throw new Error("a key of this genesis has a part of small order");
  for (const rule of genesis.rules) assertKnowsRule(ruleset, rule);
  const overlay = new Overlay(empty, 0);
  const step: Step = { ruleset, suite, height: 0, time: genesis.time, index: 0, overlay, rows: new Rows(overlay) };
  const { name, daySecondsOffset, purpose, time } = genesis;
  const put = <Row>(table: Table<Row>, row: Row): number => {
    const key = nextKey(step, table as AnyTable);
    overlay.put(table as AnyTable, key, row as RowValue);
    return key;
  };
  const network = { id: networkId(suite, bytes), name, daySecondsOffset, founding: "yes", purpose } as const;
  overlay.put(networkTable as AnyTable, 1, network);
  overlay.put(clockTable as AnyTable, 1, { height: 0, time });
  const department = put(memberTable, { ...genesis.department, state: "active", since: time });
  const person = put(personTable, { department, handle: genesis.person.handle, state: "active", since: time });
  put(keyTable, { person, publicKey: genesis.person.publicKey, state: "live", since: time });
  for (const role of genesis.person.roles) put(roleTable, { person, role, from: time, until: 0 });
  for (const policy of genesis.policies) put(policyTable, policy);
  for (const rule of genesis.rules) put(ruleTable, { ...rule, fromHeight: 0 });
  const entry = sealEntry(step, {
    form: FORM_GENESIS,
    id: suite.sha256(bytes),
    bytes,
    kind: "genesis",
    code: "",
    data: {},
    state: "system",
    proposal: undefined,
    actor: undefined,
  });
  return { height: 0, time, firstIndex: 0, entries: [entry], results: [], idsAdded: new Uint8Array(0), idsDropped: [] };
}
