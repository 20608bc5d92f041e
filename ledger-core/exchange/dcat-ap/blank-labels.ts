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

/**
 * The same statements with other names. `fixed` gives names to some nodes beforehand: those whose name must not depend on all they say.
 * Two nodes never get one name. Where several say the same in the same place, and where blank nodes refer to each other in a circle,
 * which of them gets which name depends on the order in the file.
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
    const ready = [...this.#blank].filter((node) => (waiting.get(node) ?? 0) === 0);
    const stuck = [...this.#blank].values();
    const taken = new Map<string, number>();
    for (;;) {
      const node = ready.pop() ?? nextUnnamed(stuck, this.#names);
      if (node === undefined) return this.#names;
      if (this.#names.has(node)) continue;
      const hash = this.#hash([
        this.#content.get(node) ?? "",
        ...(parents.get(node) ?? []).map((at) => this.#place(at)),
      ]);
      const before = taken.get(hash) ?? 0;
      taken.set(hash, before + 1);
      this.#names.set(node, before === 0 ? `_:b${hash}` : `_:b${hash}n${before}`);
      for (const child of this.#children(node)) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) ready.push(child);
      }
    }
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
        for (const child of this.#children(node)) if (!this.#content.has(child) && !open.has(child)) path.push(child);
        continue;
      }
      path.pop();
      this.#content.set(node, this.#hash(this.#graph.of(node).map((statement) => this.#said(statement))));
    }
  }

  #said(statement: Statement): string {
    const { object } = statement;
    const said: Term = isBlank(object)
      ? `_:${this.#names.get(object) ?? this.#content.get(object) ?? "circle"}`
      : object;
    return statementKey({
      ...statement,
      subject: "",
      object: said,
      graph: isBlank(statement.graph) ? "_:" : statement.graph,
    });
  }

  #hash(parts: readonly string[]): string {
    const text = parts.toSorted(compareText).join("\n").toWellFormed();
    return encodeHex(this.#sha256(encodeUtf8(text) ?? new Uint8Array())).slice(0, DIGITS);
  }
}

function nextUnnamed(nodes: Iterator<Node>, names: ReadonlyMap<Node, string>): Node | undefined {
  for (;;) {
    const { value, done } = nodes.next();
    if (done === true) return undefined;
    if (!names.has(value)) return value;
  }
}
