/** The statements of an RDF document, by what they are about and in the order of the document. */
import { ODRL, RDF } from "./namespaces.ts";

/** A node is named by its address, or by `_:` and a label where it has none. */
export type GraphTerm =
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "literal"; readonly value: string; readonly datatype: string };

export type Graph = {
  /** Everything that a statement is about, in order of first appearance. */
  readonly subjects: readonly string[];
  /** Properties of a node, each once, in order of first appearance. */
  propertiesOf(node: string): readonly string[];
  /** Throws `GraphTooTangled` once more was looked at than any honest document needs. */
  objectsOf(node: string, property: string): readonly GraphTerm[];
};

/** Nodes that share nodes that share nodes: small to write, endless to write out. */
export class GraphTooTangled extends Error {}

/** The largest policy of the published suites takes 16,579. */
const LOOKS_MAX = 2_000_000;
const LIST_LENGTH_MAX = 10_000;

export function graphOf(triples: Iterable<readonly [subject: string, predicate: string, object: GraphTerm]>): Graph {
  const bySubject = new Map<string, Map<string, GraphTerm[]>>();
  for (const [subject, predicate, object] of triples) {
    let properties = bySubject.get(subject);
    if (properties === undefined) bySubject.set(subject, (properties = new Map<string, GraphTerm[]>()));
    const objects = properties.get(predicate);
    if (objects === undefined) properties.set(predicate, [object]);
    else objects.push(object);
  }
  let looks = 0;
  return {
    subjects: [...bySubject.keys()],
    propertiesOf: (node) => [...(bySubject.get(node)?.keys() ?? [])],
    objectsOf(node, property) {
      const objects = bySubject.get(node)?.get(property) ?? [];
      looks += 1 + objects.length;
      if (looks > LOOKS_MAX) throw new GraphTooTangled();
      return objects;
    },
  };
}

/** Values of a property, with the members of an RDF list in place of the list. A list that never ends is cut. */
export function valuesOf(graph: Graph, node: string, predicate: string): readonly GraphTerm[] {
  return graph
    .objectsOf(node, predicate)
    .flatMap((object) => (object.kind === "node" ? membersOf(graph, object.id) : [object]));
}

/** Values of a property of ODRL that are nodes. */
export function nodesOf(graph: Graph, node: string, name: string): readonly string[] {
  return valuesOf(graph, node, ODRL + name).flatMap((term) => (term.kind === "node" ? [term.id] : []));
}

/** The classes that a node is said to be of. */
export function typesOf(graph: Graph, node: string): readonly string[] {
  return valuesOf(graph, node, `${RDF}type`).flatMap((term) => (term.kind === "node" ? [term.id] : []));
}

function membersOf(graph: Graph, id: string): readonly GraphTerm[] {
  if (id === `${RDF}nil`) return [];
  const find = (node: string, name: string) => graph.objectsOf(node, RDF + name)[0];
  if (find(id, "first") === undefined) return [{ kind: "node", id }];
  const members: GraphTerm[] = [];
  let cell: string | undefined = id;
  while (cell !== undefined && cell !== `${RDF}nil` && members.length < LIST_LENGTH_MAX) {
    const first = find(cell, "first");
    if (first !== undefined) members.push(first);
    const rest = find(cell, "rest");
    cell = rest?.kind === "node" ? rest.id : undefined;
  }
  return members;
}
