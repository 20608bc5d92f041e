/**
 * Names for blank nodes that depend on what they say and where they hang, not on the file's layout, so that a file which only numbers
 * them otherwise is found unchanged, and statements of several datasets can lie in one file without being mixed up.
 */
import { compareText, encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { Graph } from "./graph.ts";
import { isBlank, statementKey } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

const DIGITS = 20;
/** Nodes that are looked at in all rounds together. Circles of real files hold a few; of a large one the first rounds must do. */
const VISITS_MAX = 200_000;
const ROUNDS_MAX = 32;

/**
 * The same statements with other names. `fixed` gives names to some nodes beforehand: those whose name must not depend on all they say.
 * Two nodes never get one name. Where several say the same in the same place, which of them gets which name depends on the order
 * in the file.
 */
export function labelBlankNodes(
  statements: readonly Statement[],
  fixed: ReadonlyMap<Node, string>,
  sha256: Sha256,
): readonly Statement[] {
  const naming = new Naming(statements, fixed, sha256);
  const names = naming.names();
  const named = (node: Node): Node => names.get(node) ?? node;
  return statements.map((statement) => ({
    subject: named(statement.subject),
    predicate: statement.predicate,
    object: renamed(statement.object, names),
    graph: named(statement.graph),
  }));
}

function renamed(term: Term, names: ReadonlyMap<Node, string>): Term {
  return isBlank(term) ? (names.get(term) ?? term) : term;
}

class Naming {
  readonly #graph: Graph;
  readonly #sha256: Sha256;
  readonly #blank: ReadonlySet<Node>;
  readonly #names: Map<Node, string>;
  readonly #content = new Map<Node, string>();
  readonly #circular = new Set<Node>();
  readonly #taken = new Map<string, number>();

  constructor(statements: readonly Statement[], fixed: ReadonlyMap<Node, string>, sha256: Sha256) {
    this.#graph = new Graph(statements);
    this.#sha256 = sha256;
    this.#names = new Map(fixed);
    const blank = new Set<Node>();
    for (const { subject, object, graph } of statements)
      for (const term of [subject, object, graph]) if (isBlank(term) && !fixed.has(term)) blank.add(term);
    this.#blank = blank;
  }

  names(): ReadonlyMap<Node, string> {
    for (const node of this.#blank) this.#computeContent(node);
    const { waiting, parents } = this.#places();
    if (this.#circular.size > 0) this.#nameByColour(parents);
    const ready = [...this.#blank].filter((node) => (waiting.get(node) ?? 0) === 0);
    const stuck = [...this.#blank].values();
    for (;;) {
      const node = ready.pop() ?? nextUnnamed(stuck, this.#names);
      if (node === undefined) return this.#names;
      if (this.#names.has(node)) continue;
      const hash = this.#hash([
        this.#content.get(node) ?? "",
        ...(parents.get(node) ?? []).map((at) => this.#place(at)),
      ]);
      this.#name(node, hash);
      for (const child of this.#children(node)) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) ready.push(child);
      }
    }
  }

  /**
   * Where nodes refer to each other in a circle, all that are connected with it get a colour by what they say and where they hang, then
   * again with the colours of their neighbours, until no round tells more of them apart. Source: colour refinement, as in RDF Dataset
   * Canonicalization (W3C, 2024).
   */
  #nameByColour(parents: ReadonlyMap<Node, readonly Statement[]>): void {
    const connected = this.#connectedWithCircles(parents);
    let colours = new Map<Node, string>();
    const rounds = Math.min(ROUNDS_MAX, Math.max(2, Math.floor(VISITS_MAX / connected.size)));
    for (let round = 0; round < rounds; round++) {
      const colourOf = (node: Node): string => this.#names.get(node) ?? colours.get(node) ?? "circle";
      const next = new Map<Node, string>();
      for (const node of connected) {
        const said = this.#graph.of(node).map((statement) => saidOf(statement, colourOf));
        const places = (parents.get(node) ?? []).map(
          ({ subject, predicate, graph }) =>
            `< ${isBlank(subject) ? colourOf(subject) : subject} ${predicate} ${graph}`,
        );
        next.set(node, this.#hash([colours.get(node) ?? "", ...said, ...places]));
      }
      const isFiner = new Set(next.values()).size > new Set(colours.values()).size;
      colours = next;
      if (!isFiner) break;
    }
    for (const [node, colour] of colours) this.#name(node, colour);
  }

  #connectedWithCircles(parents: ReadonlyMap<Node, readonly Statement[]>): ReadonlySet<Node> {
    const connected = new Set(this.#circular);
    // A set that grows is gone through to its new end.
    for (const node of connected) {
      for (const child of this.#children(node)) connected.add(child);
      for (const { subject } of parents.get(node) ?? []) if (this.#blank.has(subject)) connected.add(subject);
    }
    return connected;
  }

  /** Where several have one hash, those behind the first are counted. */
  #name(node: Node, hash: string): void {
    const before = this.#taken.get(hash) ?? 0;
    this.#taken.set(hash, before + 1);
    this.#names.set(node, before === 0 ? `_:b${hash}` : `_:b${hash}n${before}`);
  }

  /** Where each node hangs, and how many of those places are blank nodes without a name. */
  #places() {
    const waiting = new Map<Node, number>();
    const parents = new Map<Node, Statement[]>();
    for (const statement of this.#graph.all()) {
      const { subject, object } = statement;
      if (!isBlank(object) || !this.#blank.has(object)) continue;
      const list = parents.get(object);
      if (list === undefined) parents.set(object, [statement]);
      else list.push(statement);
      if (this.#blank.has(subject)) waiting.set(object, (waiting.get(object) ?? 0) + 1);
    }
    return { waiting, parents };
  }

  #place({ subject, predicate }: Statement): string {
    return `${this.#names.get(subject) ?? (this.#blank.has(subject) ? "" : subject)} ${predicate}`;
  }

  #children(node: Node): readonly Node[] {
    return this.#graph
      .of(node)
      .map((statement) => statement.object)
      .filter((term): term is Node => isBlank(term) && this.#blank.has(term));
  }

  /** A hash of all that a node says, and the nodes below it; without recursion, as they may hang in a chain of any length. */
  #computeContent(start: Node): void {
    const path: Node[] = [start];
    const open = new Set<Node>();
    for (;;) {
      const node = path.at(-1);
      if (node === undefined) return;
      if (this.#content.has(node)) {
        path.pop();
        continue;
      }
      if (!open.has(node)) {
        open.add(node);
        for (const child of this.#children(node)) {
          if (this.#content.has(child)) continue;
          if (open.has(child)) this.#circular.add(child);
          else path.push(child);
        }
        continue;
      }
      path.pop();
      this.#content.set(node, this.#hash(this.#graph.of(node).map((statement) => this.#said(statement))));
    }
  }

  #said(statement: Statement): string {
    return saidOf(statement, (node) => this.#names.get(node) ?? this.#content.get(node) ?? "circle");
  }

  #hash(parts: readonly string[]): string {
    // A statement may have come twice.
    const text = [...new Set(parts)].toSorted(compareText).join("\n").toWellFormed();
    return encodeHex(this.#sha256(encodeUtf8(text) ?? new Uint8Array())).slice(0, DIGITS);
  }
}

/** The statement without its subject, blank nodes as what is known of them. */
function saidOf(statement: Statement, known: (node: Node) => string): string {
  const { object, graph } = statement;
  const said: Term = isBlank(object) ? `_:${known(object)}` : object;
  return statementKey({ ...statement, subject: "", object: said, graph: isBlank(graph) ? "_:" : graph });
}

function nextUnnamed(nodes: Iterator<Node>, names: ReadonlyMap<Node, string>): Node | undefined {
  for (;;) {
    const { value, done } = nodes.next();
    if (done === true) return undefined;
    if (!names.has(value)) return value;
  }
}
