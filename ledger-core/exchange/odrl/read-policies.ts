/** The policies of a document. What a policy says for all its rules is given to each of them; so are the rules of a policy that it inherits from. */
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import { nodesOf, typesOf, valuesOf } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { CITY, ODRL, RDF } from "./namespaces.ts";
import type { Expression, Named, NamedAction, OdrlDuty, OdrlPolicy, OdrlRule, PolicyKind } from "./policy-model.ts";
import { isOfClass, joinPath, readConstraints, unknownTerms } from "./read-constraints.ts";

const CLASSES: readonly string[] = ["Policy", "Set", "Offer", "Agreement"].map((name) => ODRL + name);
const PROFILES_KNOWN = [CITY, `${ODRL}core`];
const POLICY_TERMS = [
  ...["uid", "profile", "conflict", "inheritFrom", "permission", "prohibition", "obligation"],
  ...["assigner", "assignee", "target", "action", "constraint", "duty"],
];
const RULE_TERMS = ["uid", "action", "assigner", "assignee", "target", "constraint"];
const DUTY_TERMS = ["uid", "action", "target", "constraint", "refinement"];
const ANCESTORS_MAX = 16;

/** Every policy, in the order of the document: what is of a class of policies, or has rules. */
export function readPolicies(graph: Graph): readonly OdrlPolicy[] {
  return graph.subjects
    .filter((node) => isPolicy(graph, node))
    .filter((node) => !isOfClass(graph, node, "Request"))
    .map((node) => readPolicy(graph, node));
}

function isPolicy(graph: Graph, node: string): boolean {
  if (typesOf(graph, node).some((type) => CLASSES.includes(type))) return true;
  return ["permission", "prohibition", "obligation"].some((name) => nodesOf(graph, node, name).length > 0);
}

function readPolicy(graph: Graph, node: string): OdrlPolicy {
  const { ancestors, missing } = ancestorsOf(graph, node);
  const flaws = [
    ...missing.map((parent) => flaw("PARENT_MISSING", "inheritFrom", parent)),
    ...[node, ...ancestors].flatMap((one) => flawsOf(graph, one, one === node ? "" : "inheritFrom")),
  ];
  const rules = [node, ...ancestors].flatMap((one) => readRules(graph, one, node));
  const conflict = readConflict(graph, node, rules);
  return {
    uid: node,
    kind: kindOf(graph, node),
    assigners: readNamed(graph, node, "assigner", ""),
    assignees: readNamed(graph, node, "assignee", ""),
    constraints: readConstraints(graph, node, "constraint", ""),
    rules,
    flaws: [...flaws, ...conflict.flaws],
    warnings: conflict.warnings,
  };
}

function kindOf(graph: Graph, node: string): PolicyKind {
  if (isOfClass(graph, node, "Agreement")) return "Agreement";
  return isOfClass(graph, node, "Offer") ? "Offer" : "Set";
}

/** For which reasons of its own a policy cannot be held to: classes that grant nothing, profiles, obligations, rules that are no nodes, other terms. */
function flawsOf(graph: Graph, node: string, path: string): readonly Flaw[] {
  const classes = typesOf(graph, node).filter((type) => type.startsWith(ODRL) && !CLASSES.includes(type));
  const profiles = nodesOf(graph, node, "profile").filter((profile) => !PROFILES_KNOWN.includes(profile));
  const stray = (["permission", "prohibition"] as const).flatMap((name) =>
    valuesOf(graph, node, ODRL + name).flatMap((term, place) =>
      term.kind === "literal" ? [flaw("POLICY_TERM_UNKNOWN", joinPath(path, `${name}[${place}]`), term.value)] : [],
    ),
  );
  return [
    ...classes.map((type) => flaw("POLICY_TERM_UNKNOWN", joinPath(path, "type"), type)),
    ...unknownTerms(graph, node, POLICY_TERMS, { path, code: "POLICY_TERM_UNKNOWN" }),
    ...profiles.map((profile) => flaw("PROFILE_UNKNOWN", joinPath(path, "profile"), profile)),
    ...valuesOf(graph, node, `${ODRL}obligation`).map((_, place) =>
      flaw("OBLIGATION", joinPath(path, `obligation[${place}]`)),
    ),
    ...stray,
  ];
}

/** Without a word on conflicts ODRL voids a policy that contradicts itself; here a prohibition always wins, and whoever takes it in is told. */
function readConflict(
  graph: Graph,
  node: string,
  rules: readonly OdrlRule[],
): { readonly flaws: readonly Flaw[]; readonly warnings: readonly Flaw[] } {
  const stated = valuesOf(graph, node, `${ODRL}conflict`).map((term) => (term.kind === "node" ? term.id : term.value));
  const canConflict = new Set(rules.map((rule) => rule.kind)).size === 2;
  const odd = stated.find((word) => word !== `${ODRL}prohibit`);
  if (!canConflict || (odd === undefined && stated.length > 0)) return { flaws: [], warnings: [] };
  if (odd !== undefined) return { flaws: [flaw("CONFLICT_UNSUPPORTED", "conflict", odd)], warnings: [] };
  return { flaws: [], warnings: [flaw("CONFLICT_UNSTATED", "conflict")] };
}

function ancestorsOf(
  graph: Graph,
  node: string,
): { readonly ancestors: readonly string[]; readonly missing: readonly string[] } {
  const ancestors: string[] = [];
  const missing: string[] = [];
  const open = [...nodesOf(graph, node, "inheritFrom")];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (next === node || ancestors.includes(next) || missing.includes(next)) continue;
    if (!isPolicy(graph, next) || ancestors.length >= ANCESTORS_MAX) missing.push(next);
    else {
      ancestors.push(next);
      open.push(...nodesOf(graph, next, "inheritFrom"));
    }
  }
  return { ancestors, missing };
}

