/** The rules that this program knows: every kind and version with its action, every table, every due action. */
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import { entryLimits } from "#ledger-core/proof/forms.ts";
import type { TransactionLimits } from "#ledger-core/proof/transaction.ts";
import { assert } from "./assert.ts";
import { ruleTable } from "./governance/tables.ts";
import type { AnyAction, DueAction, Module } from "./module.ts";
import { PROPOSAL_KINDS } from "./proposal-kinds.ts";
import type { ProposalKind } from "./proposal-kinds.ts";
import type { Rows } from "./rows.ts";
import type { AnyTable } from "./table.ts";

/** What a kind means: an action of a module, or one of the kernel's own acts on proposals. */
export type Rule =
  | { readonly of: "module"; readonly action: AnyAction }
  | { readonly of: "proposal"; readonly action: ProposalKind };

export type Ruleset = {
  readonly modules: readonly Module[];
  readonly tables: ReadonlyMap<string, AnyTable>;
  readonly rules: ReadonlyMap<string, Rule>;
  /** The same by kind, then by version: a name need not be made to look one up. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<number, Rule>>;
  readonly due: ReadonlyMap<string, DueAction>;
  /** What an entry's transaction may be under these rules. */
  readonly limits: TransactionLimits;
};

/** The rule of a kind and version, if this program knows it. */
export function findRule(ruleset: Ruleset, kind: string, version: number): Rule | undefined {
  return ruleset.versions.get(kind)?.get(version);
}

/** Versions of one kind that are looked through: a program knows a handful. */
const VERSIONS_MAX = 256;

/**
 * True if the ledger's own rows say that the version is in force at the height: it has begun, and no later one has. A rule that was
 * made stricter would be worth nothing if the one before it could still be signed.
 */
export function isActive(rows: Rows, kind: string, version: number, height: number): boolean {
  let begun: number | undefined;
  for (const { row } of rows.scan(ruleTable, "kind", { equal: [kind], from: version, limit: VERSIONS_MAX })) {
    if (row.fromHeight > height) continue;
    if (begun !== undefined) return false;
    begun = row.version;
  }
  return begun === version;
}

/** The newest version of a kind that this program knows and the ledger has in force at the height: the one to write. */
export function findNewestRule(ruleset: Ruleset, rows: Rows, kind: string, height: number): Rule | undefined {
  const known = [...(ruleset.versions.get(kind)?.values() ?? [])];
  const inForce = known.filter(({ action }) => isActive(rows, kind, action.version, height));
  return inForce.toSorted((left, right) => right.action.version - left.action.version)[0];
}

/** Rules that came into force since genesis and are looked through for one that the program lacks. */
const LATER_RULES_MAX = 65_536;

/** Stops where a rule is in force that this program does not know: it could not execute what others do. */
export function assertKnowsRules(ruleset: Ruleset, rows: Rows, height: number): void {
  const later = rows.scan(ruleTable, "height", { from: 1, below: height + 1, limit: LATER_RULES_MAX });
  for (const { row } of later) assertKnowsRule(ruleset, row);
}

/** The same for one rule. */
export function assertKnowsRule(
  ruleset: Ruleset,
  { kind, version }: { readonly kind: string; readonly version: number },
): void {
  const isKnown = findRule(ruleset, kind, version) !== undefined;
  assert(isKnown, `this program lacks version ${version} of ${kind}, which is in force: a newer program is needed`);
}

/** Kinds in a fixed order, each in its newest version: what a new network puts into force. */
export function newestRules(ruleset: Ruleset): readonly { readonly kind: string; readonly version: number }[] {
  const newest = new Map<string, number>();
  for (const { kind, version } of listRules(ruleset)) newest.set(kind, Math.max(version, newest.get(kind) ?? 0));
  return [...newest].map(([kind, version]) => ({ kind, version }));
}

/** Kinds and versions in a fixed order. */
export function listRules(
  ruleset: Ruleset,
): readonly { readonly kind: string; readonly version: number; readonly body: Shape }[] {
  return [...ruleset.rules.values()].map(({ action }) => ({
    kind: action.kind,
    version: action.version,
    body: action.body,
  }));
}

/** Puts modules together. Throws if two of them claim the same name or number: that is a mistake in the program. */
export function createRuleset(modules: readonly Module[]): Ruleset {
  const tables = new Map<string, AnyTable>();
  const numbers = new Set<number>();
  const rules = new Map<string, Rule>();
  const versions = new Map<string, Map<number, Rule>>();
  const due = new Map<string, DueAction>();
  for (const table of modules.flatMap((module) => module.tables)) {
    assert(
      !tables.has(table.name) && !numbers.has(table.number),
      `one table ${table.name} with number ${table.number}`,
    );
    tables.set(table.name, table);
    numbers.add(table.number);
  }
  const all: Rule[] = [
    ...modules.flatMap((module) => module.actions.map((action): Rule => ({ of: "module", action }))),
    ...PROPOSAL_KINDS.map((action): Rule => ({ of: "proposal", action })),
  ];
  for (const rule of all) {
    const { kind, version } = rule.action;
    const name = `${kind}@${version}`;
    assert(!rules.has(name), `one rule ${name}`);
    rules.set(name, rule);
    versions.set(kind, (versions.get(kind) ?? new Map<number, Rule>()).set(version, rule));
  }
  for (const one of modules.flatMap((module) => module.due)) {
    assert(!due.has(one.name), `one due action ${one.name}`);
    due.set(one.name, one);
  }
  const limits = entryLimits((kind, version) => versions.get(kind)?.get(version)?.action.batch ?? false);
  return { modules, tables, rules, versions, due, limits };
}
