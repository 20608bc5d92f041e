/** Constraints of a rule: comparisons, and groups of them to any depth. A group that holds itself is a flaw, not a hang. */
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import { nodesOf, typesOf, valuesOf } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { DESCRIBING, ODRL, RDF, shortName } from "./namespaces.ts";
import type { Expression } from "./policy-model.ts";

const LOGICAL = ["and", "or", "xone"] as const;
const COMPARISON_TERMS = ["uid", "leftOperand", "operator", "rightOperand", "dataType"];
const LOGICAL_TERMS = ["uid", ...LOGICAL];
const DEPTH_MAX = 16;

/** The constraints under a property of a node, in the order of the document. */
export function readConstraints(
  graph: Graph,
  node: string,
  property: "constraint" | "refinement",
  path: string,
): readonly Expression[] {
  return valuesOf(graph, node, ODRL + property).map((term, place) => {
    const here = `${path}${property}[${place}]`;
    return term.kind === "node"
      ? readExpression(graph, term.id, here, [])
      : { kind: "unreadable", flaws: [flaw("CONSTRAINT_TERM_UNKNOWN", here, term.value)] };
  });
}

function readExpression(graph: Graph, id: string, path: string, above: readonly string[]): Expression {
  if (above.includes(id) || above.length >= DEPTH_MAX)
    return { kind: "unreadable", flaws: [flaw("CONSTRAINT_CYCLE", path, id)] };
  const joins = LOGICAL.filter((name) => nodesOf(graph, id, name).length > 0);
  const [kind] = joins;
  if (kind === undefined) return readComparison(graph, id, path);
  const flaws = unknownTerms(graph, id, LOGICAL_TERMS, { path, code: "CONSTRAINT_TERM_UNKNOWN" });
  if (joins.length > 1) flaws.push(flaw("CONSTRAINT_TERM_UNKNOWN", path, ODRL + joins.join(", ")));
  const terms = valuesOf(graph, id, ODRL + kind);
  const stray = terms.find((term) => term.kind === "literal");
  if (stray?.kind === "literal") flaws.push(flaw("CONSTRAINT_TERM_UNKNOWN", path, stray.value));
  if (flaws.length > 0) return { kind: "unreadable", flaws };
  const operands = nodesOf(graph, id, kind).map((operand, place) =>
    readExpression(graph, operand, `${path}.${kind}[${place}]`, [...above, id]),
  );
  return { kind, id, path, operands };
}

function readComparison(graph: Graph, id: string, path: string): Expression {
  const flaws = unknownTerms(graph, id, COMPARISON_TERMS, { path, code: "CONSTRAINT_TERM_UNKNOWN" });
  const [left, ...moreLeft] = namesOf(graph, id, "leftOperand");
  const [operator, ...moreOperators] = namesOf(graph, id, "operator");
  if (left === undefined || moreLeft.length > 0)
    flaws.push(flaw("OPERAND_UNKNOWN", `${path}.leftOperand`, moreLeft[0]));
  if (operator === undefined || moreOperators.length > 0)
    flaws.push(flaw("OPERATOR_UNKNOWN", `${path}.operator`, moreOperators[0]));
  const right = valuesOf(graph, id, `${ODRL}rightOperand`);
  return { kind: "comparison", id, path, left: left ?? "", operator: operator ?? "", right, flaws };
}

function namesOf(graph: Graph, node: string, name: string): readonly string[] {
  return valuesOf(graph, node, ODRL + name).map((term) => (term.kind === "node" ? term.id : term.value));
}

/** Properties of a node that are neither among the names of ODRL given nor mere description. */
export function unknownTerms(
  graph: Graph,
  node: string,
  names: readonly string[],
  found: { readonly path: string; readonly code: Flaw["code"] },
): Flaw[] {
  return graph
    .propertiesOf(node)
    .filter((property) => property !== `${RDF}type` && !names.some((name) => property === ODRL + name))
    .filter((property) => !DESCRIBING.some((namespace) => property.startsWith(namespace)))
    .map((property) => flaw(found.code, joinPath(found.path, excerpt(shortName(property))), property));
}

/** True if a node is said to be of a class of ODRL. */
export function isOfClass(graph: Graph, node: string, name: string): boolean {
  return typesOf(graph, node).includes(ODRL + name);
}

/** A place below another one. */
export function joinPath(path: string, step: string): string {
  return path === "" ? step : `${path}.${step}`;
}