/** The rules of a policy. Whatever `heir`, the policy that inherits them, says for all its rules holds for them too. */
function readRules(graph: Graph, policy: string, heir: string): readonly OdrlRule[] {
  const levels = policy === heir ? [policy] : [policy, heir];
  const start = policy === heir ? "" : "inheritFrom.";
  return (["permission", "prohibition"] as const).flatMap((kind) =>
    nodesOf(graph, policy, kind).map((node, place) =>
      readRule(graph, node, { kind, path: `${start}${kind}[${place}]`, levels }),
    ),
  );
}

function readRule(
  graph: Graph,
  node: string,
  at: { readonly kind: OdrlRule["kind"]; readonly path: string; readonly levels: readonly string[] },
): OdrlRule {
  const { kind, path, levels } = at;
  // What a rule says itself goes before what its policy says for all.
  const named = (name: "assignee" | "target") => nearest(levels, (one) => readNamed(graph, one, name, ""));
  const own = readActions(graph, node, path);
  const actions = own.length > 0 ? own : nearest(levels, (one) => readActions(graph, one, ""));
  const refinements = actions.length === 1 ? refinementsOf(graph, own.length > 0 ? [node] : levels, path) : [];
  const assignees = readNamed(graph, node, "assignee", path);
  const targets = readNamed(graph, node, "target", path);
  const terms = kind === "permission" ? [...RULE_TERMS, "duty"] : RULE_TERMS;
  return {
    id: node,
    kind,
    path,
    // Of one action alone, a limit of the action is a limit of the rule.
    actions: actions.length === 1 ? actions.map((action) => ({ ...action, refined: false })) : actions,
    assignees: assignees.length > 0 ? assignees : named("assignee"),
    targets: targets.length > 0 ? targets : named("target"),
    constraints: [
      ...readConstraints(graph, node, "constraint", `${path}.`),
      ...refinements,
      // The heir's own are in the policy; those of the policy that the rule comes from would be lost.
      ...levels.slice(0, -1).flatMap((level) => readConstraints(graph, level, "constraint", "inheritFrom.")),
    ],
    duties:
      kind === "permission" ? [node, ...levels].flatMap((one) => readDuties(graph, one, one === node ? path : "")) : [],
    // A rule that is only named and nowhere described would permit everything.
    flaws:
      graph.propertiesOf(node).length === 0
        ? [flaw("RULE_TERM_UNKNOWN", path, node)]
        : unknownTerms(graph, node, terms, { path, code: "RULE_TERM_UNKNOWN" }),
  };
}

function refinementsOf(graph: Graph, nodes: readonly string[], path: string): readonly Expression[] {
  const [first] = nodes.map((node) => nodesOf(graph, node, "action")).filter((actions) => actions.length > 0);
  return (first ?? []).flatMap((action) => readConstraints(graph, action, "refinement", `${path}.action[0].`));
}

function nearest<T>(levels: readonly string[], read: (level: string) => readonly T[]): readonly T[] {
  return levels.map(read).find((found) => found.length > 0) ?? [];
}

function readDuties(graph: Graph, node: string, path: string): readonly OdrlDuty[] {
  return nodesOf(graph, node, "duty").map((duty, place) => {
    const here = joinPath(path, `duty[${place}]`);
    const actions = nodesOf(graph, duty, "action");
    return {
      id: duty,
      path: here,
      actions: readActions(graph, duty, here).map((action) => ({ ...action, refined: false })),
      constraints: [
        ...readConstraints(graph, duty, "constraint", `${here}.`),
        ...readConstraints(graph, duty, "refinement", `${here}.`),
        ...actions.flatMap((action) => readConstraints(graph, action, "refinement", `${here}.action.`)),
      ],
      flaws: unknownTerms(graph, duty, DUTY_TERMS, { path: here, code: "DUTY_LIMITED" }),
    };
  });
}

/** Actions by name, or as a node whose `rdf:value` is the name and whose refinement limits it. */
function readActions(graph: Graph, node: string, path: string): readonly NamedAction[] {
  return valuesOf(graph, node, `${ODRL}action`).map((term, place) => {
    const here = joinPath(path, `action[${place}]`);
    if (term.kind === "literal") return { iri: term.value, path: here, refined: false };
    const values = valuesOf(graph, term.id, `${RDF}value`);
    const [value] = values;
    const refined = valuesOf(graph, term.id, `${ODRL}refinement`).length > 0;
    const named = value === undefined ? term.id : value.kind === "node" ? value.id : value.value;
    // Of an action with two names nobody knows which is meant.
    const iri = values.length > 1 ? term.id : named;
    return { iri, path: here, refined };
  });
}

function readNamed(
  graph: Graph,
  node: string,
  name: "assigner" | "assignee" | "target",
  path: string,
): readonly Named[] {
  return valuesOf(graph, node, ODRL + name).map((term, place) => {
    const here = joinPath(path, `${name}[${place}]`);
    if (term.kind === "literal") return { id: term.value, path: here, refined: false };
    const [source] = nodesOf(graph, term.id, "source");
    const [uid] = nodesOf(graph, term.id, "uid");
    const refined = valuesOf(graph, term.id, `${ODRL}refinement`).length > 0;
    const id = term.id.startsWith("_:") ? (uid ?? source ?? term.id) : term.id;
    return source === undefined ? { id, path: here, refined } : { id, path: here, source, refined };
  });
}
