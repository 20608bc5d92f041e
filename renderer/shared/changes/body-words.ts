import type { Json } from "#ledger-core/contract/schema/json.ts";
import { choiceText, findText, kindName } from "#ledger-core/contract/text/texts.ts";
import type { Language } from "#renderer/shared/preferences/preferences.ts";

/** Tables whose columns name the fields of a kind's bodies, or of all bodies of its domain, the likeliest first. */
const tables: Readonly<Record<string, readonly string[]>> = {
  "catalog.use": ["catalog.use", "catalog.agreement"],
  "catalog.fulfil": ["catalog.fulfilment"],
  "catalog.contest": ["catalog.contest"],
  "catalog.resolve": ["catalog.contest"],
  "catalog.judge-likeness": ["catalog.likeness"],
  "catalog.set-parameter": ["catalog.parameter"],
  catalog: ["catalog.agreement", "catalog.dataset", "catalog.version", "catalog.use", "catalog.offer"],
  consortium: ["consortium.department", "consortium.post", "consortium.calendar"],
  delegation: ["kernel.delegation"],
  proposal: ["kernel.vote", "kernel.proposal"],
  policy: ["kernel.policy"],
  rules: ["kernel.rule"],
  role: ["kernel.role"],
  key: ["kernel.key"],
  log: ["kernel.logkey"],
  state: ["kernel.statement"],
};
const kernelTables = [
  "kernel.person",
  "kernel.member",
  "kernel.role",
  "kernel.key",
  "kernel.policy",
  "kernel.vote",
  "kernel.rule",
];

/** The table that says what a field of a body is called and what its choices mean. */
export function tableOfField(kind: string, column: string): string {
  const candidates = [...(tables[kind] ?? tables[kind.split(".")[0] ?? ""] ?? []), ...kernelTables];
  return candidates.find((table) => findText("en", `column.${table}.${column}`) !== undefined) ?? candidates[0] ?? "";
}

/** A field of a body by its label; the field's own name where the contract has no word for it. */
export function fieldLabel(language: Language, kind: string, column: string): string {
  const named = findText(language, `column.${tableOfField(kind, column)}.${column}`);
  return named ?? findText(language, `element.${column}`) ?? findText(language, `field.${column}`) ?? column;
}

/** Groups of the contract's words in which a choice may be found that no table has a column for. */
const choiceGroups: Readonly<Record<string, readonly string[]>> = {
  roles: ["role"],
  name: ["function", "party"],
  than: ["party"],
  excludeParties: ["party"],
};

/** A choice of a body's field, or the kind that it names, in words; undefined where the contract has none. */
export function findChoiceLabel(language: Language, kind: string, column: string, value: string): string | undefined {
  const groups = choiceGroups[column] ?? [];
  const found =
    choiceText(language, tableOfField(kind, column), column, value) ??
    groups.map((group) => findText(language, `${group}.${value}`)).find((words) => words !== undefined);
  if (found !== undefined) return found;
  const named = kindName(language, value);
  return named === value ? undefined : named;
}

/** One field of a body, however deep it lies. */
export type BodyField = { readonly path: string; readonly column: string; readonly value: Json };

/** The fields of a body in their order; records inside it are opened, lists stay whole. */
export function bodyFields(body: Json, path = ""): readonly BodyField[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [{ path, column: path, value: body }];
  return Object.entries(body).flatMap(([column, value]: [string, Json]) => {
    const inner = path === "" ? column : `${path}.${column}`;
    const isReference = typeof value === "object" && value !== null && !Array.isArray(value) && "kind" in value;
    if (isReference) return [{ path: inner, column, value: referenceValue(value) }];
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord && column !== "policy" ? bodyFields(value, inner) : [{ path: inner, column, value }];
  });
}

/** A record named by its key or by its code. */
function referenceValue(value: { readonly [name: string]: Json }): Json {
  return value["code"] ?? value["key"] ?? null;
}
