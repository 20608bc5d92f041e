/**
 * A file's statements by the dataset that they belong to. A dataset has what is said of it and of everything that hangs on it, down to other
 * datasets; what several of them refer to (an agent, a place) goes with each, so that no dataset needs another to be given back whole.
 * Links to a dataset (from its catalog, a record of it, a service that serves it, a series) go with the dataset that they point to. The rest
 * is the catalog's.
 */
import type { Graph } from "./graph.ts";
import { nameOf, TYPE } from "./names.ts";
import { isBlank, isNode } from "./statements.ts";
import type { Node, Statement } from "./statements.ts";

export type DatasetPart = {
  readonly node: Node;
  readonly statements: readonly Statement[];
  /** More hangs on it than a row may have; the statements are not all of them. */
  readonly isTooLarge: boolean;
};
export type SplitGraph = {
  /** In the order in which the file first speaks of them. */
  readonly datasets: readonly DatasetPart[];
  /** What hangs on a dataset that is too large is neither in a part as a whole nor here. */
  readonly rest: readonly Statement[];
  readonly restCharacters: number;
};

const DATASET = nameOf("dcat:Dataset");
const SERIES = nameOf("dcat:DatasetSeries");
const CATALOG = nameOf("dcat:Catalog");
const SCHEME = nameOf("skos:ConceptScheme");
const CONCEPT = nameOf("skos:Concept");

/** The datasets of a graph: what is called one, and what a catalog lists as one, but neither series nor catalogs. */
export function datasetNodes(graph: Graph): ReadonlySet<Node> {
  const listed = new Set<Node>();
  for (const { predicate, object } of graph.all())
    if (predicate === nameOf("dcat:dataset") && isNode(object)) listed.add(object);
  const nodes = new Set<Node>();
  for (const subject of graph.subjects()) {
    const types = graph.values(subject, TYPE);
    if (types.includes(SERIES) || types.includes(CATALOG)) continue;
    if (types.includes(DATASET) || listed.has(subject)) nodes.add(subject);
  }
  return nodes;
}

/**
 * Every statement is in at least one part or in the rest, but for what hangs on datasets that are too large. The work ends once all parts
 * together, what they share counted each time, have more characters than may be kept.
 */
export function splitGraph(graph: Graph, limits: SplitLimits): SplitGraph | "too large" {
  const splitting = new Splitting(graph, datasetNodes(graph), limits);
  return splitting.own() && splitting.adopt() ? splitting.result() : "too large";
}

type SplitLimits = { readonly rowCharactersMax: number; readonly keptCharactersMax: number };
type Part = { readonly statements: Statement[]; characters: number; isTooLarge: boolean };

class Splitting {
  readonly #graph: Graph;
  readonly #roots: ReadonlySet<Node>;
  readonly #limits: SplitLimits;
  /** Catalogs and vocabularies, which stay with the catalog whatever refers to them. */
  readonly #staying: ReadonlySet<Node>;
  readonly #concepts: ReadonlySet<Node>;
  /** What is said of a node beside its links to datasets, where it has such links: one service may serve all the datasets that name it. */
  readonly #besideLinks = new Map<Node, readonly Statement[]>();
  readonly #parts = new Map<Node, Part>();
  readonly #placed = new Set<Node>();
  readonly #adopters = new Map<Node, Node>();
  readonly #links = new Set<Statement>();
  /** Of all parts together. */
  #characters = 0;

  constructor(graph: Graph, roots: ReadonlySet<Node>, limits: SplitLimits) {
    this.#graph = graph;
    this.#roots = roots;
    this.#limits = limits;
    this.#staying = nodesOfTypes(graph, [CATALOG, SCHEME]);
    this.#concepts = nodesOfTypes(graph, [CONCEPT]);
    for (const node of roots) this.#parts.set(node, { statements: [], characters: 0, isTooLarge: false });
    for (const subject of graph.subjects()) {
      if (roots.has(subject) || isBlank(subject)) continue;
      const all = graph.of(subject);
      const left = all.filter(({ object }) => !isNode(object) || !roots.has(object));
      if (left.length < all.length) this.#besideLinks.set(subject, left);
    }
  }

  /** Gives each dataset what is said of it and what hangs on it; false once that is more than may be kept. */
  own(): boolean {
    for (const [root, part] of this.#parts) {
      this.#collect(root, part);
      if (this.#isTooMuch()) return false;
    }
    return true;
  }

  /** Gives what points to a dataset, and hangs nowhere else, to that dataset; false once that is more than may be kept. */
  adopt(): boolean {
    for (const subject of [...this.#graph.subjects()]) {
      if (this.#roots.has(subject)) continue;
      for (const statement of this.#graph.of(subject)) {
        const { object } = statement;
        if (!isNode(object) || !this.#roots.has(object) || (isBlank(subject) && this.#placed.has(subject))) continue;
        this.#attach(statement, object);
        if (this.#placed.has(subject) || this.#staying.has(subject)) continue;
        const part = this.#parts.get(object);
        if (part === undefined) continue;
        for (const node of this.#collect(subject, part)) this.#adopters.set(node, object);
        if (this.#isTooMuch()) return false;
      }
    }
    // A catalog's link to something that went with a dataset goes with it as well.
    for (const subject of this.#graph.subjects()) {
      if (this.#placed.has(subject)) continue;
      for (const statement of this.#graph.of(subject)) {
        const adopter = isNode(statement.object) ? this.#adopters.get(statement.object) : undefined;
        if (adopter !== undefined && !this.#links.has(statement)) this.#attach(statement, adopter);
      }
    }
    return true;
  }

  result(): SplitGraph {
    const rest: Statement[] = [];
    for (const subject of this.#graph.subjects()) {
      if (this.#placed.has(subject)) continue;
      for (const statement of this.#graph.of(subject)) if (!this.#links.has(statement)) rest.push(statement);
    }
    const datasets = [...this.#parts].map(([node, { statements, isTooLarge }]) => ({ node, statements, isTooLarge }));
    return { datasets, rest, restCharacters: rest.reduce((sum, statement) => sum + lengthOf(statement), 0) };
  }

  #attach(statement: Statement, root: Node): void {
    const part = this.#parts.get(root);
    if (part === undefined) return;
    this.#links.add(statement);
    this.#put(statement, part);
  }

  #put(statement: Statement, part: Part): void {
    if (part.isTooLarge) return;
    const length = lengthOf(statement);
    part.statements.push(statement);
    part.characters += length;
    this.#characters += length;
    if (part.characters > this.#limits.rowCharactersMax) part.isTooLarge = true;
  }

  #isTooMuch(): boolean {
    return this.#characters > this.#limits.keptCharactersMax;
  }

  /**
   * Adds what is said of a node and below it; the nodes that were new to any part. Once the part is too large nothing more is added, but
   * what hangs on it alone is still placed with it: it is not the catalog's.
   */
  #collect(start: Node, part: Part): readonly Node[] {
    const seen = new Set<Node>([start]);
    const waiting = [start];
    const fresh: Node[] = [];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const isFresh = !this.#placed.has(node);
      if (isFresh) fresh.push(node);
      this.#placed.add(node);
      const isConcept = this.#concepts.has(node);
      // Links to datasets are theirs, whatever hangs on this one.
      for (const statement of this.#besideLinks.get(node) ?? this.#graph.of(node)) {
        // What hangs on a node that has a place has one as well; all that is said of it again is only gone through where it is added.
        if (part.isTooLarge && !isFresh) break;
        const { object } = statement;
        this.#put(statement, part);
        if (!isNode(object) || seen.has(object) || this.#roots.has(object) || this.#staying.has(object)) continue;
        // A concept's neighbours are the vocabulary, not the dataset.
        if (isConcept && !isBlank(object)) continue;
        seen.add(object);
        waiting.push(object);
      }
    }
    return fresh;
  }
}

/** Asked once for all: a catalog has a statement for each of its datasets, and each of these may refer to it. */
function nodesOfTypes(graph: Graph, types: readonly string[]): ReadonlySet<Node> {
  const nodes = new Set<Node>();
  for (const subject of graph.subjects()) if (types.some((type) => graph.hasType(subject, type))) nodes.add(subject);
  return nodes;
}

/** Characters of the name that a blank node gets when it is kept, whatever the file calls it. */
const BLANK_CHARACTERS = 23;

function lengthOf({ subject, predicate, object, graph }: Statement): number {
  const said = isNode(object) ? lengthOfNode(object) : object.value.length + object.datatype.length;
  return lengthOfNode(subject) + predicate.length + said + lengthOfNode(graph);
}

function lengthOfNode(node: Node): number {
  return isBlank(node) ? BLANK_CHARACTERS : node.length;
}
